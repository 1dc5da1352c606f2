"""Views saved, changed, shared and deleted on the web; settings of one's own; the calendar feed at its address."""

import re

from tests.web.site import Site

SAVED = r'href="([^"]+)"[^>]*><i class="tag soon"'


def test_a_view_is_saved_opened_changed_and_deleted(ward: Site):
    browser = ward.browser("a")
    form = browser.get("/viec/che-do-xem?q=dang+ky&nhom=ke-hoach").text
    nameless = browser.post("/viec/che-do-xem", {"q": "dang ky", "ten": " ", "mau": "soon"})
    kept = browser.post("/viec/che-do-xem", {"q": "dang ky", "nhom": "ke-hoach", "ten": "Đăng ký", "mau": "soon"})
    page = browser.get("/viec").text
    view_id = re.findall(r"che-do-xem\?ma=([^\"]+)", page)[0]

    assert 'name="nhom" value="ke-hoach"' in form
    assert (nameless.status_code, "Hãy đặt tên" in nameless.text, kept.status_code) == (422, True, 303)
    assert re.findall(SAVED, page) == ["/viec?q=dang+ky&amp;nhom=ke-hoach"]
    assert browser.get(f"/viec?xem=~{view_id}").location == "/viec?q=dang+ky&nhom=ke-hoach"

    browser.post("/viec/che-do-xem", {"ma": view_id, "ten": "Tên khác", "mau": "soon"})
    assert "Tên khác" in browser.get("/viec").text
    assert "Xoá chế độ xem “Tên khác”?" in browser.get(f"/viec/che-do-xem/{view_id}/xoa").text
    assert browser.post(f"/viec/che-do-xem/{view_id}/xoa").status_code == 303
    assert "Tên khác" not in browser.get("/viec").text


def test_views_of_others_cannot_be_reached(ward: Site):
    browser, other = ward.browser("a"), ward.browser("b")
    browser.post("/viec/che-do-xem", {"q": "dang ky", "ten": "Đăng ký", "mau": "soon"})
    view_id = re.findall(r"che-do-xem\?ma=([^\"]+)", browser.get("/viec").text)[0]

    assert other.get(f"/viec?xem=~{view_id}").status_code == 404
    assert other.get(f"/viec/che-do-xem?ma={view_id}").status_code == 404
    assert other.get(f"/viec/che-do-xem/{view_id}/xoa").status_code == 404
    assert other.post(f"/viec/che-do-xem/{view_id}/xoa").status_code == 404
    assert other.post("/viec/che-do-xem", {"ma": view_id, "ten": "x"}).status_code == 404
    unit = ward.world.viewer("a").positions[0].unit_id
    assert other.post("/viec/che-do-xem", {"ten": "x", "chung": unit, "q": "a"}).status_code == 404


def test_what_is_typed_into_a_view_is_shown_as_text(ward: Site):
    browser = ward.browser("a")
    browser.post("/viec/che-do-xem", {"q": "<i>", "ten": "<b>Tên</b>", "mau": '"><script>'})

    page = browser.get("/viec").text
    assert "&lt;b&gt;Tên&lt;/b&gt;" in page
    assert "<script>" not in page


def test_the_feed_is_read_without_signing_in_until_it_is_switched_off(ward: Site):
    browser, program = ward.browser("a"), ward.visitor()
    shown = browser.post("/cai-dat/lich", {"lich": "bat"}).text
    path = re.findall(r'value="http://localhost(/lich/[^"]+\.ics)"', shown)[0]

    read = program.get(path)
    assert (read.status_code, read.mimetype) == (200, "text/calendar")
    assert "SUMMARY:Đăng ký mô hình" in read.text
    assert path not in browser.get("/cai-dat").text
    browser.post("/cai-dat/lich", {"lich": "tat"})
    assert program.get(path).status_code == 404
    assert program.get("/lich/doan-mo.ics").status_code == 404


def test_keys_are_switched_off_for_the_person_alone(ward: Site):
    browser = ward.browser("a")
    before = browser.get("/viec").text

    browser.post("/cai-dat/phim", {"phim": "tat"})

    after = browser.get("/viec").text
    assert ('data-keys="off"' in before, 'id="phim"' in before) == (False, True)
    assert ('data-keys="off"' in after, 'id="phim"' in after) == (True, False)
    assert 'data-keys="off"' not in ward.browser("b").get("/viec").text


def test_counters_are_a_part_of_their_own(ward: Site):
    browser = ward.browser("a")

    part = browser.get("/viec/dem?xem=qua-han", HX_Request="true").text
    ended = ward.visitor().get("/viec/dem", HX_Request="true")

    assert part.lstrip().startswith('<nav class="views" id="dem"')
    assert "<html" not in part
    assert ended.status_code == 401


def test_a_list_alone_costs_two_questions_of_its_own(ward: Site, count_statements):
    browser, database = ward.browser("a"), ward.world.database
    browser.get("/viec")
    with count_statements(database) as bare:
        browser.get("/viec/dem", HX_Request="true")
    with count_statements(database) as part:
        browser.get("/viec", HX_Request="true", HX_Target="ds")

    assert len(bare) == len(part)  # who looks and the frame, then two each
