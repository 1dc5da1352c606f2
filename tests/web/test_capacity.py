"""A person with several positions looks at the list of one of them, and no overdue task is out of sight."""

from datetime import date

import pytest

from engine.store.positions import Position, add_positions
from tests.action.nho import rows
from tests.web.site import Browser, Site


@pytest.fixture
def both(ward: Site) -> Site:
    """Trần A of Hội A also works in Hội B and in the office that receives."""
    a, others = ward.world.viewer("a"), [ward.world.viewer(login).own[0] for login in ("b", "dau-moi")]
    with ward.world.database.write() as connection:
        add_positions(connection, [Position(ward.world.ids.new(), a.person_id, one.unit_id, one.role, one.title)
                                   for one in others])
    return ward


def _choose(ward: Site, browser: Browser, unit: str, back: str = "/viec") -> str:
    held = next((one.id for one in ward.world.viewer("a").own if one.unit_name == unit), unit)
    return browser.post("/viec/vai", {"vai": held, "tiep": back}).headers["Location"]


def _titles(page: str) -> int:
    return page.count('<li class="row ')


def test_the_list_is_of_one_position_or_of_all(both: Site):
    a = both.browser("a")
    before = _titles(a.get("/viec").text)

    _choose(both, a, "Hội A")
    one = a.get("/viec").text
    _choose(both, a, "")

    assert (before, _titles(one), _titles(a.get("/viec").text)) == (2, 1, 2)
    assert "Ở vai khác: 1 việc cần làm" in one
    assert 'selected>Cán bộ, Hội A<' in one


def test_what_is_overdue_in_another_position_is_said_and_one_press_away(both: Site):
    both.world.tick(date(2026, 2, 9))
    both.world.send("a", "dang-ky", answers=rows("Đường hoa A"), code="hoi-a")
    a = both.browser("a")
    _choose(both, a, "Ban Đầu mối")

    page = a.get("/viec").text
    there = _choose(both, a, "", "/viec?xem=qua-han")

    assert _titles(page) == 1
    assert "Ở vai khác: 1 việc quá hạn" in page
    assert 'value="/viec?xem=qua-han"' in page
    assert _titles(a.get(there).text) == 1


def test_acting_is_possible_whatever_list_one_looks_at(both: Site):
    a, task = both.browser("a"), both.world.task("dang-ky", "hoi-b")
    _choose(both, a, "Hội A")

    page = a.get(f"/viec/{task.id}").text
    both.world.send("a", "dang-ky", answers=rows("Đường hoa B"), code="hoi-b")

    assert "bạn là Cán bộ" in page
    assert 'name="ket_qua" value="xong"' in page
    assert list(both.world.entries()) == ["Đường hoa B"]


def test_all_that_the_filter_holds_is_all_of_the_position(both: Site):
    for login, code in (("b", "hoi-b"), ("c", "hoi-c")):
        both.world.send(login, "dang-ky", answers=rows(f"Đường {code}"), code=code)
    a = both.browser("a")
    _choose(both, a, "Hội A")

    narrowed = a.post("/viec/hang-loat", {"tat_ca": "1", "ket_qua": "Tiếp nhận"})
    _choose(both, a, "")
    whole = a.post("/viec/hang-loat", {"tat_ca": "1", "ket_qua": "Tiếp nhận"})

    assert "Tiếp nhận: 2 việc" not in narrowed.text
    assert "Tiếp nhận: 2 việc" in whole.text


@pytest.mark.parametrize("target", ["https://la.vn/viec", "//la.vn", "/viec"])
def test_a_position_of_somebody_else_and_another_site_are_not_taken(both: Site, target: str):
    a, theirs = both.browser("a"), both.world.viewer("thuong-truc").own[0].id

    reply = a.post("/viec/vai", {"vai": theirs, "tiep": target})

    assert reply.headers["Location"] == "/viec"
    assert _titles(a.get("/viec").text) == 2


def test_who_has_one_position_is_not_asked(ward: Site):
    page = ward.browser("b").get("/viec").text

    assert "Xem theo vai" not in page
    assert ward.browser("b").client.post("/viec/vai", data={"vai": ""}).status_code == 400


def test_the_switch_costs_no_statement(both: Site, count_statements):
    a = both.browser("a")
    a.get("/viec")
    with count_statements(both.world.database) as whole:
        a.get("/viec")
    _choose(both, a, "Hội A")

    with count_statements(both.world.database) as one:
        a.get("/viec")

    assert len(one) == len(whole)
