"""Tân Kỳ 2025 from its publication to the last report, told chapter by chapter."""

from pathlib import Path

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.blobs import BlobStore
from engine.store.database import Database
from tests.story import tan_ky_autumn, tan_ky_summer
from tests.story.tan_ky_answers import REGISTERED
from tests.story.year import Year

FOLDER = Path(__file__).parents[2] / "plan_configs/tan-ky-2025"
LEADING = ("dang-uy-xa", "thuong-truc", "ban-thuong-vu", "ban-xay-dung-dang")


@pytest.fixture
def year(database: Database, clock: ManualClock, ids: CountedIds, tmp_path: Path) -> Year:
    """The commune with the eight units of the story."""
    found = Year(database, ids, clock, blobs=BlobStore(tmp_path / "blobs"), folder=FOLDER, number=2025, outside=LEADING)
    clock.set(tan_ky_summer.FIRST)
    kept = {*LEADING, *REGISTERED}
    people = tuple(one for one in found.organisation.people if all(held.unit in kept for held in one.positions))
    units = tuple(one for one in found.organisation.units if one.code in kept)
    found.organisation = found.organisation.model_copy(update={"units": units, "people": people})
    return found


def test_the_period_runs_from_publication_to_the_last_report(year: Year) -> None:
    for part in (tan_ky_summer, tan_ky_autumn):
        for chapter in part.CHAPTERS:
            chapter(year)
