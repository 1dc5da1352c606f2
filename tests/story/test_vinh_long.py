"""Vĩnh Long 2025 through its period: quotas at registration, scores and classes, a dossier of two copies, the award."""

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import data_dir
from engine.store.blobs import BlobStore
from engine.store.database import Database
from tests.story import vinh_long_spring, vinh_long_winter
from tests.story.year import Year

OUTSIDE = ("tinh-vinh-long", "uy-ban-tinh", "ban-tuyen-giao-dan-van", "phuong-long-chau", "phuong-binh-minh",
           "xa-long-ho", "xa-an-binh")


@pytest.fixture
def province(sqlite: Database, clock: ManualClock, ids: CountedIds, tmp_path) -> Year:
    return Year(sqlite, ids, clock, blobs=BlobStore(tmp_path / "blobs"),
                folder=data_dir("plan_configs") / "vinh-long-2025", number=2025, leader="sonoivu.tt", outside=OUTSIDE)


def test_the_period_runs_from_the_decision_to_the_summing_up(province: Year) -> None:
    for part in (vinh_long_spring, vinh_long_winter):
        for chapter in part.CHAPTERS:
            chapter(province)
