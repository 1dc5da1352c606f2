"""An amendment that cannot go on is tried again after repair, or taken back half-way; what cannot be read is named."""

from collections import OrderedDict
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.action.apply_amendment import apply_amendment
from engine.action.preview_amendment import preview_amendment
from engine.action.retry_incident import retry_incident
from engine.action.reverse_amendment import reverse_amendment
from engine.action.save_draft import save_draft
from engine.base.diagnostic import PlanError
from engine.daemon.scheduler import tick
from engine.report.amendments import amendment_page
from engine.report.runs import run_list
from engine.store import amendments, jobs, versions
from engine.store.tables import amendment, answer, draft, incident, job, person, plan_version, task
from engine.work.people import Conflict
from tests.action.amended import applied, dump, plan_with
from tests.action.small_ward import PLAN, Ward, small_ward
from tests.action.test_amendment import LATER, RENAMED
from tests.action.test_amendment_reach import FEWER, LAST
from tests.action.test_amendment_troubles import UNREADABLE, approved, run_of, state_of

LOST = "khôi phục bản ấy từ bản sao lưu"


@pytest.fixture
def ward(database, ids, clock) -> Ward:
    return small_ward(database, ids, clock.now())


@pytest.fixture
def forget(monkeypatch):
    """From here on this is a process that has read no plan yet."""
    return lambda: monkeypatch.setattr(versions, "_COMPILED", OrderedDict())


def texts(ward: Ward, key: str) -> str:
    with ward.database.read() as connection:
        return str(connection.execute(select(plan_version.c.sources).join(
            amendment, amendment.c.to_id == plan_version.c.id).where(amendment.c.id == key)).scalar_one())


def set_texts(ward: Ward, key: str, sources: str) -> None:
    with ward.database.write() as connection:
        to = select(amendment.c.to_id).where(amendment.c.id == key).scalar_subquery()
        connection.execute(update(plan_version).where(plan_version.c.id == to).values(sources=sources))


def half_way(ward: Ward, tmp_path, forget, pages: int = 2) -> str:
    """So many instances have followed when the new plan is damaged; its old text comes back with `set_texts`."""
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LATER, RENAMED))
    for _ in range(pages):
        assert apply_amendment(ward.database, ward.ids, key, ward.now, 1)
    set_texts(ward, key, "{")
    forget()
    return key


def give_up(ward: Ward, clock) -> None:
    """Ticks until kheo does not try it any more by itself."""
    for wait in (timedelta(0), *jobs.BACK_OFF):
        clock.advance(wait)
        tick(ward.database, ward.ids, clock.now, None)


def of_job(ward: Ward) -> str:
    """The status of the incident about the job that was given up."""
    with ward.database.read() as connection:
        return str(connection.execute(select(incident.c.status).where(incident.c.command == "job")).scalar_one())


def without_trouble(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """All but what remembers that there was trouble, and when."""
    return {name: found for name, found in rows.items() if name not in ("incident", "setting")}


def test_an_amendment_whose_plan_is_lost_half_way_is_taken_back_to_the_last_row(
        ward, database, ids, clock, tmp_path, forget):
    before = without_trouble(dump(database))
    key = half_way(ward, tmp_path, forget)
    with pytest.raises(PlanError, match=LOST):
        apply_amendment(database, ids, key, ward.now)
    give_up(ward, clock)
    me = ward.viewer("dau-moi")
    (line,) = amendment_page(database, me, run_of(ward), ward.now.date()).amendments
    told = (of_job(ward), line.status, line.unreadable.split()[0], line.hinders)

    reverse_amendment(database, ids, me, key, clock.now())

    assert told == ("open", "applying", "KH076", "")
    assert of_job(ward) == "resolved"
    assert without_trouble(dump(database)) == before
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    fresh = preview_amendment(database, ids, me, run_of(ward), plan_with(tmp_path / "lai", PLAN, LATER), (), ward.now)
    assert fresh.counts["days"] == 1


def test_an_amendment_whose_plan_is_restored_goes_on_when_a_person_says_so(
        ward, database, ids, clock, tmp_path, forget):
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LATER, RENAMED))
    whole = texts(ward, key)
    assert apply_amendment(database, ids, key, ward.now, 1)
    set_texts(ward, key, "{")
    forget()
    give_up(ward, clock)
    set_texts(ward, key, whole)
    with database.write() as connection:
        connection.execute(update(person).where(person.c.login == "dau-moi").values(administrator=True))
        about_job = select(incident.c.id).where(incident.c.command == "job")
        stopped = connection.execute(about_job).scalar_one()

    done = retry_incident(database, ids, ward.viewer("dau-moi"), stopped, clock.now())
    tick(database, ids, clock.now, None)

    assert (done.status, state_of(ward, key)) == ("retried", ("applied", 3, []))
    with database.read() as connection:
        assert connection.execute(select(job.c.id)).all() == []


