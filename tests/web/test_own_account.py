"""The account on the page of one's own settings: letters, sign-ins, signing out everywhere."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.base.clock import ManualClock
from engine.store.tables import audit, notice
from tests.web.site import Site


def _came_in(page: str) -> list[str]:
    """The lines of the list, without marks."""
    lines = re.findall(r"<li[^>]*>(.*?)</li>", page.split('class="came-in"')[1].split("</ul>")[0], re.S)
    return [re.sub(r"<[^>]+>", "", line).strip() for line in lines]


def _reminded(ward: Site, day: date) -> list[tuple[str, str]]:
    """(channel, kind) of what the person of Hội A, who has an address, is told that day."""
    ward.world.tick(day)
    of_a = ward.world.viewer("a").person_id
    with ward.world.database.read() as connection:
        rows = connection.execute(select(notice.c.channel, notice.c.kind).where(notice.c.person_id == of_a)
                                  .order_by(notice.c.channel)).all()
    return [(row.channel, row.kind) for row in rows]


@pytest.mark.parametrize(("switched", "channels"), [("bat", ["email", "inbox"]), ("tat", ["inbox"])])
def test_letters_that_are_switched_off_do_not_leave_and_the_notice_in_the_inbox_does(
        ward: Site, switched: str, channels: list[str]):
    reply = ward.browser("a").post("/cai-dat/thu", {"thu": switched})

    assert (reply.status_code, reply.location) == (303, "/cai-dat")
    assert [channel for channel, _ in _reminded(ward, date(2026, 1, 28))] == channels


def test_letters_are_switched_off_for_the_person_alone(ward: Site):
    ward.browser("b").post("/cai-dat/thu", {"thu": "tat"})

    assert "Tắt thư nhắc việc" in ward.browser("a").get("/cai-dat").text
    assert ("email", "reminder") in _reminded(ward, date(2026, 1, 28))


def test_who_has_no_address_reads_whom_to_ask_instead_of_a_switch(ward: Site):
    page = ward.browser("b").get("/cai-dat").text

    assert "chưa có địa chỉ thư điện tử" in page
    assert "/cai-dat/thu" not in page


def test_sign_ins_of_the_last_day_are_shown_the_refused_too_and_nobody_elses(ward: Site, clock: ManualClock):
    ward.browser("a")
    clock.advance(timedelta(hours=25))
    ward.visitor().post("/dang-nhap", {"ten": "A", "mat_khau": "đoán"})
    clock.advance(timedelta(minutes=1))
    ward.browser("b")

    lines = _came_in(ward.browser("a").get("/cai-dat").text)

    assert [line.split(" · ")[1] for line in lines] == ["vào từ 127.0.0.1", "không vào được, từ 127.0.0.1"]


def test_a_password_typed_within_a_session_is_no_sign_in(ward: Site):
    browser = ward.browser("a")

    browser.post("/mat-khau", {"cu": "sai mat khau", "moi": "nam con ga trong", "lai": "nam con ga trong"})

    assert len(_came_in(browser.get("/cai-dat").text)) == 1


def test_signing_out_everywhere_else_ends_the_other_sessions_and_keeps_this_one(ward: Site):
    here, there, other = ward.browser("a"), ward.browser("a"), ward.browser("b")

    left = here.post("/cai-dat/dang-xuat")

    assert (left.status_code, left.location) == (303, "/cai-dat")
    assert [browser.get("/viec").status_code for browser in (here, there, other)] == [200, 302, 200]
    with ward.world.database.read() as connection:
        acts = connection.execute(select(audit.c.person_id).where(audit.c.command == "end_sessions")).scalars().all()
    assert acts == [ward.world.viewer("a").person_id]


@pytest.mark.parametrize("path", ["/cai-dat/thu", "/cai-dat/dang-xuat"])
def test_nothing_is_changed_without_the_token_of_the_page(ward: Site, path: str):
    browser, there = ward.browser("a"), ward.browser("a")

    refused = browser.client.post(path, data={"thu": "tat"})

    assert refused.status_code == 400
    assert "Tắt thư nhắc việc" in browser.get("/cai-dat").text
    assert there.get("/viec").status_code == 200
