"""Files on a task page: taken, refused before they are kept, handed out, taken back. Without scripts."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from werkzeug.datastructures import FileStorage

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.form import FormField
from engine.store.database import Database
from engine.store.tables import audit, file, task, unit
from tests.action.nho import World
from tests.action.small_ward import small_ward
from tests.store.test_previews import pdf as drawn_pdf
from tests.web.site import Browser, Site, site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def attached(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> tuple[Site, str]:
    """The site, and a task with a field for a signed dossier."""
    ward = small_ward(sqlite, ids, clock.now())
    return site(World(sqlite, ids, clock), tmp_path / "blobs"), ward.open_task("hoi-phu-nu")


def _upload(browser: Browser, task_id: str, content: bytes, name: str):
    return browser.upload(f"/viec/{task_id}/tep", {
        "f.ho-so.ghi_chu": "đang gõ dở", "tep.f.ho-so.tep": FileStorage(BytesIO(content), name), "tai": "f.ho-so.tep"})


def _kept(ward: Site) -> list[str]:
    with ward.world.database.read() as connection:
        return list(connection.execute(select(file.c.name).where(file.c.removed_at.is_(None))).scalars())


def test_a_file_is_kept_with_what_was_typed_beside_it_and_handed_out_again(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")

    stored = _upload(browser, task_id, PDF, "Hồ sơ.pdf")
    page = browser.get(f"/viec/{task_id}").text
    with ward.world.database.read() as connection:
        file_id = connection.execute(select(file.c.id)).scalar_one()
    fetched = browser.get(f"/viec/{task_id}/tep/{file_id}")

    assert (stored.status_code, stored.location) == (303, f"/viec/{task_id}#f-ho-so-tep")
    assert "Hồ sơ.pdf" in page
    assert "đang gõ dở" in page
    assert fetched.data == PDF
    assert fetched.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ", "x.exe"), (b"no pdf", "x.pdf"), (PDF + b"x" * 1_100_000, "x.pdf")])
def test_a_wrong_file_is_refused_with_a_sentence_and_not_kept(attached, content, name):
    ward, task_id = attached

    refused = _upload(ward.browser("phu-nu"), task_id, content, name)

    assert refused.status_code == 422
    assert "Chưa gửi được, còn 1 chỗ" in refused.text
    assert "đang gõ dở" in refused.text
    assert _kept(ward) == []


def test_more_than_the_site_takes_is_refused_at_the_door(attached):
    ward, task_id = attached
    ward.app.config["MAX_CONTENT_LENGTH"] = 1000

    refused = _upload(ward.browser("phu-nu"), task_id, PDF * 100, "x.pdf")

    assert refused.status_code == 413
    assert "Tệp quá lớn" in refused.text
    assert _kept(ward) == []


def _given(ward: Site, task_id: str, name: str = "Hồ sơ.pdf") -> str:
    return str(_one(ward.browser("phu-nu"), task_id, PDF, name).json["id"])


def test_a_file_is_taken_back_after_being_asked_and_what_was_typed_stays(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    file_id = _given(ward, task_id)

    asked = browser.post(f"/viec/{task_id}/tep", {
        "f.ho-so.ghi_chu": "đang gõ dở", "f.ho-so.tep": file_id, "hoi": file_id})
    question = browser.get(asked.location).text
    assert _kept(ward) == ["Hồ sơ.pdf"]
    gone = browser.post(asked.location)

    assert (asked.status_code, gone.status_code, gone.location) == (303, 303, f"/viec/{task_id}")
    assert "Gỡ tệp này?" in question and "Hồ sơ.pdf" in question and "Trần Phụ Nữ đính kèm lúc 08:00" in question
    assert "Tệp sẽ rời việc “Gửi hồ sơ”" in question
    assert _kept(ward) == []
    page = browser.get(f"/viec/{task_id}").text
    assert "Đã gỡ tệp Hồ sơ.pdf." in page and "đang gõ dở" in page and file_id not in page


def test_a_script_is_told_that_a_file_is_gone_and_how_the_draft_stands(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    file_id = _given(ward, task_id)

    part = browser.get(f"/viec/{task_id}/tep/{file_id}/go", HX_Request="true").text
    gone = browser.post(f"/viec/{task_id}/tep/{file_id}/go", {"khoa": "k1", "goc": "1"},
                        headers={"Accept": "application/json"})

    assert part.lstrip().startswith("<h1") and "<html" not in part
    assert (gone.status_code, gone.json["said"], gone.json["state"]["others"]) == (200, "Đã gỡ tệp Hồ sơ.pdf.", [])


def test_nobody_else_takes_a_file_out(attached):
    ward, task_id = attached
    address = f"/viec/{task_id}/tep/{_given(ward, task_id)}/go"
    assert ward.browser("phu-nu").get(address).status_code == 200

    for login, status in (("dau-moi", 403), ("nong-dan", 403), ("nguoi-la", 404)):
        browser = ward.browser(login)
        assert (login, browser.get(address).status_code, browser.post(address).status_code) == (login, status, status)
    assert ward.browser("phu-nu").client.post(address).status_code == 400
    assert ward.browser("phu-nu").get(f"/viec/{task_id}/tep/khong-co/go").status_code == 404
    assert _kept(ward) == ["Hồ sơ.pdf"]


def test_what_was_sent_stays_and_the_page_says_why(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    file_id = _given(ward, task_id)
    sent = browser.post(f"/viec/{task_id}/xong", {
        "phien_ban": 1, "ket_qua": "xong", "khoa": "k1", "f.ho-so.tep": file_id})
    assert sent.status_code == 303, sent.text

    answers = [browser.get(f"/viec/{task_id}/tep/{file_id}/go"), browser.post(f"/viec/{task_id}/tep/{file_id}/go")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("Tệp “Hồ sơ.pdf” thuộc bản đã gửi nên không gỡ được" in answer.text for answer in answers)
    assert _kept(ward) == ["Hồ sơ.pdf"]


def test_a_file_of_an_earlier_round_leaves_the_draft_and_stays_with_what_was_sent(attached):
    ward, task_id = attached
    browser, office = ward.browser("phu-nu"), ward.browser("dau-moi")
    file_id = _given(ward, task_id)
    browser.post(f"/viec/{task_id}/xong", {"phien_ban": 1, "ket_qua": "xong", "khoa": "k1", "f.ho-so.tep": file_id})
    review = _open_task(ward)
    returned = office.post(f"/viec/{review}/xong", {
        "phien_ban": 1, "ket_qua": "tra-lai", "khoa": "k2", "ly_do": "thiếu chữ ký"})
    assert returned.status_code == 303, returned.text
    again = _open_task(ward)
    assert file_id in browser.get(f"/viec/{again}").text

    assert "Bỏ tệp này khỏi bản nháp?" in browser.get(f"/viec/{again}/tep/{file_id}/go").text
    browser.post(f"/viec/{again}/tep/{file_id}/go")

    page = browser.get(f"/viec/{again}").text
    assert f'name="f.ho-so.tep" value="{file_id}"' not in page
    assert _kept(ward) == ["Hồ sơ.pdf"]


def _open_task(ward: Site) -> str:
    """The task of Hội Phụ nữ's matter that is open now."""
    with ward.world.database.read() as connection:
        mine = select(task.c.id).join(unit, unit.c.id == task.c.unit_id).where(
            unit.c.code == "hoi-phu-nu", task.c.status == "open")
        return str(connection.execute(mine).scalar_one())


