"""Who may act, and who may see: always from the positions held today."""

from collections.abc import Iterable
from dataclasses import replace

from engine.work.people import Held, Viewer
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
        return None
    if task.behalf_unit_id:
        body = holds(viewer, Seat(task.role, task.behalf_unit_id))
        return replace(body, title=f"{body.title} (nhập thay)") if body else None
    if held or task.candidate_unit_id is None:
        return held
    own = holds(viewer, Seat(task.role, task.candidate_unit_id))
    return replace(own, title=f"{own.title} (được chuyển xử lý)") if own else None


def may_hold(viewer: Viewer, task: Task) -> Held | None:
    """The position by which the task is offered to the viewer, in whosever hands it is. A member acts as a member."""
    if viewer.tenant_id != task.tenant_id:
        return None
    if viewer.person_id in task.persons:
        first = viewer.positions[0] if viewer.positions else Held("", "", "", "", "", "")
        return replace(first, title=task.role)
    if task.candidate_unit_id is None:
        return None
    return holds(viewer, Seat(task.role, task.candidate_unit_id, task.candidate_positions))


def conducts(viewer: Viewer, chair: Seat) -> Held | None:
    """In which position the viewer conducts a vote whose chair sits there; a chosen chair acts as such."""
    if viewer.person_id in chair.members:
        first = viewer.positions[0] if viewer.positions else Held("", "", "", "", "", "")
        return replace(first, title=chair.role)
    return holds(viewer, chair) if chair.unit_id else None


def holds(viewer: Viewer, seat: Seat) -> Held | None:
    """The position by which the viewer sits there."""
    fitting = (p for p in viewer.positions
               if p.unit_id == seat.unit_id and (not seat.positions or p.role in seat.positions))
    return next(fitting, None)


def sees_run(viewer: Viewer, tenant_id: str, seats: Iterable[Seat]) -> bool:
    """Whether the viewer sees everything of a run: overseers, and administrators of the tenant (who do not act)."""
    if viewer.tenant_id != tenant_id:
        return False
    return viewer.administrator or any(holds(viewer, seat) for seat in seats)


def may_see(viewer: Viewer, task: Task, seats: Iterable[Seat]) -> bool:
    """Whether the viewer may look at a task: its unit's people, those who may do it, who sees the run."""
    if viewer.tenant_id != task.tenant_id:
        return False
    units = viewer.unit_ids()
    own = not units.isdisjoint((task.unit_id, task.candidate_unit_id, task.behalf_unit_id))
    return own or viewer.person_id in task.persons or sees_run(viewer, task.tenant_id, seats)
