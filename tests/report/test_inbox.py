"""The list of tasks: whose, in which view, in which order, at which cost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert, select, update

from engine.plan.official import official_calendar
from engine.report.due_group import group_case
from engine.report.inbox import PAGE, inbox_of, side_of
from engine.report.notices import notices_of, unread_notices
from engine.report.wanted import VIEWS, Wanted
from engine.store.tables import absence, notice, task
from engine.work.due_state import TaskDays, due_state
from tests.action.leave import away
from tests.action.nho import World, published, rows, world

TODAY = date(2026, 2, 2)
CALENDAR = official_calendar(2025, 2027)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _inbox(world: World, login: str, view: str = "can-lam", query: str = "", after: str | None = None, **narrow: str):
    return inbox_of(world.database, world.viewer(login), Wanted(view, query, **narrow), after, TODAY, CALENDAR)


def _copies(world: World, days: list[date | None]) -> None:
    """More tasks like the one of Hội A, due on these days."""
    like = select(task).where(task.c.id == world.task("dang-ky", "hoi-a").id)
    with world.database.write() as connection:
        first = dict(connection.execute(like).mappings().one())
        for n, day in enumerate(days):
            connection.execute(insert(task).values({
                **first, "id": f"copy-{n:03}", "node": f"copy-{n}", "last_day": day, "last_working_day": day,
                "overdue_after": day}))


def test_everybody_sees_the_tasks_of_the_own_unit_alone(running):
    logins = ("a", "sep-a", "b", "dau-moi", "nguoi-la")

    seen = {login: [row.id for row in _inbox(running, login).rows] for login in logins}

    of_a, of_b = running.task("dang-ky", "hoi-a").id, running.task("dang-ky", "hoi-b").id
    assert seen == {"a": [of_a], "sep-a": [of_a], "b": [of_b], "dau-moi": [], "nguoi-la": []}


def test_a_row_says_what_a_person_needs_to_choose(running):
    row = _inbox(running, "a").rows[0]

    assert (row.title, row.subject, row.plan, row.unit) == ("Đăng ký mô hình", "", "Kế hoạch nhỏ", "")
    assert (row.due.code, row.due.words, row.last_day) == ("soon", "còn 2 ngày làm việc", date(2026, 2, 4))
    assert (row.returned, row.draft_percent, row.files, row.comments) == (0, None, 0, 0)


def test_tasks_stand_by_due_day_and_those_without_one_last(running):
    _copies(running, [None, date(2026, 3, 2), date(2026, 1, 30), date(2026, 2, 2)])

    found = _inbox(running, "a")

    assert [(row.group, row.last_day) for row in found.rows] == [
        ("late", date(2026, 1, 30)), ("now", TODAY), ("soon", date(2026, 2, 4)), ("later", date(2026, 3, 2)),
        ("none", None)]
    assert side_of(running.database, running.viewer("a"), TODAY).counts == {
        "can-lam": 5, "qua-han": 1, "hom-nay": 1, "tuan-nay": 2, "chua-nhan": 5, "can-bo-sung": 0, "ban-nhap": 0,
        "cho-nguoi-khac": 0, "danh-dau": 0, "da-xong": 0}
    assert found.groups == {"late": 1, "now": 1, "soon": 1, "later": 1, "none": 1}


def test_views_follow_a_task_on_its_way(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    waiting = {view: len(_inbox(running, "a", view).rows) for view in VIEWS}
    running.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    returned = {view: len(_inbox(running, "a", view).rows) for view in VIEWS}

    assert waiting == {"can-lam": 0, "qua-han": 0, "hom-nay": 0, "tuan-nay": 0, "chua-nhan": 0,
                       "can-bo-sung": 0, "ban-nhap": 0, "cho-nguoi-khac": 1, "danh-dau": 0, "da-xong": 1}
    assert returned == {"can-lam": 1, "qua-han": 0, "hom-nay": 0, "tuan-nay": 1, "chua-nhan": 1,
                        "can-bo-sung": 1, "ban-nhap": 0, "cho-nguoi-khac": 0, "danh-dau": 0, "da-xong": 1}


def test_what_was_returned_says_why_in_the_last_word_and_shortly(running):
    for reason in ("thiếu chữ ký", "thiếu dấu" * 20):
        running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
        running.clock.advance(timedelta(minutes=1))
        running.send("dau-moi", "dang-ky", "tra-lai", reason=reason, code="hoi-a")
    running.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")

    [returned], [looked_at] = (_inbox(running, login).rows for login in ("a", "dau-moi"))

    assert (returned.returned, returned.returned_why) == (2, ("thiếu dấu" * 20)[:80])
    assert (looked_at.returned, looked_at.returned_why) == (0, "")


def test_the_receiver_reads_which_unit_a_task_is_about(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    assert [row.unit for row in _inbox(running, "dau-moi").rows] == ["Hội A"]


def test_the_search_takes_all_words_in_any_order(running):
    assert len(_inbox(running, "a", query="HỘI đăng-ký").rows) == 1
    assert _inbox(running, "a", query="đăng ký %").rows == ()


def test_what_is_overdue_stands_before_what_may_still_be_sent_however_alike_their_last_working_days(running):
    """Friday is the last working day of both; the plan names Monday for the one in which Saturday is the last."""
    monday, saturday, friday = date(2026, 2, 2), date(2026, 1, 31), date(2026, 1, 30)
    _copies(running, [friday] * (PAGE + 4))
    with running.database.write() as connection:
        for n in range(0, PAGE + 4, 2):
            connection.execute(update(task).where(task.c.id == f"copy-{n:03}").values(
                last_day=saturday, overdue_after=monday))

    first = _inbox(running, "a")
    second = _inbox(running, "a", after=first.more)

    found = [row.group for row in (*first.rows, *second.rows)]
    assert found == ["late"] * 27 + ["now"] * 27 + ["soon"]
    assert len({row.id for row in (*first.rows, *second.rows)}) == PAGE + 5


def test_a_row_without_a_day_says_which_event_must_get_one(running):
    _copies(running, [None, None])
    with running.database.write() as connection:
        connection.execute(update(task).where(task.c.id == "copy-000").values(
            phrase="trước 03 ngày tổ chức hội nghị thẩm định"))
        connection.execute(update(task).where(task.c.id == "copy-001").values(phrase=None))

    found = [(row.due.words, row.due.icon) for row in _inbox(running, "a").rows if row.due.code == "none"]

    assert found == [("chờ ấn định ngày hội nghị thẩm định", "?"), ("chưa có hạn", "?")]


def test_what_is_done_says_what_became_of_it(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    running.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-b")

    said = [{row.due.words for row in _inbox(running, login, "da-xong").rows if "Ban hành" not in row.title}
            for login in ("a", "dau-moi")]

    day = "15/01/2026"
    assert said[0] == {f"đã gửi {day}"}
    assert said[1] >= {f"đã tiếp nhận {day}", f"đã trả lại {day}"}


def test_what_waits_for_others_says_for_whom(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    nobody = _inbox(running, "a", "cho-nguoi-khac").rows[0].waits_for
    waiting, taker = running.task("dang-ky", "hoi-a").id, running.viewer("dau-moi").person_id
    with running.database.write() as connection:
        connection.execute(update(task).where(task.c.id == waiting).values(claimed_by=taker))
    held = _inbox(running, "a", "cho-nguoi-khac").rows[0].waits_for

    assert (nobody, held) == ("Ban đầu mối", running.viewer("dau-moi").name)
    assert [row.waits_for for row in _inbox(running, "dau-moi").rows] == [""]


def test_a_colleague_who_is_away_does_not_take_a_task(running):
    before = [len(_inbox(running, login, "chua-nhan").rows) for login in ("a", "sep-a")]
    away(running, "sep-a", date(2026, 1, 20), TODAY)
    during = [len(_inbox(running, login, "chua-nhan").rows) for login in ("a", "sep-a")]

    assert (before, during) == ([1, 1], [0, 1])
    with running.database.write() as connection:
        connection.execute(update(absence).values(last_day=date(2026, 2, 1)))
    assert len(_inbox(running, "a", "chua-nhan").rows) == 1


def test_more_time_is_offered_for_what_waits_for_others_to_who_may_give_it(database, ids, clock):
    made = world(database, ids, clock)
    waiting, deciders = made.task("ban-hanh").id, made.viewer("thuong-truc").positions[0].unit_id
    with database.write() as connection:
        connection.execute(update(task).where(task.c.id == waiting).values(
            candidate_unit_id=deciders, candidate_positions="", role="Thường trực"))

    def offered(login: str, view: str) -> list[bool]:
        return [row.more_time for row in _inbox(made, login, view).rows]

    assert offered("dau-moi", "cho-nguoi-khac") == [True]
    assert offered("thuong-truc", "can-lam") == [False]
    with database.write() as connection:
        connection.execute(update(task).where(task.c.id == waiting).values(last_day=None))
    assert offered("dau-moi", "cho-nguoi-khac") == [False]


@pytest.mark.parametrize("view", ["can-lam", "da-xong"])
def test_pages_follow_each_other_without_gap_or_repeat(running, view):
    _copies(running, [TODAY + timedelta(days=n % 7) if n % 5 else None for n in range(PAGE + 20)])
    if view == "da-xong":
        with running.database.write() as connection:
            connection.execute(update(task).where(task.c.id.startswith("copy")).values(
                status="done", closed_at=running.clock.now()))

    first = _inbox(running, "a", view)
    second = _inbox(running, "a", view, after=first.more)

    found = [row.id for row in (*first.rows, *second.rows)]
    assert len(first.rows) == PAGE
    assert second.more is None
    assert len(found) == len(set(found)) == PAGE + 20 + (view == "can-lam")


def test_a_key_nobody_handed_out_is_refused(running):
    with pytest.raises(ValueError):
        _inbox(running, "a", after="x~y~z")


def test_the_inbox_costs_the_same_for_one_task_and_for_three(running, count_statements):
    viewer = running.viewer("a")
    with count_statements(running.database) as for_one:
        one = inbox_of(running.database, viewer, Wanted(), None, TODAY, CALENDAR)
    _copies(running, [TODAY, None])
    with count_statements(running.database) as for_three:
        three = inbox_of(running.database, viewer, Wanted(), None, TODAY, CALENDAR)

    assert (len(one.rows), len(three.rows)) == (1, 3)
    assert len(for_one) == len(for_three) == 2


def _plans(database, ask):
    """How SQLite goes about each statement of the question."""
    sent = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    event.listen(database.reader, "before_cursor_execute", note)
    ask()
    event.remove(database.reader, "before_cursor_execute", note)
    with database.read() as connection:
        return [[row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
                for statement, parameters in sent]


@pytest.mark.parametrize("view", VIEWS)
def test_the_tasks_of_others_are_not_looked_through(sqlite, ids, clock, view):
    world = published(sqlite, ids, clock)
    viewer = world.viewer("a")

    plans = _plans(sqlite, lambda: (side_of(sqlite, viewer, TODAY),
                                  inbox_of(sqlite, viewer, Wanted(view, "mô hình"), None, TODAY, CALENDAR)))

    assert len(plans) == 4
    assert [line for plan in plans for line in plan if line.startswith("SCAN")] == []


def test_the_database_groups_days_as_their_colours_say_and_by_week_and_month_behind_them(running):
    days = [day for n in range(-10, 40) if CALENDAR.is_working(day := TODAY + timedelta(days=n))]
    _copies(running, list(days))
    with running.database.read() as connection:
        query = select(task.c.last_day, group_case(TODAY, CALENDAR)).where(task.c.id.startswith("copy"))
        found = {row[0]: row[1] for row in connection.execute(query)}

    colours = {day: due_state(TaskDays(day, day, day), TODAY, CALENDAR).code for day in days}
    coloured = {day: code for day, code in colours.items() if code in ("late", "now", "soon")}
    assert {day: found[day] for day in coloured} == coloured
    friday, monday, end = date(2026, 2, 6), date(2026, 2, 9), date(2026, 2, 27)
    assert {day: found[day] for day in (friday, monday, end, date(2026, 3, 2))} == {
        friday: "week", monday: "month", end: "month", date(2026, 3, 2): "later"}


def test_notices_are_the_persons_own_and_the_newest_first(running):
    me, other, now = running.viewer("a"), running.viewer("b").person_id, running.clock.now()
    made = [(me.person_id, "inbox"), (me.person_id, "email"), (me.person_id, "inbox"), (other, "inbox")]
    with running.database.write() as connection:
        for n, (person, channel) in enumerate(made):
            connection.execute(insert(notice).values(
                id=f"n{n}", level=n, planned_day=TODAY, person_id=person, channel=channel, kind="reminder",
                text=f"Lời {n}", made_at=now + timedelta(minutes=n), read_at=now if n == 2 else None))

    assert [(row.text, row.read) for row in notices_of(running.database, me)] == [("Lời 2", True), ("Lời 0", False)]
    assert unread_notices(running.database, me) == 1


def test_a_notice_leads_to_its_task_only_where_the_person_may_look_at_it(running):
    now, about = running.clock.now(), running.task("dang-ky", "hoi-a")
    people = [running.viewer(login) for login in ("a", "b", "thuong-truc")]
    with running.database.write() as connection:
        for n, told in enumerate(people):
            connection.execute(insert(notice).values(
                id=f"n{n}", task_id=about.id, run_id=running.run_id, level=0, planned_day=TODAY, channel="inbox",
                person_id=told.person_id, kind="information", text="Đã xong.", made_at=now))

    found = [notices_of(running.database, told) for told in people]

    assert [[(row.task_id, row.run_id) for row in rows] for rows in found] == [
        [(about.id, running.run_id)], [(None, running.run_id)], [(about.id, running.run_id)]]
