"""What people do with a task beside filling it, from its page and without scripts."""

import re
from datetime import date

from tests.web.site import Browser, Site


def _sent(ward: Site, browser: Browser):
    task = ward.world.task("dang-ky", "hoi-a")
    form = {"phien_ban": task.rev, "ket_qua": "xong", "khoa": f"khoa-{task.id}", "r.dang-ky.danh_sach": "r1",
            "f.dang-ky.danh_sach.r1.ten": "Mô hình 1", "f.dang-ky.danh_sach.r1.linh_vuc": "kinh-te"}
    assert browser.post(f"/viec/{task.id}/xong", form).status_code == 303
    return task


def test_the_message_after_sending_takes_it_back_and_the_form_is_as_it_was(ward: Site):
    browser = ward.browser("a")
    task = _sent(ward, browser)
    toast = browser.get("/viec").text
    assert f'formaction="/viec/{task.id}/thu-hoi"' in toast

    reply = browser.post(f"/viec/{task.id}/thu-hoi")
    page = browser.get(reply.location).text

    again = ward.world.task("dang-ky", "hoi-a")
    assert reply.location == f"/viec/{again.id}"
    assert "Bản đã gửi nay là bản nháp" in page
    assert ">Mô hình 1</textarea>" in page
    assert "<b>Trần A</b> đã thu hồi" in page
    assert "Trần A đã thu hồi để sửa" in browser.get(f"/viec/{task.id}").text
    assert f'href="/viec/{again.id}"' in browser.get(f"/viec/{task.id}").text


def test_the_page_of_what_was_sent_offers_it_until_the_receiver_has_decided(ward: Site):
    browser = ward.browser("a")
    task = _sent(ward, browser)
    address = f'action="/viec/{task.id}/thu-hoi"'
    assert address in browser.get(f"/viec/{task.id}").text
    assert address not in ward.browser("dau-moi").get(f"/viec/{task.id}").text

    ward.world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    assert address not in browser.get(f"/viec/{task.id}").text
    refused = browser.post(f"/viec/{task.id}/thu-hoi")
    assert refused.status_code == 409
    assert "đã được nơi nhận xem xét" in refused.text


def test_the_receiver_reads_that_it_was_taken_back(ward: Site):
    browser, receiver = ward.browser("a"), ward.browser("dau-moi")
    task = _sent(ward, browser)
    review = ward.world.task("dang-ky", "hoi-a")

    browser.post(f"/viec/{task.id}/thu-hoi")

    page = receiver.get(f"/viec/{review.id}").text
    assert "Trần A đã thu hồi để sửa" in page
    assert receiver.post(f"/viec/{review.id}/xong", {
        "phien_ban": review.rev, "ket_qua": "nhan", "khoa": "k"}).status_code == 409


def test_a_shared_task_is_taken_passed_on_and_taken_back(ward: Site):
    first, chief = ward.browser("a"), ward.browser("sep-a")
    task = ward.world.task("dang-ky", "hoi-a")
    address = f"/viec/{task.id}"
    assert "Việc chung của đơn vị, chưa có người nhận." in first.get(address).text

    first.post(f"{address}/nhan", {"phien_ban": task.rev})
    seen = chief.get(address).text
    assert "Trần A đang giữ việc này" in seen
    assert "Gửi Ban đầu mối" not in seen

    rev = ward.world.task("dang-ky", "hoi-a").rev
    first.post(f"{address}/giao", {"phien_ban": rev, "nguoi_nhan": ward.world.viewer("sep-a").person_id,
                                   "loi_nhan": "Nhờ anh rà lại"})
    seen = chief.get(address).text
    assert "Trần A chuyển cho bạn xử lý" in seen
    assert "Nhờ anh rà lại" in seen
    assert "Gửi Ban đầu mối" in seen
    assert "Trần A đã chuyển xử lý và vẫn chịu trách nhiệm." in first.get(address).text

    first.post(f"{address}/nhan", {"phien_ban": ward.world.task("dang-ky", "hoi-a").rev})
    assert "Gửi Ban đầu mối" in first.get(address).text


