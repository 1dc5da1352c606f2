"""The ward of the small plan whose units send paper."""

from datetime import date
from pathlib import Path

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import world
from tests.action.on_paper import BY_STAMP, join, plan_with
from tests.web.site import Site, site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def ward_on_paper(database: Database, ids: CountedIds, clock: ManualClock, folder: Path) -> Site:
    """The deadline of the registration counts by the postmark; it is the day after. Two people receive."""
    made = world(database, ids, clock, loaded=plan_with(BY_STAMP))
    join(made, "dau-moi-2", "Hồ Thứ Hai", "dau-moi")
    made.send("dau-moi", "ban-hanh")
    made.at(date(2026, 2, 6))
    return site(made, folder)
