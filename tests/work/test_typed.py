"""What people type into one field."""

import pytest

from engine.plan.form import FormField
from engine.work.choices import Choices
from engine.work.typed import Typed, read_value

CHOICES = Choices(persons=(("p1", "Bà Lan"), ("p2", "Ông Hải")), files=(("t1", "a.pdf"), ("t2", "b.pdf")))


def typed(kind: str, raw: object, **more: object) -> Typed:
    return read_value(FormField.model_validate({"mã": "a", "nhãn": "A", "loại": kind, **more}), raw, CHOICES)


@pytest.mark.parametrize(("raw", "value"), [
    ("1.234,5", 1234.5), ("1.234", 1234), ("1 234", 1234), ("70 %", 70), ("-3", -3), ("−3", -3), (7, 7), ("0,0", 0),
])
def test_numbers_are_read_in_vietnamese_notation(raw, value):
    assert typed("số", raw) == Typed(value)


@pytest.mark.parametrize(("raw", "mistake"), [
    ("12.5", "phần thập phân viết sau dấu phẩy: 12,5"),
    ("1,2,3", '"1,2,3" không phải số; viết như 1.234,5'),
    ("1e9", '"1e9" không phải số; viết như 1.234,5'),
    ("٣", '"٣" không phải số; viết như 1.234,5'),
    ("9" * 30, '"999999999999999999999999999999" không phải số; viết như 1.234,5'),
    (True, '"True" không phải số; viết như 1.234,5'),
])
def test_what_is_no_number_is_kept_and_explained(raw, mistake):
    assert typed("số", raw) == Typed(raw, mistake)


def test_a_number_out_of_bounds_is_told():
    assert typed("phần trăm", "-1", **{"tối thiểu": 0}) == Typed(-1, "phải từ 0 trở lên")
    assert typed("phần trăm", "100,5", **{"tối đa": 100}) == Typed(100.5, "nhiều nhất 100")


@pytest.mark.parametrize("raw", [
    "5/2/2026", "05-02-2026", "5.2.2026", "2026-02-05", "ngày 05 tháng 2 năm 2026", "5/2/26", "05.02.26"])
def test_days_are_read_in_the_ways_they_are_written(raw):
    assert typed("ngày", raw) == Typed("2026-02-05")


@pytest.mark.parametrize(("raw", "mistake"), [
    ("30/2/2026", "tháng 2 năm 2026 không có ngày 30"),
    ("1/13/2026", "không có tháng 13"),
    ("1/1/0026", "năm 26 nằm ngoài khoảng 1900 đến 2100"),
    ("30/2/26", "tháng 2 năm 2026 không có ngày 30"),
    ("5/2/68", "viết năm đủ bốn chữ số, không viết tắt 68"),
    ("hôm nay", 'chưa hiểu ngày "hôm nay"; viết ngày/tháng/năm, ví dụ 05/02/2026'),
])
def test_an_impossible_day_is_kept_and_explained(raw, mistake):
    assert typed("ngày", raw) == Typed(raw, mistake)


@pytest.mark.parametrize("raw", [
    "1.500.000", "1500000", "1 500 000", "1.500.000 đồng", "1.500.000đ", "1500000 VNĐ", "1,500,000"])
def test_money_is_whole_dong_with_or_without_dots(raw):
    assert typed("tiền", raw) == Typed(1500000)


@pytest.mark.parametrize(("raw", "mistake"), [
    ("1,5 triệu", '"1,5 triệu" không phải số tiền; ghi đủ số đồng, ví dụ 1.500.000'),
    ("15%", '"15%" không phải số tiền; ghi đủ số đồng, ví dụ 1.500.000'),
    ("1.500,5", "số tiền ghi tròn đồng, không có phần lẻ"),
])
def test_what_is_no_amount_of_money_is_kept_and_explained(raw, mistake):
    assert typed("tiền", raw) == Typed(raw, mistake)


def test_money_is_not_owed_unless_the_plan_says_so():
    assert typed("tiền", "-5") == Typed(-5, "số tiền phải từ 0 đồng trở lên")
    assert typed("tiền", "-5", **{"tối thiểu": -10}) == Typed(-5)
    assert typed("tiền", "900", **{"tối thiểu": 1000}) == Typed(900, "phải từ 1.000 trở lên")


def test_a_range_of_months_is_kept_in_one_form_and_explained_when_it_is_none():
    assert typed("khoảng tháng", "từ 3/2025 đến 11/2025") == Typed("2025-03/2025-11")
    assert typed("khoảng tháng", "11/2025 – 3/2025") == Typed(
        "11/2025 – 3/2025", "tháng kết thúc (03/2025) đứng trước tháng bắt đầu (11/2025)")


def test_text_is_composed_stripped_and_measured():
    assert typed("văn bản", " Ho\u0302\u0323i\x00 \u202eNo\u0302ng\r\ndân ") == Typed("Hội Nông dân")
    assert typed("đoạn văn", "a\r\nb") == Typed("a\nb")
    assert typed("văn bản", "a" * 1001, **{"dài nhất": 1000}) == Typed("a" * 1001, "dài 1.001 ký tự, nhiều nhất 1.000")
    assert typed("văn bản", {"a": 1}) == Typed({"a": 1}, "không phải văn bản")


def test_a_choice_is_one_of_its_list():
    assert typed("người", "p2") == Typed("p2")
    assert typed("người", ["p2", "p2"]) == Typed("p2")
    assert typed("người", "p9") == Typed("p9", 'không có lựa chọn "p9" trong danh sách')
    assert typed("nhiều người", ["p1", "p9"]) == Typed(["p1", "p9"], 'không có lựa chọn "p9" trong danh sách')
    assert typed("nhiều người", "p1") == Typed(["p1"])


def test_files_are_counted_and_must_be_there():
    assert typed("tệp", ["t1", "t2"], **{"nhiều nhất tệp": 1}) == Typed(["t1", "t2"], "có 2 tệp, nhiều nhất 1")
    assert typed("tệp", ["t7"]) == Typed(["t7"], "có tệp không còn trong việc này; tải lên lại")


def test_a_mark_is_yes_or_no():
    assert [typed("đánh dấu", raw) for raw in ("on", "x", True, "", None, "không")] == [
        Typed(True), Typed(True), Typed(True), Typed(False), Typed(False), Typed(False)]
