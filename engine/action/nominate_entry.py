"""An initiative found outside registration is proposed: it enters the register and its process starts."""

from collections.abc import Mapping
from datetime import datetime

from engine.action.deliver_messages import deliver_rest
from engine.action.holding import run_seen
from engine.action.moving import Movement, Said
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.base.text import fold
from engine.plan.form import Form
from engine.plan.measure import Nomination, Register
from engine.store import entries, runs
from engine.store.asked import nomination_context
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.access import holds
from engine.work.context import Answers, merged
from engine.work.entry import Entry, attributes_of
from engine.work.form import FieldError, clean
from engine.work.people import Conflict, Forbidden, FormRefused, Held, Viewer


def nominate_entry(database: Database, ids: IdSource, viewer: Viewer, run_id: str, answers: Answers,
                   now: datetime) -> str:
    """The id of the new entry; it belongs to the unit the form names, else to the proposer's.

    Raises NotFound, Forbidden (the plan's role alone), Conflict (not running; not in the plan), FormRefused
    (wrong answers; the unit has an initiative of that name).
    """
    with on_record(database, ids, viewer, "nominate_entry", now), database.write() as connection:
        seen = run_seen(connection, viewer, run_id)
        run = runs.lock(connection, seen.id, exclusive=True)
        scene = Scene(connection, ids, run, Actor(viewer.person_id), now)
        register, nomination = _provided(scene)
        held = _right(scene, viewer, nomination)
        scene.actor = Actor(viewer.person_id, held.capacity)
        form = scene.plan.form(nomination.form)
        context = nomination_context(connection, run, scene.plan, form, scene.unit(held.unit_id), scene.today)
        done = clean(form, scene.plan.opening, answers, context)
        if done.errors:
            raise FormRefused(done.errors, answers)
        entry = _entry(scene, register, form, merged([done.answers]), held)
        if twin := _twin(scene, entry):
            said = FieldError(form.id, register.title, None, None, twin)
            raise FormRefused((said,), answers)
        entries.add(connection, [entry])
        movement = Movement(scene)
        movement.start_entry(entry, Said(form.id))
        settle(movement)
        record(connection, Act("nominate_entry", now, viewer.person_id, held.capacity, entry.id, run_id=run.id))
    deliver_rest(database, ids, scene)
    return entry.id


def _provided(scene: Scene) -> tuple[Register, Nomination]:
    register = scene.plan.register_
    if register is None or register.nomination is None:
        raise Conflict(f"Kế hoạch “{scene.run.short}” không có việc đề xuất ngoài đăng ký.")
    if scene.run.status != "running":
        state = "đã đóng" if scene.run.status == "closed" else "chưa ban hành"
        raise Conflict(f"Đợt “{scene.run.short}” {state} nên chưa nhận đề xuất ngoài đăng ký.")
    return register, register.nomination


def _twin(scene: Scene, entry: Entry) -> str | None:
    """The sentence where the unit has an initiative of that name: proposed before, as by a double click."""
    present = entries.of_unit(scene.connection, scene.run.id, entry.unit_id)
    if not any(fold(one.name) == fold(entry.name) and one.status != "withdrawn" for one in present):
        return None
    return (f"{scene.unit(entry.unit_id).name} đã có mô hình “{entry.name}” trong sổ; "
            "hãy mở mô hình đó, hoặc đề xuất với tên khác.")


def _right(scene: Scene, viewer: Viewer, nomination: Nomination) -> Held:
    seat = scene.seat(nomination.by, scene.issuer_id)
    held = holds(viewer, seat)
    if held is None:
        raise Forbidden(f"Chỉ {seat.role} được đề xuất ngoài đăng ký; hãy gửi đề xuất của bạn tới nơi đó.")
    return held


def _entry(scene: Scene, register: Register, form: Form, given: Mapping[str, object], held: Held) -> Entry:
    named = (given.get(one.id) for one in form.fields if one.type == "unit")
    unit_id = next((str(value) for value in named if value), held.unit_id)
    entry_id = scene.ids.new()
    blank = Entry(entry_id, scene.run.id, unit_id, f"+{entry_id}", "", "accepted", False, {}, scene.now)
    return blank.with_data(register, attributes_of(register, given))
