"""Sign-in, change and reset of passwords: who comes in, who does not, what is left behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine.action.ask_reset import ask_reset
from engine.action.change_password import change_password
from engine.action.create_administrator import NewAdministrator, create_administrator
from engine.action.give_password import give_password
from engine.action.make_reset import make_reset
from engine.action.record_refusal import record_refusal
from engine.action.reset_password import reset_password
from engine.action.set_language import set_language
from engine.action.sign_in import WRONG, SignedIn, sign_in
from engine.base.clock import ManualClock, local_day
from engine.base.ids import CountedIds
from engine.report.viewer import load_viewer
from engine.store.database import Database
from engine.store.tables import audit, outbox, reset_token, sign_in_attempt
from engine.work.password import Refused
from engine.work.people import NotFound, Viewer

FIRST = "mật khẩu buổi đầu"
SECOND = "bốn tiếng dễ nhớ"
HERE = "10.0.0.1"


@pytest.fixture
def now(clock: ManualClock) -> datetime:
    return clock.now()


@pytest.fixture
def installed(database: Database, ids: CountedIds, now: datetime) -> Database:
    """With one account, binh, whose password is FIRST."""
    new = NewAdministrator("Binh", "Nguyễn Thị Bình", "Phường Mẫu", FIRST, "binh@example.vn")
    create_administrator(database, ids, new, now)
    return database


def enter(database: Database, password: str, now: datetime, address: str = HERE) -> SignedIn:
    return sign_in(database, "binh", password, address, now)


def viewer(database: Database, session: SignedIn, now: datetime) -> Viewer | None:
    return load_viewer(database, session.person_id, session.session_key, local_day(now))


def acts(database: Database) -> list[tuple[str, str | None, str]]:
    with database.read() as connection:
        rows = connection.execute(select(audit.c.command, audit.c.person_id, audit.c.outcome).order_by(audit.c.seq))
        return [(row.command, row.person_id, row.outcome) for row in rows]


def test_the_first_administrator_comes_in_and_must_change_the_password(installed: Database, now: datetime) -> None:
    session = enter(installed, FIRST, now)

    assert session.must_change
    assert viewer(installed, session, now) == Viewer("000002", "Nguyễn Thị Bình", "binh", "000001", administrator=True)
    assert acts(installed) == [("create_administrator", None, "done"), ("sign_in", "000002", "done")]


def test_a_password_typed_in_the_other_unicode_form_is_the_same(installed: Database, now: datetime) -> None:
    decomposed = "mâ\u0323t khâ\u0309u buô\u0309i đâ\u0300u"

    assert enter(installed, decomposed, now).person_id == "000002"


def test_a_second_account_of_the_same_login_is_refused(installed: Database, ids: CountedIds, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_administrator(installed, ids, NewAdministrator("BINH", "Khác", "Phường Mẫu"), now)

    assert str(refusal.value) == 'tên đăng nhập "binh" đã có người dùng; hãy chọn tên khác'


@pytest.mark.parametrize("login", ["binh", "nobody"])
def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
        installed: Database, now: datetime, login: str) -> None:
    with pytest.raises(Refused) as refusal:
        sign_in(installed, login, "không phải mật khẩu", HERE, now)

    assert str(refusal.value) == WRONG


def test_after_five_failures_even_the_right_password_has_to_wait(installed: Database, now: datetime) -> None:
    for minute in range(5):
        with pytest.raises(Refused, match="không đúng"):
            enter(installed, "sai mật khẩu rồi", now + timedelta(minutes=minute), f"10.0.0.{minute}")

    with pytest.raises(Refused) as refusal:
        enter(installed, FIRST, now + timedelta(minutes=14))

    assert str(refusal.value) == "đã gõ sai nhiều lần; đăng nhập lại từ 08:15 ngày 15/01/2026"
    assert enter(installed, FIRST, now + timedelta(minutes=15)).person_id == "000002"


def test_an_unknown_login_is_throttled_like_a_known_one(installed: Database, now: datetime) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="không đúng"):
            sign_in(installed, "nobody", "sai mật khẩu rồi", HERE, now)

    with pytest.raises(Refused, match="từ 08:15 ngày 15/01/2026"):
        sign_in(installed, "Nobody ", "sai mật khẩu rồi", HERE, now)


def test_an_address_that_tries_many_logins_has_to_wait(installed: Database, now: datetime) -> None:
    for number in range(20):
        with pytest.raises(Refused, match="không đúng"):
            sign_in(installed, f"guess-{number}", "sai mật khẩu rồi", HERE, now)

    with pytest.raises(Refused, match="gõ sai nhiều lần"):
        enter(installed, FIRST, now)
    assert enter(installed, FIRST, now, "10.9.9.9").person_id == "000002"


def test_guesses_made_at_the_same_time_are_counted_one_by_one(installed: Database, now: datetime) -> None:
    def guess(number: int) -> str:
        with pytest.raises(Refused) as refusal:
            enter(installed, "sai mật khẩu rồi", now, f"10.0.1.{number}")
        return str(refusal.value)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(12)))

    assert answers.count(WRONG) == 5


def test_a_token_used_twice_at_the_same_time_serves_once(installed: Database, now: datetime) -> None:
    token = make_reset(installed, "binh", now)

    def use(number: int) -> bool:
        try:
            reset_password(installed, token, f"mật khẩu thứ {number}", now)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1


def test_a_success_forgets_attempts_older_than_a_day(installed: Database, now: datetime) -> None:
    with pytest.raises(Refused):
        enter(installed, "sai mật khẩu rồi", now)

    enter(installed, FIRST, now + timedelta(days=2))

    with installed.read() as connection:
        assert connection.execute(select(sign_in_attempt.c.succeeded)).scalars().all() == [True]


def test_a_changed_password_ends_the_other_sessions(installed: Database, now: datetime) -> None:
    elsewhere, here = enter(installed, FIRST, now), enter(installed, FIRST, now)
    me = viewer(installed, here, now)
    assert me

    changed = change_password(installed, me, FIRST, SECOND, now)

    assert not changed.must_change
    assert viewer(installed, changed, now) == me
    assert viewer(installed, elsewhere, now) is None
    assert not enter(installed, SECOND, now).must_change


@pytest.mark.parametrize(("current", "new", "sentence"), [
    ("không phải mật khẩu", SECOND, WRONG),
    (FIRST, FIRST, "mật khẩu mới trùng mật khẩu đang dùng; hãy đặt mật khẩu khác"),
    (FIRST, "ngắn", "mật khẩu mới ngắn hơn 10 ký tự; hãy đặt dài hơn, bốn tiếng ngẫu nhiên là dễ nhớ"),
])
def test_a_change_that_is_not_allowed_changes_nothing(
        installed: Database, now: datetime, current: str, new: str, sentence: str) -> None:
    session = enter(installed, FIRST, now)
    me = viewer(installed, session, now)
    assert me

    with pytest.raises(Refused) as refusal:
        change_password(installed, me, current, new, now)

    assert str(refusal.value) == sentence
    assert viewer(installed, session, now) == me


def test_a_forgotten_password_is_set_anew_through_a_letter(
        installed: Database, ids: CountedIds, now: datetime) -> None:
    before = enter(installed, FIRST, now)
    ask_reset(installed, ids, "Binh", lambda token: f"https://kheo.example.vn/dat-lai/{token}", now)
    with installed.read() as connection:
        letter = connection.execute(select(outbox)).one()
        kept = connection.execute(select(reset_token.c.digest)).scalar_one()
    token = letter.body.split("/dat-lai/")[1].split()[0]

    reset_password(installed, token, SECOND, now + timedelta(hours=23))

    assert (letter.recipient, letter.subject) == ("binh@example.vn", "Đặt lại mật khẩu kheo")
    assert "trong 24 giờ" in letter.body
    assert token not in kept
    assert viewer(installed, before, now) is None
    assert enter(installed, SECOND, now).person_id == "000002"


def test_a_token_serves_once(installed: Database, now: datetime) -> None:
    first, second = make_reset(installed, "binh", now), make_reset(installed, "binh", now)
    reset_password(installed, first, SECOND, now)

    for token in (first, second):
        with pytest.raises(Refused) as refusal:
            reset_password(installed, token, "một mật khẩu khác", now)
        assert str(refusal.value) == "đường dẫn đặt lại mật khẩu đã dùng hoặc đã hết hạn; hãy yêu cầu đường dẫn mới"
    assert enter(installed, SECOND, now)


@pytest.mark.parametrize("later", [timedelta(hours=24), timedelta(days=400)])
def test_a_token_expires_after_a_day(installed: Database, now: datetime, later: timedelta) -> None:
    token = make_reset(installed, "binh", now)

    with pytest.raises(Refused, match="hết hạn"):
        reset_password(installed, token, SECOND, now + later)

    assert enter(installed, FIRST, now)


def test_a_guessed_token_is_refused_and_on_record(installed: Database, now: datetime) -> None:
    with pytest.raises(Refused, match="hết hạn"):
        reset_password(installed, "guess", SECOND, now)

    assert acts(installed)[-1] == ("reset_password", None, "refused")


def test_a_poor_password_leaves_the_token_usable(installed: Database, now: datetime) -> None:
    token = make_reset(installed, "binh", now)
    with pytest.raises(Refused, match="ai cũng đoán được"):
        reset_password(installed, token, "Mật khẩu 123", now)

    reset_password(installed, token, SECOND, now)

    assert enter(installed, SECOND, now)


def test_nobody_learns_from_a_reset_whether_a_login_exists(
        installed: Database, ids: CountedIds, now: datetime) -> None:
    for login in ("nobody", "binh", "binh", "binh", "binh"):
        ask_reset(installed, ids, login, str, now)

    with installed.read() as connection:
        assert len(connection.execute(select(outbox.c.id)).all()) == 3


def test_a_reset_for_an_unknown_login_is_not_found(installed: Database, now: datetime) -> None:
    with pytest.raises(NotFound, match='không có tài khoản "nobody"'):
        make_reset(installed, "nobody", now)


def test_a_given_password_opens_the_account(installed: Database, now: datetime) -> None:
    give_password(installed, "binh", SECOND, False, now)

    assert not enter(installed, SECOND, now).must_change


def test_the_language_is_remembered(installed: Database, now: datetime) -> None:
    session = enter(installed, FIRST, now)
    me = viewer(installed, session, now)
    assert me

    set_language(installed, me, "en", now)

    after = viewer(installed, session, now)
    assert (after and after.language, enter(installed, FIRST, now).language) == ("en", "en")


def test_a_refusal_is_kept_although_the_command_was_rolled_back(installed: Database, now: datetime) -> None:
    me = viewer(installed, enter(installed, FIRST, now), now)
    assert me

    record_refusal(installed, me, "POST inbox.done", "/viec/7", "việc này giao cho đơn vị khác", now)

    assert acts(installed)[-1] == ("POST inbox.done", "000002", "refused")


def test_the_audit_holds_no_secret_and_no_name(installed: Database, ids: CountedIds, now: datetime) -> None:
    me = viewer(installed, enter(installed, FIRST, now), now)
    assert me
    change_password(installed, me, FIRST, SECOND, now)
    ask_reset(installed, ids, "binh", str, now)

    with installed.read() as connection:
        rows = repr(connection.execute(select(audit)).all())
    assert [word for word in (FIRST, SECOND, "Bình", "binh", HERE, "argon2") if word in rows] == []


def test_a_viewer_costs_two_statements(
        installed: Database, now: datetime,
        count_statements: Callable[[Database], AbstractContextManager[list[str]]]) -> None:
    session = enter(installed, FIRST, now)

    with count_statements(installed) as sent:
        viewer(installed, session, now)

    assert len(sent) == 2
