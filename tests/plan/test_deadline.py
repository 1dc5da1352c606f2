"""What deadline phrases mean, and that what is not understood is refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.plan.deadline import DeadlineError, NamedDay, Rule, parse_deadline

BEFORE_15_JUNE = ("date", "exclusive", NamedDay(6, 15, 2026))


@pytest.mark.parametrize("phrase", [
    "trước ngày 15/6/2026", "TRƯỚC NGÀY 15-06-2026", "truoc ngay 15.6.2026", "trước 15/06/2026",
    "trước ngày 15 tháng 6 năm 2026", "Trước ngày 15 tháng 06, năm 2026", "gửi báo cáo 6 tháng trước ngày 15/6/2026",
    "hoàn thành trước ngày 15 / 6 / 2026 (kèm minh chứng)", unicodedata.normalize("NFD", "trước ngày 15/6/2026"),
])
def test_one_day_has_many_spellings(phrase):
    rule = parse_deadline(phrase)

    assert (rule.kind, rule.bound, rule.day) == BEFORE_15_JUNE


@pytest.mark.parametrize(("phrase", "event"), [
    ("trước 03 ngày tổ chức hội nghị thẩm định", "hội nghị thẩm định"),
    ("chậm nhất 05 ngày làm việc trước khi họp", "họp"),
    ("trước ngày hội nghị thẩm định 3 ngày", "hội nghị thẩm định"),
    ("trong thời hạn 10 (mười) ngày, kể từ ngày nhận đủ hồ sơ", "nhận đủ hồ sơ"),
    ("trong 05 ngày làm việc kể từ ngày nhận việc", "nhận việc"),
    ("10 ngày làm việc sau khi gửi", "gửi"),
    ("tại Hội nghị tổng kết, theo giấy mời", "Hội nghị tổng kết"),
    ("trong thời hạn 10 ngày", "nhận việc"),
])
def test_a_counted_phrase_names_its_event(phrase, event):
    assert parse_deadline(phrase).events == (event,)


@pytest.mark.parametrize(("phrase", "message", "near"), [
    ("trước ngày 31/6/2026", "tháng 6 năm 2026 không có ngày 31", None),
    ("trước ngày 29/02/2027", "tháng 2 năm 2027 không có ngày 29", None),
    ("trước ngày 1/13/2026", "không có tháng 13", None),
    ("trước 25 giờ, ngày 1/2/2026", "không có 25 giờ 00 phút", None),
    ("trước ngyà 15/6/2026", 'không hiểu hạn "trước ngyà 15/6/2026"', "trước ngày 15/6/2026"),
    ("trước ngày 15/6/26", 'không hiểu hạn "trước ngày 15/6/26": năm phải viết đủ bốn chữ số', "trước ngày 15/6/2026"),
    ("trước ngày 25 hằng tháng", 'không hiểu hạn "trước ngày 25 hằng tháng"', "trước ngày 10/12 hằng năm"),
])
def test_an_impossible_or_unknown_phrase_says_so(phrase, message, near):
    with pytest.raises(DeadlineError) as refusal:
        parse_deadline(phrase)

    assert (refusal.value.message, refusal.value.near) == (message, near)


@pytest.mark.parametrize("phrase", [
    "", "abc", "10 ngày", "sau ngày 15/6/2026", "trước 3-5 ngày họp", "trước ngày 15/6/2026 và 20/11/2026",
    "trước ngày 15/6 năm sau", "trước ngày 15 tháng 6 năm 3026", "sau 5 ngày kể từ ngày ký", "trước 17 giờ",
    "trước 24 giờ trước khi họp", "trước ngày mười lăm tháng sáu", "trước khi kết thúc quý I", "ngay sau khi nhận việc",
])
def test_a_phrase_that_could_be_misread_is_refused(phrase):
    with pytest.raises(DeadlineError):
        parse_deadline(phrase)


def test_a_plan_may_declare_that_before_counts_the_day():
    assert parse_deadline("trước ngày 15/6/2026", before_is_inclusive=True) == Rule(
        "trước ngày 15/6/2026", "date", "inclusive", NamedDay(6, 15, 2026))


@given(st.text(alphabet="trướcngàykểđến 0123456789/-.,()thánm", max_size=60) | st.text(max_size=60))
def test_any_text_is_understood_or_refused(phrase):
    try:
        assert isinstance(parse_deadline(phrase), Rule)
    except DeadlineError as refusal:
        assert refusal.message
