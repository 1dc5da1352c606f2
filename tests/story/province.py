"""The province's years as a test tells them: who acts in which committee, and one year after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.action.cast_ballot import cast_ballot
from engine.action.open_step import open_step
from engine.action.prepare_run import prepare_run
from engine.plan.folder import load_plan
from tests.story.year import Year

FOLDER = Path(__file__).parents[2] / "plan_configs/ha-tinh-annual"
SECRETARY = {"hp": "duhp", "hs": "duhs", "cq": "ducaccoquan"}
BOARD = {"hp": "banxddhp", "hs": "banxddhs", "cq": "ducaccoquan"}
COMMITTEE = {"hp": "dang-uy-xa-hoa-phuong", "hs": "dang-uy-xa-hoa-sua", "cq": "dang-uy-cac-co-quan"}
OFFICE, DIRECTOR = "doanthe.cv", "truongban"


@dataclass
class Province(Year):
    """Runs of the guidance of Hà Tĩnh, one for each year."""

    folder: Path = FOLDER
    leader: str = OFFICE
    outside: tuple[str, ...] = ()

    def next_year(self) -> None:
        """The office prepares the run of the year after."""
        self.number += 1
        now = self.clock.now()
        self.run_id = prepare_run(self.database, self.ids, self.viewer(OFFICE), load_plan(FOLDER), self.number, now)

    def judge(self, login: str, step: str, entry: str, criteria: Iterable[str], holds: bool = True) -> None:
        """Cast a ballot that says the same of every criterion."""
        row = self.task(step, subject=entry)
        cast_ballot(self.database, self.ids, self.viewer(login), row.id, dict.fromkeys(criteria, holds), None,
                    self.clock.now())

    def vote(self, login: str, step: str, entry: str, answer: str) -> None:
        """Cast a ballot of consent."""
        row = self.task(step, subject=entry)
        cast_ballot(self.database, self.ids, self.viewer(login), row.id, {"phieu": answer}, None, self.clock.now())

    def start(self, login: str, step: str, order: str) -> None:
        """Open a step by hand."""
        open_step(self.database, self.ids, self.viewer(login), self.run_id, step, order, self.clock.now())

    def day(self, month: int, day: int) -> None:
        """Go to that day of the year."""
        self.go_to(date(self.number, month, day))
