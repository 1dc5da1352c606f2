"""The kinds of due work: how each is found, how pressing it is, how a page of it is done, whose it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.apply_amendment import apply_amendment
from engine.action.deliver_messages import PAGE as MESSAGES
from engine.action.deliver_messages import deliver_messages
from engine.action.do_bulk import do_bulk
from engine.action.fire_timer import fire_timer
from engine.action.reconcile import reconcile_daily, reconcile_due
from engine.action.retry_incident import heal_incident
from engine.action.sweep_files import sweep_due, sweep_files
from engine.action.urge_due import urge_due
from engine.base.ids import IdSource
from engine.daemon.post import Sent, SmtpSettings, send_letter
from engine.store import amendments, bulk, incidents, instances, messages, tasks
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.owners import Owner, amendment_owner, run_owner, task_owner
from engine.store.sending import bundles_due, letters_due
from engine.store.stalled import addressee

PAGE = 500


@dataclass(frozen=True, slots=True)
class Bench:
    """What a page is done with. `database`: one that commits only while the page is in these hands.

    `tries`: how often the page was begun, this time included; a page whose worker died is done in smaller bites.
    """

    database: Database
    ids: IdSource
    now: Callable[[], datetime]
    smtp: SmtpSettings | None
    go_on: Callable[[], bool]
    tries: int = 1
    blobs: BlobStore | None = None

    def bite(self, whole: int) -> int:
        """How much of `whole` one transaction takes: a quarter of it for each time before, so that workers who do not
        live long get on too, and what kills them all is alone in the end."""
        return max(1, whole >> 2 * (self.tries - 1))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. Its keys go into the rows of jobs, so their form stays from release to release.

    `due`: keys whose moment has come, oldest first. `do`: does the keys; False when the rest of the page had better
    wait a minute. `together`: the keys of a page are done in one call. `after`: kinds of which nothing may be on its
    way when this one is handed out. `yields`: a page may be put back in the middle when the worker stops.
    """

    name: str
    priority: int
    due: Callable[[Connection, datetime, int], Sequence[str]]
    do: Callable[[Bench, Sequence[str]], bool]
    owner: Callable[[Connection, str], Owner | None]
    page: int = PAGE
    together: bool = False
    after: tuple[str, ...] = ()
    yields: bool = False


def _timers(connection: Connection, now: datetime, limit: int) -> list[str]:
    return [" ".join(key) for key in instances.timers_due(connection, now, limit)]


def _fire(bench: Bench, keys: Sequence[str]) -> bool:
    for key in keys:
        run_id, instance_id, node = key.split(" ", 2)
        fire_timer(bench.database, bench.ids, run_id, instance_id, node, bench.now())
    return True


def _deliver(bench: Bench, keys: Sequence[str]) -> bool:
    page = bench.bite(MESSAGES)
    for run_id in keys:
        while deliver_messages(bench.database, bench.ids, bench.now(), page, run_id):
            pass
    return True


def _heal(bench: Bench, keys: Sequence[str]) -> bool:
    for incident_id in keys:
        heal_incident(bench.database, bench.ids, incident_id, bench.now())
    return True


def _amend(bench: Bench, keys: Sequence[str]) -> bool:
    for amendment_id in keys:
        while bench.go_on() and apply_amendment(bench.database, bench.ids, amendment_id, bench.now()):
            pass
    return bench.go_on()


def _bulk(bench: Bench, keys: Sequence[str]) -> bool:
    return all(do_bulk(bench.database, bench.ids, bulk_id, bench.now, bench.go_on) for bulk_id in keys)


def _reconcile(bench: Bench, keys: Sequence[str]) -> bool:
    for key in keys:
        reconcile_daily(bench.database, bench.ids, key, bench.now())
    return True


def _sweep(bench: Bench, keys: Sequence[str]) -> bool:
    if bench.blobs is not None:
        sweep_files(bench.database, bench.blobs, bench.now(), bench.go_on)
    return True


def _urge(bench: Bench, keys: Sequence[str]) -> bool:
    urge_due(bench.database, bench.ids, bench.now(), len(keys), keys)
    return True


def _send(bench: Bench, keys: Sequence[str]) -> bool:
    if bench.smtp is None:
        return False
    return all(send_letter(bench.database, bench.ids, bench.smtp, bench.now, key) is not Sent.DOWN for key in keys)


def _timer_owner(connection: Connection, key: str) -> Owner | None:
    return run_owner(connection, key.split(" ", 1)[0])


def _incident_owner(connection: Connection, incident_id: str) -> Owner | None:
    found = incidents.get(connection, incident_id)
    return (found.trouble.tenant_id, found.trouble.run_id) if found else None


KINDS = (
    Kind("timer", 40, _timers, _fire, _timer_owner),
    Kind("message", 50, messages.runs_due, _deliver, run_owner, page=20),
    Kind("incident", 30, incidents.due, _heal, _incident_owner, page=100),
    Kind("amendment", 35, amendments.applying, _amend, amendment_owner, page=1),
    Kind("bulk", 45, bulk.due, _bulk, bulk.owner, page=1),
    Kind("task", 20, tasks.due_ids, _urge, task_owner, together=True, after=("timer", "message")),
    Kind("letter", 10, letters_due, _send, addressee, page=100, yields=True),
    Kind("digest", 9, bundles_due, _send, addressee, page=100, after=("task",), yields=True),
    Kind("reconcile", 0, reconcile_due, _reconcile, lambda _connection, _day: None, page=1),
    Kind("sweep", 0, sweep_due, _sweep, lambda _connection, _day: None, page=1),
)
"""In the order in which one process does them; the flow goes on before anybody is urged, and what one person is told of
many tasks goes out when all are urged."""


def kinds_for(smtp: SmtpSettings | None, blobs: BlobStore | None = None) -> tuple[Kind, ...]:
    """What a process can do: letters only where it knows a mail server, a sweep only where it knows the folder."""
    cannot = {name for name, known in (("letter", smtp), ("digest", smtp), ("sweep", blobs)) if known is None}
    return tuple(kind for kind in KINDS if kind.name not in cannot)
