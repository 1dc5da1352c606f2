"""Who is away in the small ward, and who holds what meanwhile."""

from datetime import date

from sqlalchemy import select

from engine.action.enter_absence import enter_absence
from engine.store.absences import standing
from engine.store.tables import notice
from engine.work.absence import Absence, Leave, Substitution
from tests.action.nho import World


def position_of(made: World, login: str) -> str:
    """The id of the person's first own position."""
    return made.viewer(login).own[0].id


def away(made: World, login: str, first: date, last: date, instead: str = "", manner: str = "", by: str = "") -> str:
    """The person is away in those days, and `instead` holds the position; `by` enters it."""
    given = (Substitution(position_of(made, login), made.viewer(instead).person_id, manner),) if instead else ()
    return enter_absence(made.database, made.ids, made.viewer(by or login), made.viewer(login).person_id,
                         Leave(first, last, None, given), made.clock.now())


def absences_of(made: World, login: str) -> list[Absence]:
    """Those that stand today."""
    with made.database.read() as connection:
        return standing(connection, [made.viewer(login).person_id], made.clock.now().date())


def told(made: World, login: str) -> list[str]:
    """The notices of the person that speak of no task, oldest first."""
    with made.database.read() as connection:
        return list(connection.execute(
            select(notice.c.text).where(notice.c.person_id == made.viewer(login).person_id, notice.c.task_id.is_(None))
            .order_by(notice.c.made_at, notice.c.id)).scalars())
