"""kheo absence list | enter | end: who is away and who stands in, from the command line."""

from argparse import Namespace
from datetime import date
from typing import Any

from engine.action.change_absence import end_absence
from engine.action.enter_absence import enter_absence
from engine.base.clock import SystemClock, local_day
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, Answer, CommandRefused, Run
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.parser import Parser, day
from engine.cli.words import say
from engine.report.absences import AbsenceRow, absence_page
from engine.report.viewer import viewer_by_login
from engine.store.database import Database
from engine.work.absence import Leave, Substitution, note_of
from engine.work.manner import SUBSTITUTE, abbreviation
from engine.work.people import FormRefused, NotFound, Viewer


def add(commands: Any) -> None:
    """Adds `absence` with its verbs."""
    verbs = commands.add_parser("absence", help="vắng mặt và người làm thay").add_subparsers(
        dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    listed = verbs.add_parser("list", help="các kỳ vắng chưa hết của một người và của người trong phạm vi")
    enter = verbs.add_parser("enter", help="ghi một kỳ vắng")
    enter.add_argument("person", metavar="TÀI KHOẢN", help="người vắng")
    enter.add_argument("--from", dest="first", type=day, required=True, metavar="NGÀY", help="ngày đầu, như 2026-12-01")
    enter.add_argument("--to", dest="last", type=day, required=True, metavar="NGÀY", help="ngày cuối, tính cả ngày ấy")
    enter.add_argument("--substitute", metavar="TÀI KHOẢN", help="người làm thay ở mọi chức danh của người vắng")
    enter.add_argument("--manner", choices=SUBSTITUTE, default="",
                       help="cách ký: ký thay (kt), thừa lệnh (tl), thừa uỷ quyền (tuq)")
    enter.add_argument("--note", metavar="LỜI", help="ghi chú")
    end = verbs.add_parser("end", help="kết thúc hoặc bỏ một kỳ vắng")
    end.add_argument("absence", metavar="KỲ VẮNG", help="mã trong kheo absence list")
    calls: tuple[tuple[Parser, Run], ...] = ((listed, _list), (enter, _enter), (end, _end))
    for parser, call in calls:
        personal(parser, call)


def _list(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    page = absence_page(database, acting(database, arguments.login, now), None, local_day(now))
    rows = list({row.id: row for row in (*page.own, *page.standing_in, *page.below)}.values())
    return Answer(FINE, "\n".join(map(_line, rows)) or say("Không có kỳ vắng nào chưa hết."),
                  {"absences": [_as_data(row) for row in rows]})


def _enter(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer, today = acting(database, arguments.login, now), local_day(now)
    with on_record(database, viewer, "enter_absence", arguments.person, now):
        person = _person(database, arguments.person, today)
        given = _given(database, viewer, person, arguments, today)
        leave = Leave(arguments.first, arguments.last, note_of(arguments.note), given)
        try:
            said = enter_absence(database, TimedIds(), viewer, person.person_id, leave, now)
        except FormRefused as refused:
            raise CommandRefused("refused", str(refused)) from None
    return Answer(FINE, said, {"person": arguments.person, "from": arguments.first.isoformat(),
                               "to": arguments.last.isoformat(), "substitute": arguments.substitute})


def _given(database: Database, viewer: Viewer, person: Viewer, arguments: Namespace,
           today: date) -> tuple[Substitution, ...]:
    """The one substitute, at every position of the person."""
    if not arguments.substitute:
        return ()
    other = _person(database, arguments.substitute, today).person_id
    posts = absence_page(database, viewer, person.person_id, today).person.posts
    return tuple(Substitution(post.id, other, arguments.manner) for post in posts)


def _person(database: Database, login: str, today: date) -> Viewer:
    found = viewer_by_login(database, login, today)
    if found is None:
        raise NotFound(f'không có tài khoản "{login}"; xem lại tên đăng nhập')
    return found


def _end(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    with on_record(database, viewer, "end_absence", arguments.absence, now):
        said = end_absence(database, TimedIds(), viewer, arguments.absence, now)
    return Answer(FINE, said, {"absence": arguments.absence, "status": "ended"})


def _line(row: AbsenceRow) -> str:
    stands = "; ".join(f"{one.post}: {f'{abbreviation(one.manner, one.style)} ' if one.manner else ''}{one.name or '–'}"
                       for one in row.stands)
    return f"{row.id}  {row.name}  {row.leave.first_day:%d/%m/%Y}–{row.leave.last_day:%d/%m/%Y}  {stands}"


def _as_data(row: AbsenceRow) -> dict[str, object]:
    return {"id": row.id, "person": row.name, "from": row.leave.first_day.isoformat(),
            "to": row.leave.last_day.isoformat(), "note": row.leave.note, "begun": row.begun,
            "substitutes": [{"position": one.post, "person": one.name or None, "manner": one.manner or None}
                            for one in row.stands]}
