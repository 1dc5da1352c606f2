"""A task from its page: fill, save, add rows, attach, send, return, score, be overtaken. All without scripts."""

import json
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from engine.plan.form import Form
from engine.store.tables import answer, draft, file
from engine.work.form import Context
from engine.work.question import questions
from tests.action.nho import rows, world
from tests.web.site import Browser, Site, site
from web.inbox.sheets import layout

TABLE = "r.dang-ky.danh_sach"


def _cells(row: str, name: str, field: str = "kinh-te") -> dict[str, object]:
    return {TABLE: row, f"f.dang-ky.danh_sach.{row}.ten": name, f"f.dang-ky.danh_sach.{row}.linh_vuc": field}


def _sent(ward: Site) -> list[dict[str, object]]:
    with ward.world.database.read() as connection:
        query = select(answer.c.forms).where(answer.c.step == "dang-ky").order_by(answer.c.at)
        return [json.loads(text) for text in connection.execute(query).scalars()]


def _send(browser: Browser, task, **more: object):
    data = {"phien_ban": task.rev, "ket_qua": "xong", "khoa": f"khoa-{task.id}", **more}
    return browser.post(f"/viec/{task.id}/xong", data)


def test_the_page_shows_clause_days_receiver_and_form(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    page = ward.browser("a").get(f"/viec/{task.id}").text

    assert "Vì sao hạn này?" in page
    assert "“trước ngày 05/02/2026”" in page
    assert "thứ Tư 04/02/2026" in page
    assert "khi hết thứ Năm 05/02/2026" in page
    assert "Gửi Ban đầu mối" in page
    assert "Tên mô hình" in page
    assert "kế hoạch giao cho Hội A; bạn là" in page
    assert "kheo giao việc này cho Hội A" in page


def test_what_is_filled_is_sent_to_the_receiver_and_the_next_task_opens(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = _send(browser, task, **_cells("r1", "Mô hình 1"))

    assert (reply.status_code, reply.location) == (303, "/viec")
    assert _sent(ward) == [{"dang-ky": {"danh_sach": [
        {"_id": "r1", "linh_vuc": "kinh-te", "moi": False, "ten": "Mô hình 1"}]}}]
    assert "Đã gửi “Đăng ký mô hình”." in browser.get("/viec").text
    assert ward.world.tasks() == [
        ("dang-ky.chính", "hoi-b", ""), ("dang-ky.chính", "hoi-c", ""), ("dang-ky.tiếp nhận", "hoi-a", "")]


def test_a_double_click_sends_once(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    first, second = (_send(browser, task, **_cells("r1", "Mô hình 1")) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert len(_sent(ward)) == 1


def test_every_mistake_comes_back_with_a_link_and_all_that_was_typed(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = _send(browser, task, **_cells("r1", "Tên đã gõ", field="khong-co"))

    assert reply.status_code == 422
    assert "Chưa gửi được, còn 1 chỗ" in reply.text
    assert 'href="#f-dang-ky-danh_sach-r1-linh_vuc"' in reply.text
    assert "Tên đã gõ" in reply.text
    assert ward.world.row(task.id).status == "open"
    assert "Tên đã gõ" in browser.get(f"/viec/{task.id}").text


def test_a_row_is_added_and_taken_away_by_buttons(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    added = browser.post(f"/viec/{task.id}/nhap", {**_cells("r1", "Mô hình 1"), "them": "dang-ky.danh_sach."})
    with_two = browser.get(f"/viec/{task.id}").text
    browser.post(f"/viec/{task.id}/nhap", {**_cells("r1", "Mô hình 1"), "xoa": "dang-ky.danh_sach.r1"})
    without = browser.get(f"/viec/{task.id}").text

    assert (added.status_code, added.location) == (303, f"/viec/{task.id}#f-dang-ky-danh_sach")
    assert with_two.count(f'name="{TABLE}"') == 2
    assert without.count(f'name="{TABLE}"') == 0


def test_scripts_save_a_draft_and_learn_how_full_it_is(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = browser.post(f"/viec/{task.id}/nhap", _cells("r1", "Mô hình 1"), headers={"Accept": "application/json"})

    assert reply.status_code == 200
    assert reply.json["saved"] == "Đã lưu 08:00"
    assert reply.json["percent"] == {"dang-ky": "đã điền 100%"}
    assert reply.json["sums"] == {"f-dang-ky-danh_sach": ["1\u00a0dòng"]}
    assert reply.json["totals"] == {"f-dang-ky-danh_sach": []}
    assert reply.json["shown"]["f-dang-ky-danh_sach-r1-ten"] is True
    assert "Đã lưu 08:00" in browser.get(f"/viec/{task.id}").text


def test_the_receiver_reads_what_was_sent_and_returns_it_with_a_reason(ward: Site):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    browser, task = ward.browser("dau-moi"), ward.world.task("dang-ky", "hoi-a")
    shown = browser.get(f"/viec/{task.id}").text
    address = f"/viec/{task.id}/xong"

    pressed = {"phien_ban": task.rev, "ket_qua": "tra-lai", "khoa": "k1"}
    without = browser.post(address, pressed)
    returned = browser.post(address, {**pressed, "ly_do": "Thiếu mục tiêu"})
    page = ward.browser("a").get(f"/viec/{ward.world.task('dang-ky', 'hoi-a').id}").text

    assert "Bản đã gửi" in shown
    assert "Mô hình 1" in shown
    assert 'name="f.' not in shown
    assert without.status_code == 422
    assert "Hãy nêu lý do" in without.text
    assert returned.status_code == 303
    assert "Trả lại để bổ sung, lần 1" in page
    assert "</b> đã trả lại" in page
    assert "Thiếu mục tiêu" in page
    assert "Gửi lại Ban đầu mối" in page
    assert "Mô hình 1" in page


def test_who_was_overtaken_sees_both_versions(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    ward.world.send("sep-a", "dang-ky", answers=rows("Bản của sếp"), code="hoi-a")

    reply = _send(browser, task, **_cells("r1", "Bản của tôi"))

    assert reply.status_code == 409
    assert "Sếp A (Thủ trưởng, Hội A) đã gửi việc “Đăng ký mô hình” lúc 08:00 ngày 15/01/2026" in reply.text
    assert "Bản của sếp" in reply.text
    assert "Bản của tôi" in reply.text
    assert 'name="f.' not in reply.text


def test_a_draft_that_comes_too_late_is_answered_with_a_sentence(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    ward.world.send("sep-a", "dang-ky", answers=rows("Bản của sếp"), code="hoi-a")

    reply = browser.post(f"/viec/{task.id}/nhap", _cells("r1", "x"), headers={"Accept": "application/json"})

    assert reply.status_code == 409
    assert reply.json["problem"].startswith("Sếp A")


def test_a_comment_stays_with_the_task(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    empty = browser.post(f"/viec/{task.id}/trao-doi", {"noi_dung": " "})
    said = browser.post(f"/viec/{task.id}/trao-doi", {"noi_dung": "Hỏi về cột 5"})

    assert empty.status_code == 422
    assert "Hãy gõ ý kiến rồi gửi." in empty.text
    assert said.location == f"/viec/{task.id}#trao-doi"
    assert "Hỏi về cột 5" in ward.browser("dau-moi").get(f"/viec/{task.id}").text


def test_the_pane_is_the_page_without_its_frame(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    part = ward.browser("a").get(f"/viec/{task.id}", HX_Request="true").text

    assert "<html" not in part
    assert "Mở biểu để điền" in part


def test_a_task_without_a_form_has_nothing_to_save(sqlite, ids, clock, tmp_path):
    ward = site(world(sqlite, ids, clock), tmp_path)
    browser, task = ward.browser("dau-moi"), ward.world.task("ban-hanh")

    page = browser.get(f"/viec/{task.id}").text
    reply = _send(browser, task)

    assert "data-save>" not in page
    assert reply.status_code == 303
    with ward.world.database.read() as connection:
        assert connection.execute(select(draft)).all() == []


def test_a_file_for_no_field_is_not_kept(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = browser.upload(f"/viec/{task.id}/tep", {
        **_cells("r1", "Mô hình 1"), "tep.f.dang-ky.khong_co": FileStorage(BytesIO(b"%PDF-1.4"), "a.pdf")})

    assert reply.status_code == 404
    with ward.world.database.read() as connection:
        assert connection.execute(select(file)).all() == []


def test_a_date_the_document_does_not_give_is_not_put_into_its_mouth(ward: Site):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    review = ward.world.task("dang-ky", "hoi-a")

    page = ward.browser("dau-moi").get(f"/viec/{review.id}").text

    assert "Nơi ban hành đặt" in page
    assert "kế hoạch không nêu hạn này" in page
    assert "<dt>Kế hoạch ghi</dt>" not in page


def test_a_column_that_a_rule_demands_is_not_called_optional():
    column = {"mã": "muc_tieu", "nhãn": "Mục tiêu cao hơn", "bắt buộc": "không", "ngoài mẫu": "có"}
    note = {"mã": "ghi_chu", "nhãn": "Ghi chú", "bắt buộc": "không", "ngoài mẫu": "có"}
    form = Form.model_validate({"mã": "mau", "tên": "Mẫu", "trường": [{
        "mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": [{"mã": "ten", "nhãn": "Tên"}, column, note],
        "ràng buộc": [{"điều kiện": "not rong(muc_tieu)", "báo": "nêu mục tiêu", "ở": "muc_tieu"}]}]})

    plan = layout(questions(form, "dang-ky", {}, (), Context()).items[0])

    assert ([c.spec.id for c in plan.under], plan.ruled) == (["muc_tieu", "ghi_chu"], frozenset({"muc_tieu"}))
