"""What one person is told of many tasks of one plan at one time goes out as one letter."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.base.clock import ManualClock
from engine.base.ids import TimedIds
from engine.daemon.post import SmtpSettings, send_waiting
from engine.daemon.scheduler import tick
from engine.store.database import Database
from engine.store.stalled import send_again
from engine.store.tables import incident, notice, outbox, person
from engine.work.digest import MOST, Reminded, digest
from tests.faults.load import BEGUN, DUE, loaded
from tests.mail_server import MailServer

UNITS = 60
LATE = DUE + timedelta(days=8)
"""The coordinator is told of every unit that is late."""


def reaching(server: MailServer) -> SmtpSettings:
    return SmtpSettings(server.host, server.port, "kheo@phuong.vn", security="none")


@pytest.fixture
def late(sqlite: Database) -> ManualClock:
    """Every unit is late, and all that are to hear of it have their notices; no letter has left."""
    world = loaded(sqlite, UNITS)
    clock = ManualClock(LATE)
    tick(sqlite, world.ids, clock.now, None)
    return clock


def waiting(database: Database) -> dict[str, int]:
    """Recipient -> letters that have not left."""
    found: dict[str, int] = {}
    with database.read() as connection:
        for to in connection.execute(select(outbox.c.recipient).where(outbox.c.sent_at.is_(None))).scalars():
            found[to] = found.get(to, 0) + 1
    return found


def test_a_burst_reaches_each_person_as_one_letter_and_every_notice_is_counted(
        sqlite: Database, late: ManualClock, smtp: MailServer):
    before = waiting(sqlite)
    assert max(before.values()) >= UNITS

    tick(sqlite, TimedIds(), late.now, reaching(smtp))

    got = {str(letter["To"]): letter for letter in smtp.letters}
    assert len(smtp.letters) == len(got) == len(before)
    burst = max(before, key=lambda to: before[to])
    said = got[burst].get_content()
    assert f": {before[burst]} việc được nhắc, {before[burst]} việc quá hạn" in str(got[burst]["Subject"])
    assert said.count("\n- ") == MOST + 1 and f"- và {before[burst] - MOST} việc nữa" in said.replace("\r", "")
    assert waiting(sqlite) == {}
    with sqlite.read() as connection:
        inbox = connection.execute(select(notice.c.id).join(person, person.c.id == notice.c.person_id).where(
            person.c.email == burst, notice.c.channel == "inbox", notice.c.level > 0)).all()
    assert len(inbox) == before[burst]


def test_what_was_tried_together_is_tried_again_together_and_given_up_together(
        sqlite: Database, late: ManualClock, smtp: MailServer):
    burst = max(waiting(sqlite).items(), key=lambda one: one[1])[0]
    smtp.unknown = {burst}
    ids = TimedIds()

    for _ in range(6):
        send_waiting(sqlite, ids, reaching(smtp), late.now)
        late.advance(timedelta(hours=13))

    with sqlite.write() as connection:
        [(subject, reason)] = connection.execute(select(incident.c.subject, incident.c.reason)).all()
        assert send_again(connection, subject, late.now())
    smtp.unknown, smtp.letters[:] = set(), []
    assert reason == "máy chủ thư không nhận thư này, đã thử 6 lần"
    assert send_waiting(sqlite, ids, reaching(smtp), late.now) == 1
    assert [str(letter["To"]) for letter in smtp.letters] == [burst]
    assert waiting(sqlite) == {}


def test_a_letter_that_may_have_arrived_takes_nothing_new_along(
        sqlite: Database, late: ManualClock, smtp: MailServer):
    class PowerCut(BaseException):
        pass

    def dies() -> object:
        if smtp.letters:
            raise PowerCut
        return late.now()

    with sqlite.write() as connection:
        burst = connection.execute(select(outbox.c.bundle).group_by(outbox.c.bundle).order_by(
            func.count().desc()).limit(1)).scalar_one()
        connection.execute(outbox.delete().where(outbox.c.bundle != burst))
    with pytest.raises(PowerCut):
        send_waiting(sqlite, TimedIds(), reaching(smtp), dies)  # type: ignore[arg-type]
    first = smtp.letters[0]
    late.advance(timedelta(minutes=5))
    with sqlite.write() as connection:
        row = connection.execute(select(outbox)).first()
        assert row
        connection.execute(outbox.insert().values({
            **row._asdict(), "id": "moi", "made_at": late.now(), "next_try_at": late.now(), "tries": 0}))

    sent = send_waiting(sqlite, TimedIds(), reaching(smtp), late.now)

    assert sent == 2
    assert (smtp.letters[1]["Message-ID"], smtp.letters[1].get_content()) == (
        first["Message-ID"], first.get_content())


def test_the_most_urgent_stand_first():
    early, late = (BEGUN + timedelta(days=days) for days in (1, 2))
    told = [Reminded("Còn 5 ngày: “A”.", False, None), Reminded("Quá hạn 1 ngày: “B”.", True, late.date()),
            Reminded("Quá hạn 2 ngày: “C”.", True, early.date())]

    subject, body = digest("Lê Thị Hoa", "Kế hoạch 01", "KH 01", told)

    assert subject == "KH 01: 3 việc được nhắc, 2 việc quá hạn"
    assert body == ("Kính gửi Lê Thị Hoa,\n\n3 lời nhắc của kế hoạch Kế hoạch 01, việc gấp nhất ghi trước:\n\n"
                    "- Quá hạn 2 ngày: “C”.\n- Quá hạn 1 ngày: “B”.\n- Còn 5 ngày: “A”.\n\n"
                    "Mở hộp việc để xem đủ và làm.\n")
