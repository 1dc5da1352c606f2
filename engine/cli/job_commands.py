"""kheo job list | retry: the work in the background, and what of it was given up."""

from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from typing import Any

from engine.action.retry_job import retry_job
from engine.base.clock import VIETNAM, SystemClock, local_day
from engine.cli.answer import FINE, REFUSED, Answer, CommandRefused, Run
from engine.cli.on_record import on_record
from engine.cli.opened import acting, database_of, home_of, personal
from engine.cli.parser import Parser
from engine.cli.words import say
from engine.report.jobs import Queue, job_queue
from engine.store.processes import Process
from engine.work.people import Forbidden

KIND_WORDS = {
    "timer": "bước đến ngày", "message": "tin giữa các nơi", "incident": "thử lại sự cố", "task": "nhắc việc",
    "letter": "gửi thư", "digest": "gửi thư nhắc việc", "amendment": "sửa đổi kế hoạch",
    "reconcile": "đối chiếu dữ liệu", "bulk": "làm nhiều việc", "sweep": "dọn tệp",
}


def add(commands: Any) -> None:
    """Adds `job` with its verbs."""
    verbs = commands.add_parser("job", help="việc nền: đang chờ, đang làm, đã thôi thử").add_subparsers(
        dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    listed = verbs.add_parser("list", help="việc nền trong hàng; mã thoát 1 khi có việc đã thôi thử")
    retry = verbs.add_parser("retry", help="chạy lại một việc đã thôi thử")
    retry.add_argument("job", metavar="MÃ")
    calls: tuple[tuple[Parser, Run], ...] = ((listed, _list), (retry, _retry))
    for parser, call in calls:
        personal(parser, call)


def _list(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    try:
        queue = job_queue(database, acting(database, arguments.login, now))
    except Forbidden as refused:
        raise CommandRefused("forbidden", str(refused)) from None
    data = {"given_up": [asdict(one) | {"made_at": one.made_at.isoformat()} for one in queue.given_up],
            "kinds": [asdict(one) | {"oldest": one.oldest.isoformat()} for one in queue.kinds],
            "processes": [_process(one, now) for one in queue.processes]}
    told = [_told(queue) or say("Không có việc nền nào."), *(_lives(one, now) for one in queue.processes)]
    return Answer(REFUSED if queue.given_up else FINE, "\n".join(told), data)


def _process(one: Process, now: datetime) -> dict[str, object]:
    return {"name": one.name, "role": one.role, "lives": one.lives(now), "started_at": one.started_at.isoformat(),
            "seen_at": one.seen_at.isoformat(), "ended_at": one.ended_at and one.ended_at.isoformat(),
            "transitions": dict(one.transitions)}


def _lives(one: Process, now: datetime) -> str:
    """A line about a process: whether it lives, and how its transition cache does."""
    seen = one.seen_at.astimezone(VIETNAM)
    state = (say("đang chạy") if one.lives(now) else say("đã dừng lúc {at:%H:%M %d/%m}", at=seen) if one.ended_at
             else say("im lặng từ {at:%H:%M %d/%m}", at=seen))
    names = ("hits", "misses", "evictions", "bytes", "checked", "alarms")
    return say("kheo {role} {name}: {state}; bước đi đã nhớ: trúng {hits}, trượt {misses}, bỏ bớt {evictions}, {bytes} "
               "byte; so lại {checked}, khác {alarms}", role=one.role, name=one.name, state=state,
               **{name: one.transitions.get(name, 0) for name in names})


def _told(queue: Queue) -> str:
    lines = [say("{kind}: {waiting} trang đang chờ, {leased} trang đang làm, {retrying} việc chờ thử lại, {given_up} "
                 "việc đã thôi thử", kind=say(KIND_WORDS.get(one.kind, one.kind)), waiting=one.waiting,
                 leased=one.leased, retrying=one.retrying, given_up=one.given_up) for one in queue.kinds]
    lines += [say("{id}  {kind} {key}: thử {tries} lần từ {day:%d/%m/%Y}, lỗi {error}", id=one.id,
                  kind=say(KIND_WORDS.get(one.kind, one.kind)), key=one.key, tries=one.tries,
                  day=local_day(one.made_at), error=one.error or "?") for one in queue.given_up]
    return "\n".join(lines)


def _retry(arguments: Namespace) -> Answer:
    database, now = database_of(home_of(arguments)), SystemClock().now()
    viewer = acting(database, arguments.login, now)
    with on_record(database, viewer, "retry_job", arguments.job, now):
        retry_job(database, viewer, arguments.job, now)
    return Answer(FINE, say("Việc nền {id} sẽ được chạy lại.", id=arguments.job), {"job": arguments.job})