def test_passing_on_to_nobody_says_what_is_missing(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = browser.post(f"/viec/{task.id}/giao", {"phien_ban": task.rev, "loi_nhan": "Lời đã gõ"})

    assert reply.status_code == 422
    assert 'href="#nguoi-nhan"' in reply.text
    assert 'value="Lời đã gõ"' in reply.text


def test_more_time_is_asked_for_granted_and_explained(ward: Site):
    browser, receiver = ward.browser("a"), ward.browser("dau-moi")
    task = ward.world.task("dang-ky", "hoi-a")
    address = f"/viec/{task.id}"
    wrong = browser.post(f"{address}/gia-han", {"phien_ban": task.rev, "ngay_gia_han": "1/2/2026",
                                                "ly_do_gia_han": "Chờ họp"})
    assert (wrong.status_code, 'href="#ngay-gia-han"' in wrong.text) == (422, True)

    browser.post(f"{address}/gia-han", {"phien_ban": task.rev, "ngay_gia_han": "20/2/2026", "ly_do_gia_han": "Chờ họp"})
    assert "Hạn hiện nay vẫn giữ cho đến khi được gia hạn." in browser.get(address).text
    assert "Cho gia hạn đến ngày" in receiver.get(address).text
    receiver.post(f"{address}/tra-loi-gia-han", {"tra_loi_la": "cho", "ngay_cho": "20/02/2026"})

    page = browser.get(address).text
    assert "đến thứ Sáu 20/02/2026; Lê Đầu Mối, Cán bộ, Ban Đầu mối, cho ngày" in page
    assert "“trước ngày 05/02/2026”" in page
    assert ward.world.task("dang-ky", "hoi-a").last_day == date(2026, 2, 20)


def test_another_unit_or_ward_does_nothing_with_the_task(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    _sent(ward, ward.browser("a"))
    review = ward.world.task("dang-ky", "hoi-a")
    for login, status in (("b", 403), ("nguoi-la", 404)):
        browser = ward.browser(login)
        for act in ("nhan", "tha", "giao", "gia-han", "tra-loi-gia-han"):
            assert browser.post(f"/viec/{review.id}/{act}", {"phien_ban": review.rev}).status_code == status, act
        assert browser.post(f"/viec/{task.id}/thu-hoi").status_code == status


def test_acts_without_the_token_of_the_page_are_refused(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    for act in ("thu-hoi", "nhan", "tha", "giao", "gia-han", "tra-loi-gia-han"):
        assert browser.client.post(f"/viec/{task.id}/{act}", data={"phien_ban": task.rev}).status_code == 400
    assert ward.world.task("dang-ky", "hoi-a").claimed_by is None


def test_words_of_colleagues_are_shown_as_they_were_typed(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    browser.post(f"/viec/{task.id}/giao", {
        "phien_ban": task.rev, "nguoi_nhan": ward.world.viewer("sep-a").person_id, "loi_nhan": "<script>x</script>"})

    page = ward.browser("sep-a").get(f"/viec/{task.id}").text

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert not re.search(r"<script>x", page)


def test_the_page_asks_the_database_as_often_for_many_acts(ward: Site, count_statements):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    _take_and_leave(ward, browser, 1)
    with count_statements(ward.world.database) as one:
        browser.get(f"/viec/{task.id}")
    _take_and_leave(ward, browser, 3)
    with count_statements(ward.world.database) as many:
        browser.get(f"/viec/{task.id}")

    assert len(one) == len(many)


def _take_and_leave(ward: Site, browser: Browser, times: int) -> None:
    for act in ("nhan", "tha") * times:
        task = ward.world.task("dang-ky", "hoi-a")
        assert browser.post(f"/viec/{task.id}/{act}", {"phien_ban": task.rev}).status_code == 303


