"""A vote counted: majorities, bases, ties, choices, score sheets without the highest and the lowest."""

import pytest

from engine.plan.vote import Vote
from engine.work.vote import AGAINST, BLANK, FOR, NONE, Member, Roll, Tally, count, read_sheet, trimmed

ENTRIES = {"a": "Mô hình A", "b": "Mô hình B", "c": "Mô hình C"}


def consent(said: str, called: int, decided: tuple[str, ...] = (), **rules: str) -> Tally:
    """One letter a ballot: for, against, no opinion, blank."""
    letters = {"f": FOR, "a": AGAINST, "n": NONE, "x": BLANK}
    vote = Vote.model_validate({"cách": "tán thành", **rules})
    return count(vote, {}, [{"phieu": letters[one]} for one in said], called, decided)


@pytest.mark.parametrize(("said", "called", "rules", "base", "needed", "passed"), [
    ("fffaa", 9, {}, 5, 3, True),
    ("ffaan", 5, {}, 5, 3, False),
    ("ffnnx", 5, {"tính trên": "phiếu hợp lệ"}, 4, 3, False),
    ("fffax", 5, {"tính trên": "phiếu hợp lệ", "thông qua": "70%"}, 4, 3, True),
    ("ffff", 9, {"tính trên": "thành viên"}, 9, 5, False),
    ("ffffff", 9, {"tính trên": "thành viên", "thông qua": "2/3"}, 9, 6, True),
    ("fffff", 9, {"tính trên": "thành viên", "thông qua": "2/3"}, 9, 6, False),
    ("fffa", 9, {"thông qua": "4 người"}, 4, 4, False),
    ("xxx", 3, {"tính trên": "phiếu hợp lệ"}, 0, 1, False),
])
def test_votes_for_are_compared_with_the_share_of_those_who_count(said, called, rules, base, needed, passed):
    found = consent(said, called, **rules)

    assert (found.base, found.needed, found.passed) == (base, needed, passed)
    assert (found.yes, found.no, found.none, found.invalid) == tuple(map(said.count, "fanx"))


@pytest.mark.parametrize(("rule", "decided", "passed"), [
    ("không thông qua", (), False), ("chủ toạ quyết định", (), None), ("bỏ phiếu lại", (), None),
    ("chủ toạ quyết định", (FOR,), True), ("chủ toạ quyết định", (AGAINST,), False),
])
def test_a_tie_goes_by_the_rule_of_the_plan(rule, decided, passed):
    assert consent("ffaan", 5, decided, **{"bằng phiếu": rule}).passed is passed


def test_no_tie_where_more_than_half_is_not_what_is_asked():
    assert consent("ffaa", 4, **{"thông qua": "2/3", "bằng phiếu": "chủ toạ quyết định"}).passed is False


def choice(marked: list[str], seats: int, decided: tuple[str, ...] = (), **rules: str) -> Tally:
    vote = Vote.model_validate({"cách": "chọn", "chọn nhiều nhất": seats, "thông qua": "1 phiếu", **rules})
    return count(vote, ENTRIES, [{"chon": list(one)} for one in marked], 9, decided)


def chosen(found: Tally) -> list[str]:
    return [line.id for line in found.lines if line.chosen]


def test_the_entries_with_most_marks_are_chosen_and_a_blank_ballot_is_invalid():
    found = choice(["ab", "ab", "ac", ""], 2)

    assert [(line.id, line.votes) for line in found.lines] == [("a", 3), ("b", 2), ("c", 1)]
    assert (chosen(found), found.cast, found.invalid, found.passed) == (["a", "b"], 4, 1, True)


def test_an_entry_without_the_share_is_not_chosen_though_a_seat_is_free():
    assert chosen(choice(["ab", "a", "ac"], 2, **{"thông qua": "quá bán"})) == ["a"]


@pytest.mark.parametrize(("rule", "decided", "elected", "tied", "left"), [
    ("không thông qua", (), ["a"], (), 0),
    ("chủ toạ quyết định", (), ["a"], ("b", "c"), 1),
    ("chủ toạ quyết định", ("c",), ["a", "c"], (), 0),
    ("bỏ phiếu lại", (), ["a"], ("b", "c"), 1),
])
def test_entries_that_tie_for_the_last_seat_go_by_the_rule(rule, decided, elected, tied, left):
    found = choice(["ab", "ac"], 2, decided, **{"bằng phiếu": rule})

    assert (chosen(found), found.tied, found.seats_left) == (elected, tied, left)
    assert (found.passed is None) is bool(tied)


@pytest.mark.parametrize(("given", "says"), [
    ({}, "Chưa chọn mục nào; không muốn chọn thì đánh dấu “Phiếu trắng”."),
    ({"chon": ["a", "b", "c"]}, "Phiếu chọn quá số được phép: chọn nhiều nhất 2."),
    ({"chon": ["a"], "phieu-trang": "1"}, "Phiếu vừa đánh dấu vừa để trắng; bỏ một trong hai."),
    ({"chon": ["khác"]}, "Chưa chọn mục nào; không muốn chọn thì đánh dấu “Phiếu trắng”."),
])
def test_a_ballot_that_cannot_count_is_refused_without_saying_what_was_marked(given, says):
    vote = Vote.model_validate({"cách": "chọn", "chọn nhiều nhất": 2})

    assert read_sheet(vote, ENTRIES, given)[1] == says


def test_the_highest_and_the_lowest_sheet_do_not_count_from_three_on():
    vote = Vote.model_validate({"bỏ phiếu cao nhất và thấp nhất": "có"})
    sheets = [{"a": 9, "b": 1}, {"a": 5, "b": 5}, {"a": 1, "b": 6}]

    assert trimmed(vote, sheets, {"b": 2}) == [{"a": 1, "b": 6}]
    assert trimmed(vote, sheets[:2], {}) == sheets[:2]
    assert trimmed(Vote(), sheets, {}) == sheets


def roll(*states: str) -> Roll:
    return Roll(tuple(Member(str(n), str(n), state) for n, state in enumerate(states)))


@pytest.mark.parametrize(("states", "quorum", "ended", "over"), [
    (("voted", "voted", "waiting"), None, False, False),
    (("voted", "voted", "waiting"), "2/3", False, False),
    (("voted", "voted", "waiting"), "2/3", True, True),
    (("voted", "waiting", "absent"), "2/3", True, False),
    (("voted", "voted", "absent", "recused", "closed"), "2/3", False, True),
    (("voted", "absent", "absent"), "2/3", False, False),
    (("voted", "absent", "absent"), None, False, True),
    (("absent", "absent"), None, True, False),
    (("voted", "voted", "replaced"), "3 người", False, False),
])
def test_a_vote_is_over_when_nobody_is_waited_for_and_the_quorum_is_there(states, quorum, ended, over):
    assert roll(*states).over(quorum, ended) is over
