"""Whatever is pasted or stands in a file, it is read without an error, and never more than the table takes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.plan.form import Form
from engine.work.clipboard import cells_of
from engine.work.official_file import OtherForm, read_filled
from engine.work.pasted import Start, paste
from engine.work.rows import MAX_ROWS
from tests.work.test_pasted import CHOICES, PLAIN, into, table

WORDS = ["", "x", "×", "1", "2", "I", "II.", "1.234.567", "05/02/2026", "31/13/2026", "kinh te", "Tên mô hình", "Stt",
         "Lĩnh vực phát triển kinh tế: 2 mô hình", "Tập thể", "Cá nhân", "Kinh phí", "“khéo”", "a\nb", '"', '""', "\t",
         "9" * 400, "Tổng", "từ 3 đến",
         "−5%", "٣", "²", "Ⅳ", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")]
CELL = st.sampled_from(WORDS) | st.text(max_size=12)
LINES = st.lists(st.lists(CELL, max_size=9).map(tuple), max_size=14).map(tuple)
FORM = Form.model_validate({"mã": "m", "tên": "M", "trường": [
    {"mã": "ngay", "nhãn": "Ngày ra mắt", "loại": "ngày"},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "nhóm theo": "linh_vuc", "cột": PLAIN}]})
STARTS = st.sampled_from([
    Start(), Start("a", "loai:ca-nhan"), Start("b", "ngay"), Start(section="van-hoa"), Start("lạ", "lạ")])
ROWS = ({"_id": "a", "ten": "Một", "linh_vuc": "kinh-te"}, {"_id": "b", "ten": ""})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, max_size=9).map("\t".join), max_size=14).map("\n".join), STARTS, st.booleans())
def test_any_text_can_be_pasted(text: str, start: Start, grouped: bool):
    spec = table(**({"nhóm theo": "linh_vuc"} if grouped else {}))

    taken = paste(into(spec, *ROWS), cells_of(text), start)

    assert {"a", "b"} <= {row["_id"] for row in taken.rows}
    assert len({row["_id"] for row in taken.rows}) == len(taken.rows) <= MAX_ROWS
    assert taken.cells >= 0


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=3).map(tuple))
def test_any_file_can_be_read(pages: tuple[tuple[tuple[str, ...], ...], ...]):
    try:
        read = read_filled(FORM, "b", pages, CHOICES, lambda spec: into(spec, *ROWS))
    except OtherForm:
        return

    assert set(read.tables) | set(read.plain) <= {"bang", "ngay"}
