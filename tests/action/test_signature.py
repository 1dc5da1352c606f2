"""A form is put in for signature, signed, its scan attached, then sent; on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from engine.action.enter_paper import enter_paper
from engine.action.keep_signature import keep_signature
from engine.action.record_signature import record_signature
from engine.action.save_draft import save_draft
from engine.action.submit_to_sign import submit_to_sign
from engine.action.withdraw_task import withdraw_task
from engine.report.task_page import task_page
from engine.store import files, papers, signatures, task_acts
from engine.store.files import File
from engine.store.tables import signature
from engine.work.on_behalf import Paper
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from engine.work.signature import PLACE
from tests.action.nho import World, published, rows, world
from tests.action.on_paper import begin, signed_plan

ANSWERS = rows("Mô hình 1")
TEXTS = ("12-BC/HNA", "Trần Văn Ký", "Chủ tịch", "TM")
DAY = date(2026, 1, 15)


@pytest.fixture
def demanded(database, ids, clock) -> World:
    made = world(database, ids, clock, loaded=signed_plan("bắt buộc"))
    made.send("dau-moi", "ban-hanh")
    return made


@pytest.fixture
def offered(database, ids, clock) -> World:
    made = world(database, ids, clock, loaded=signed_plan("được"))
    made.send("dau-moi", "ban-hanh")
    return made


def _submit(made: World, answers=ANSWERS, login: str = "a") -> str:
    task = made.task("dang-ky", "hoi-a")
    save_draft(made.database, made.viewer(login), task.id, answers, made.clock.now())
    submit_to_sign(made.database, made.ids, made.viewer(login), task.id, made.clock.now())
    return str(task.id)


def _record(made: World, task_id: str, login: str = "a", day: date | None = DAY, texts=TEXTS) -> str:
    return record_signature(made.database, made.ids, made.viewer(login), task_id, texts, day, True,
                            made.clock.now())[1]


def _scan(made: World, task_id: str, copy_id: str) -> None:
    file = File(made.ids.new(), "d" * 64, "ban-ky.pdf", "application/pdf", 10, task_id, PLACE, copy_id,
                made.viewer("a").person_id, made.clock.now())
    with made.database.write() as connection:
        files.add(connection, file)


def _signed(made: World, answers=ANSWERS) -> str:
    task_id = _submit(made, answers)
    _scan(made, task_id, _record(made, task_id))
    return task_id


def _send(made: World, answers=ANSWERS) -> None:
    made.send("a", "dang-ky", answers=answers, code="hoi-a")


def test_a_demanded_copy_is_missed_step_by_step_until_it_is_there(demanded):
    with pytest.raises(FormRefused, match="bắt buộc bản đã ký; hãy trình ký"):
        _send(demanded)
    task_id = _submit(demanded)
    with pytest.raises(FormRefused, match="bắt buộc bản đã ký; hãy trình ký"):
        _send(demanded)
    copy_id = _record(demanded, task_id)
    with pytest.raises(FormRefused, match="bản số 12-BC/HNA chưa có"):
        _send(demanded)
    _scan(demanded, task_id, copy_id)

    _send(demanded)

    with demanded.database.read() as connection:
        instance = demanded.row(task_id).instance_id
        said = task_acts.of_task(connection, task_id, instance, "sign-submit", "signed")
    assert [one.kind for one in said] == ["sign-submit", "signed"]
    assert said[1].text == "12-BC/HNA, ngày 15/01/2026; T/M Chủ tịch Trần Văn Ký ký, đã đóng dấu"


def test_an_offered_path_is_not_taken_by_who_does_not_want_it(offered):
    _send(offered)

    with offered.database.read() as connection:
        assert connection.execute(select(signature)).all() == []


@pytest.mark.parametrize("how", ["được", "bắt buộc"])
def test_a_form_changed_after_signing_is_signed_anew_or_kept_with_a_reason(database, ids, clock, how):
    made = world(database, ids, clock, loaded=signed_plan(how))
    made.send("dau-moi", "ban-hanh")
    task_id = _signed(made)
    changed = rows("Mô hình 2")
    save_draft(made.database, made.viewer("a"), task_id, changed, made.clock.now())

    with pytest.raises(FormRefused, match="không còn khớp"):
        _send(made, changed)
    with pytest.raises(FormRefused, match="Hãy nêu vì sao"):
        keep_signature(made.database, made.ids, made.viewer("a"), task_id, " ", made.clock.now())
    keep_signature(made.database, made.ids, made.viewer("a"), task_id, "Chỉ sửa lỗi chính tả", made.clock.now())
    with pytest.raises(FormRefused, match="không còn khớp"):
        _send(made, rows("Mô hình 3"))
    _send(made, changed)


def test_signing_anew_keeps_the_copy_before_in_the_history(demanded):
    task_id = _signed(demanded)
    _submit(demanded, rows("Mô hình 2"))

    with pytest.raises(FormRefused, match="bắt buộc bản đã ký"):
        _send(demanded, rows("Mô hình 2"))
    _scan(demanded, task_id, _record(demanded, task_id, texts=("13-BC/HNA", *TEXTS[1:])))
    _send(demanded, rows("Mô hình 2"))

    with demanded.database.read() as connection:
        copies = signatures.of_step(connection, demanded.row(task_id).instance_id, "dang-ky")
    assert sorted((one.signed.number, one.ended_at is None) for one in copies if one.signed) == [
        ("12-BC/HNA", False), ("13-BC/HNA", True)]


def test_attached_files_and_the_ids_of_rows_do_not_change_what_was_signed(demanded):
    task_id = _signed(demanded)
    again = {"dang-ky": {"danh_sach": [{**ANSWERS["dang-ky"]["danh_sach"][0], "_id": "khac"}]}}
    save_draft(demanded.database, demanded.viewer("a"), task_id, again, demanded.clock.now())

    _send(demanded, again)


def _signs(made: World, login: str, task_id: str) -> tuple[str | None, list[tuple[str, bool]]]:
    """The number of the present copy as the page says it, and of those before it, whether of an earlier round."""
    sign = task_page(made.database, made.viewer(login), task_id, DAY).sign
    assert sign
    return (sign.now.copy.signed.number if sign.now and sign.now.copy.signed else None,
            [(one.copy.signed.number, one.before) for one in sign.earlier if one.copy.signed])


def test_a_copy_belongs_to_the_round_with_which_it_was_sent(offered):
    first = _signed(offered)
    _send(offered)
    review = offered.task("dang-ky", "hoi-a").id
    assert _signs(offered, "dau-moi", review) == ("12-BC/HNA", [])
    offered.at(date(2026, 1, 16))
    offered.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu", code="hoi-a")
    offered.at(date(2026, 1, 17))
    second = offered.task("dang-ky", "hoi-a").id
    _send(offered)

    unsigned = offered.task("dang-ky", "hoi-a").id

    for login, task_id in (("dau-moi", unsigned), ("dau-moi", second), ("a", second)):
        assert _signs(offered, login, task_id) == (None, [("12-BC/HNA", True)])
    assert _signs(offered, "dau-moi", review) == ("12-BC/HNA", [])
    assert _signs(offered, "a", first) == ("12-BC/HNA", [])


def test_a_copy_that_lay_ready_is_not_that_of_a_paper(offered):
    task_id = _signed(offered)
    begin(offered, "dau-moi", task_id, DAY)
    offered.send("dau-moi", "dang-ky", answers=ANSWERS, code="hoi-a")

    for login, looked_at in (("dau-moi", offered.task("dang-ky", "hoi-a").id), ("a", task_id)):
        assert _signs(offered, login, looked_at) == (None, [])


@pytest.mark.parametrize("how", ["returned", "withdrawn"])
def test_a_task_that_comes_back_begins_anew(demanded, how):
    first = _signed(demanded)
    _send(demanded)
    if how == "returned":
        demanded.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu", code="hoi-a")
    else:
        withdraw_task(demanded.database, demanded.ids, demanded.viewer("a"), first, demanded.clock.now())

    with pytest.raises(FormRefused, match="bắt buộc bản đã ký"):
        _send(demanded)
    with demanded.database.read() as connection:
        copies = signatures.of_step(connection, demanded.row(first).instance_id, "dang-ky")
    assert [one.signed.number for one in copies if one.signed] == ["12-BC/HNA"]


def test_what_is_put_in_is_whole(demanded):
    with pytest.raises(FormRefused, match="Danh sách"):
        _submit(demanded, {"dang-ky": {"danh_sach": []}})


@pytest.mark.parametrize("texts, day, says", [
    (("", *TEXTS[1:]), DAY, "Số, ký hiệu"), ((TEXTS[0], "", *TEXTS[2:]), DAY, "Người ký"),
    ((TEXTS[0], TEXTS[1], "", ""), DAY, "Chức vụ"), (TEXTS, None, "Ngày ký"),
    (TEXTS, date(2026, 1, 16), "sau hôm nay"), ((*TEXTS[:3], "Q"), DAY, "Tư cách ký"),
    (("9" * 121, *TEXTS[1:]), DAY, "dài quá 120 ký tự"),
])
def test_what_cannot_stand_under_a_copy_is_refused(demanded, texts, day, says):
    task_id = _submit(demanded)

    with pytest.raises(FormRefused, match=says):
        _record(demanded, task_id, day=day, texts=texts)


def test_a_copy_is_recorded_after_it_was_put_in(demanded):
    with pytest.raises(Conflict, match="chưa trình ký"):
        _record(demanded, demanded.task("dang-ky", "hoi-a").id)


def test_others_neither_submit_nor_sign_nor_keep(demanded):
    task_id = _submit(demanded)
    for login, refusal in (("b", Forbidden), ("dau-moi", Forbidden), ("quan-tri", Forbidden), ("nguoi-la", NotFound)):
        who, now = demanded.viewer(login), demanded.clock.now()
        with pytest.raises(refusal):
            submit_to_sign(demanded.database, demanded.ids, who, task_id, now)
        with pytest.raises(refusal):
            _record(demanded, task_id, login)
        with pytest.raises(refusal):
            keep_signature(demanded.database, demanded.ids, who, task_id, "x", now)


def test_who_enters_paper_attaches_its_scan_where_a_signed_copy_is_demanded(demanded):
    task = demanded.task("dang-ky", "hoi-a")
    enter_paper(demanded.database, demanded.ids, demanded.viewer("dau-moi"), task.id, Paper(DAY),
                demanded.clock.now(), scan=True)
    with pytest.raises(FormRefused, match="bản chụp văn bản đã ký"):
        demanded.send("dau-moi", "dang-ky", answers=ANSWERS, code="hoi-a")
    with pytest.raises(Conflict, match="bản giấy đã ký của đơn vị"):
        submit_to_sign(demanded.database, demanded.ids, demanded.viewer("dau-moi"), task.id, demanded.clock.now())
    file = File(demanded.ids.new(), "d" * 64, "giay.pdf", "application/pdf", 10, task.id, "_giay", "ban_chup",
                demanded.viewer("dau-moi").person_id, demanded.clock.now())
    with demanded.database.write() as connection:
        entering = papers.open_for(connection, task.id)
        assert entering
        files.add(connection, replace(file, paper_id=entering.id))

    demanded.send("dau-moi", "dang-ky", answers=ANSWERS, code="hoi-a")


def test_a_task_that_nobody_signs_costs_no_statement_more(database, ids, clock, count_statements):
    made = published(database, ids, clock)
    with count_statements(made.database) as sent:
        made.send("a", "dang-ky", answers=ANSWERS, code="hoi-a")

    assert not [one for one in sent if "signature" in one or " paper" in one]
    with pytest.raises(Conflict, match="không cần bản ký"):
        _submit_other(made)


def _submit_other(made: World) -> None:
    submit_to_sign(made.database, made.ids, made.viewer("b"), made.task("dang-ky", "hoi-b").id, made.clock.now())
