"""Thuỷ Nguyên 2026 from its plan file to its year end, on both databases, told chapter by chapter."""

import pytest

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.daemon.post import SmtpSettings
from engine.store.blobs import BlobStore
from engine.store.database import Database
from tests.mail_server import MailServer
from tests.story import autumn, closing, review, spring, winter
from tests.story.year import Year


@pytest.fixture
def year(database: Database, clock: ManualClock, ids: CountedIds, smtp: MailServer, tmp_path) -> Year:
    return Year(database, ids, clock, blobs=BlobStore(tmp_path / "blobs"),
                smtp=SmtpSettings(smtp.host, smtp.port, "kheo@phuong.example", security="none"))


def test_the_year_runs_from_publication_to_the_last_report(year, smtp):
    for part in (winter, spring, autumn, closing):
        for chapter in part.CHAPTERS:
            chapter(year)
    for look_back in review.CHAPTERS:
        look_back(year, smtp)
