"""Who may act, and who may see: always from the positions held today."""

from collections.abc import Iterable
from dataclasses import replace

from engine.work.people import Held, InsteadOf, Viewer
from engine.work.seat import Seat
from engine.work.task import Task


def may_act(viewer: Viewer, task: Task) -> Held | None:
    """The position in which the viewer may do the task; None when there is none, or when a colleague has it in hand.

    To whom it was passed on does it in a position of the same unit, and says so; who enters the paper of the unit does
    so too. Who entered what is to be looked at does not look at it.
    """
    if task.entered_by == viewer.person_id:
        return None
    held = may_hold(viewer, task)
    if task.claimed_by is None:
        return held
    if task.claimed_by != viewer.person_id:
        return _of_absent(viewer, task)
    if task.behalf_unit_id:
        body = holds(viewer, Seat(task.role, task.behalf_unit_id))
        return _on_behalf(body) if body else None
    if held or task.candidate_unit_id is None:
        return held
    own = holds(viewer, Seat(task.role, task.candidate_unit_id))
    return _passed_on(own) if own else None


def _of_absent(viewer: Viewer, task: Task) -> Held | None:
    """The position in which the viewer does a task for the absent person who has it in hand."""
    there = [held for held in viewer.standing_in if held.unit_id == (task.behalf_unit_id or task.candidate_unit_id)
             and held.instead_of and held.instead_of.person_id == task.claimed_by]
    if task.behalf_unit_id:
        return _on_behalf(there[0]) if there else None
    fitting = [held for held in there if not task.candidate_positions or held.role in task.candidate_positions]
    return fitting[0] if fitting else _passed_on(there[0]) if there else None


def _on_behalf(held: Held) -> Held:
    return replace(held, title=f"{held.title} (nhập thay)")


def _passed_on(held: Held) -> Held:
    return replace(held, title=f"{held.title} (được chuyển xử lý)")


def may_hold(viewer: Viewer, task: Task) -> Held | None:
    """The position by which the task is offered to the viewer, in whosever hands it is. A member acts as a member."""
    if viewer.tenant_id != task.tenant_id:
        return None
    if viewer.person_id in task.persons:
        first = viewer.own[0] if viewer.own else Held("", "", "", "", "", "")
        return replace(first, title=task.role)
    if task.candidate_unit_id is None:
        return None
    return holds(viewer, Seat(task.role, task.candidate_unit_id, task.candidate_positions))


def stands_for(viewer: Viewer, seat: Seat, claimed_by: str | None) -> InsteadOf | None:
    """For whom a task of that seat comes to the viewer; None where it is the viewer's own."""
    if claimed_by and claimed_by != viewer.person_id:
        away = (held.instead_of for held in viewer.standing_in if held.unit_id == seat.unit_id)
        return next((one for one in away if one and one.person_id == claimed_by), None)
    held = holds(viewer, seat) if seat.unit_id else None
    return held.instead_of if held else None


def conducts(viewer: Viewer, chair: Seat) -> Held | None:
    """In which position the viewer conducts a vote whose chair sits there; a chosen chair acts as such."""
    if viewer.person_id in chair.members:
        first = viewer.own[0] if viewer.own else Held("", "", "", "", "", "")
        return replace(first, title=chair.role)
    return holds(viewer, chair) if chair.unit_id else None


def holds(viewer: Viewer, seat: Seat) -> Held | None:
    """The position by which the viewer sits there."""
    fitting = (p for p in viewer.positions
               if p.unit_id == seat.unit_id and (not seat.positions or p.role in seat.positions))
    return next(fitting, None)


def holds_one(viewer: Viewer, seats: Iterable[Seat]) -> Held | None:
    """The position by which the viewer sits in the first of the seats that fits."""
    return next(filter(None, (holds(viewer, seat) for seat in seats)), None)


def sees_run(viewer: Viewer, tenant_id: str, seats: Iterable[Seat]) -> bool:
    """Whether the viewer sees everything of a run: overseers, and administrators of the tenant (who do not act)."""
    if viewer.tenant_id != tenant_id:
        return False
    return viewer.administrator or holds_one(viewer, seats) is not None


def may_see(viewer: Viewer, task: Task, seats: Iterable[Seat]) -> bool:
    """Whether the viewer may look at a task: its unit's people, those who may do it, who sees the run."""
    if viewer.tenant_id != task.tenant_id:
        return False
    units = viewer.unit_ids()
    own = not units.isdisjoint((task.unit_id, task.candidate_unit_id, task.behalf_unit_id))
    return own or viewer.person_id in task.persons or sees_run(viewer, task.tenant_id, seats)
