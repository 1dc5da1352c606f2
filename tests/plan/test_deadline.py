"""What deadline phrases mean, and that what is not understood is refused."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.text import fold
from engine.plan.deadline import DeadlineError, NamedDay, Rule, parse_deadline
from engine.plan.deadline_phrase import phrase_of
from engine.plan.deadline_words import bare
from engine.plan.rule import Each

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
    ("trước ngày 32 hằng tháng", "không tháng nào có ngày 32", None),
    ("trước ngày 25 tháng nào đó", 'không hiểu hạn "trước ngày 25 tháng nào đó"', "trước ngày 10/12 hằng năm"),
])
def test_an_impossible_or_unknown_phrase_says_so(phrase, message, near):
    with pytest.raises(DeadlineError) as refusal:
        parse_deadline(phrase)

    assert (refusal.value.message, refusal.value.near) == (message, near)


@pytest.mark.parametrize("phrase", [
    "", "abc", "10 ngày", "sau ngày 15/6/2026", "trước 3-5 ngày họp", "trước ngày 15/6/2026 và 20/11/2026",
    "trước ngày 15/6 năm ngoái", "trước ngày 15 tháng 6 năm 3026", "sau 5 ngày kể từ ngày ký", "trước 17 giờ",
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


@pytest.mark.parametrize(("phrase", "bound", "recurs", "each"), [
    ("trước ngày 25 hằng tháng", "exclusive", "monthly", Each(25)),
    ("ngày 20 hàng tháng", "inclusive", "monthly", Each(20)),
    ("định kỳ hằng tháng, trước ngày 25", "exclusive", "monthly", Each(25)),
    ("chậm nhất ngày 05 tháng sau", "inclusive", "monthly", Each(5, next=True)),
    ("trước ngày 15 của tháng cuối mỗi quý", "exclusive", "quarterly", Each(15, 3)),
    ("định kỳ hằng quý (trước ngày 10 tháng đầu quý sau)", "exclusive", "quarterly", Each(10, 1, next=True)),
    ("chậm nhất thứ Sáu hằng tuần", "inclusive", "weekly", Each(weekday=4)),
    ("ngày cuối cùng của mỗi quý", "inclusive", "quarterly", Each()),
])
def test_a_deadline_may_return_within_the_year(phrase, bound, recurs, each):
    rule = parse_deadline(phrase)

    assert (rule.kind, rule.bound, rule.recurs, rule.each) == ("recurring", bound, recurs, each)


@pytest.mark.parametrize(("phrase", "times", "years", "recurs"), [
    ("05 năm/02 lần", 2, 5, None), ("5 năm tổ chức 2 lần", 2, 5, None), ("mỗi năm ít nhất 01 lần", 1, 1, None),
    ("02 lần/quý", 2, None, "quarterly"), ("mỗi tháng 01 lần", 1, None, "monthly"),
])
def test_a_frequency_is_so_many_times_in_a_period(phrase, times, years, recurs):
    rule = parse_deadline(phrase)

    assert (rule.kind, rule.times, rule.years, rule.recurs) == ("frequency", times, years, recurs)


@pytest.mark.parametrize(("phrase", "receipt"), [
    ("trước ngày 15/10/2026 (tính theo dấu bưu điện)", "postmark"),
    ("trước ngày 15/10/2026, căn cứ ngày vào sổ văn bản đến", "registered"),
    ("trước ngày 15/10/2026 (theo ngày nhận được)", "received"), ("trước ngày 15/10/2026 (theo mẫu gửi kèm)", None),
])
def test_a_phrase_may_say_by_which_day_a_paper_counts(phrase, receipt):
    rule = parse_deadline(phrase)

    assert (rule.receipt, rule.day) == (receipt, NamedDay(10, 15, 2026))


def test_next_year_is_the_year_after_the_plan():
    assert parse_deadline("trước ngày 15/01 năm sau").day == NamedDay(1, 15, later=1)


def test_a_count_in_words_is_read_with_its_marks():
    rule = parse_deadline("trong vòng mười lăm ngày làm việc kể từ ngày nhận đủ hồ sơ")

    assert (rule.count, rule.unit, rule.event) == (15, "working_day", "nhận đủ hồ sơ")


YEARS = st.none() | st.integers(2020, 2060)
EVENTS = st.sampled_from(["họp", "nhận đủ hồ sơ", "Hội nghị tổng kết", "công bố kết quả thẩm định", "tuyển quân"])
LENGTHS = st.sampled_from(["day", "working_day", "week", "month", "year"])


@st.composite
def named_days(draw):
    month = draw(st.integers(1, 12))
    year = draw(YEARS)
    return NamedDay(month, draw(st.integers(1, 28)), year, later=0 if year else draw(st.sampled_from([0, 0, 1])))


@st.composite
def rules(draw):
    """Rules of every shape that has days or a count."""
    day, count = draw(named_days()), draw(st.integers(1, 99))
    yearly = draw(st.sampled_from([None, "yearly"])) if day.year is None and not day.later else None
    bound = draw(st.sampled_from(["exclusive", "inclusive"]))
    end = replace(day, day=None, month=3 * ((day.month + 2) // 3))
    return draw(st.sampled_from([
        Rule("", "date", bound, day, recurs=yearly),
        Rule("", "date", bound, day, recurs=yearly, at=f"{count % 24:02d}:{count % 60:02d}"),
        Rule("", "date", "inclusive", day, count=count, unit=draw(LENGTHS), side="before"),
        Rule("", "window", "inclusive", day, NamedDay(day.month, 1, day.year), recurs=yearly),
        Rule("", "period", "inclusive", replace(day, day=None), replace(day, day=1), recurs=yearly),
        Rule("", "period", "inclusive", end, replace(end, day=1, month=end.month - 2), recurs=yearly),
        Rule("", "duration", "inclusive", count=count, unit=draw(LENGTHS), side="after", event=draw(EVENTS)),
        Rule("", "event", "inclusive", count=count, unit=draw(LENGTHS), side="before", event=draw(EVENTS)),
        Rule("", "event", "exclusive", side="before", event=draw(EVENTS)),
        Rule("", "event", "inclusive", side="on", event=draw(EVENTS)),
        Rule("", "start", "inclusive", day), Rule("", "start", "inclusive", side="on", event=draw(EVENTS)),
        Rule("", "frequency", times=count, years=draw(st.integers(1, 20))),
        Rule("", "frequency", times=count, recurs=draw(st.sampled_from(["weekly", "monthly", "quarterly"]))),
        Rule("", "recurring", bound, recurs="monthly", each=Each(day.day, next=draw(st.booleans()))),
        Rule("", "recurring", bound, recurs="quarterly", each=Each(day.day, count % 3 + 1, next=draw(st.booleans()))),
        Rule("", "recurring", bound, recurs="weekly", each=Each(weekday=count % 7)),
    ]))


@given(rules(), st.sampled_from([None, "sent", "postmark", "received", "registered"]))
def test_a_rule_printed_back_is_understood_as_the_same_rule(rule, receipt):
    rule = replace(rule, receipt=receipt)

    again = parse_deadline(phrase_of(rule))

    assert replace(again, phrase="", warns=()) == rule


@given(rules(), st.sampled_from(["gửi báo cáo về Ban {}", "{} (kèm danh sách)", "hoàn thành {}.", "Nộp hồ sơ {}"]),
       st.sampled_from([str, str.upper, bare, lambda s: unicodedata.normalize("NFD", s)]))
def test_case_marks_and_the_words_around_do_not_matter(rule, around, spelling):
    phrase = phrase_of(rule)
    if rule.side in ("on", "before") and rule.event or rule.kind == "start":
        around = "{}"  # an event takes the words after it, a start stands at the beginning

    again = parse_deadline(spelling(around.format(phrase)))

    same = replace(again, phrase="", warns=(), event=None)
    assert same == replace(rule, event=None)
    assert [fold(event) for event in again.events] == [fold(event) for event in rule.events]
