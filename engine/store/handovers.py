"""What hangs on a person, as rows: found for a preview, moved to the one who follows."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from engine.base.diagnostic import PlanError
from engine.store import versions
from engine.store.people import Account, account_of
from engine.store.positions import Placed, Position, add_positions, held_by, save_position
from engine.store.tables import (
    absence,
    calendar_feed,
    draft,
    paper,
    person,
    run,
    run_member,
    saved_view,
    substitution,
    task,
    task_person,
)
from engine.work.handover import HandOver, Left
from engine.work.people import Conflict, Forbidden, NotFound, Viewer

_OPEN = task.c.status == "open"
_BALLOT = "mỗi thành viên tự bỏ phiếu; chủ toạ thay thành viên ở trang điều hành trước khi bàn giao"
_MEANWHILE = "người vắng tự chọn người làm thay khác"
_ADMINISTRATOR = "người quản trị khác cấp quyền này trong sổ tổ chức"


def pair_of(connection: Connection, viewer: Viewer, old: str, new: str) -> tuple[Account, Account]:
    """The accounts of who leaves and who follows, by login; for administrators.

    Raises Forbidden, NotFound (no open account of the tenant), Conflict (the same person; the viewer's own).
    """
    if not viewer.administrator:
        raise Forbidden("Chỉ người quản trị bàn giao tài khoản; hãy nhờ người quản trị.")
    leaving, coming = (_account(connection, viewer, login) for login in (old, new))
    if leaving.id == coming.id:
        raise Conflict("Người đi và người nhận là một; chọn hai người khác nhau.")
    if leaving.id == viewer.person_id:
        raise Conflict("Bạn không tự đóng tài khoản của mình; hãy nhờ một người quản trị khác bàn giao.")
    return leaving, coming


def _account(connection: Connection, viewer: Viewer, login: str) -> Account:
    found = account_of(connection, login)
    if found is None or found.tenant_id != viewer.tenant_id or not found.active:
        raise NotFound(f'không có tài khoản "{login}"; xem lại tên đăng nhập')
    return found


def handover_of(connection: Connection, old: Account, new: Account, today: date) -> HandOver:
    """What would pass from one to the other today."""
    return HandOver(
        old.id, old.name, new.id, new.name,
        tuple(one.words for one in _to_open(connection, old.id, new.id, today)),
        tuple(f"thành viên {words}" for _, _, words in _memberships(connection, old.id)),
        _count(connection, *_named(old.id)), _count(connection, _OPEN, task.c.claimed_by == old.id),
        _count(connection, _OPEN, task.c.delegated_by == old.id),
        _count(connection, _OPEN, task.c.id.in_(select(draft.c.task_id).where(draft.c.by == old.id))),
        int(connection.execute(select(func.count()).select_from(saved_view)
                               .where(saved_view.c.owner_id == old.id)).scalar_one()),
        tuple(_left(connection, old, today)))


def move(connection: Connection, old: Account, new: Account, ids: list[str], today: date) -> None:
    """Positions, memberships, tasks, drafts and views are the other's from today on. `ids`: for new positions."""
    opened = _to_open(connection, old.id, new.id, today)
    for one in held_by(connection, [old.id], today):
        save_position(connection, _ended(one.position, today))
    add_positions(connection, [_opened(one.position, new.id, new_id, today)
                               for one, new_id in zip(opened, ids, strict=False)])
    for run_id, role, _words in _memberships(connection, old.id):
        _replace(connection, run_member, {"run_id": run_id, "role": role}, old.id, new.id)
    for task_id in connection.execute(select(task.c.id).where(*_named(old.id))).scalars().all():
        _replace(connection, task_person, {"task_id": task_id}, old.id, new.id)
    for column in ("claimed_by", "delegated_by"):
        connection.execute(update(task).where(_OPEN, task.c[column] == old.id)
                           .values({column: new.id, "rev": task.c.rev + 1}))
    connection.execute(update(task).where(_OPEN, task.c.claimed_by == new.id, task.c.delegated_by == new.id)
                       .values(delegated_by=None))
    connection.execute(update(paper).where(paper.c.status == "open", paper.c.by == old.id).values(by=new.id))
    of_open = select(task.c.id).where(_OPEN)
    connection.execute(update(draft).where(draft.c.by == old.id, draft.c.task_id.in_(of_open)).values(by=new.id))
    connection.execute(update(saved_view).where(saved_view.c.owner_id == old.id).values(owner_id=new.id))
    connection.execute(delete(calendar_feed).where(calendar_feed.c.person_id == old.id))


def _to_open(connection: Connection, old_id: str, new_id: str, today: date) -> list[Placed]:
    """The positions of one that the other does not hold already."""
    held = {(one.position.unit_id, one.position.role) for one in held_by(connection, [new_id], today)}
    return [one for one in held_by(connection, [old_id], today)
            if (one.position.unit_id, one.position.role) not in held]


def _ended(one: Position, today: date) -> Position:
    return Position(one.id, one.person_id, one.unit_id, one.role, one.title, one.valid_from, today - timedelta(days=1))


def _opened(one: Position, person_id: str, new_id: str, today: date) -> Position:
    first = max(one.valid_from, today) if one.valid_from else today
    return Position(new_id, person_id, one.unit_id, one.role, one.title, first, one.valid_to)


def _memberships(connection: Connection, person_id: str) -> list[tuple[str, str, str]]:
    """(run, role as it is kept, role and run as they are called) of runs that are not closed."""
    rows = connection.execute(
        select(run_member.c.run_id, run_member.c.role, run.c.short, run.c.version_id, run.c.year)
        .join(run, run.c.id == run_member.c.run_id)
        .where(run_member.c.person_id == person_id, run.c.status != "closed")
        .order_by(run.c.short, run_member.c.role)).all()
    return [(row.run_id, row.role, f"{_called(connection, row)} ({row.short})") for row in rows]


def _called(connection: Connection, row: Any) -> str:
    """The role as the plan calls it; as it is kept where an amendment has removed it or the plan cannot be read."""
    try:
        return versions.compiled(connection, row.version_id, row.year).plan.role(row.role).name
    except (KeyError, PlanError):
        return str(row.role)


def _named(person_id: str) -> tuple[ColumnElement[bool], ...]:
    """Open tasks that name the person, ballots aside: a member votes in person."""
    named = select(task_person.c.task_id).where(task_person.c.person_id == person_id)
    return _OPEN, task.c.act != "ballot", task.c.id.in_(named)


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(task).where(*conditions)).scalar_one())


