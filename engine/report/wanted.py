"""What of an inbox is asked for: a view, words, and what narrows it; as conditions of a database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl

from sqlalchemy import ColumnElement, and_, literal, not_, or_

from engine.store.offered import held_by_another, matter_of, offered_to, scored_by, waiting_for_a_taker
from engine.store.stars import starred
from engine.store.tables import task
from engine.work.people import Viewer
from engine.work.search import INITIALS, words_of

VIEWS = ("can-lam", "qua-han", "hom-nay", "tuan-nay", "chua-nhan", "can-bo-sung", "ban-nhap", "cho-nguoi-khac",
         "danh-dau", "da-xong")
TODO = frozenset(VIEWS[:7])
"""The views of what the person has to do."""
GROUPINGS = ("han", "ke-hoach", "don-vi", "khong")
"""By what the rows are grouped: due day, plan, unit, nothing."""
_KEYS = {"xem": "view", "q": "query", "dot": "run", "buoc": "step", "dv": "unit", "nhom": "group"}
"""Name in an address -> field."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """`run` and `unit` are ids, `step` is the id of a step in the plan; "" wants all."""

    view: str = "can-lam"
    query: str = ""
    run: str = ""
    step: str = ""
    unit: str = ""
    group: str = "han"

    def set_filters(self) -> dict[str, ColumnElement[bool]]:
        """Field -> condition, of what narrows the view."""
        words = [_has(word) for word in words_of(self.query)]
        known = {"query": and_(*words) if words else None, "run": task.c.run_id == self.run if self.run else None,
                 "step": task.c.step == self.step if self.step else None,
                 "unit": task.c.unit_id == self.unit if self.unit else None}
        return {name: condition for name, condition in known.items() if condition is not None}

    def without(self, *fields: str) -> "Wanted":
        """The same without those filters."""
        return replace(self, **dict.fromkeys(fields, ""))

    def address(self, **other: str) -> dict[str, str]:
        """What stands in an address: only what differs from the plain inbox. `other`: fields that become others."""
        changed, plain = replace(self, **other), Wanted()
        return {key: getattr(changed, name) for key, name in _KEYS.items()
                if getattr(changed, name) != getattr(plain, name)}


def wanted_in(query: str) -> Wanted:
    """What a saved address asks for; the plain inbox where that is no longer to be had."""
    try:
        return wanted_from(dict(parse_qsl(query)))
    except ValueError:
        return Wanted()


def _has(word: str) -> ColumnElement[bool]:
    """A word begins so, or initials hold it: of short syllables without marks, anywhere would be nearly everywhere."""
    text = literal(" ") + task.c.search
    return or_(text.contains(f" {word}", autoescape=True),
               text.like(f"% {INITIALS} %{word.replace('/', '//').replace('%', '/%')}%", escape="/"))


def wanted_from(given: Mapping[str, str]) -> Wanted:
    """What an address asks for; raises ValueError for a view or a grouping there is not."""
    said = {name: given[key].strip()[:_LONGEST] for key, name in _KEYS.items() if given.get(key)}
    found = Wanted(**said)
    if found.view not in VIEWS or found.group not in GROUPINGS:
        raise ValueError(f"{found.view} {found.group}")
    return found


def views_of(viewer: Viewer, today: date) -> dict[str, ColumnElement[bool]]:
    """View -> condition."""
    is_open, mine = task.c.status == "open", offered_to(viewer)
    waiting = or_(scored_by(viewer), held_by_another(viewer))
    todo = and_(is_open, mine, not_(waiting))
    in_time = or_(task.c.overdue_after.is_(None), task.c.overdue_after >= today)
    sunday = date.fromordinal(today.toordinal() + 6 - today.weekday())
    return {
        "can-lam": todo,
        "qua-han": and_(todo, task.c.overdue_after < today),
        "hom-nay": and_(todo, task.c.last_working_day <= today, in_time),
        "tuan-nay": and_(todo, task.c.last_working_day <= sunday, in_time),
        "chua-nhan": waiting_for_a_taker(viewer, today),
        "can-bo-sung": and_(todo, task.c.returned > 0, task.c.act != "review"),
        "ban-nhap": and_(todo, task.c.draft_percent.is_not(None)),
        "cho-nguoi-khac": and_(is_open, or_(and_(matter_of(viewer), not_(mine)), and_(mine, waiting))),
        "danh-dau": and_(is_open, starred(viewer.person_id)),
        "da-xong": and_(task.c.status == "done", mine),
    }
