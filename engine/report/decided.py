"""The decisions on days that hold for a body: the official ones of the year, and its own."""

from dataclasses import dataclass

from engine.plan.official import OfficialDay, announced
from engine.store.database import Database
from engine.store.decided_days import DecidedDay, decided_days
from engine.work.people import Forbidden, Viewer


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """`announced`: the years whose days off are officially known."""

    official: tuple[OfficialDay, ...]
    own: tuple[DecidedDay, ...]
    announced: tuple[int, ...]


def decided_page(database: Database, viewer: Viewer) -> DecidedPage:
    """Raises Forbidden to everybody but administrators."""
    if not viewer.administrator:
        raise Forbidden("Chỉ người quản trị xem và sửa được các quyết định về ngày nghỉ, ngày làm bù.")
    with database.read() as connection:
        own = decided_days(connection, viewer.tenant_id)
    known = announced()
    return DecidedPage(known.decisions, own, known.announced)
