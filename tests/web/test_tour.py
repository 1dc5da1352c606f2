"""The introduction: three steps on the inbox, skipped once for ever, seen again when asked for."""

import pytest
from sqlalchemy import delete

from engine.store.tables import tour
from tests.web.site import Browser, Site

FIRST, SECOND = "Việc của bạn nằm ở đây", "Mỗi hạn đều có căn cứ"
TOLD = 'class="tour"'


@pytest.fixture
def newcomer(ward: Site) -> Browser:
    """Somebody who comes for the first time."""
    with ward.world.database.write() as connection:
        connection.execute(delete(tour))
    return ward.browser("a")


def test_three_steps_one_after_the_other(newcomer: Browser):
    assert FIRST in newcomer.get("/viec").text

    assert newcomer.post("/tro-giup/gioi-thieu", {"buoc": "1"}).location == "/viec"
    assert SECOND in newcomer.get("/viec").text
    newcomer.post("/tro-giup/gioi-thieu", {"buoc": "2"})
    assert "3/3" in newcomer.get("/viec").text
    newcomer.post("/tro-giup/gioi-thieu", {"buoc": "3"})
    assert TOLD not in newcomer.get("/viec").text


def test_what_was_skipped_stays_away_on_every_device_until_asked_for(newcomer: Browser, ward: Site):
    newcomer.post("/tro-giup/gioi-thieu", {"buoc": "3"})

    assert TOLD not in ward.browser("a").get("/viec").text
    assert FIRST in ward.browser("b").get("/viec").text
    newcomer.post("/tro-giup/gioi-thieu", {"buoc": "0"})
    assert FIRST in ward.browser("a").get("/viec").text


def test_it_keeps_out_of_the_way_of_a_search_and_of_other_views(newcomer: Browser):
    assert TOLD not in newcomer.get("/viec?q=dang").text
    assert TOLD not in newcomer.get("/viec?xem=qua-han").text
    assert TOLD not in newcomer.get("/viec", HX_Request="true").text


@pytest.mark.parametrize("step", ["", "4", "-1", "x"])
def test_a_step_there_is_not_is_refused(newcomer: Browser, step: str):
    assert newcomer.post("/tro-giup/gioi-thieu", {"buoc": step}).status_code == 404
    assert FIRST in newcomer.get("/viec").text
