"""Gia Lai through two consecutive years, told chapter by chapter."""

from pathlib import Path

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.blobs import BlobStore
from engine.store.database import Database
from tests.story import gia_lai_first, gia_lai_second
from tests.story.gia_lai_answers import REGISTERED
from tests.story.year import Year

FOLDER = Path(__file__).parents[2] / "plan_configs/gia-lai-2025"
LEADING = ("dang-uy-xa", "ban-thuong-vu", "thuong-truc", "ban-xay-dung-dang", "uy-ban-nhan-dan", "hoi-dong-thi-dua")


@pytest.fixture
def year(database: Database, clock: ManualClock, ids: CountedIds, tmp_path: Path) -> Year:
    """The commune with the six units of the story."""
    found = Year(database, ids, clock, blobs=BlobStore(tmp_path / "blobs"), folder=FOLDER, number=2025, outside=LEADING)
    clock.set(gia_lai_first.FIRST)
    kept = {*LEADING, *REGISTERED}
    people = tuple(one for one in found.organisation.people if all(held.unit in kept for held in one.positions))
    units = tuple(one for one in found.organisation.units if one.code in kept)
    found.organisation = found.organisation.model_copy(update={"units": units, "people": people})
    return found


def test_two_years_run_one_after_the_other(year: Year) -> None:
    for chapter in gia_lai_first.CHAPTERS:
        chapter(year)
    (last,) = year.ids_of(gia_lai_second.KITCHEN)

    second = year.followed_by(2026)

    gia_lai_second.the_second_year_stands_beside_the_first(second)
    gia_lai_second.an_initiative_of_last_year_goes_on(second, last)
    gia_lai_second.the_others_begin_anew_and_go_on_with_nothing(second)
    gia_lai_second.every_quarter_and_half_year_comes_in_its_time(second)
    gia_lai_second.the_second_report_counts_what_went_on(second)
    gia_lai_second.the_first_year_is_closed_while_the_second_runs(second, year)
    gia_lai_second.whatever_the_second_year_still_asks_is_given(second)
    gia_lai_second.nobody_is_nominated_in_the_second_year(second)
    gia_lai_second.the_second_year_is_consolidated_and_assessed(second)
