"""The search of the inbox forgives Vietnamese; an empty list says why it is empty."""

import pytest
from sqlalchemy import update

from engine.report.inbox import inbox_of
from engine.report.nothing import why_nothing
from engine.report.wanted import VIEWS, Wanted, wanted_from
from engine.store import tasks
from engine.store.tables import task
from engine.work.search import search_text, words_of
from tests.action.nho import World, published, rows
from tests.report.test_inbox import CALENDAR, TODAY, _plans


@pytest.fixture
def sent(database, ids, clock) -> World:
    """Two associations have registered; the coordinator has two registrations to look at."""
    made = published(database, ids, clock)
    made.send("a", "dang-ky", answers=rows("Đường hoa Thuỷ Khê"), code="hoi-a")
    made.send("b", "dang-ky", answers=rows("Hoà giải ở tổ dân phố"), code="hoi-b")
    return made


def _found(world: World, login: str, query: str, view: str = "can-lam") -> int:
    return len(inbox_of(world.database, world.viewer(login), Wanted(view, query), None, TODAY, CALENDAR).rows)


@pytest.mark.parametrize(("query", "count"), [
    ("tiếp nhận", 2), ("TIEP NHAN", 2), ("hội a", 1), ("a hội tiếp", 1), ("“Hội A”", 1), ("hội-a", 1),
    ("ke hoach nho", 2), ("khn", 2), ("Trần", 1), ("vu b", 1), ("Vũ A", 0), ("khác hẳn", 0),
    ("%", 0), ("_", 2), ("oi", 0)])
def test_words_are_found_in_titles_units_plans_senders_and_initials(sent, query, count):
    assert _found(sent, "dau-moi", query) == count


@pytest.mark.parametrize(("written", "typed"), [
    ("Uỷ ban", "ủy"), ("Ủy ban", "uỷ"), ("Hoá chất", "hóa"), ("Đoàn Thanh niên", "doan thanh"), ("Dân vận khéo", "dvk"),
    ("Dân vận khéo", "dan van kheo"), ("Thuỷ Nguyên", "Thủy"), ("Dân vận khéo", "vk")])
def test_old_and_new_marks_and_initials_are_the_same(written, typed):
    text = search_text((written,))

    assert all(word in text for word in words_of(typed))


def test_a_task_is_found_by_its_new_name_and_by_who_has_done_it(sent):
    entry = sent.entries()["Đường hoa Thuỷ Khê"]
    with sent.database.write() as connection:
        connection.execute(update(task).where(task.c.id == sent.task("dang-ky", "hoi-a").id).values(entry_id=entry.id))
        tasks.rename(connection, entry.id, "Hàng cây Bác Hồ")

    assert [_found(sent, "a", name, "da-xong") for name in ("tran a", "vu b")] == [1, 0]
    assert [_found(sent, "dau-moi", name) for name in ("bac ho", "hcbh")] == [1, 1]


def test_an_empty_list_names_the_filter_that_empties_it(sent):
    viewer = sent.viewer("dau-moi")
    other = sent.task("dang-ky", "hoi-b")

    nothing = why_nothing(sent.database, viewer, Wanted(query="hội a", unit=other.unit_id), TODAY)

    assert (dict(nothing.without), nothing.done) == ({"query": 1, "unit": 1}, 0)


def test_an_empty_list_knows_what_is_done_and_which_word_was_meant(sent):
    viewer = sent.viewer("dau-moi")
    sent.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    done = why_nothing(sent.database, viewer, Wanted(query="hội a"), TODAY)
    meant = why_nothing(sent.database, viewer, Wanted(query="tiepp nhan"), TODAY)
    hopeless = why_nothing(sent.database, viewer, Wanted(query="xyzxyz"), TODAY)

    assert done.done == 1
    assert meant.meant == "Tiếp nhận"
    assert hopeless.meant is None


def test_nobody_finds_tasks_of_others(sent):
    for login in ("a", "nguoi-la", "thuong-truc"):
        assert [_found(sent, login, "hoi b", view) for view in VIEWS] == [0] * len(VIEWS)
        nothing = why_nothing(sent.database, sent.viewer(login), Wanted(query="tiepp nhan"), TODAY)
        assert (nothing.meant, nothing.done) == (None, 0)


def test_why_a_list_is_empty_is_asked_among_the_own_tasks(sqlite, ids, clock):
    world = published(sqlite, ids, clock)
    viewer = world.viewer("a")

    plans = _plans(sqlite, lambda: why_nothing(sqlite, viewer, Wanted(query="x y", unit="z"), TODAY))

    assert len(plans) == 2
    assert [line for plan in plans for line in plan if line.startswith("SCAN")] == []


def test_an_address_says_what_is_wanted_and_nothing_else():
    wanted = Wanted("qua-han", "hội a", run="r1", step="s", group="don-vi")

    assert wanted.address() == {"xem": "qua-han", "q": "hội a", "dot": "r1", "buoc": "s", "nhom": "don-vi"}
    assert wanted_from(wanted.address()) == wanted
    assert (Wanted().address(), wanted_from({"q": "  "})) == ({}, Wanted())
    for wrong in ({"xem": "khac"}, {"nhom": "khac"}):
        with pytest.raises(ValueError):
            wanted_from(wrong)
