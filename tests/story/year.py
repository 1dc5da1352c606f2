"""A plan's year as a test tells it: days go by under the scheduler, people send their work, the rows are asked."""

import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from engine.action.cast_ballot import cast_ballot
from engine.action.closing import Completed
from engine.action.complete_task import complete_task
from engine.action.import_organisation import import_organisation
from engine.action.move_event import move_event
from engine.action.nominate_entry import nominate_entry
from engine.action.prepare_run import prepare_run
from engine.action.store_file import Upload, store_file
from engine.base.clock import VIETNAM, local_day
from engine.daemon.post import SmtpSettings
from engine.daemon.scheduler import Scheduler
from engine.plan.folder import load_plan
from engine.plan.organisation import Organisation, read_organisation
from engine.store.blobs import BlobStore
from engine.store.tables import answer, entry, incident, notice, person, task, unit
from tests.action.nho import World
from tests.story.answers import PAPER, PDF

FOLDER = Path(__file__).parents[2] / "plan_configs/thuy-nguyen-2026"
TICKS = (time(2), time(8, 5), time(13, 30), time(22, 15))
"""When the scheduler looks, every day of the year, in Viet Nam."""
AT_WORK = time(9)
OUTSIDE = ("dang-uy-phuong", "thuong-truc", "ban-thuong-vu", "ban-xay-dung-dang")
"""Units of the ward that take no part: those that lead and the one that keeps the plan."""
Answers = Mapping[str, Mapping[str, object]]


