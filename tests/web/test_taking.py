"""A block is pasted into a table of a task's form: previewed, taken over, taken back; by the right people only."""

import html
import re

from tests.web.site import Browser, Site
from tests.web.test_task_page import TABLE

PASTE = {"dan": "dang-ky.danh_sach"}
BLOCK = "Đường hoa tự quản\tkinh te\tx\r\nTuyến đường sáng\tkinh doanh\tchắc có"


def _hidden(page: str) -> list[tuple[str, str]]:
    """What the accepting form of a preview posts."""
    form = page.split('class="acts taking"')[1].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return [(name, html.unescape(value)) for name, value in found if name != "csrf_token"]


def _accept(browser: Browser, task_id: str, preview: str):
    data: dict[str, object] = {}
    for name, value in _hidden(preview):
        data.setdefault(name, []).append(value)
    return browser.post(f"/viec/{task_id}/dua-vao", data)


def _typed(row: str, name: str) -> dict[str, object]:
    return {TABLE: row, f"f.dang-ky.danh_sach.{row}.ten": name}


def test_a_block_is_previewed_before_anything_changes(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    preview = browser.post(f"/viec/{task.id}/dan", {**_typed("r1", "Có trước"), **PASTE,
                                                    "khoi.dang-ky.danh_sach": BLOCK})
    page = browser.get(f"/viec/{task.id}").text

    assert preview.status_code == 200
    assert "Hiểu được 4 ô từ khối vừa dán" in preview.text
    assert "Dòng 3, lĩnh vực: không có lựa chọn &#34;kinh doanh&#34; trong danh sách." in preview.text
    assert "Dòng 3, mới: chưa hiểu &#34;chắc có&#34;; đánh dấu bằng x, bỏ trống nếu không." in preview.text
    assert "Dòng mới: 2; dòng đổi: 0." in preview.text
    assert "Có trước" in page
    assert "Đường hoa tự quản" not in page


def test_what_was_previewed_is_taken_over_taken_back_and_brought_again_with_its_corrections(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    preview = browser.post(f"/viec/{task.id}/dan", {**_typed("r1", "Có trước"), **PASTE,
                                                    "khoi.dang-ky.danh_sach": BLOCK}).text

    taken = _accept(browser, task.id, preview)
    with_block = browser.get(f"/viec/{task.id}").text
    corrected = {**_typed("r1", "Có trước"), "goc": 2}
    corrected[TABLE], new = re.findall(f'name="{TABLE}" value="([^"]+)"', with_block), "Sửa hai mươi phút"
    corrected[f"f.dang-ky.danh_sach.{corrected[TABLE][1]}.ten"] = new
    undone = browser.post(f"/viec/{task.id}/hoan-tac", corrected)
    without = browser.get(f"/viec/{task.id}").text
    browser.post(f"/viec/{task.id}/hoan-tac", {**_typed("r1", "Có trước"), "goc": 4})
    again = browser.get(f"/viec/{task.id}").text

    assert (taken.status_code, taken.location) == (303, f"/viec/{task.id}#f-dang-ky-danh_sach")
    assert with_block.count(f'name="{TABLE}"') == 3
    assert "Đã nhận từ khối vừa dán: bảng có 3 dòng." in with_block
    assert undone.status_code == 303
    assert (without.count(f'name="{TABLE}"'), "Đường hoa tự quản" in without, new in without) == (1, False, False)
    assert "Đã hoàn tác; nội dung vừa bỏ còn giữ." in without and ">Lấy lại</button>" in without
    assert (again.count(f'name="{TABLE}"'), new in again, ">Hoàn tác</button>" in again) == (3, True, True)


def test_there_is_nothing_to_take_back_before_anything_was_taken(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    reply = ward.browser("a").post(f"/viec/{task.id}/hoan-tac", _typed("r1", "Có trước"))

    assert reply.status_code == 409
    assert "Không còn gì để hoàn tác" in reply.text


def test_what_others_wrote_since_the_preview_is_told_before_it_is_replaced_and_kept_beside(ward: Site):
    browser, chief, task = ward.browser("a"), ward.browser("sep-a"), ward.world.task("dang-ky", "hoi-a")
    preview = browser.post(f"/viec/{task.id}/dan", {
        **_typed("r1", "Có trước"), **PASTE, "khoi.dang-ky.danh_sach": BLOCK, "tu.dang-ky.danh_sach": "r1"}).text
    chief.post(f"/viec/{task.id}/nhap", {
        "khoa": "t2", "goc": 1, TABLE: ["r1", "r2"], "f.dang-ky.danh_sach.r1.ten": "Sếp sửa",
        "f.dang-ky.danh_sach.r2.ten": "Sếp <b>thêm</b>"})

    told = _accept(browser, task.id, preview)
    unchanged = browser.get(f"/viec/{task.id}").text
    taken = _accept(browser, task.id, told.text)
    page = browser.get(f"/viec/{task.id}").text

    assert told.status_code == 409
    assert "Chưa nhận: bản nháp vừa có nội dung mới" in told.text
    assert re.search("Sếp A vừa ghi .*“Tên mô hình”.* lúc", told.text)
    assert "Dòng không còn: Sếp &lt;b&gt;thêm&lt;/b&gt;." in told.text
    assert "Sếp sửa" in unchanged and "Sếp &lt;b&gt;thêm" in unchanged
    assert taken.status_code == 303
    assert "Đường hoa tự quản" in page
    assert "Sếp A đã ghi lúc" in page and "“Sếp sửa”" in page
    assert "nơi khác đã xóa dòng" in page and "Sếp &lt;b&gt;thêm" in page


def test_a_preview_is_made_of_what_others_typed_too(ward: Site):
    browser, chief, task = ward.browser("a"), ward.browser("sep-a"), ward.world.task("dang-ky", "hoi-a")
    chief.post(f"/viec/{task.id}/nhap", {"khoa": "t2", "goc": 0, **_typed("r9", "Sếp thêm")})

    preview = browser.post(f"/viec/{task.id}/dan", {
        **_typed("r1", "Có trước"), **PASTE, "khoa": "t1", "goc": 0, "khoi.dang-ky.danh_sach": BLOCK}).text
    taken = _accept(browser, task.id, preview)

    assert taken.status_code == 303
    assert "Sếp thêm" in browser.get(f"/viec/{task.id}").text


def test_the_block_begins_where_the_person_says(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    preview = browser.post(f"/viec/{task.id}/dan", {
        **_typed("r1", "Có trước"), **PASTE, "khoi.dang-ky.danh_sach": "Kinh tế", "tu.dang-ky.danh_sach": "r1",
        "cot.dang-ky.danh_sach": "linh_vuc"}).text

    assert ("f.dang-ky.danh_sach.r1.ten", "Có trước") in _hidden(preview)
    assert ("f.dang-ky.danh_sach.r1.linh_vuc", "kinh-te") in _hidden(preview)


def test_an_empty_block_leads_back_with_a_word(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = browser.post(f"/viec/{task.id}/dan", {**PASTE, "khoi.dang-ky.danh_sach": " \n"})

    assert reply.status_code == 303
    assert "Ô dán còn trống" in browser.get(f"/viec/{task.id}").text


def test_what_stands_in_a_block_is_shown_as_text(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    preview = browser.post(f"/viec/{task.id}/dan", {
        **PASTE, "khoi.dang-ky.danh_sach": '<script>alert(1)</script>\t"><img src=x>'}).text

    assert "<script>alert" not in preview and "<img src=x" not in preview
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in preview


def test_nobody_else_pastes_takes_over_or_takes_back(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    ward.browser("a").post(f"/viec/{task.id}/nhap", _typed("r1", "Của Hội A"))
    data = {**_typed("r1", "Chiếm"), **PASTE, "khoi.dang-ky.danh_sach": BLOCK, "muc": "dang-ky.danh_sach"}

    found = {(login, way): ward.browser(login).post(f"/viec/{task.id}/{way}", data).status_code
             for login in ("b", "dau-moi", "nguoi-la") for way in ("dan", "nhan", "hoan-tac")}

    assert {login: {found[login, way] for way in ("dan", "nhan", "hoan-tac")} for login in ("b", "dau-moi", "nguoi-la")
            } == {"b": {403}, "dau-moi": {403}, "nguoi-la": {404}}
    assert "Của Hội A" in ward.browser("a").get(f"/viec/{task.id}").text


def test_only_previewed_fields_are_taken_over_and_nothing_without_a_token(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    browser.post(f"/viec/{task.id}/nhap", _typed("r1", "Có trước"))

    foreign = browser.post(f"/viec/{task.id}/dua-vao", {**_typed("r1", "Khác"), "muc": "khac.bang"})
    forged = browser.client.post(f"/viec/{task.id}/dua-vao", data={**_typed("r1", "Khác"), "muc": "dang-ky.danh_sach"})

    assert foreign.status_code == 303
    assert forged.status_code == 400
    assert "Có trước" in browser.get(f"/viec/{task.id}").text
