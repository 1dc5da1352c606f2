"""What a file field takes, and names that do no harm."""

import pytest

from engine.plan.form import Form, FormField
from engine.work.upload import FileRefused, Limits, extension_of, file_name, limits_of

FORM = Form(id="ho-so", name="Hồ sơ", fields=(
    FormField(id="ghi_chu", label="Ghi chú"),
    FormField(id="tep", label="Tệp", type="tệp", formats=("pdf", "jpg", "exe"), max_mb=2, max_files=3),
    FormField(id="bang", label="Bảng", type="bảng", columns=(FormField(id="anh", label="Ảnh", type="tệp"),)),
))


@pytest.mark.parametrize(("field", "limits"), [
    ("tep", Limits(frozenset({"pdf", "jpg", "jpeg"}), 2 * 1024 * 1024, 3)),
    ("bang.anh", Limits(frozenset({"pdf", "docx", "xlsx", "jpg", "jpeg", "png"}), 10 * 1024 * 1024, 10)),
    ("ghi_chu", None), ("bang", None), ("anh", None), ("bang.tep", None), ("", None),
])
def test_a_file_field_says_what_it_takes_and_no_other_field_does(field: str, limits: Limits | None) -> None:
    assert limits_of((FORM,), "ho-so", field) == limits


def test_a_form_that_is_not_the_tasks_takes_nothing() -> None:
    assert limits_of((FORM,), "khac", "tep") is None


@pytest.mark.parametrize(("given", "name"), [
    ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\an\\Ảnh.JPG", "Ảnh.JPG"), ("a\x00b\r\n.pdf", "ab.pdf"),
    ("anh\u202egpj.exe", "anhgpj.exe"), ("Bao ca\u0301o.pdf", "Bao cáo.pdf"), ("", "tep"), ("...", "tep"), ("/", "tep"),
    ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
])
def test_a_name_keeps_only_what_can_be_shown(given: str, name: str) -> None:
    assert file_name(given) == name


@pytest.mark.parametrize("name", ["a.exe", "a", "a.pdf.exe", "pdf", "a.", "a.svg"])
def test_an_extension_that_the_field_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(FileRefused, match=r"không thuộc dạng được nhận ở đây \(pdf\)"):
        extension_of(name, Limits(frozenset({"pdf"}), 1, 1))
