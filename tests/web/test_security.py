"""What keeps strangers, forged forms and planted scripts out."""

import json

import structlog
from sqlalchemy import select

from engine.store.tables import audit
from tests.action.nho import rows
from tests.web.site import Site


def test_nothing_is_changed_without_the_token_of_a_form(ward: Site):
    browser = ward.browser("a")
    task = ward.world.task("dang-ky", "hoi-a")

    posts = ("xong", "nhap", "trao-doi", "tep", "phieu-diem")
    for path in (*(f"/viec/{task.id}/{name}" for name in posts), "/dang-xuat", "/mat-khau", "/ngon-ngu"):
        forged = browser.client.post(path, data={"ket_qua": "xong"})

        assert forged.status_code == 400, path
        assert "Trang đã cũ" in forged.text
    assert ward.world.row(task.id).status == "open"


def test_every_answer_carries_the_strict_policy(ward: Site):
    for reply in (ward.visitor().get("/dang-nhap"), ward.browser("a").get("/viec"), ward.visitor().get("/khong-co")):
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'self';")
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_for_scripts(ward: Site):
    cookie = ward.visitor().get("/dang-nhap").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_pages_hold_no_inline_script_or_style(ward: Site):
    browser = ward.browser("a")
    task = ward.world.task("dang-ky", "hoi-a")

    for page in ("/viec", f"/viec/{task.id}", "/thong-bao", "/mat-khau", "/them"):
        text = browser.get(page).text

        assert " style=" not in text, page
        assert "<style" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count("<script src=")


def test_another_units_task_is_refused_and_the_attempt_is_on_record(ward: Site):
    own, other = ward.world.task("dang-ky", "hoi-a"), ward.world.task("dang-ky", "hoi-b")
    browser = ward.browser("a")
    assert browser.get(f"/viec/{own.id}").status_code == 200

    refused = browser.get(f"/viec/{other.id}")

    assert refused.status_code == 403
    assert "Việc này của đơn vị khác và bạn không giữ vai trò nào được xem" in refused.text
    assert other.title not in refused.text
    with ward.world.database.read() as connection:
        last = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    assert (last.command, last.subject, last.outcome) == ("GET inbox.task", f"/viec/{other.id}", "refused")


def test_another_wards_person_sees_no_task(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    assert ward.browser("nguoi-la").get(f"/viec/{task.id}").status_code == 404


def test_who_oversees_may_look_but_not_send_and_the_attempt_is_audited(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    browser = ward.browser("thuong-truc")
    page = browser.get(f"/viec/{task.id}")
    assert page.status_code == 200
    assert "Việc này do Hội A thực hiện" in page.text

    refused = browser.post(f"/viec/{task.id}/xong", {"ket_qua": "xong", "phien_ban": task.rev})

    assert refused.status_code == 403
    assert "bạn không giữ vai trò này" in refused.text
    with ward.world.database.read() as connection:
        tried = connection.execute(select(audit).where(audit.c.outcome == "refused")).mappings().all()
    assert [(row["command"], json.loads(row["detail"])["reason"][:24]) for row in tried] == [
        ("POST inbox.send", "Việc “Đăng ký mô hình” d")]


def test_what_people_type_is_never_markup(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    planted = '<script>alert("x")</script>'
    browser = ward.browser("a")
    browser.post(f"/viec/{task.id}/nhap", {
        "r.dang-ky.danh_sach": "r1", "f.dang-ky.danh_sach.r1.ten": planted})
    browser.post(f"/viec/{task.id}/trao-doi", {"noi_dung": planted})

    page = browser.get(f"/viec/{task.id}").text
    searched = browser.get("/viec?q=%3Cscript%3Ealert(1)%3C/script%3E").text

    assert page.count("&lt;script&gt;") >= 2
    assert planted not in page
    assert "<script>alert" not in searched


def test_an_unknown_page_and_a_wrong_method_have_a_way_out(ward: Site):
    browser = ward.browser("a")

    for reply, status in ((browser.get("/khong-co"), 404), (browser.post("/viec"), 405)):
        assert reply.status_code == status
        assert 'href="/viec"' in reply.text


def test_a_failure_shows_a_reference_and_logs_no_answers(ward: Site):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    browser = ward.browser("dau-moi")

    def fail(*_: object) -> str:
        raise RuntimeError("điều riêng tư")

    ward.app.view_functions["inbox.more"] = fail
    with structlog.testing.capture_logs() as logs:
        broken = browser.get("/them")

    assert broken.status_code == 500
    assert "báo người quản trị mã" in broken.text
    logged = str(logs)
    assert "RuntimeError" in logged
    assert "điều riêng tư" not in logged + broken.text


def test_a_refused_button_leads_back_to_its_own_page_and_never_elsewhere(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    data = {"csrf_token": browser.token(), "d.x": "1" * 100}
    ward.app.config["MAX_CONTENT_LENGTH"] = 50

    def way_out(referrer: str) -> str:
        reply = browser.client.post(f"/viec/{task.id}/trao-doi", data=data, headers={"Referer": referrer})
        assert reply.status_code == 413
        return reply.text.split('<a class="btn primary" href="')[1].split('"')[0]

    assert way_out(f"http://localhost/viec/{task.id}") == f"/viec/{task.id}"
    assert way_out("http://elsewhere.example/viec/x") == "/viec"
