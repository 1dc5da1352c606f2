"""The other issuing bodies of a demonstration: each a tenant of its own, its plan played by synthetic answers."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from engine.action.fire_due import fire_due
from engine.action.give_password import give_password
from engine.base.clock import local_day, local_moment
from engine.base.ids import SeededIds
from engine.bpmn.compile import compile_plan
from engine.plan.folder import LoadedPlan, load_plan, read_text
from engine.plan.organisation import Organisation, PersonEntry, read_organisation
from engine.rehearse.organisation import organisation_for, participants_of
from engine.rehearse.rehearsal import Rehearsal
from engine.rehearse.stage import Ground, Paper, Stage, build_stage, first_day
from engine.store import tasks
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.people import account
from engine.store.units import ids_of
from engine.work.plan_calendar import plan_calendar
from engine.work.seat import seat_of
from web.main.demo_paper import paper
from web.main.demo_player import Stopped

_ORGANISATION, _PLAN = "organisation.yaml", "plan.yaml"
_NAMED = 2
"""Words of a folder's name that stand before the logins of its body."""
_UNITS = 4
"""Units that take part, beside the two that are there for company."""
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body: its plan and its small organisation, logins its own. `number`: its own ids, the same each time,
    so that every demonstration of a day shows the same year."""

    number: int
    loaded: LoadedPlan
    organisation: Organisation
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Visit:
    """When the demonstration is seen, what opens its accounts, and what breaks the building off."""

    start: datetime
    password: str
    stop: Event

    def go_on(self) -> None:
        """Raises Stopped once somebody asked to stop."""
        if self.stop.is_set():
            raise Stopped


def find_bodies(but: Path) -> tuple[Body, ...]:
    """Every other plan folder beside `but` that has an organisation; of those with one and the same, the first."""
    seen: set[str] = set()
    found = []
    for folder in sorted(but.parent.iterdir()):
        if folder == but or not ((folder / _ORGANISATION).is_file() and (folder / _PLAN).is_file()):
            continue
        text = read_text(folder / _ORGANISATION)
        if text not in seen:
            seen.add(text)
            loaded = load_plan(folder)
            real = read_organisation(text, str(folder / _ORGANISATION))
            digest = hashlib.sha256(f"{loaded.hash}\0{text}".encode()).hexdigest()
            found.append(Body(len(seen), loaded, _own(loaded, real, "".join(folder.name.split("-")[:_NAMED])), digest))
    return tuple(found)


def _own(loaded: LoadedPlan, real: Organisation, prefix: str) -> Organisation:
    """A few units; an administrator, and logins and a code of the root that no other body has: a tenant is known by
    the code of its root."""
    wanted = {code for code in participants_of(loaded.plan, real) if code not in loaded.plan.unit_codes}
    small = organisation_for(loaded.plan, real, set(sorted(wanted)[:_UNITS]))
    administrators = [one for one in real.people if one.administrator] or [
        PersonEntry(login="quantri", name="Quản trị hệ thống", administrator=True)]
    there = {one.login for one in small.people}
    people = [*small.people, *(one.model_copy(update={"positions": ()}) for one in administrators
                               if one.login not in there)]
    root = small.root().code
    codes = {root: root if root in loaded.plan.unit_codes else f"{root}-{prefix}"}
    units = (one.model_copy(update={"code": codes.get(one.code, one.code), "parent": codes.get(
        one.parent or "", one.parent)}) for one in small.units)
    return small.model_copy(update={"units": tuple(units), "people": tuple(
        one.model_copy(update={"login": f"{prefix}.{one.login}", "positions": tuple(
            held.model_copy(update={"unit": codes.get(held.unit, held.unit)}) for held in one.positions)})
        for one in people)})


def enter(database: Database, blobs: BlobStore, body: Body, visit: Visit) -> dict[str, Any]:
    """The body comes in and its plan is played up to the morning of the visit; its name and the accounts to show.

    A run that would begin only after that day is not prepared: the visitor comes before there is a plan, so nothing
    of the body is shown.
    """
    day = local_day(visit.start)
    year = body.loaded.plan.year or day.year
    plan = compile_plan(body.loaded, year).plan
    name = body.organisation.root().name
    if first_day(plan, plan_calendar(plan, year, ()), year) > day:
        return {"body": name, "accounts": []}
    with blobs.receive(io.BytesIO(paper(name)), _LARGEST) as received:
        blobs.keep(received)
        content = Paper(received.digest, received.size)
    stage = build_stage(body.loaded, body.organisation, year, ground=Ground(database, SeededIds(body.number), content))
    Rehearsal(stage, "realistic", 1).play(day - timedelta(days=1), visit.go_on)
    while fire_due(database, stage.ids, local_moment(day, 8, 5)).more:
        pass
    shown = list(_shown(stage, body.organisation, visit))
    for one in shown:
        give_password(database, one["login"], visit.password, False, local_moment(stage.begins, 8))
    return {"body": name, "accounts": shown}


def _shown(stage: Stage, organisation: Organisation, visit: Visit) -> Iterator[dict[str, str]]:
    """The coordinator, an officer of a unit, who decides, who chairs a vote, the administrator; nobody twice."""
    administrators = [one.login for one in organisation.people if one.administrator]
    groups = (("Đầu mối", _sitting(stage, [stage.plan.coordinator], visit.start)),
              ("Cán bộ đơn vị", _officers(stage, organisation, visit.start)),
              ("Người quyết định", _sitting(stage, _deciding(stage), visit.start)),
              ("Chủ toạ bỏ phiếu", _sitting(stage, _chairing(stage), visit.start)),
              ("Quản trị hệ thống", administrators))
    units = {unit.code: unit.name for unit in organisation.units}
    people = {one.login: one for one in organisation.people}
    seen: set[str] = set()
    for role, logins in groups:
        login = next((one for one in logins if one not in seen), None)
        if login:
            seen.add(login)
            held = people[login].positions
            unit = units[held[0].unit] if held else ""
            yield {"login": login, "role": f"{role}: {unit}" if unit else role, "unit": unit}


def _sitting(stage: Stage, roles: list[str], now: datetime) -> list[str]:
    with stage.database.read() as connection:
        unit_ids = ids_of(connection, stage.tenant_id, stage.plan.unit_codes)
    seats = [seat_of(stage.plan, role, "", unit_ids, {}) for role in roles]
    return _logins(stage, [person.id for seat in seats for person in stage.cast.sitting(seat, now)])


def _logins(stage: Stage, people: list[str]) -> list[str]:
    with stage.database.read() as connection:
        return [account(connection, person).login for person in people]


def _deciding(stage: Stage) -> list[str]:
    """Roles of bodies that decide; then those of all other bodies."""
    bodies = [name for name, role in stage.plan.roles.items() if role.kind == "body"]
    deciding = {node.role for process in stage.compiled.processes.values() for node in process.nodes
                if node.act == "decide"}
    return sorted(bodies, key=lambda name: name not in deciding)


def _chairing(stage: Stage) -> list[str]:
    """Roles of bodies that chair a vote."""
    named = dict.fromkeys(step.vote.chair for step in stage.plan.steps if step.vote and step.vote.chair)
    return [name for name in named if stage.plan.role(name).kind == "body"]


def _officers(stage: Stage, organisation: Organisation, now: datetime) -> list[str]:
    """Those with open work of a unit first, then any other of the units that take part."""
    with stage.database.read() as connection:
        opened = tasks.open_of_run(connection, stage.run_id)
    busy = _logins(stage, [person for one in opened if one.act == "do" for person in stage.cast.actors(one, now)])
    members = [one.login for one in organisation.people
               if any(held.unit in stage.participants for held in one.positions)]
    return sorted(members, key=lambda login: login not in busy)
