"""Whether a signed copy is still of what its form says."""

from engine.plan.form import Form
from engine.work.signature import content_hash

FORM = Form.model_validate({"mã": "bc", "tên": "Báo cáo", "trường": [
    {"mã": "tep", "nhãn": "Tệp", "loại": "tệp"},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": [
        {"mã": "ten", "nhãn": "Tên"}, {"mã": "anh", "nhãn": "Ảnh", "loại": "tệp"}]}]})


def _of(name: str = "A", picture: object = None, row: str = "r1", attached: object = None) -> str:
    rows = [{"_id": row, "ten": name, "anh": picture}]
    return content_hash([FORM], {"bc": {"tep": attached, "bang": rows}})


def test_files_and_the_ids_of_rows_are_not_printed_and_what_is_printed_counts():
    assert {_of(), _of(picture=["t1"]), _of(row="r2"), _of(attached=["t2"])} == {_of()}
    assert _of("B") != _of()
