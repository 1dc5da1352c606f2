"""The door: in, out, passwords, language."""

import re
from urllib.parse import parse_qs, urlsplit

from tests.web.site import PASSWORD, Site


def test_a_stranger_is_led_to_the_door_and_from_there_to_the_page_asked_for(ward: Site):
    visitor = ward.visitor()

    sent = visitor.get("/viec?xem=qua-han")
    entered = visitor.post("/dang-nhap", {"ten": "a", "mat_khau": PASSWORD, "tiep": "/viec?xem=qua-han"})

    assert (sent.status_code, sent.location) == (302, "/dang-nhap?tiep=/viec?xem%3Dqua-han")
    assert (entered.status_code, entered.location) == (303, "/viec?xem=qua-han")


def test_a_session_that_ends_in_the_list_comes_back_to_the_same_list_with_the_same_task(ward: Site):
    task, listed = ward.world.task("dang-ky", "hoi-a").id, "/viec?q=h%E1%BB%99i+a&nhom=khong&mo=x"

    part = ward.visitor().get(f"/viec/{task}?nhom=khong", HX_Request="true", HX_Current_URL=f"http://localhost{listed}")
    more = ward.visitor().get("/viec?q=h", HX_Request="true", HX_Current_URL=f"http://localhost{listed}")
    whole = ward.visitor().get(listed)

    at = f"/viec?q=h%E1%BB%99i+a&nhom=khong&mo={task}"
    for reply, to, back in ((part, part.headers["HX-Redirect"], at), (more, more.headers["HX-Redirect"], listed),
                            (whole, whole.location, listed)):
        visitor = ward.visitor()
        target = re.search(r'name="tiep" value="([^"]+)"', visitor.get(to).text)[1].replace("&amp;", "&")
        entered = visitor.post("/dang-nhap", {"ten": "a", "mat_khau": PASSWORD, "tiep": target})
        assert reply.status_code in (401, 302)
        assert parse_qs(urlsplit(entered.location).query) == parse_qs(urlsplit(back).query)
    assert f'data-task="{task}"' in visitor.get(at).text


def test_the_door_leads_nowhere_else(ward: Site):
    for target in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"):
        entered = ward.visitor().post("/dang-nhap", {"ten": "a", "mat_khau": PASSWORD, "tiep": target})

        assert entered.location == "/viec", target


def test_a_wrong_password_is_refused_and_the_name_is_kept(ward: Site):
    refused = ward.visitor().post("/dang-nhap", {"ten": "a", "mat_khau": "sai"})

    assert refused.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in refused.text
    assert 'value="a"' in refused.text
    assert "sai" not in refused.text.split("door-body")[1].split("</form>")[0].replace("Quên", "")


def test_the_first_password_opens_nothing_but_its_own_change(fresh: Site):
    browser = fresh.browser("a")

    assert browser.get("/viec").location == "/mat-khau"
    changed = browser.post("/mat-khau", {"cu": PASSWORD, "moi": "nam con ga trong", "lai": "nam con ga trong"})

    assert (changed.status_code, changed.location) == (303, "/viec")
    assert browser.get("/viec").status_code == 200


def test_two_different_new_passwords_change_nothing(ward: Site):
    browser = ward.browser("a")

    refused = browser.post("/mat-khau", {"cu": PASSWORD, "moi": "nam con ga trong", "lai": "nam con ga mai"})

    assert refused.status_code == 422
    assert "Hai lần gõ mật khẩu mới không giống nhau." in refused.text
    assert ward.browser("a").get("/viec").status_code == 200


def test_a_changed_password_ends_the_other_sessions(ward: Site):
    here, there = ward.browser("a"), ward.browser("a")

    here.post("/mat-khau", {"cu": PASSWORD, "moi": "nam con ga trong", "lai": "nam con ga trong"})

    assert here.get("/viec").status_code == 200
    assert there.get("/viec").status_code == 302


def test_leaving_ends_the_session(ward: Site):
    browser = ward.browser("a")

    left = browser.post("/dang-xuat")

    assert (left.status_code, left.location) == (303, "/dang-nhap")
    assert browser.get("/viec").status_code == 302


def test_a_forgotten_password_gets_the_same_answer_for_everybody(ward: Site):
    known, unknown = (ward.visitor().post("/quen-mat-khau", {"ten": name}) for name in ("a", "khong-co"))

    def said(reply):
        return reply.text.split("door-body")[1].split("door-foot")[0]

    assert known.status_code == unknown.status_code == 200
    assert said(known) == said(unknown)


def test_a_used_up_link_sets_no_password(ward: Site):
    refused = ward.visitor().post("/quen-mat-khau/khong-co", {"moi": "nam con ga trong", "lai": "nam con ga trong"})

    assert refused.status_code == 422
    assert "đã dùng hoặc đã hết hạn" in refused.text


def test_the_language_is_kept_on_the_person(ward: Site):
    browser = ward.browser("a")
    assert "Cần làm" in browser.get("/viec").text

    switched = browser.post("/ngon-ngu", {"ngon_ngu": "en", "tiep": "/viec"})
    english = ward.browser("a").get("/viec").text

    assert switched.location == "/viec"
    assert '<html lang="en">' in english
    assert "To do" in english
    assert "Cần làm" not in english


def test_an_answer_that_comes_after_signing_out_does_not_bring_the_session_back(ward: Site):
    browser, of_a = ward.browser("a"), ward.world.task("dang-ky", "hoi-a").id

    page = browser.get(f"/viec/{of_a}")
    saved = browser.post(f"/viec/{of_a}/nhap", {}, headers={"Accept": "application/json"})
    part = browser.get(f"/viec/{of_a}", HX_Request="true")
    picture = browser.get(f"/viec/{of_a}", Sec_Fetch_Dest="image")

    assert "kheo=" in page.headers.get("Set-Cookie", "")
    assert [one.status_code for one in (saved, part, picture)] == [200] * 3
    assert [one.headers.get("Set-Cookie") for one in (saved, part, picture)] == [None] * 3
