"""Absences and their substitutions as rows. An absence that is changed is ended, and another follows it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update

from engine.store.tables import absence, person, position, substitution, unit
from engine.work.absence import Absence, Leave, Substitution


def add(connection: Connection, new: Absence, now: datetime) -> None:
    """Keep the absence with its substitutions."""
    leave = new.leave
    connection.execute(insert(absence).values(
        id=new.id, person_id=new.person_id, first_day=leave.first_day, last_day=leave.last_day, note=leave.note,
        made_by=new.made_by, made_at=now))
    rows = [{"absence_id": new.id, "position_id": one.position_id, "person_id": one.person_id, "manner": one.manner}
            for one in leave.substitutions]
    if rows:
        connection.execute(insert(substitution), rows)


def end(connection: Connection, absence_id: str, by: str, now: datetime) -> None:
    """From that moment on the person is there again."""
    connection.execute(update(absence).where(absence.c.id == absence_id, absence.c.ended_at.is_(None))
                       .values(ended_at=now, ended_by=by))


def get(connection: Connection, tenant_id: str, absence_id: str) -> Absence | None:
    """The absence, if it is of one of the tenant's people."""
    of = select(person.c.id).where(person.c.tenant_id == tenant_id)
    found = _where(connection, absence.c.id == absence_id, absence.c.person_id.in_(of))
    return found[0] if found else None


def standing(connection: Connection, person_ids: Iterable[str], from_day: date) -> list[Absence]:
    """The absences of those persons that are neither over by that day nor ended, the earliest first."""
    return _where(connection, absence.c.person_id.in_(sorted(person_ids)), absence.c.last_day >= from_day,
                  absence.c.ended_at.is_(None))


def stood_in_by(connection: Connection, person_id: str, from_day: date) -> list[Absence]:
    """The standing absences in which the person is somebody's substitute."""
    mine = select(substitution.c.absence_id).where(substitution.c.person_id == person_id)
    return _where(connection, absence.c.id.in_(mine), absence.c.last_day >= from_day, absence.c.ended_at.is_(None))


def standing_below(connection: Connection, tenant_id: str, paths: Sequence[str], from_day: date) -> list[Absence]:
    """The standing absences of the people who hold a position in a unit of those subtrees."""
    below = or_(*(unit.c.path.startswith(path, autoescape=True) for path in paths))
    people = (select(position.c.person_id).join(unit, unit.c.id == position.c.unit_id)
              .where(unit.c.tenant_id == tenant_id, below))
    return _where(connection, absence.c.person_id.in_(people), absence.c.last_day >= from_day,
                  absence.c.ended_at.is_(None))


def _where(connection: Connection, *conditions: ColumnElement[bool]) -> list[Absence]:
    rows = connection.execute(select(absence).where(*conditions).order_by(
        absence.c.first_day, absence.c.person_id, absence.c.id)).all()
    found = {row.id: _absence(row) for row in rows}
    given = connection.execute(
        select(substitution).where(substitution.c.absence_id.in_(found)).order_by(substitution.c.position_id)).all()
    for row in given:
        one = found[row.absence_id]
        added = (*one.leave.substitutions, Substitution(row.position_id, row.person_id, row.manner))
        found[one.id] = replace(one, leave=replace(one.leave, substitutions=added))
    return list(found.values())


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.id, row.person_id, Leave(row.first_day, row.last_day, row.note), row.made_by, row.ended_at)
