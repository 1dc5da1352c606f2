"""Conditions on rows that hold for some days: a unit or a position valid on a day, an absence under way on it."""

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, or_

from engine.store.tables import absence

Day = date | BindParameter[date]
TODAY: BindParameter[date] = bindparam("today")


def valid_on(table: Table, day: Day = TODAY) -> ColumnElement[bool]:
    """The unit or position of the query around it is valid that day."""
    return and_(or_(table.c.valid_from.is_(None), table.c.valid_from <= day),
                or_(table.c.valid_to.is_(None), table.c.valid_to >= day))


def away_on(day: Day = TODAY) -> ColumnElement[bool]:
    """The absence of the query around it is under way that day."""
    return and_(absence.c.first_day <= day, absence.c.last_day >= day, absence.c.ended_at.is_(None))