def _replace(connection: Connection, table: Any, key: dict[str, str], old_id: str, new_id: str) -> None:
    """One person in the place of another, once."""
    here = [table.c[name] == value for name, value in key.items()]
    there = connection.execute(select(table.c.person_id).where(*here, table.c.person_id == new_id)).first()
    connection.execute(delete(table).where(*here, table.c.person_id == old_id))
    if there is None:
        connection.execute(insert(table).values(**key, person_id=new_id))


def _left(connection: Connection, old: Account, today: date) -> list[Left]:
    """What stays behind, and why."""
    named = select(task_person.c.task_id).where(task_person.c.person_id == old.id)
    ballots = connection.execute(select(task.c.id, task.c.title, task.c.subject)
                                 .where(_OPEN, task.c.act == "ballot", task.c.id.in_(named)).order_by(task.c.id)).all()
    found = [Left(f"phiếu “{row.title}”" + (f" — “{row.subject}”" if row.subject else ""), _BALLOT, row.id)
             for row in ballots]
    away = connection.execute(
        select(person.c.name).distinct().select_from(substitution)
        .join(absence, absence.c.id == substitution.c.absence_id).join(person, person.c.id == absence.c.person_id)
        .where(substitution.c.person_id == old.id, absence.c.last_day >= today, absence.c.ended_at.is_(None))
        .order_by(person.c.name)).scalars()
    found += [Left(f"làm thay {name}", _MEANWHILE) for name in away]
    return [*found, Left("quyền quản trị", _ADMINISTRATOR)] if old.administrator else found
