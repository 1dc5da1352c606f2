"""The administrator's page for somebody who leaves."""

import pytest

from tests.web.site import Site


def test_the_administrator_looks_first_and_then_hands_over(ward: Site):
    boss, a = ward.browser("quan-tri"), ward.browser("a")

    page = boss.get("/ban-giao?cu=a&moi=c").text
    done = boss.post("/ban-giao", {"cu": "a", "moi": "c"})

    assert "Trần A bàn giao cho Đỗ C" in page
    assert "Cán bộ, Hội A" in page
    assert done.status_code == 303
    assert "Đã bàn giao từ Trần A cho Đỗ C; tài khoản của Trần A đã đóng." in boss.get("/ban-giao").text
    assert a.get("/viec").status_code == 302
    assert [one.unit_name for one in ward.world.viewer("c").positions] == ["Hội C", "Hội A"]


def test_two_times_the_same_person_is_said_on_the_page(ward: Site):
    reply = ward.browser("quan-tri").get("/ban-giao?cu=a&moi=a")

    assert reply.status_code == 409
    assert "chọn hai người khác nhau" in reply.text


@pytest.mark.parametrize("who", ["dau-moi", "sep-a"])
def test_nobody_else_hands_over(ward: Site, who: str):
    browser = ward.browser(who)

    replies = [browser.get("/ban-giao").status_code, browser.get("/ban-giao?cu=a&moi=c").status_code,
               browser.post("/ban-giao", {"cu": "a", "moi": who}).status_code]

    assert replies == [403, 403, 403]
    assert "Bàn giao tài khoản" not in browser.get("/them").text
    assert ward.world.viewer("a").positions


def test_an_administrator_of_another_ward_finds_nobody_here(ward: Site):
    stranger = ward.browser("nguoi-la")

    page = stranger.get("/ban-giao").text

    assert "Trần A" not in page
    assert stranger.get("/ban-giao?cu=a&moi=nguoi-la").status_code == 409
    assert stranger.post("/ban-giao", {"cu": "a", "moi": "nguoi-la"}).status_code == 404
    assert ward.world.viewer("a").positions


def test_a_post_without_its_token_changes_nothing(ward: Site):
    boss = ward.browser("quan-tri")

    assert boss.client.post("/ban-giao", data={"cu": "a", "moi": "c"}).status_code == 400
    assert ward.world.viewer("a").positions
