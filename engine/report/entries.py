"""The register of a run as a person may read it: all of it, or the own units' entries and the public ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, case, func, select

from engine.base.text import fold
from engine.plan.expression import parse_expression
from engine.plan.measure import Attribute, Register
from engine.report.entry_values import Fact, facts_of, is_public, labels_of, searched
from engine.report.seen_run import SeenRun, seen_run
from engine.store import entries, units
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import run, task
from engine.work.access import holds
from engine.work.context import UnitValue
from engine.work.entry import Entry
from engine.work.people import Forbidden, Viewer
from engine.work.seat import seat_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is looked for. `options`: (attribute, option); empty texts do not count."""

    words: str = ""
    field: str = ""
    unit: str = ""
    status: str = ""
    options: tuple[tuple[str, str], ...] = ()
    page: int = 1


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the list. `facts` are those of the columns; `open` and `late` its tasks, None for strangers."""

    id: str
    name: str
    unit_id: str
    unit: str
    field: str
    facts: tuple[str, ...]
    status: str
    registered: bool
    public: bool
    open: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its name in the address, its label, what may be chosen."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RegisterPage:
    """`columns`: labels of the facts; `statuses`: status -> visible entries; `found`: how many the sieve leaves."""

    run: Run | None
    runs: tuple[tuple[str, str], ...]
    name: str
    whole: bool
    may_nominate: bool
    columns: tuple[str, ...]
    choices: tuple[Choice, ...]
    fields: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    statuses: dict[str, int]
    found: int
    lines: tuple[EntryLine, ...]
    pages: int


EMPTY = RegisterPage(None, (), "", False, False, (), (), (), (), {}, 0, (), 0)


def register_page(database: Database, viewer: Viewer, run_id: str | None, sieve: Sieve, today: date) -> RegisterPage:
    """The register of that run, else of the newest the viewer takes part in. Raises NotFound, Forbidden."""
    with database.read() as connection:
        known = connection.execute(
            select(run.c.id, run.c.name).where(run.c.tenant_id == viewer.tenant_id)
            .order_by(run.c.year.desc(), run.c.prepared_at.desc())).all()
        seen = seen_run(connection, viewer, run_id, today) if run_id else _newest(connection, viewer, [
            row.id for row in known], today)
        if seen is None or seen.plan.register_ is None:
            return EMPTY
        return _page(connection, viewer, seen, seen.plan.register_, tuple((r.id, r.name) for r in known), sieve, today)


def _newest(connection: Connection, viewer: Viewer, ids: list[str], today: date) -> SeenRun | None:
    for one in ids:
        try:
            return seen_run(connection, viewer, one, today)
        except Forbidden:
            continue
    return None


def _page(connection: Connection, viewer: Viewer, seen: SeenRun, register: Register,
          known: tuple[tuple[str, str], ...], sieve: Sieve, today: date) -> RegisterPage:
    present = [e for e in entries.of_run(connection, seen.run.id) if e.status != "withdrawn"]
    owners = units.of_ids(connection, {e.unit_id for e in present})
    visible = [e for e in present if reads_fully(seen, e) or is_public(register, e, owners[e.unit_id])]
    kept = [e for e in visible if _kept(seen, register, e, owners[e.unit_id], sieve)]
    kept.sort(key=lambda e: (fold(owners[e.unit_id].name), e.created_at, e.id))
    columns = _telling(register)
    work = _work(connection, seen.run.id, today)
    page = kept[(sieve.page - 1) * PAGE:sieve.page * PAGE]
    return RegisterPage(
        seen.run, known, register.name, seen.sees_all, _may_nominate(viewer, connection, seen, register),
        tuple(one.label for one in columns),
        tuple(Choice(one.id, one.label, tuple((o.id, o.label) for o in one.options)) for one in columns),
        tuple((one.id, one.name) for one in seen.plan.fields),
        tuple(sorted(((u.id, u.name) for u in owners.values()), key=lambda pair: fold(pair[1]))),
        dict(Counter(e.status for e in visible)), len(kept),
        tuple(_line(seen, register, e, owners[e.unit_id], [c.id for c in columns], work) for e in page),
        -(-len(kept) // PAGE))


def reads_fully(seen: SeenRun, entry: Entry) -> bool:
    """Whether the viewer reads everything of the entry, personal data included."""
    return seen.sees_all or entry.unit_id in seen.own


def _telling(register: Register) -> list[Attribute]:
    """The two closed attributes that say most: those that decide what counts come first."""
    decisive = parse_expression(register.counted).names
    closed = [one for one in register.attributes if one.options]
    return sorted(closed, key=lambda one: one.id not in decisive)[:2]


def _kept(seen: SeenRun, register: Register, entry: Entry, unit: UnitValue, sieve: Sieve) -> bool:
    if sieve.field and entry.data.get(register.field) != sieve.field:
        return False
    if sieve.unit and entry.unit_id != sieve.unit or sieve.status and entry.status != sieve.status:
        return False
    if any(entry.data.get(key) != wanted for key, wanted in sieve.options if wanted):
        return False
    text = searched(register, entry, unit, reads_fully(seen, entry)) if sieve.words else ""
    return all(word in text for word in fold(sieve.words).split())


def _work(connection: Connection, run_id: str, today: date) -> dict[str, tuple[int, int]]:
    """Entry -> open and late tasks."""
    late = func.sum(case((and_(task.c.overdue_after < today), 1), else_=0))
    query = (select(task.c.entry_id, func.count(), late)
             .where(task.c.run_id == run_id, task.c.status == "open", task.c.entry_id.is_not(None))
             .group_by(task.c.entry_id))
    return {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(query)}


def _line(seen: SeenRun, register: Register, entry: Entry, unit: UnitValue, columns: list[str],
          work: Mapping[str, tuple[int, int]]) -> EntryLine:
    full = reads_fully(seen, entry)
    facts: dict[str, Fact] = {fact.id: fact for fact in facts_of(seen.plan, register, entry, full)}
    named = next((a for a in register.attributes if a.id == register.field), None)
    value = str(entry.data.get(register.field) or "")
    label = labels_of(seen.plan, named).get(value, value) if named else value
    opened, late = work.get(entry.id, (0, 0))
    return EntryLine(
        entry.id, entry.name, unit.id, unit.name, label,
        tuple((facts[key].text or "") if key in facts else "" for key in columns), entry.status, entry.registered,
        is_public(register, entry, unit), opened if full else None, late if full else None)


def _may_nominate(viewer: Viewer, connection: Connection, seen: SeenRun, register: Register) -> bool:
    if register.nomination is None or seen.run.status != "running":
        return False
    role = seen.plan.role(register.nomination.by)
    codes = units.ids_of(connection, seen.run.tenant_id, [role.unit] if role.unit else [])
    if role.kind != "body" or role.unit not in codes:
        return False
    return holds(viewer, seat_of(seen.plan, register.nomination.by, "", codes, {})) is not None
