"""Letters leave the outbox once, whole, and come back to it when they cannot go."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from engine.action.retry_incident import retry_incident
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds, TimedIds
from engine.daemon.post import SmtpSettings, send_waiting
from engine.store.database import Database
from engine.store.notices import NewLetter, post
from engine.store.sending import LEASE, lease_letter, letters_stuck, mark_failed, mark_sent
from engine.store.tables import incident, outbox
from tests.action.nho import published
from tests.mail_server import MailServer, mail_server

IDS = TimedIds()
SENDER = "kheo@phuong.vn"
BODY = "Kính gửi Nguyễn Thị Hường,\n\nViệc “Đăng ký mô hình” quá hạn.\n"


def wait_with(database: Database, now: datetime, *letters: NewLetter) -> None:
    with database.write() as connection:
        post(connection, letters, now)


def letter(number: int = 1, to: str = "huong@phuong.vn", subject: str = "Quá hạn: Đăng ký mô hình") -> NewLetter:
    return NewLetter(f"thu-{number}", to, subject, BODY)


def reaching(server: MailServer) -> SmtpSettings:
    return SmtpSettings(server.host, server.port, SENDER, security="none")


def state(database: Database) -> list[tuple[int, datetime | None, datetime | None]]:
    """(tries, next try, sent) of each letter in order."""
    with database.read() as connection:
        rows = connection.execute(
            select(outbox.c.tries, outbox.c.next_try_at, outbox.c.sent_at).order_by(outbox.c.id)).all()
    return [tuple(row) for row in rows]


def subjects(server: MailServer) -> list[str]:
    return [str(got["Subject"]) for got in server.letters]


def test_a_letter_arrives_as_it_was_written_and_only_once(database: Database, clock: ManualClock, smtp: MailServer):
    wait_with(database, clock.now(), letter())

    sent = [send_waiting(database, IDS, reaching(smtp), clock.now) for _ in range(2)]

    assert sent == [1, 0]
    [got] = smtp.letters
    assert (got["From"], got["To"], got["Subject"]) == (SENDER, "huong@phuong.vn", "Quá hạn: Đăng ký mô hình")
    assert got["Message-ID"] == "<thu-1@phuong.vn>"
    assert got.get_content().replace("\r\n", "\n") == BODY
    assert state(database) == [(1, None, clock.now())]


def test_lines_in_a_subject_cannot_add_headers(sqlite: Database, clock: ManualClock, smtp: MailServer):
    wait_with(sqlite, clock.now(), letter(subject="Mô hình\r\nBcc: ke-la@noi-khac.vn\n\nthân thư"))

    send_waiting(sqlite, IDS, reaching(smtp), clock.now)

    assert [(got["Subject"], got["Bcc"]) for got in smtp.letters] == [
        ("Mô hình Bcc: ke-la@noi-khac.vn thân thư", None)]


def test_an_address_with_a_line_in_it_is_left_to_a_person_and_holds_nobody_up(
        sqlite: Database, clock: ManualClock, smtp: MailServer):
    wait_with(sqlite, clock.now(), letter(1, to="a@phuong.vn\nBcc: b@noi-khac.vn"), letter(2))

    sent = send_waiting(sqlite, IDS, reaching(smtp), clock.now)

    assert (sent, subjects(smtp)) == (1, ["Quá hạn: Đăng ký mô hình"])
    assert state(sqlite) == [(1, None, None), (1, None, clock.now())]
    with sqlite.read() as connection:
        assert letters_stuck(connection) == 1


def test_a_refused_recipient_waits_while_the_others_get_their_letters(
        database: Database, clock: ManualClock, smtp: MailServer):
    smtp.unknown = {"khong@phuong.vn"}
    wait_with(database, clock.now(), letter(1, to="khong@phuong.vn"), letter(2), letter(3, to="lan@phuong.vn"))

    sent = send_waiting(database, IDS, reaching(smtp), clock.now)

    assert sent == 2
    assert state(database) == [(1, clock.now() + timedelta(minutes=1), None), (1, None, clock.now()),
                               (1, None, clock.now())]


def test_a_letter_is_tried_after_longer_and_longer_waits_then_left_to_a_person(
        sqlite: Database, clock: ManualClock, smtp: MailServer):
    smtp.refusal = "451 later"
    begun = clock.now()
    wait_with(sqlite, begun, letter())

    tried = []
    for _ in range(6):
        send_waiting(sqlite, IDS, reaching(smtp), clock.now)
        [(tries, again, _)] = state(sqlite)
        tried.append((tries, again - clock.now() if again else None))
        clock.set(again or clock.now())

    assert tried == [(1, timedelta(minutes=1)), (2, timedelta(minutes=5)), (3, timedelta(minutes=30)),
                     (4, timedelta(hours=2)), (5, timedelta(hours=12)), (6, None)]
    with sqlite.read() as connection:
        assert letters_stuck(connection) == 1
        assert connection.execute(select(outbox.c.error)).scalar_one().startswith("SMTPDataError: (451, ")


def test_a_server_that_is_down_costs_one_letter_a_try_and_all_go_when_it_is_back(
        sqlite: Database, clock: ManualClock):
    with mail_server() as gone:
        pass
    wait_with(sqlite, clock.now(), letter(1), letter(2), letter(3))

    down = send_waiting(sqlite, IDS, reaching(gone), clock.now)

    assert down == 0
    assert [tries for tries, _, _ in state(sqlite)] == [1, 0, 0]
    clock.advance(timedelta(minutes=1))
    with mail_server() as back:
        assert send_waiting(sqlite, IDS, reaching(back), clock.now) == 3
        assert len(back.letters) == 3


@pytest.mark.parametrize("farewell", ["421 closing", "500 what", "", None])
def test_a_letter_that_was_accepted_is_sent_however_the_server_takes_leave(
        sqlite: Database, clock: ManualClock, smtp: MailServer, farewell: str | None):
    smtp.farewell = farewell
    wait_with(sqlite, clock.now(), letter(1), letter(2))

    sent = send_waiting(sqlite, IDS, reaching(smtp), clock.now)

    assert (sent, len(smtp.letters)) == (2, 2)
    assert state(sqlite) == [(1, None, clock.now())] * 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_without_the_encryption_asked_for_gets_nothing(
        sqlite: Database, clock: ManualClock, smtp: MailServer, security: str):
    wait_with(sqlite, clock.now(), letter())
    settings = SmtpSettings(smtp.host, smtp.port, SENDER, security=security)

    sent = send_waiting(sqlite, IDS, settings, clock.now)

    assert (sent, smtp.letters, state(sqlite)[0][0]) == (0, [], 1)


def test_two_senders_at_once_send_each_letter_once(database: Database, clock: ManualClock, smtp: MailServer):
    wait_with(database, clock.now(), *(letter(n, subject=f"thư {n:02d}") for n in range(20)))
    together = threading.Barrier(2)
    sent = []

    def work() -> None:
        together.wait()
        sent.append(send_waiting(database, IDS, reaching(smtp), clock.now))

    senders = [threading.Thread(target=work) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sum(sent) == 20
    assert sorted(subjects(smtp)) == [f"thư {n:02d}" for n in range(20)]


def test_a_sender_that_died_with_a_letter_in_hand_is_followed_after_its_lease(
        sqlite: Database, clock: ManualClock, smtp: MailServer):
    wait_with(sqlite, clock.now(), letter())

    class PowerCut(BaseException):
        pass

    def dies() -> datetime:
        if smtp.letters:
            raise PowerCut
        return clock.now()

    with pytest.raises(PowerCut):
        send_waiting(sqlite, IDS, reaching(smtp), dies)
    at_once = send_waiting(sqlite, IDS, reaching(smtp), clock.now)
    clock.advance(timedelta(minutes=5))
    later = send_waiting(sqlite, IDS, reaching(smtp), clock.now)

    assert (at_once, later) == (0, 1)
    assert {got["Message-ID"] for got in smtp.letters} == {"<thu-1@phuong.vn>"}


def test_a_sender_whose_lease_is_over_marks_nothing(database: Database, clock: ManualClock):
    wait_with(database, clock.now(), letter())
    with database.write() as connection:
        slow = lease_letter(connection, clock.now())
    clock.advance(LEASE)
    with database.write() as connection:
        quick = lease_letter(connection, clock.now())
    assert slow and quick

    with database.write() as connection:
        late = mark_sent(connection, slow, clock.now()), mark_failed(connection, slow, "450", clock.now(), again=False)
        done = mark_sent(connection, quick, clock.now())

    assert (late, done) == ((False, True), True)
    assert state(database) == [(1, None, clock.now())]


def test_sending_stops_between_two_letters_when_it_is_told_to(sqlite: Database, clock: ManualClock, smtp: MailServer):
    wait_with(sqlite, clock.now(), letter(1), letter(2))

    sent = send_waiting(sqlite, IDS, reaching(smtp), clock.now, lambda: not smtp.letters)

    assert (sent, len(smtp.letters)) == (1, 1)


def test_the_log_of_a_failed_letter_names_neither_person_nor_address(
        sqlite: Database, smtp: MailServer):
    now = datetime(2026, 1, 15, tzinfo=UTC)
    smtp.unknown = {"huong@phuong.vn"}
    wait_with(sqlite, now, letter())

    with capture_logs() as lines:
        send_waiting(sqlite, IDS, reaching(smtp), lambda: now)

    assert lines == [{"event": "letter not sent", "letter": "thu-1", "tries": 1, "problem": "SMTPRecipientsRefused",
                      "log_level": "warning"}]


def test_a_letter_that_is_given_up_is_an_incident_which_can_send_it_again(
        database: Database, ids: CountedIds, clock: ManualClock, smtp: MailServer):
    world = published(database, ids, clock)
    wait_with(database, clock.now(), letter(to="a@nho.vn"))
    smtp.unknown = {"a@nho.vn"}
    for _ in range(6):
        send_waiting(database, ids, reaching(smtp), clock.now)
        clock.advance(timedelta(hours=13))

    with database.read() as connection:
        rows = connection.execute(select(incident).order_by(incident.c.subject)).all()
    smtp.unknown = set()
    done = retry_incident(database, ids, world.viewer("quan-tri"), rows[0].id, clock.now())
    sent = send_waiting(database, ids, reaching(smtp), clock.now)

    assert [(row.subject, row.command, row.reason) for row in rows] == [
        ("thu-1", "letter", "máy chủ thư không nhận thư này, đã thử 6 lần")]
    assert (done.status, sent, len(smtp.letters)) == ("retried", 1, 1)
