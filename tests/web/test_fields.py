"""Every type of question stands in a form and in a table: drawn, posted back as drawn, checked, set back, moved."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import render_template_string

from engine.base.clock import ManualClock
from engine.base.english import in_english
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.plan.form import Form
from engine.store.database import Database
from engine.work.choices import Choices, Offered
from engine.work.form import Context, clean
from engine.work.posted import read_posted
from engine.work.question import questions, reading
from tests.action.nho import PLAN, world
from tests.web.site import Site, site
from tests.web.test_task_page import TABLE
from web.inbox import sheets

STATIC = Path(__file__).parents[2] / "web" / "static"
TWO = [{"mã": "mot", "nhãn": "Một"}, {"mã": "hai", "nhãn": "Hai"}]
TYPES: dict[str, tuple[dict[str, object], object]] = {
    "van_ban": ({"loại": "văn bản"}, "Tổ 1 & “tổ 2”"), "doan": ({"loại": "đoạn văn", "dài nhất": 50}, "Dòng 1\nDòng 2"),
    "so": ({"loại": "số"}, 1234.5), "phan_tram": ({"loại": "phần trăm"}, 95.3), "tien": ({"loại": "tiền"}, 1500000),
    "ngay": ({"loại": "ngày"}, "2026-02-05"), "thoi_gian": ({"loại": "khoảng tháng"}, "2025-03/2025-11"),
    "chon": ({"loại": "chọn một", "lựa chọn": TWO}, "hai"),
    "nhieu": ({"loại": "chọn nhiều", "lựa chọn": TWO}, ["mot", "hai"]),
    "cot": ({"loại": "chọn một", "lựa chọn": TWO, "mỗi lựa chọn một cột": "có"}, "mot"),
    "dau": ({"loại": "đánh dấu"}, True), "nguoi": ({"loại": "người"}, "p1"),
    "nhieu_nguoi": ({"loại": "nhiều người"}, ["p1"]),
    "don_vi": ({"loại": "đơn vị"}, "u1"), "mo_hinh": ({"loại": "mô hình"}, "m1"),
    "nhieu_mo_hinh": ({"loại": "nhiều mô hình"}, ["m1"]), "nam_truoc": (
        {"loại": "chọn một", "lựa chọn từ": "mô hình các năm trước"}, "c1"),
    "tep": ({"loại": "tệp"}, ["t1"]), "tinh": ({"loại": "tính", "công thức": "so * 2"}, 2469),
    "chi_doc": ({"loại": "số", "chỉ đọc": "có"}, 7)}
ALL = [{"mã": key, "nhãn": f"Câu {key}", **spec} for key, (spec, _) in TYPES.items()]
PLAIN = [one for one in ALL if one["mã"] != "cot"]
FORM = Form.model_validate({"mã": "m", "tên": "Mọi loại", "trường": [
    *PLAIN, {"mã": "an", "nhãn": "Ẩn", "chỉ khi": "so > 5000"},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "dòng tổng": "có", "cột": [
        *ALL, {"mã": "an", "nhãn": "Ẩn", "chỉ khi": "cot == 'hai'"}]}], "xác nhận": {"của": "đơn vị"}})
CONTEXT = Context(
    choices=Choices((("p1", "Bà Hoa"),), (("u1", "Hội A"),), (("m1", "Đường hoa"),), (("t1", "ban-ky.pdf"),),
                    {"past": (("c1", "Cũ (2025)"),)}),
    computed={"m": {"chi_doc": 7, "bang": [{"_id": "r", "chi_doc": 7}]}})
VALUES = {key: value for key, (_, value) in TYPES.items()}


class Controls(HTMLParser):
    """What a browser would post of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[tuple[str, str]] = []
        self._inside = ("", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "input" and got.get("name") and got.get("type") != "file" and (
                got.get("type") not in ("checkbox", "radio") or "checked" in got):
            self.items.append((got["name"], got.get("value", "")))
        elif tag in ("select", "textarea"):
            self._inside = (got.get("name", ""), tag)
        elif tag == "option" and "selected" in got:
            self.items.append((self._inside[0], got["value"]))

    def handle_data(self, data: str) -> None:
        if self._inside[1] == "textarea":
            self.items.append((self._inside[0], data))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._inside = ("", "")


def drawn(ward: Site, answers: dict[str, dict[str, object]], asked: Form = FORM, around: Context = CONTEXT) -> str:
    view = questions(asked, "b", answers, clean(asked, "b", answers, around).errors, around)
    with ward.app.test_request_context("/"):
        return render_template_string(
            '{% from "inbox/form.html" import fill with context %}{{ fill(form, {}, "v") }}',
            form=view, layout=sheets.layout, marks=sheets.marks, files={})


def test_every_type_is_drawn_and_comes_back_as_it_was_plain_and_in_a_table(ward: Site):
    answers = {"m": {**{k: v for k, v in VALUES.items() if k != "cot"}, "bang": [{"_id": "r", **VALUES}]}}
    page = Controls()

    page.feed(drawn(ward, answers))
    sent = clean(FORM, "b", read_posted([FORM], "b", page.items), CONTEXT)

    assert sent.errors == ()
    assert sent.answers["m"] == {**{k: v for k, v in VALUES.items() if k != "cot"}, "bang": [{"_id": "r", **VALUES}]}


BOXES = Form.model_validate({"mã": "m", "tên": "Bình xét", "trường": [{
    "mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": [
    {"mã": "ten", "nhãn": "Tên", "trợ giúp": "Tên như trong sổ."},
    {"mã": "chon", "nhãn": "Chọn", "loại": "đánh dấu"},
    {"mã": "bac", "nhãn": "Bậc", "loại": "chọn một", "lựa chọn": TWO, "mỗi lựa chọn một cột": "có",
     "chỉ khi": "chon", "trợ giúp": "Theo quyết định."},
    {"mã": "dau", "nhãn": "Lãnh đạo", "loại": "đánh dấu", "chỉ khi": "chon and bac == 'hai'",
     "trợ giúp": "Có chức vụ."},
    {"mã": "duoi", "ngoài mẫu": "có", "nhãn": "Mục tiêu", "loại": "đoạn văn", "trợ giúp": "Nêu mức cao hơn."},
    {"mã": "duoi_dau", "ngoài mẫu": "có", "nhãn": "Đã ra mắt", "loại": "đánh dấu", "chỉ khi": "chon"},
    {"mã": "duoi_bac", "ngoài mẫu": "có", "nhãn": "Loại", "loại": "chọn một", "lựa chọn": TWO,
     "mỗi lựa chọn một cột": "có", "chỉ khi": "chon"}]}]})


def test_the_help_of_a_column_stands_at_every_cell_and_is_read_with_it(ward: Site):
    page = drawn(ward, {"m": {"bang": [{"_id": "r", "chon": True}]}}, BOXES)

    for column, text in (("ten", "Tên như trong sổ."), ("bac", "Theo quyết định."), ("dau", "Có chức vụ."),
                         ("duoi", "Nêu mức cao hơn.")):
        assert page.count(f'id="f-m-bang-r-{column}-gt">{text}<') == 1
        assert re.search(rf'name="f.m.bang.r.{column}"[^>]*aria-describedby="[^"]*f-m-bang-r-{column}-gt"', page)
    assert "<small>chọn 1. Theo quyết định.</small>" in page


def test_a_box_that_is_not_asked_takes_no_mark_and_says_why(ward: Site):
    closed, asked = ({"m": {"bang": [{"_id": "r", "ten": "A", "chon": yes, "bac": "hai", "dau": True}]}}
                     for yes in (False, True))

    page, open_page = drawn(ward, closed, BOXES), drawn(ward, asked, BOXES)

    boxes = [re.findall(r'<input (?=[^>]*name="f\.m\.bang\.r\.(?:bac|dau|duoi_dau|duoi_bac)")[^>]*>', one)
             for one in (page, open_page)]
    assert [len(one) for one in boxes] == [6, 6]
    assert [one for one in boxes[0] if " disabled" not in one or " checked" in one] == []
    assert [one for one in boxes[1] if " disabled" in one] == []
    assert sum(" checked" in one for one in boxes[1]) == 2
    assert "“Lãnh đạo” chỉ đánh dấu khi “Chọn” có dấu × và khi “Bậc” là “Hai”." in page
    assert 'name="f.m.bang.r.duoi_dau"' in page and '<textarea id="f-m-bang-r-duoi_dau"' not in page


def test_a_mark_that_is_not_asked_is_not_dropped_without_a_word():
    answers = {"m": {"bang": [{"_id": "r", "ten": "A", "chon": False, "bac": "hai", "dau": True, "duoi": "x"}]}}

    sent = clean(BOXES, "b", answers, Context())

    assert [(e.column, e.message) for e in sent.errors] == [
        ("bac", "Dòng 1, bậc: chưa nhận dấu ×; chỉ đánh dấu khi ô “Chọn” có dấu ×."),
        ("dau", "Dòng 1, lãnh đạo: chưa nhận dấu ×; chỉ đánh dấu khi “Chọn” có dấu × và khi “Bậc” là “Hai”.")]
    assert in_english(sent.errors[1].message).endswith("mark it only when “Chọn” is marked and “Bậc” is “Hai”.")
    assert clean(BOXES, "b", {"m": {"bang": [{"_id": "r", "ten": "A", "duoi": "x"}]}}, Context()).errors == ()


def test_nothing_answered_is_said_once_for_every_place_with_a_link_to_it(ward: Site):
    answers = {"m": {"bang": [{"_id": "r", "an": "x", "doan": "d" * 60}]}}
    errors = clean(FORM, "b", answers, CONTEXT).errors
    page = drawn(ward, answers)

    asked = {key for key in VALUES if key not in ("dau", "tinh", "chi_doc")}
    assert {e.field for e in errors if not e.row} == asked - {"cot"}
    assert {e.column for e in errors if e.row} == asked
    view = questions(FORM, "b", answers, errors, CONTEXT)
    assert [(anchor, text) for anchor, text in view.errors if f'id="{anchor}"' not in page or text not in page] == []
    assert "Dòng 1, câu doan: dài 60 ký tự, nhiều nhất 50." in page
    assert '<p class="count small soft over"' in page


def test_people_to_choose_from_show_where_they_sit_and_those_who_read_see_the_name(ward: Site):
    asked = Form.model_validate({"mã": "m", "tên": "Người", "trường": [
        {"mã": "mot", "nhãn": "Chủ trì", "loại": "người"},
        {"mã": "nhieu", "nhãn": "Thành viên", "loại": "nhiều người"}]})
    people = {key: Offered(key, name, place, key == "p1") for key, name, place in (
        ("p1", "Bà Hoa", "Chủ tịch, Hội A"), ("p2", "Ông Bảy", "Cán bộ, Hội B"))}
    around = Context(choices=Choices(tuple((key, one.name) for key, one in people.items()), people=people))

    page = drawn(ward, {"m": {"mot": "p1", "nhieu": ["p2"]}}, asked, around)
    read = reading(asked, "b", {"m": {"mot": "p1", "nhieu": ["p2"]}}, around)

    assert '<optgroup label="Trong đơn vị này"><option value="p1" selected>Bà Hoa — Chủ tịch, Hội A</option>' in page
    assert '<optgroup label="Đơn vị khác"><option value="p2">Ông Bảy — Cán bộ, Hội B</option>' in page
    assert "checked><span>Ông Bảy<small> — Cán bộ, Hội B</small></span>" in page
    assert [item.text for item in read.items] == ["Bà Hoa", "Ông Bảy"]


def test_a_mark_that_nobody_may_change_is_still_seen(ward: Site):
    asked = Form.model_validate({"mã": "m", "tên": "Tổng hợp", "trường": [{
        "mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": [
            {"mã": "ten", "nhãn": "Tên"}, {"mã": "cot", "nhãn": "Nguồn gốc", "loại": "chọn một", "lựa chọn": TWO,
                                           "mỗi lựa chọn một cột": "có", "chỉ đọc": "có"}]}]})
    around = Context(computed={"m": {"bang": [{"_id": "r", "cot": "hai"}]}})

    page = drawn(ward, {"m": {"bang": [{"_id": "r", "ten": "A"}]}}, asked, around)

    boxes = re.findall(r'<td class="xs x2[^"]* told"[^>]*><span class="x( on)?"><b aria-hidden="true">(×?)</b>', page)
    assert boxes == [
        ("", ""), (" on", "×")]
    assert ".tf span.x b { display: block;" in (STATIC / "task.css").read_text("utf-8")


def test_rows_that_only_show_something_have_nothing_to_be_done_with(ward: Site):
    told = Form.model_validate({"mã": "m", "tên": "M", "trường": [
        {"mã": key, "nhãn": "Bảng", "loại": "bảng", "không thêm dòng": "có", "dòng từ": {"mô hình khi": "True"},
         "cột": [
            {"mã": "ten", "nhãn": "Tên", "loại": "mô hình", "chỉ đọc": "có"},
            {"mã": "dau", "nhãn": "Đủ", "loại": "đánh dấu", "chỉ đọc": read}]}
        for key, read in (("xem", "có"), ("lam", "không"), ("rong", "không"))]})
    rows = [{"_id": "m1", "ten": "m1", "dau": True}]
    around = replace(CONTEXT, computed={"m": {"xem": rows, "lam": rows, "rong": []}})

    only_told, filled, empty = drawn(ward, {"m": {}}, told, around).split('<table class="tf')[1:]

    assert [("data-row-done" in part, "data-paste" in part) for part in (only_told, filled, empty)] == [
        (False, False), (True, True), (False, False)]
    assert '<span class="vh">có</span>' in only_told
    assert "Chưa có dòng nào." in empty


def test_the_signature_of_the_printed_form_is_named(ward: Site):
    assert "Xác nhận của đơn vị trên bản in: Ký tên, đóng dấu." in drawn(ward, {"m": {}})


@pytest.fixture
def told(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The small ward, whose six-month report begins with the unit's name."""
    loaded = load_plan(PLAN)
    text = loaded.sources[PLAN_FILE].replace("{mã: moi, nhãn: Mới, loại: đánh dấu, bắt buộc: không}", (
        "{mã: moi, nhãn: Mới, loại: đánh dấu, bắt buộc: không}\n"
        "      - {mã: don_vi_gui, nhãn: Đơn vị gửi, lấy từ: {giá trị: don_vi.ten}}"))
    made = world(sqlite, ids, clock, loaded=load_sources({**loaded.sources, PLAN_FILE: text}))
    made.send("dau-moi", "ban-hanh")
    return site(made, tmp_path / "blobs")


def test_a_changed_value_is_marked_and_set_back(told: Site):
    browser, task = told.browser("a"), told.world.task("dang-ky", "hoi-a")
    typed = {"f.dang-ky.don_vi_gui": "Hội A mở rộng", TABLE: "r1", "f.dang-ky.danh_sach.r1.ten": "Giữ nguyên"}

    first = browser.get(f"/viec/{task.id}").text
    browser.post(f"/viec/{task.id}/nhap", typed)
    changed = browser.get(f"/viec/{task.id}").text
    reset = browser.post(f"/viec/{task.id}/nhap", {**typed, "dat_lai": "dang-ky.don_vi_gui"})
    again = browser.get(f"/viec/{task.id}").text

    marked = '<span class="again" data-again>đã sửa · '
    assert ('value="Hội A"' in first, marked in first) == (True, False)
    assert ('value="Hội A mở rộng"' in changed, marked in changed) == (True, True)
    assert (reset.status_code, reset.location) == (303, f"/viec/{task.id}#f-dang-ky-don_vi_gui")
    assert ('value="Hội A"' in again, marked in again, "Giữ nguyên" in again) == (True, False, True)


def test_rows_change_places_by_buttons(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    typed = {TABLE: ["r1", "r2"], "f.dang-ky.danh_sach.r1.ten": "Một", "f.dang-ky.danh_sach.r2.ten": "Hai"}

    moved = browser.post(f"/viec/{task.id}/nhap", {**typed, "len": "dang-ky.danh_sach.r2"})
    page = browser.get(f"/viec/{task.id}").text

    assert moved.location == f"/viec/{task.id}#f-dang-ky-danh_sach-r2"
    assert page.index(">Hai</textarea>") < page.index(">Một</textarea>")
    assert 'aria-label="Đưa dòng 1 lên" disabled' in page
    assert 'aria-label="Đưa dòng 2 lên" disabled' not in page


def test_a_deleted_row_that_held_something_can_be_brought_back(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    typed = {TABLE: ["r1", "r2"], "f.dang-ky.danh_sach.r1.ten": "Một", "f.dang-ky.danh_sach.r2.ten": ""}

    browser.post(f"/viec/{task.id}/nhap", {**typed, "xoa": "dang-ky.danh_sach.r2"})
    empty_gone = browser.get(f"/viec/{task.id}").text
    browser.post(f"/viec/{task.id}/nhap", {**typed, "xoa": "dang-ky.danh_sach.r1"})
    gone = browser.get(f"/viec/{task.id}").text
    browser.post(f"/viec/{task.id}/hoan-tac", {TABLE: "r2"})
    back = browser.get(f"/viec/{task.id}").text

    assert "Hoàn tác" not in empty_gone
    assert ("Đã xóa dòng 1." in gone, ">Một</textarea>" in gone) == (True, False)
    assert ">Một</textarea>" in back
