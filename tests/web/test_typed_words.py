"""Whatever is refused, the words that were typed come back: over every act of the site, by hand, without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from engine.action.cast_ballot import cast_ballot
from engine.store.tables import task as tasks
from tests.action.nho import rows
from tests.web.site import Browser, Site
from tests.web.test_ballot_page import to_the_ballot

TEMPLATES = Path(__file__).parents[2] / "web/templates"
FORM = ("f.dang-ky.danh_sach.r1.ten", "f.bao-cao.noi_dung")
TYPED: dict[str, tuple[str, ...]] = {
    "calendar.decide": ("ngay", "theo", "ngay_qd"),
    "entries.propose": FORM,
    "inbox.answer_time": ("ngay_cho", "tra_loi"),
    "inbox.ask_time": ("ngay_gia_han", "ly_do_gia_han"),
    "inbox.ballot": ("d.hieu-qua", "ghi_chu"),
    "inbox.ballot_draft": ("d.hieu-qua", "ghi_chu"),
    "inbox.begin_paper": ("ngay_den", "ngay_dau", "so_van_ban"),
    "inbox.bulk_start": ("ly_do", "ngay_cho"),
    "inbox.comment": ("noi_dung",),
    "inbox.delegate": ("loi_nhan",),
    "inbox.draft": FORM,
    "inbox.files": FORM,
    "inbox.fill_from": FORM,
    "inbox.keep_signature": ("ly_do_giu",),
    "inbox.mark": ("ly_do",),
    "inbox.paste": (*FORM, "khoi.dang-ky.danh_sach"),
    "inbox.record_signature": ("so_ky_hieu", "ngay_ky", "chuc_vu_ky", "nguoi_ky"),
    "inbox.release": ("loi_nhan",),
    "inbox.replace": ("ly_do",),
    "inbox.save_view_post": ("ten",),
    "inbox.send": (*FORM, "ly_do", "sua_loi"),
    "inbox.submit_to_sign": FORM,
    "inbox.take": FORM,
    "inbox.undo": FORM,
    "incidents.dismiss": ("ly_do",),
    "people.change": ("tu", "den", "ghi_chu"),
    "people.enter": ("tu", "den", "ghi_chu"),
    "runs.move": ("ngay",),
    "runs.open_step": ("can_cu",),
}
"""What may be typed into the form of each act."""
PRESSED = {
    "help.tour", "inbox.bulk", "inbox.bulk_sheet", "inbox.bulk_turn", "inbox.capacity", "inbox.claim",
    "inbox.close_vote", "inbox.drop_scan", "inbox.drop_view_post", "inbox.leave_paper", "inbox.look_alone",
    "inbox.notices_read", "inbox.own_after", "inbox.own_feed", "inbox.own_keys", "inbox.own_letters",
    "inbox.remove_file", "inbox.sign_out_elsewhere", "inbox.star", "inbox.take_over_paper", "inbox.urge",
    "inbox.withdraw", "incidents.retry", "incidents.run_job", "people.end", "people.handover_post", "runs.amend",
    "runs.amend_again", "runs.apply_amendment", "runs.approve_amendment", "runs.close", "runs.prepare",
    "runs.reverse_amendment", "theme.switch",
}
"""Acts with buttons, choices and files alone."""


def _words(names: tuple[str, ...]) -> dict[str, str]:
    return {name: f"chữ <đã> gõ {number}" for number, name in enumerate(names)}


def _missing(page: str, typed: dict[str, str]) -> list[str]:
    return [name for name, words in typed.items() if words.replace("<", "&lt;").replace(">", "&gt;") not in page]


def _acts(ward: Site) -> dict[str, str]:
    """Endpoint -> address of every act, at things that are not there."""
    return {rule.endpoint: re.sub(r"<[^>]+>", "khong-co", rule.rule) for rule in ward.app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("auth.")}


def test_every_act_is_known_here_and_every_field_with_words_has_an_act(ward: Site):
    controls = "".join(file.read_text("utf-8") for file in sorted(TEMPLATES.glob("**/*.html")))
    named = set(re.findall(r'<textarea[^>]* name="([a-z_]+)"', controls)) | {
        name for tag, name in re.findall(r'(<input[^>]* name="([a-z_]+)"[^>]*>)', controls)
        if not re.search(r'type="(?:hidden|file|checkbox|radio|search|password)"', tag)}

    assert set(_acts(ward)) == set(TYPED) | PRESSED
    assert named - {name for names in TYPED.values() for name in names} == set()


def test_words_come_back_from_a_page_that_is_too_old_a_session_that_ended_and_a_thing_that_is_gone(ward: Site):
    acts, browser, out = _acts(ward), ward.browser("a"), ward.visitor()
    here = {"Origin": "http://localhost"}
    lost = {}
    for endpoint, names in TYPED.items():
        typed = _words(names)
        answers = {
            "old": browser.client.post(acts[endpoint], data={**typed, "csrf_token": "cũ"}, headers=here),
            "out": out.post(acts[endpoint], typed),
            "out and old": out.client.post(acts[endpoint], data=typed, headers=here),
            "gone": browser.post(acts[endpoint], typed)}
        for how, reply in answers.items():
            if (endpoint, how) == ("inbox.save_view_post", "gone"):
                assert reply.status_code == 303  # nothing it needs can be gone
            elif reply.status_code < 400 or _missing(reply.text, typed):
                lost[endpoint, how] = reply.status_code, _missing(reply.text, typed)

    assert lost == {}


def test_what_another_site_posts_is_not_shown_as_typed_here(ward: Site):
    typed = {"noi_dung": "Gọi số lạ 0900"}
    for who in (ward.browser("a"), ward.visitor()):
        for headers in ({"Origin": "https://noi-khac.vn"}, {"Referer": "https://noi-khac.vn/localhost"}, {}):
            reply = who.client.post("/viec/khong-co/trao-doi", data=typed, headers=headers)

            assert "0900" not in reply.text


def test_passwords_never_come_back(ward: Site):
    for address in ("/dang-nhap", "/mat-khau", "/quen-mat-khau/khong-co"):
        reply = ward.browser("a").client.post(
            address, data={"ten": "a", "mat_khau": "bí mật 1", "cu": "bí mật 1", "moi": "bí mật 1"},
            headers={"Origin": "http://localhost"})

        assert "bí mật 1" not in reply.text


Refusal = tuple[str, dict[str, str], int]
"""The rest of the address, the fields that go with the words, the status of the refusal."""


def _to_a_unit(act: str, more: dict[str, str], status: int) -> Callable[[Site], tuple[Browser, Refusal]]:
    def made(ward: Site) -> tuple[Browser, Refusal]:
        task = ward.world.task("dang-ky", "hoi-a")
        return ward.browser("a"), (f"/viec/{task.id}/{act}", {"phien_ban": str(task.rev), **more}, status)
    return made


def _taken_by_another(act: str, status: int = 403) -> Callable[[Site], tuple[Browser, Refusal]]:
    def made(ward: Site) -> tuple[Browser, Refusal]:
        task = ward.world.task("dang-ky", "hoi-a")
        other = ward.world.viewer("sep-a").person_id
        with ward.world.database.write() as connection:
            connection.execute(update(tasks).where(tasks.c.id == task.id).values(claimed_by=other))
        return ward.browser("a"), (f"/viec/{task.id}/{act}", {"phien_ban": str(task.rev), "ket_qua": "xong",
                                                             "dan": "dang-ky.danh_sach", "bieu": "dang-ky"}, status)
    return made


def _sent_by_another(act: str) -> Callable[[Site], tuple[Browser, Refusal]]:
    def made(ward: Site) -> tuple[Browser, Refusal]:
        task = ward.world.task("dang-ky", "hoi-a")
        ward.world.send("sep-a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
        more = {"phien_ban": str(task.rev), "ket_qua": "xong", "r.dang-ky.danh_sach": "r1", "dan": "dang-ky.danh_sach"}
        return ward.browser("a"), (f"/viec/{task.id}/{act}", more, 409)
    return made


def _returned_late(ward: Site) -> tuple[Browser, Refusal]:
    """A reviewer writes why, while a colleague accepts."""
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    task = ward.world.task("dang-ky", "hoi-a")
    ward.world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    return ward.browser("dau-moi"), (
        f"/viec/{task.id}/xong", {"phien_ban": str(task.rev), "ket_qua": "tra-lai", "sua_o": "dang-ky.danh_sach"}, 409)


def _scored(act: str, who: str, closed: bool, status: int) -> Callable[[Site], tuple[Browser, Refusal]]:
    def made(ward: Site) -> tuple[Browser, Refusal]:
        ballot = to_the_ballot(ward.world)
        for login in ("b", "c") if closed else ():
            cast_ballot(ward.world.database, ward.world.ids, ward.world.viewer(login), ballot, {"hieu-qua": "6"}, None,
                        ward.world.clock.now())
        return ward.browser(who), (f"/viec/{ballot}/{act}", {}, status)
    return made


def _plain(address: str, status: int, **more: str) -> Callable[[Site], tuple[Browser, Refusal]]:
    return lambda ward: (ward.browser("dau-moi"), (address.replace("RUN", ward.world.run_id), more, status))


REFUSED = {
    "send: taken": ("inbox.send", _taken_by_another("xong")),
    "send: sent": ("inbox.send", _sent_by_another("xong")),
    "send: returned late": ("inbox.send", _returned_late),
    "draft: taken": ("inbox.draft", _taken_by_another("nhap")),
    "draft: sent": ("inbox.draft", _sent_by_another("nhap")),
    "files: sent": ("inbox.files", _sent_by_another("tep")),
    "paste: sent": ("inbox.paste", _sent_by_another("dan")),
    "paste: taken": ("inbox.paste", _taken_by_another("dan")),
    "undo: sent": ("inbox.undo", _sent_by_another("hoan-tac")),
    "fill from: taken": ("inbox.fill_from", _taken_by_another("tu-tep")),
    "sign: sent": ("inbox.submit_to_sign", _sent_by_another("trinh-ky")),
    "signed: sent": ("inbox.record_signature", _sent_by_another("da-ky")),
    "signed: wrong": ("inbox.record_signature", _to_a_unit("da-ky", {}, 409)),
    "kept: sent": ("inbox.keep_signature", _sent_by_another("giu-ban-ky")),
    "delegate: to nobody": ("inbox.delegate", _to_a_unit("giao", {}, 422)),
    "delegate: taken": ("inbox.delegate", _taken_by_another("giao")),
    "delegate: sent": ("inbox.delegate", _sent_by_another("giao")),
    "release: taken": ("inbox.release", _taken_by_another("tha", 409)),
    "ask: no day": ("inbox.ask_time", _to_a_unit("gia-han", {}, 422)),
    "ask: sent": ("inbox.ask_time", _sent_by_another("gia-han")),
    "answer: nothing asked": ("inbox.answer_time", _to_a_unit("tra-loi-gia-han", {}, 403)),
    "score: wrong": ("inbox.ballot", _scored("phieu-diem", "b", False, 422)),
    "score: closed": ("inbox.ballot", _scored("phieu-diem", "b", True, 409)),
    "score: no member": ("inbox.ballot", _scored("phieu-diem", "dau-moi", False, 403)),
    "score draft: closed": ("inbox.ballot_draft", _scored("phieu-nhap", "b", True, 409)),
    "score draft: no member": ("inbox.ballot_draft", _scored("phieu-nhap", "dau-moi", False, 403)),
    "bulk: nobody": ("inbox.bulk_start", _plain("/viec/hang-loat/lam", 409, lam="gia-han", chon="khong-co:1")),
    "event: no day": ("runs.move", _plain("/dot/RUN/su-kien", 422, su_kien="x")),
    "away: no day": ("people.enter", _plain("/vang-mat", 422)),
    "day: no day": ("calendar.decide", lambda ward: (ward.browser("quan-tri"), ("/lich/quyet-dinh", {}, 422))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_words_come_back_from_a_refusal(ward: Site, case: str):
    endpoint, made = REFUSED[case]
    typed = _words(TYPED[endpoint])

    browser, (address, more, status) = made(ward)
    reply = browser.post(address, {**more, **typed})

    assert (reply.status_code, _missing(reply.text, typed)) == (status, [])