@dataclass
class Year(World):
    """The run of one plan on one database; of Thuỷ Nguyên 2026 unless told otherwise.

    `number`: the year the plan is published for. `leader`: who prepares the run. `outside`: units that take no part.
    """

    blobs: BlobStore = field(default_factory=lambda: BlobStore(Path()))
    smtp: SmtpSettings | None = None
    folder: Path = FOLDER
    number: int = 2026
    leader: str = "banxaydungdang.tt"
    outside: tuple[str, ...] = OUTSIDE
    organisation: Organisation = field(init=False)
    app: Any = None
    screens: dict[str, Any] = field(default_factory=dict)
    """login -> what the person sees, of those who came in through the pages."""

    def __post_init__(self) -> None:
        file = self.folder / "organisation.yaml"
        self.organisation = read_organisation(file.read_text("utf-8"), file.name)

    def begin(self) -> None:
        """The organisation comes in, and the coordinator prepares the run."""
        import_organisation(self.database, self.ids, self.organisation, self.clock.now())
        self.prepare()

    def followed_by(self, number: int) -> "Year":
        """The same plan prepared for another year, beside this one."""
        found = replace(self, number=number)
        found.organisation = self.organisation
        found.prepare()
        return found

    def prepare(self) -> None:
        """The coordinator prepares the run."""
        me, plan = self.viewer(self.leader), load_plan(self.folder)
        self.run_id = prepare_run(self.database, self.ids, me, plan, self.number, self.clock.now())

    # ---- days

    def go_to(self, day: date) -> None:
        """Let the days pass, the scheduler looking several times on each; it is 09:00 of `day` then."""
        until, now = moment(day, AT_WORK), self.clock.now()
        today = local_day(now)
        ahead = (moment(today + timedelta(n), at) for n in range((day - today).days + 1) for at in TICKS)
        for look in ahead:
            if now < look < until:
                self.clock.set(look)
                self.look()
        self.clock.set(until)
        assert self.incidents() == []

    def sleep_until(self, day: date) -> None:
        """The scheduler is down; it looks again at 08:05 of `day`, and once more."""
        self.clock.set(moment(day, TICKS[1]))
        self.look()
        self.look()
        self.clock.set(moment(day, AT_WORK))

    def look(self) -> None:
        """One tick of the scheduler, letters included; what fails in it is only logged, but then it does not beat."""
        scheduler = Scheduler(self.database, self.ids, self.clock, self.smtp)
        scheduler.tick()
        assert scheduler.beat == self.clock.now()

    def incidents(self) -> list[str]:
        """Whatever could not go on, and wherever the daily comparison found rows that differ from the states."""
        with self.database.read() as connection:
            return list(connection.execute(select(incident.c.reason)).scalars())

    @property
    def today(self) -> date:
        return local_day(self.clock.now())

    # ---- acts

    def do(self, login: str, step: str, answers: Answers | None = None, outcome: str = "xong", unit: str = "",
           entry: str = "", reason: str | None = None) -> Completed:
        """Send the one open task that fits, papers included, as that person."""
        row = self.task(step, unit, entry)
        given = self._with_papers(login, row.id, answers or {})
        return complete_task(self.database, self.ids, self.viewer(login), row.id, row.rev, outcome, given, reason,
                             self.ids.new(), self.clock.now())

    def vote(self, login: str, entry: str, points: int) -> Completed:
        """Cast the ballot of a member, the same points for every criterion."""
        scores = dict.fromkeys(("tc-3", "tc-4", "tc-5", "tc-6", "tc-7", "hieu-qua"), points)
        row = self.task("cham-diem", subject=entry)
        return cast_ballot(self.database, self.ids, self.viewer(login), row.id, scores, None, self.clock.now())

    def score(self, login: str, step: str, scores: Mapping[str, object], unit: str = "") -> str:
        """Hand in a sheet with these points and levels; what is said then."""
        row = self.task(step, unit)
        return cast_ballot(self.database, self.ids, self.viewer(login), row.id, scores, None, self.clock.now()).message

    def nominate(self, login: str, answers: Answers) -> str:
        """Propose an initiative outside registration; its entry id."""
        return nominate_entry(self.database, self.ids, self.viewer(login), self.run_id, answers, self.clock.now())

    def move(self, login: str, name: str, day: date) -> None:
        """Give the event another day."""
        move_event(self.database, self.ids, self.viewer(login), self.run_id, name, day, self.clock.now())

    def _with_papers(self, login: str, task_id: str, answers: Answers) -> dict[str, dict[str, object]]:
        return {form: {key: self._stored(login, task_id, form, key) if value == PAPER else value
                       for key, value in values.items()} for form, values in answers.items()}

    def _stored(self, login: str, task_id: str, form: str, key: str) -> list[str]:
        upload = Upload(task_id, form, key, "Bản ký.pdf", io.BytesIO(PDF))
        return [store_file(self.database, self.blobs, self.ids, self.viewer(login), upload, self.clock.now()).id]

    # ---- people

    def units(self) -> tuple[str, ...]:
        """Codes of the units that take part, sorted."""
        return tuple(sorted(one.code for one in self.organisation.units if one.code not in self.outside))

    def officer(self, code: str) -> str:
        """The login that does the unit's work: its officer, else its head."""
        held = [(one.role, who.login) for who in self.organisation.people for one in who.positions if one.unit == code]
        return min(login for role, login in held if role == min(r for r, _ in held if r in ("can-bo", "thu-truong")))

    def owner(self, name: str) -> str:
        """The login that does the work about the initiative."""
        return self.officer(self._codes()[self.entries()[name].unit_id])

    # ---- what the rows say

    def open(self, step: str) -> list[str]:
        """The units, or the initiatives, for which the step is open; "slot: …" where it is not the first one."""
        return sorted((f"{r.slot}: " if r.slot != "chính" else "") + (r.subject or r.code)
                      for r in self._rows("open") if r.step == step)

    def opened(self) -> dict[str, int]:
        """How many tasks of each step are open."""
        return dict(sorted(Counter(r.step for r in self._rows("open")).items()))

    def days(self, step: str, unit: str = "", entry: str = "") -> tuple[date | None, date | None, date | None]:
        """Last day, last working day and the day after which it is overdue, of the open task."""
        row = self.task(step, unit, entry)
        return row.last_day, row.last_working_day, row.overdue_after

    def ids_of(self, *names: str) -> list[str]:
        """The ids of these entries."""
        found = self.entries()
        return [found[name].id for name in names]

    def data(self, name: str) -> Mapping[str, object]:
        """What the register knows of the initiative."""
        return self.entries()[name].data

    def sent(self, step: str) -> Any:
        """The forms first answered in that step."""
        of_step = (answer.c.step == step, answer.c.run_id == self.run_id)
        query = select(answer.c.forms).where(*of_step).order_by(answer.c.at, answer.c.id).limit(1)
        with self.database.read() as connection:
            return json.loads(connection.execute(query).scalar_one())

    def forms(self, step: str, unit_code: str = "") -> Any:
        """The forms last answered in that step for the unit."""
        query = (select(answer.c.forms, unit.c.code).join(task, task.c.id == answer.c.task_id)
                 .join(unit, unit.c.id == task.c.unit_id).where(answer.c.step == step)
                 .order_by(answer.c.at, answer.c.id))
        with self.database.read() as connection:
            found = [json.loads(row.forms) for row in connection.execute(query) if unit_code in ("", row.code)]
        return [forms for forms in found if forms][-1]

    def register(self) -> Counter[str]:
        """How many entries there are of each status."""
        with self.database.read() as connection:
            rows = connection.execute(select(entry.c.status, func.count()).where(entry.c.run_id == self.run_id)
                                      .group_by(entry.c.status))
            return Counter({row[0]: row[1] for row in rows})

    def told(self, step: str, unit_code: str = "") -> list[tuple[int, date, date, str, str]]:
        """(level, planned day, day made, login, channel) of each reminder and escalation about the step, in order."""
        return sorted((row.level, row.planned_day, local_day(row.made_at), row.login, row.channel)
                      for row in self._notices(step) if row.level and unit_code in ("", row.code))

    def informed(self, step: str) -> list[str]:
        """Who was told that the step is over, once for each time, sorted."""
        return sorted(row.login for row in self._notices(step) if not row.level)

    def _notices(self, step: str) -> list[Row[Any]]:
        query = (select(notice, person.c.login, unit.c.code).join(person, person.c.id == notice.c.person_id)
                 .join(task, task.c.id == notice.c.task_id).join(unit, unit.c.id == task.c.unit_id)
                 .where(task.c.step == step, task.c.run_id == self.run_id))
        with self.database.read() as connection:
            return list(connection.execute(query))

    def rows_of(self, *columns: Any) -> list[Row[Any]]:
        """Any rows, for what a whole year must hold."""
        with self.database.read() as connection:
            return list(connection.execute(select(*columns)))

    def persons(self, *logins: str) -> list[str]:
        """Their ids."""
        return [self.viewer(login).person_id for login in logins]

    def unit_id(self, code: str) -> str:
        return next(key for key, found in self._codes().items() if found == code)

    def _codes(self) -> dict[str, str]:
        return {row.id: row.code for row in self.rows_of(unit.c.id, unit.c.code)}


def moment(day: date, at: time) -> datetime:
    """That time of that day in Viet Nam."""
    return datetime.combine(day, at, VIETNAM)
