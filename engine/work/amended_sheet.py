"""What other criteria make of a score sheet that was typed and not handed in: nothing typed is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.plan.criteria import Criterion
from engine.work.form_diff import Beside


@dataclass(frozen=True, slots=True)
class SheetChange:
    """The sheet of one member: scores of criteria that are still there, and what there is no place for any more."""

    person_id: str
    scores: Mapping[str, str]
    beside: tuple[Beside, ...]


def carried_sheet(person_id: str, name: str, before: Iterable[Criterion], after: Iterable[Criterion],
                  typed: Mapping[str, str]) -> SheetChange:
    """`name`: of the criteria set by which it was typed. A level that is not offered any more is kept in words."""
    now = {one.id: one for one in after}
    scores, beside = dict[str, str](), list[Beside]()
    for one in before:
        said = typed.get(one.id, "").strip()
        if not said:
            continue
        new = now.get(one.id)
        if new is not None and (new.how, bool(new.levels)) == (one.how, bool(one.levels)) and (
                not new.levels or any(level.id == said for level in new.levels)):
            scores[one.id] = said
        else:
            beside.append(Beside(name, one.name, _words(one, said)))
    return SheetChange(person_id, scores, tuple(beside))


def _words(criterion: Criterion, said: str) -> str:
    if criterion.how == "assessed":
        return {"dat": "đạt", "khong-dat": "không đạt"}.get(said, said)
    return next((level.name for level in criterion.levels if level.id == said), said)