def test_what_everybody_has_done_meanwhile_opens_the_next_step_when_it_is_taken_back(database, ids, clock, tmp_path):
    ward = small_ward(database, ids, clock.now(), plan_with(tmp_path / "cu", PLAN, LAST))
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    ward.complete("dau-moi", ward.open_task("hoi-phu-nu"), "nhan")
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LAST, LATER))
    assert apply_amendment(database, ids, key, ward.now, 1)  # the run's own alone
    ward.complete("nong-dan", ward.open_task("hoi-nong-dan"), "xong")
    ward.complete("dau-moi", ward.open_task("hoi-nong-dan"), "nhan")

    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)

    with database.read() as connection:
        steps = connection.execute(select(task.c.step).where(task.c.status == "open")).scalars().all()
    assert steps == ["tong-hop"]


def test_what_was_done_under_it_half_way_is_not_taken_back(ward, database, ids, tmp_path, forget):
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LATER, RENAMED))
    for _ in range(2):
        assert apply_amendment(database, ids, key, ward.now, 1)
    with database.read() as connection:
        moved = connection.execute(select(task.c.id).where(
            task.c.title == "Gửi hồ sơ đăng ký", task.c.status == "open")).scalar_one()
    code = "hoi-phu-nu" if ward.open_task("hoi-phu-nu") == moved else "hoi-nong-dan"
    ward.complete({"hoi-phu-nu": "phu-nu", "hoi-nong-dan": "nong-dan"}[code], moved, "xong")

    with pytest.raises(Conflict, match="KH075 .*hãy để bản sửa áp dụng xong"):
        reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
    applied(database, ids, ward.now)
    assert state_of(ward, key)[0] == "applied"


def test_what_was_sent_by_the_old_plan_while_the_others_followed_is_not_taken_back(ward, database, ids, tmp_path):
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LATER, FEWER))
    for _ in range(3):
        assert apply_amendment(database, ids, key, ward.now, 1)
    ward.complete("nong-dan", ward.open_task("hoi-nong-dan"), "xong")  # which is in the plan no longer
    applied(database, ids, ward.now)

    with pytest.raises(Conflict, match="KH075"):
        reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
    with database.read() as connection:
        assert len(connection.execute(select(answer.c.id).where(answer.c.step == "gui-ho-so")).all()) == 1


def test_who_lists_runs_sees_one_whose_plan_is_lost(ward, database, tmp_path, forget):
    half_way(ward, tmp_path, forget)

    lines = run_list(database, ward.viewer("dau-moi"), ward.now.date())

    assert [line.id for line in lines] == [run_of(ward)]


@pytest.mark.parametrize("text", ["{", "[]", '{"ho-so": 1}'])
def test_a_draft_that_cannot_be_read_is_named_in_the_preview_and_its_process_stays(
        ward, database, ids, tmp_path, text):
    mine = ward.open_task("hoi-phu-nu")
    save_draft(database, ward.viewer("phu-nu"), mine, {"ho-so": {"ghi_chu": "A"}}, ward.now)
    with database.write() as connection:
        connection.execute(update(draft).values(forms=text))
    loaded = plan_with(tmp_path / "moi", PLAN, LATER, RENAMED, ("nhãn: Ghi chú", "nhãn: Lời ghi"))

    shown = preview_amendment(database, ids, ward.viewer("dau-moi"), run_of(ward), loaded, (), ward.now)
    key = approved(ward, loaded)
    applied(database, ids, ward.now)

    (stays,) = [(one["unit"], one["stays"]) for one in shown.content["moves"] if one["stays"]]
    assert stays == ("Hội Phụ nữ", UNREADABLE)
    assert state_of(ward, key) == ("applied", 2, [stays])
    with database.read() as connection:
        assert connection.execute(select(draft.c.forms)).scalar_one() == text


def test_a_row_that_cannot_be_read_leaves_its_process_as_it_is_and_the_preview_says_so(ward, database, ids, tmp_path):
    with database.write() as connection:
        connection.execute(update(task).where(task.c.id == ward.open_task("hoi-phu-nu")).values(why="{"))
    loaded = plan_with(tmp_path / "moi", PLAN, LATER, RENAMED)

    shown = preview_amendment(database, ids, ward.viewer("dau-moi"), run_of(ward), loaded, (), ward.now)
    key = approved(ward, loaded)
    applied(database, ids, ward.now)

    stays = [(one["unit"], one["stays"]) for one in shown.content["moves"] if one["stays"]]
    assert [(unit, why.split(" ở ")[0]) for unit, why in stays] == state_of(ward, key)[2] == [
        ("Hội Phụ nữ", "chương trình gặp lỗi JSONDecodeError")]
    with database.read() as connection:
        assert amendments.progress(connection, key) == {"moved": 2, "kept": 1}
