"""Which clauses of a register a plan covers, waives, misses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.base.diagnostic import PlanError
from engine.base.text import fold
from engine.plan.criteria import CriteriaSet, Criterion
from engine.plan.deadline import DeadlineError, Rule, parse_deadline
from engine.plan.element import Binding
from engine.plan.form import Form, FormField
from engine.plan.measure import (
    Dossier,
    DossierItem,
    Duty,
    FieldOfWork,
    Nomination,
    Outcome,
    Principle,
    Register,
    Target,
)
from engine.plan.model import Ladder, Plan
from engine.plan.parts import parts
from engine.plan.people import Channel, Recipient, Role, UnitGroup
from engine.plan.source import compose, plain
from engine.plan.step import Event, Step

FITTING: Mapping[str, tuple[type[Binding], ...]] = {
    "target": (Target,), "quota": (Target,),
    "rule": (Principle, Register, Target, CriteriaSet, Criterion, Step, Ladder),
    "criterion": (Criterion, CriteriaSet, FormField), "role": (Role, UnitGroup), "field": (FieldOfWork,),
    "step": (Step, Nomination, Outcome), "form": (Form, FormField), "deadline": (Step, Event),
    "dossier": (Dossier, DossierItem),
    "channel": (Channel,), "recipient": (Recipient,), "duty": (Duty, Step, Principle),
}
"""Kind of a clause in the register -> the parts of a plan that can answer it."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A clause the plan leaves out in writing."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ids of clauses in the register's order; `why`: id of a missing clause -> a Vietnamese sentence."""

    covered: tuple[str, ...]
    waived: tuple[Waived, ...]
    missing: tuple[str, ...]
    why: Mapping[str, str] = field(default_factory=dict)


def read_register(file: Path) -> dict[str, object]:
    """The register in that YAML file. OSError when it cannot be read, ValueError (Vietnamese) when it is none."""
    try:
        register = plain(compose(file.read_text("utf-8"), str(file)))
    except PlanError as error:
        raise ValueError(str(error)) from None
    if not isinstance(register, dict) or not list(_clauses(register)):
        raise ValueError('sổ điều khoản phải có danh sách "clauses", mỗi điều khoản có "id" và "kind"')
    return register


def cover(plan: Plan, register: Mapping[str, object]) -> Coverage:
    """`register`: {"clauses": [{"id", "kind", "due"?}]}.

    A clause is covered when a fitting part names its id and, where the register has a date, a deadline of that part
    says the same.
    """
    named: dict[str, list[Binding]] = {}
    for _, part in parts(plan):
        for clause in part.clauses:
            named.setdefault(clause.id or "", []).append(part)
    reasons = {waiver.clause: waiver.reason for waiver in plan.waivers if waiver.clause}
    covered: list[str] = []
    waived: list[Waived] = []
    why: dict[str, str] = {}
    for entry in _clauses(register):
        wanted = str(entry["id"])
        lack = _lack(plan, entry, named.get(wanted, []))
        if lack is None:
            covered.append(wanted)
        elif wanted in reasons:
            waived.append(Waived(wanted, reasons[wanted]))
        else:
            why[wanted] = lack
    return Coverage(tuple(covered), tuple(waived), tuple(why), why)


def _clauses(register: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    clauses = register.get("clauses")
    for entry in clauses if isinstance(clauses, Sequence) else ():
        if isinstance(entry, Mapping) and "id" in entry:
            yield entry


def _lack(plan: Plan, entry: Mapping[str, object], named: list[Binding]) -> str | None:
    kind = str(entry.get("kind", ""))
    fitting = [part for part in named if isinstance(part, FITTING.get(kind, (Binding,)))]
    if not named:
        return "không phần nào của kế hoạch nêu mã này"
    if not fitting:
        return f'mã này chỉ được nêu ở phần không hợp với loại "{kind}"'
    wanted = entry.get("due")
    if wanted is None:
        return None
    phrases = [phrase for part in fitting for phrase in _phrases(part)]
    if any(agrees(phrase, str(wanted), plan) for phrase in phrases):
        return None
    given = ", ".join(f"“{phrase}”" for phrase in phrases) or "không có hạn"
    return f'hạn của kế hoạch ({given}) khác hạn trong sổ ("{wanted}")'


def _phrases(part: Binding) -> tuple[str, ...]:
    if isinstance(part, Step):
        return tuple(part.deadlines.values())
    return (part.date,) if isinstance(part, Event) and part.date else ()


def agrees(phrase: str, wanted: str, plan: Plan) -> bool:
    """Whether a deadline phrase means what the register writes.

    Known there: "before 2026-02-05", "by 2025-04-15", "before --11-30 yearly", "within Q1 yearly",
    "at least 3 days before <event>", "recurring: …".
    """
    try:
        rule = parse_deadline(phrase)
    except DeadlineError:
        return False
    if match := re.fullmatch(r"(before|by) (\d{4}-\d\d-\d\d)", wanted):
        return _same_day(rule, match[1], date.fromisoformat(match[2]), _year(plan))
    if match := re.fullmatch(r"(before|by) --(\d\d)-(\d\d) yearly", wanted):
        return _same_day(rule, match[1], date(2000, int(match[2]), int(match[3])), 2000)
    if match := re.fullmatch(r"within Q([1-4]) yearly", wanted):
        last = 3 * int(match[1])
        return rule.kind == "period" and rule.first is not None and rule.day is not None and (
            rule.first.month, rule.day.month, rule.day.day) == (last - 2, last, None)
    if match := re.fullmatch(r"at least (\d+) (days|working days) before <(.+)>", wanted):
        return (rule.count, rule.unit, rule.side, [fold(e) for e in rule.events]) == (
            int(match[1]), "day" if match[2] == "days" else "working_day", "before", [fold(match[3])])
    return wanted.startswith("recurring") and rule.kind in ("recurring", "frequency")


def _same_day(rule: Rule, word: str, day: date, year: int) -> bool:
    if rule.day is None or rule.count is not None:
        return False
    return rule.day.on(year) == day and (rule.bound == "exclusive") == (word == "before")


def _year(plan: Plan) -> int:
    """The year of the plan's period, for phrases that leave it out."""
    found = re.search(r"\b(?:19|20|21)\d\d\b", plan.period)
    return int(found[0]) if found else 2000