def test_another_units_file_is_not_handed_out(attached):
    ward, task_id = attached
    _upload(ward.browser("phu-nu"), task_id, PDF, "Hồ sơ.pdf")
    with ward.world.database.read() as connection:
        file_id = connection.execute(select(file.c.id)).scalar_one()

    assert ward.browser("nong-dan").get(f"/viec/{task_id}/tep/{file_id}").status_code == 403
    assert ward.browser("nguoi-la").get(f"/viec/{task_id}/tep/{file_id}").status_code == 404
    with ward.world.database.read() as connection:
        refused = select(audit.c.command, audit.c.subject).where(audit.c.outcome == "refused")
        assert [tuple(row) for row in connection.execute(refused)] == [
            ("GET inbox.file", f"/viec/{task_id}/tep/{file_id}")]


def test_who_comes_second_with_a_file_sees_both_versions(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    done = browser.post(f"/viec/{task_id}/xong", {
        "phien_ban": 1, "ket_qua": "xong", "khoa": "k1", "f.ho-so.ghi_chu": "bản trước"})
    assert done.status_code == 303, done.text

    late = browser.upload(f"/viec/{task_id}/xong", {
        "phien_ban": "1", "ket_qua": "xong", "khoa": "k2", "f.ho-so.ghi_chu": "bản sau",
        "tep.f.ho-so.tep": FileStorage(BytesIO(PDF), "Hồ sơ.pdf")})

    assert late.status_code == 409
    assert "bản trước" in late.text and "bản sau" in late.text


def _one(browser: Browser, task_id: str, content: bytes, name: str, **also: object):
    """As a script uploads a file."""
    return browser.upload(f"/viec/{task_id}/tep", {
        "khoa": "k1", "goc": "0", "doi": "", "tep.f.ho-so.tep": FileStorage(BytesIO(content), name), **also},
        Accept="application/json")


def test_a_script_gets_the_line_of_its_file_and_the_state_of_the_draft(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")

    answer = _one(browser, task_id, PDF, "<b>Hồ sơ.pdf")

    said = answer.json
    assert answer.status_code == 200
    assert (said["state"]["n"], said["state"]["others"]) == (1, [])
    assert "&lt;b&gt;Hồ sơ" in browser.get(f"/viec/{task_id}").text
    assert f'value="{said["id"]}"' in said["line"] and "<b>" not in said["line"]


@pytest.mark.parametrize(("content", "name", "sentence"), [
    (b"no pdf", "x.pdf", "Nội dung tệp “x.pdf” không phải pdf; hãy xuất lại đúng dạng rồi tải lên."),
    (b"", "x.pdf", "Tệp “x.pdf” rỗng; hãy mở tệp kiểm tra rồi tải lại."),
])
def test_a_script_is_told_why_a_file_is_refused(attached, content, name, sentence):
    ward, task_id = attached

    refused = _one(ward.browser("phu-nu"), task_id, content, name)

    assert (refused.status_code, refused.json) == (422, {"problem": sentence})
    assert _kept(ward) == []


def test_a_script_is_told_that_the_site_does_not_take_so_much(attached):
    ward, task_id = attached
    ward.app.config["MAX_CONTENT_LENGTH"] = 1000

    refused = _one(ward.browser("phu-nu"), task_id, PDF * 100, "x.pdf")

    assert refused.status_code == 413
    assert "Mỗi lần gửi nhận tối đa 50 MB" in refused.json["problem"]


def test_what_a_plan_may_ask_for_comes_through_the_door(attached):
    ward, _ = attached

    assert ward.app.config["MAX_CONTENT_LENGTH"] > FormField.model_validate(
        {"mã": "tep", "nhãn": "Tệp", "loại": "tệp", "tối đa MB": 50}).max_mb * 1024 * 1024


def test_a_script_without_right_or_token_leaves_nothing(attached):
    ward, task_id = attached
    assert _one(ward.browser("phu-nu"), task_id, PDF, "Hồ sơ.pdf").status_code == 200

    for login, status in (("nong-dan", 403), ("nguoi-la", 404)):
        assert _one(ward.browser(login), task_id, PDF, "x.pdf").status_code == status
    assert _one(ward.browser("phu-nu"), task_id, PDF, "x.pdf", csrf_token="forged").status_code == 401
    assert ward.visitor().client.post(f"/viec/{task_id}/tep", headers={"Accept": "application/json"}).status_code == 401
    assert _kept(ward) == ["Hồ sơ.pdf"]


def test_limits_and_kinds_are_said_before_one_tries_and_a_full_field_asks_for_no_more(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    assert "Nhận docx, jpg, pdf, xlsx; mỗi tệp tối đa 1 MB, nhiều nhất 2 tệp." in browser.get(f"/viec/{task_id}").text

    for name in ("a.pdf", "b.pdf"):
        assert _one(browser, task_id, PDF, name).status_code == 200

    assert 'class="filefield full"' in browser.get(f"/viec/{task_id}").text


PLACES = ["/viec/{task}/tep/{file}", "/tep/{file}/xem", "/tep/{file}/anh/nho", "/tep/{file}/anh/lon"]


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_of_a_file_is_for_those_alone_who_may_have_the_file(attached, place):
    ward, task_id = attached
    owner = ward.browser("phu-nu")
    file_id = _one(owner, task_id, drawn_pdf(), "Hồ sơ.pdf").json["id"]
    address = place.format(task=task_id, file=file_id)
    assert [ward.browser(login).get(address).status_code for login in ("phu-nu", "dau-moi")] == [200, 403]
    office = ward.browser("dau-moi")
    run_id = ward.world.row(task_id).run_id
    for page in (f"/viec/{task_id}", f"/dot/{run_id}/nhat-ky", "/viec"):
        assert "Hồ sơ.pdf" not in office.get(page).text
    assert office.get(f"/viec/{task_id}/bieu/ho-so.xlsx").status_code == 403
    with ward.world.database.write() as connection:
        connection.execute(delete(audit).where(audit.c.outcome == "refused"))
    _send(owner, task_id, file_id)

    everybody = ("phu-nu", "dau-moi", "nong-dan", "nguoi-la")
    statuses = {login: ward.browser(login).get(address).status_code for login in everybody}
    assert "Hồ sơ.pdf" in office.get(f"/dot/{run_id}/nhat-ky").text
    with ward.world.database.read() as connection:
        refused = select(audit.c.subject).where(audit.c.outcome == "refused")
        on_record = list(connection.execute(refused).scalars())

    assert statuses == {"phu-nu": 200, "dau-moi": 200, "nong-dan": 403, "nguoi-la": 404}
    assert on_record == [address]
    assert ward.visitor().get(address).status_code == 302


def _send(browser: Browser, task_id: str, *file_ids: str) -> None:
    done = browser.post(f"/viec/{task_id}/xong", {
        "phien_ban": 1, "ket_qua": "xong", "khoa": "k1", "f.ho-so.tep": list(file_ids)})
    assert done.status_code == 303, done.text


def test_the_original_is_only_saved_and_its_picture_can_do_nothing(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    file_id = _one(browser, task_id, drawn_pdf(), "Hồ sơ.pdf").json["id"]

    original, picture = browser.get(f"/viec/{task_id}/tep/{file_id}"), browser.get(f"/tep/{file_id}/anh/lon")

    assert original.headers["Content-Disposition"].startswith("attachment;")
    assert picture.data[:4] == b"RIFF" and picture.mimetype == "image/webp"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert [answer.headers["X-Content-Type-Options"] for answer in (original, picture)] == ["nosniff", "nosniff"]
    assert [answer.headers["Cache-Control"] for answer in (original, picture)] == ["no-store", "no-store"]


def test_the_page_of_a_file_tells_whose_it_is_and_leads_to_the_others(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    first, second = (_one(browser, task_id, drawn_pdf() + tail, "<b>.pdf").json["id"] for tail in (b"", b"%"))

    _send(browser, task_id, first, second)

    page = ward.browser("dau-moi").get(f"/tep/{second}/xem?viec={task_id}").text

    assert "Trần Phụ Nữ đính kèm lúc 08:00" in page and "Tệp 2/2" in page
    assert f'rel="prev" href="/tep/{first}/xem?viec={task_id}"' in page and 'rel="next"' not in page
    assert f'src="/tep/{second}/anh/lon"' in page and "<b>.pdf" not in page


def test_a_file_that_cannot_be_drawn_says_so(attached):
    ward, task_id = attached
    browser = ward.browser("phu-nu")
    file_id = _one(browser, task_id, PDF, "Hồ sơ.pdf").json["id"]

    page = browser.get(f"/tep/{file_id}/xem").text

    assert "Tệp này chưa xem trước được" in page and "<figure" not in page
    assert browser.get(f"/tep/{file_id}/anh/nho").location == "/static/no-picture.svg"
    assert browser.get(f"/tep/{file_id}/anh/lon").status_code == 404
    assert browser.get(f"/tep/{file_id}/anh/khac").status_code == 404
