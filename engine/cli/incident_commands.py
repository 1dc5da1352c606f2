"""kheo incident list | show | retry | dismiss: what could not go on, and what a person does about it."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from engine.action.dismiss_incident import dismiss_incident
from engine.action.retry_incident import retry_incident
from engine.base.clock import SystemClock, local_day
from engine.base.ids import TimedIds
from engine.cli.answer import FINE, REFUSED, Answer, CommandRefused, Run
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.parser import Parser
from engine.cli.words import say
from engine.report.incidents import IncidentLine, incident_page, incident_shown
from engine.store.database import Database
from engine.work.incident import DOING_WORDS, STATUS_WORDS
from engine.work.people import Forbidden, FormRefused, NotFound, Viewer
from engine.work.words import time_text


def add(commands: Any) -> None:
    """Adds `incident` with its verbs."""
    verbs = commands.add_parser("incident", help="sự cố: việc không đi tiếp được").add_subparsers(
        dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    listed = verbs.add_parser("list", help="các sự cố chưa xử lý; mã thoát 1 khi còn")
    listed.add_argument("--run", dest="run_id", metavar="ĐỢT", help="chỉ của đợt này")
    listed.add_argument("--ended", action="store_true", help="các sự cố đã xử lý")
    show = verbs.add_parser("show", help="một sự cố: ở đâu, vì sao, làm gì")
    retry = verbs.add_parser("retry", help="thử lại; mã thoát 1 khi vẫn chưa được")
    dismiss = verbs.add_parser("dismiss", help="bỏ qua, kèm lý do")
    dismiss.add_argument("--note", required=True, metavar="LÝ DO", help="vì sao bỏ qua")
    for parser in (show, retry, dismiss):
        parser.add_argument("incident", metavar="SỰ CỐ")
    calls: tuple[tuple[Parser, Run], ...] = ((listed, _list), (show, _show), (retry, _retry), (dismiss, _dismiss))
    for parser, call in calls:
        personal(parser, call)


def _list(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    try:
        lines = list(_lines(database, acting(database, arguments.login, now), arguments))
    except (NotFound, Forbidden) as refused:
        raise CommandRefused(type(refused).__name__.lower(), str(refused)) from None
    code = REFUSED if any(line.status == "open" for line in lines) else FINE
    return Answer(code, "\n".join(map(_brief, lines)) or say("Không có sự cố nào."),
                  {"incidents": [as_data(line) for line in lines]})


def _lines(database: Database, viewer: Viewer, arguments: Namespace) -> Iterator[IncidentLine]:
    after, today = None, local_day(SystemClock().now())
    while True:
        page = incident_page(database, viewer, today, arguments.run_id, arguments.ended, after)
        yield from page.lines
        after = page.more
        if after is None:
            return


def _brief(line: IncidentLine) -> str:
    known = (line.run.short if line.run else "", line.unit, line.entry, line.step, line.to)
    at = ", ".join(one for one in known if one)
    return say("{id}  {status}, {tries} lần thử: {doing}{at}: {reason}", id=line.id, tries=line.tries,
               status=say(STATUS_WORDS[line.status]), doing=say(DOING_WORDS[line.command]), at=f" ({at})" if at else "",
               reason=line.reason)


def _show(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    try:
        line = incident_shown(database, acting(database, arguments.login, now), local_day(now), arguments.incident)
    except (NotFound, Forbidden) as refused:
        raise CommandRefused(type(refused).__name__.lower(), str(refused)) from None
    again = say("Tự thử lại lúc {time} ngày {day:%d/%m/%Y}.", time=time_text(line.next_try_at),
                day=local_day(line.next_try_at)) if line.next_try_at else say("Không tự thử lại.")
    return Answer(FINE, "\n".join((_brief(line), line.advice, again)), as_data(line))


def _retry(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    with on_record(database, viewer, "retry_incident", arguments.incident, now):
        done = retry_incident(database, TimedIds(), viewer, arguments.incident, now)
    data = {"incident": arguments.incident, "status": done.status, "message": done.message}
    return Answer(REFUSED if done.status == "open" else FINE, done.message, data)


def _dismiss(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    try:
        with on_record(database, viewer, "dismiss_incident", arguments.incident, now):
            dismiss_incident(database, viewer, arguments.incident, arguments.note, now)
    except FormRefused as refused:
        raise CommandRefused("refused", str(refused)) from None
    return Answer(FINE, say("Đã bỏ qua sự cố {id}.", id=arguments.incident),
                  {"incident": arguments.incident, "status": "dismissed"})


def as_data(line: IncidentLine) -> dict[str, object]:
    """The incident for scripts; moments as ISO 8601 in UTC."""
    def moment(at: Any) -> str | None:
        return at.isoformat() if at else None

    return {
        "id": line.id, "run": line.run.id if line.run else None, "unit": line.unit, "entry": line.entry,
        "step": line.step, "instance": line.instance_id, "node": line.node, "command": line.command,
        "reason": line.reason, "advice": line.advice, "status": line.status, "opened_at": moment(line.opened_at),
        "tries": line.tries, "last_tried_at": moment(line.last_tried_at), "next_try_at": moment(line.next_try_at),
        "note": line.note, "resolved_by": line.resolved_by, "resolved_at": moment(line.resolved_at)}
