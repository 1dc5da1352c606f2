"""Saved views: the owner's, or shared with the people of a unit; each sees only the own tasks in it."""

import pytest

from engine.action.save_view import ViewAsked, delete_view, save_view
from engine.report.inbox import side_of
from engine.report.saved import saved_views_of
from engine.work.people import Conflict, FormRefused, NotFound
from engine.work.saved_view import MOST
from tests.action.nho import World, published
from tests.report.test_inbox import TODAY


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _save(world: World, login: str, name: str, unit: str = "", view_id: str = "", query: str = "q=dang+ky"):
    asked = ViewAsked(view_id, name, "soon", unit, query)
    return save_view(world.database, world.ids, world.viewer(login), asked)


def _unit(world: World, login: str) -> str:
    return world.viewer(login).positions[0].unit_id


def _seen(world: World, login: str) -> list[str]:
    return [one.name for one in saved_views_of(world.database, world.viewer(login))]


def test_a_view_is_the_owners_alone_until_it_is_shared_with_the_unit(running):
    mine = _save(running, "a", "  Đăng   ký ")
    alone = {login: _seen(running, login) for login in ("a", "sep-a", "b", "dau-moi", "nguoi-la")}

    _save(running, "a", "Đăng ký hội", _unit(running, "a"), mine.id)

    shared = {login: _seen(running, login) for login in ("a", "sep-a", "b", "dau-moi", "nguoi-la")}
    assert alone == {"a": ["Đăng ký"], "sep-a": [], "b": [], "dau-moi": [], "nguoi-la": []}
    assert shared == {"a": ["Đăng ký hội"], "sep-a": ["Đăng ký hội"], "b": [], "dau-moi": [], "nguoi-la": []}


def test_everybody_counts_the_own_tasks_in_a_shared_view(running):
    _save(running, "a", "Đăng ký", _unit(running, "a"))
    _save(running, "a", "Không có gì", query="q=khong+co&xem=qua-han")

    counts = [(one.name, count) for one, count in side_of(running.database, running.viewer("a"), TODAY).saved]

    assert counts == [("Không có gì", 0), ("Đăng ký", 1)]


def test_the_counts_cost_the_same_for_one_view_and_for_three(running, count_statements):
    viewer = running.viewer("a")
    _save(running, "a", "Một")
    with count_statements(running.database) as for_one:
        side_of(running.database, viewer, TODAY)
    for name in ("Hai", "Ba"):
        _save(running, "a", name)
    with count_statements(running.database) as for_three:
        side_of(running.database, viewer, TODAY)

    assert len(for_one) == len(for_three) == 2


@pytest.mark.parametrize(("name", "said"), [(" ", "Hãy đặt tên"), ("x" * 61, "dài quá"), ("DANG KY", "đã có")])
def test_a_view_needs_a_name_of_its_own(running, name, said):
    _save(running, "a", "Đăng ký")

    with pytest.raises(FormRefused, match=said):
        _save(running, "a", name)


def test_nobody_changes_deletes_or_shares_what_is_not_theirs(running):
    mine = _save(running, "a", "Đăng ký", _unit(running, "a"))

    for ask in (lambda: _save(running, "sep-a", "Khác", view_id=mine.id),
                lambda: delete_view(running.database, running.viewer("sep-a"), mine.id),
                lambda: _save(running, "b", "Của B", _unit(running, "a"))):
        with pytest.raises(NotFound):
            ask()
    delete_view(running.database, running.viewer("a"), mine.id)

    assert _seen(running, "a") == []


def test_so_many_views_and_no_more(running):
    for number in range(MOST):
        _save(running, "a", f"Số {number}")

    with pytest.raises(Conflict, match="hãy xoá bớt"):
        _save(running, "a", "Thêm nữa")
