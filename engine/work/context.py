"""What expressions of a plan may look at: the entry, the unit, the run, the answers, the row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.plan.model import Plan
from engine.work.entry import Entry

Answers = Mapping[str, Mapping[str, object]]
"""form id -> field id -> value."""


@dataclass(frozen=True, slots=True)
class UnitValue:
    """A unit, as far as plans speak of it."""

    id: str
    code: str
    name: str
    kind: str
    path: str = ""
    """"/root/…/own/": units below have it as a prefix."""
    style: str = "state"
    """party or state: how documents of bodies of this kind are laid out and signed."""
    place: str | None = None
    """The name of the place before the date of a document."""

    @property
    def line(self) -> list[str]:
        """Ids from the root down to the unit itself."""
        return self.path.strip("/").split("/")

    def context(self) -> dict[str, object]:
        """What expressions know as `don_vi`."""
        return {"ma": self.code, "ten": self.name, "loai": self.kind}


def groups_of(plan: Plan, unit: UnitValue) -> frozenset[str]:
    """Ids of the plan's groups the unit is in; none when it does not take part."""
    return frozenset(g.id for g in plan.groups if unit.kind in g.kinds or unit.code in g.units)


def scene_context(year: int, unit: UnitValue, entry: Entry | None) -> dict[str, object]:
    """don_vi, dot and mo_hinh."""
    unit_context = unit.context()
    about = entry.context(unit_context) if entry else None
    return {"don_vi": unit_context, "dot": {"nam": year}, "mo_hinh": about}


def merged(forms: Iterable[Answers]) -> dict[str, object]:
    """`phieu`: all answers of a step, later ones over earlier ones, by field id."""
    return {field: value for answers in forms for form in answers.values() for field, value in form.items()}


def done_context(scene: Mapping[str, object], step: str, outcome: str, answers: Mapping[str, object],
                 average: float | None, today: date) -> dict[str, object]:
    """The context after a task was closed: what guards of blocks and `đặt` look at, beside the scene."""
    return {**scene, "buoc": step, "ket_qua": outcome, "phieu": answers, "diem": average, "hom_nay": today.isoformat()}
