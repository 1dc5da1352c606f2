"""What an amended plan makes of one instance: decided from rows, nothing written; preview and application share it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.action.guard_names import had
from engine.action.opening import cut_offs, open_at, round_end
from engine.action.redating import armed
from engine.action.routing import said_before
from engine.action.scene import Scene
from engine.action.stuck import CANNOT_GO_ON, MISTAKES, reason_of
from engine.bpmn.fragment import BY_HAND
from engine.bpmn.graph import Process
from engine.instance.fact import Awaiting, DueSet, InstanceError, Node, Opened, Truths
from engine.instance.replay import Asks, Replayed, Unmovable, replay
from engine.plan.criteria import CriteriaSet, Criterion
from engine.store.asked import Subject, form_context, forms_of
from engine.store.instances import Instance, Timer, Wait
from engine.store.standings import Standing
from engine.work.amended_sheet import SheetChange, carried_sheet
from engine.work.amendment import DraftChange, Moment, Move, TaskChange, carried, counts_days_otherwise, hangs_on
from engine.work.appraisal import criteria_of
from engine.work.context import groups_of
from engine.work.form import percent_filled
from engine.work.form_diff import carried_draft, form_changes
from engine.work.route import COUNTED, element_of, round_of, truths
from engine.work.task import Task, open_task


@dataclass(frozen=True)
class Amending:
    """The run on its versions. `drops`: steps whose open tasks may go; `events`: those with another day (folded)."""

    target: Scene
    drops: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()

    def from_version_of(self, instance: Instance) -> Scene:
        return self.target.at(instance.version_id)


def considered(amending: Amending, standing: Standing) -> Move:
    """The move of the instance to the target version; with a reason in it when it stays where it is."""
    instance, new = standing.instance, amending.target
    old = amending.from_version_of(instance)
    if not instance.state:
        return replace(_blank(new, standing), waits={})  # it begins by the new plan when its message comes
    if instance.scope != "run" and not groups_of(new.plan, new.unit_of(instance)):
        return stayed(amending, standing, "đơn vị không còn thuộc nhóm tham gia; việc đang mở làm tiếp theo bản cũ")
    found = _replayed(old, new, instance)
    if isinstance(found, Unmovable):
        return stayed(amending, standing, found.reason)
    reason = _hindered(amending, old, standing, found)
    return stayed(amending, standing, reason) if reason else _moved(amending, old, standing, found)


def considered_or_left(amending: Amending, standing: Standing) -> Move:
    """The same; what cannot be looked at to the end is left as it is, with the reason, as when it is applied."""
    try:
        return considered(amending, standing)
    except (*CANNOT_GO_ON, *MISTAKES) as problem:
        return left(amending, standing.instance, problem)


def left(amending: Amending, instance: Instance, problem: Exception) -> Move:
    """The instance about which not all can be read: nothing of it is touched."""
    new = amending.target
    unit = new.unit_of(instance).name if instance.unit_id else ""
    return Move(instance.id, unit, "", instance.state, instance.status, reason_of(problem), unit_id=instance.unit_id)


def stayed(amending: Amending, standing: Standing, reason: str) -> Move:
    """The instance stays on its version; what hangs on an event with another day moves all the same."""
    scene = amending.from_version_of(standing.instance)
    changes = tuple(TaskChange(task, scene.with_days(task) if hangs_on(task.phrase, amending.events) else task)
                    for task in standing.tasks)
    before = _moments(standing.timers)
    timers = tuple(_rearmed(scene, standing, one) if hangs_on(one.rule, amending.events) else one for one in before)
    return replace(_blank(scene, standing), reason=reason, changes=changes, waits=standing.waits,
                   before_timers=before, timers=timers)


def _blank(scene: Scene, standing: Standing) -> Move:
    instance = standing.instance
    place = scene.place(instance)
    return Move(instance.id, place.unit_name, place.entry_name, instance.state, instance.status,
                unit_id=instance.unit_id)


def _replayed(old: Scene, new: Scene, instance: Instance) -> Replayed | Unmovable:
    before, after = old.compiled.processes[instance.scope], new.compiled.processes[instance.scope]
    said, known = _said(new, instance, before, after), dict[str, int]()
    while True:
        given: Truths = tuple(sorted(known.items()))
        try:
            found = replay(before, after, instance.state, given, said)
        except InstanceError as unreadable:
            return Unmovable(f"{unreadable}; xem trang Sự cố")
        if not isinstance(found, Asks):
            return found
        names = {**new.context(instance), **had(new, instance, [found.guard])}
        known |= dict(truths(after, [found.guard], names))


def _said(new: Scene, instance: Instance, before: Process, after: Process) -> frozenset[str]:
    """Messages of waits that only the new process has, and that were sent before."""
    known = {(node.id, node.message) for node in before.nodes}
    fresh = [node for node in after.nodes if node.kind == "catch" and (node.id, node.message) not in known
             and not node.message.endswith((COUNTED, BY_HAND))]
    return frozenset(node.message for node in fresh if said_before(new, Wait(
        instance.id, node.id, node.message, instance.scope, instance.unit_id, instance.entry_id)))


def _hindered(amending: Amending, old: Scene, standing: Standing, found: Replayed) -> str:
    new = amending.target
    for task in standing.tasks:
        if task.id in standing.broken:
            return f"bản nháp của việc “{task.title}” không đọc được; khôi phục bản nháp ấy rồi xem trước lại"
        if round_of(task.node) in found.lost:
            if task.step not in amending.drops:
                return f"“{task.title}” đang mở mà kế hoạch mới không còn bước “{old.plan.step(task.step).name}”"
        elif task.id in standing.ballots and _asked(old, standing, task) != _asked(new, standing, task):
            return f"“{task.title}” đã có phiếu chấm theo bộ tiêu chí cũ"
    return ""


def _asked(scene: Scene, standing: Standing, task: Task) -> tuple[object, CriteriaSet | None, tuple[Criterion, ...]]:
    """What a ballot of the step answers: ballots cast on other terms do not count."""
    step = scene.plan.step(task.step)
    own = next((one for one in scene.plan.criteria if one.id == step.criteria), None)
    return step.vote, own, criteria_of(scene.plan, own.id, scene.context(standing.instance)) if own else ()


def _sheets(old: Scene, new: Scene, standing: Standing, task: Task) -> tuple[SheetChange, ...]:
    """Sheets that were typed by other criteria and not handed in."""
    typed = standing.sheets.get(task.id, {})
    if not typed:
        return ()
    (_, was, before), (_, _, after) = _asked(old, standing, task), _asked(new, standing, task)
    if before == after:
        return ()
    name = was.name if was else ""
    return tuple(carried_sheet(person, name, before, after, given) for person, given in typed.items())


def _moved(amending: Amending, old: Scene, standing: Standing, found: Replayed) -> Move:
    instance, new = standing.instance, amending.target
    kept = tuple(task for task in standing.tasks if round_of(task.node) not in found.lost)
    changes = tuple(_changed(amending, old, standing, task) for task in kept)
    there = {round_of(task.node) for task in kept}
    process = new.compiled.processes[instance.scope]
    opened = [task for fact in found.open if isinstance(fact, Opened) and str(fact.node) not in there
              for task in open_at(new, instance, process.node(fact.node.element), fact.node, None)]
    opened = [replace(task, id=standing.dead.get(task.node, task.id)) for task in opened]
    waits = {str(fact.node): fact.message for fact in found.open if isinstance(fact, Awaiting)}
    before = _moments(standing.timers)
    wanted = _timers(new, instance, found, [*(change.after for change in changes), *opened], waits)
    status = "ended" if found.ended else "active"
    return replace(
        _blank(new, standing), state=found.state, status=status, changes=changes, opened=tuple(opened),
        reopened=instance.status == "ended" and status == "active", waits=waits, before_timers=before,
        dropped=tuple(task for task in standing.tasks if round_of(task.node) in found.lost),
        timers=tuple(_timer(amending, old, standing, one) for one in wanted),
        ends=tuple(name for name in dict.fromkeys(found.sent) if name not in standing.ended))


def _changed(amending: Amending, old: Scene, standing: Standing, task: Task) -> TaskChange:
    new, place = amending.target, amending.target.place(standing.instance)
    at = Node(element_of(task.node), task.round)

    def opened(scene: Scene) -> Task:
        node = scene.compiled.processes[standing.instance.scope].node(at.element)
        seat = scene.seat(node.role, place.unit_id)
        return open_task(task.id, scene.plan, node, at, place, seat, task.opened_at)

    after = carried(task, opened(old), opened(new))
    if (counts_days_otherwise(old.plan, new.plan) or after.phrase != task.phrase
            or hangs_on(after.phrase, amending.events)):
        after = _dated(new, after)
    was, now = forms_of(old.plan, task), forms_of(new.plan, after)
    forms = tuple(change.form for change in form_changes(was, now))
    if (after.slot, after.act, after.title) != (task.slot, task.act, task.title) or forms:
        after = replace(after, rev=task.rev + 1)
    given, sheets = standing.drafts.get(task.id), _sheets(old, new, standing, task)
    if given is None or not forms:
        return TaskChange(task, after, forms, None, sheets)
    about = Subject(new.plan, new.run.year, after, new.unit(task.unit_id),
                    new.entry(task.entry_id) if task.entry_id else None, new.today)
    lists = form_context(old.connection, replace(about, plan=old.plan, task=task), was).choices
    draft, beside = carried_draft(was, now, given, lists)
    percent = percent_filled(now, after.step, draft, form_context(new.connection, about, now))
    return TaskChange(task, after, forms, DraftChange(draft, beside, percent), sheets)


def _dated(scene: Scene, task: Task) -> Task:
    """The days anew; a task that has lost its deadline has none."""
    if task.phrase is None:
        return replace(task, last_day=None, last_working_day=None, overdue_after=None, why=(), next_act_at=None)
    return scene.with_days(task)


def _timers(new: Scene, instance: Instance, found: Replayed, tasks: Iterable[Task],
            waits: dict[str, str]) -> list[Moment]:
    """Every timer that the instance is to have, without moments: openings, cut-offs of waits, ends of rounds."""
    process = new.compiled.processes[instance.scope]
    nodes = {round_of(task.node): process.node(element_of(task.node)) for task in tasks}
    counted = [Wait(instance.id, node, message, instance.scope, instance.unit_id, instance.entry_id)
               for node, message in waits.items()]
    ends = [one for node, drawn in nodes.items() for one in round_end(new, instance.id, drawn, node)]
    return [*(Moment(str(f.node), f.rule, None) for f in found.open if isinstance(f, DueSet)),
            *_moments([*cut_offs(new, counted), *ends])]


def _timer(amending: Amending, old: Scene, standing: Standing, wanted: Moment) -> Moment:
    """As it stands, where neither its phrase nor the days it counts with are others; else with its moment anew."""
    there = next((one for one in _moments(standing.timers) if one.node == wanted.node), None)
    counted = counts_days_otherwise(old.plan, amending.target.plan) or hangs_on(wanted.rule, amending.events)
    if there is not None and there.rule == wanted.rule and not counted:
        return there
    return _rearmed(amending.target, standing, wanted)


def _rearmed(scene: Scene, standing: Standing, timer: Moment) -> Moment:
    """A cut-off counts from when its tasks were opened, an opening from today."""
    cuts_off = scene.node(element_of(timer.node)).kind != "timer"
    since = min((task.opened_at for task in standing.tasks if round_of(task.node) == timer.node), default=scene.now)
    due = armed(scene, Timer(standing.instance.id, timer.node, timer.rule, None), cuts_off, since)
    return Moment(timer.node, timer.rule, due.due_at)


def _moments(timers: Iterable[Timer]) -> tuple[Moment, ...]:
    return tuple(Moment(one.node, one.rule, one.due_at) for one in timers)
