"""The small ward's site."""

from pathlib import Path

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import published, world
from tests.web.site import Site, site


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The plan is in force: the associations a, b and c have to register."""
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


@pytest.fixture
def fresh(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The plan is prepared, not in force; everybody still has the first password."""
    return site(world(sqlite, ids, clock), tmp_path / "blobs", must_change=True)
