"""How much of a register of binding clauses a draft holds: its clauses by place and kind, its deadlines by day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.base.text import fold
from engine.document.draft import drafted
from engine.document.read import read_document
from engine.plan.coverage import FITTING, agrees, read_register
from engine.plan.element import Binding
from engine.plan.model import Plan
from engine.plan.parts import parts
from engine.plan.read import read_plan


@dataclass(frozen=True)
class Quality:
    """Ids of the register's clauses; `missing` and `wrong` name what the draft lacks."""

    clauses: int
    missing: tuple[str, ...]
    dated: int
    wrong: tuple[str, ...]


def quality(shared: Path, name: str) -> Quality:
    source = shared / "plans" / f"{name}.txt"
    plan = read_plan(drafted(read_document(source.name, source.read_bytes())), "plan.yaml").plan
    clauses = [c for c in read_register(shared / "requirements" / f"{name}.yaml")["clauses"] if isinstance(c, Mapping)]
    dated = [c for c in clauses if c.get("due")]
    return Quality(
        len(clauses), tuple(str(c["id"]) for c in clauses if not _covered(plan, c)),
        len(dated), tuple(str(c["id"]) for c in dated if not _dated(plan, c)))


def _covered(plan: Plan, clause: Mapping[str, object]) -> bool:
    """Every place the register names holds a part of a fitting kind."""
    fitting = [part for _, part in parts(plan) if isinstance(part, FITTING[str(clause["kind"])])]
    return all(any(_at(part, place) for part in fitting) for place in _places(str(clause["at"])))


def _dated(plan: Plan, clause: Mapping[str, object]) -> bool:
    return any(agrees(phrase, str(clause["due"]), plan) for place in _places(str(clause["at"]))
               for step in plan.steps if _at(step, place) for phrase in step.deadlines.values())


def _at(part: Binding, place: str) -> bool:
    """Whether the part names that place or one within it; words behind it must stand in what it quotes."""
    path, _, word = place.partition("?")
    for clause in part.clauses:
        inside = clause.at == path or clause.at.startswith((f"{path} ", f"{path}.")) or (
            "(" in path and path[-1] != ")" and clause.at.startswith(path))
        if inside and fold(word) in fold(clause.quote or ""):
            return True
    return False


def _places(at: str) -> Iterator[str]:
    """The register's way of citing, in the paths of the outline: "II.1-II.6", "IV.2 hồ sơ", "II.5(6) tỉnh"."""
    if found := re.fullmatch(r"(\S+?)\.(\d+)-(?:\1\.|\d+\.)?(\d+)", at):
        yield from (f"{found[1]}.{n}" for n in range(int(found[2]), int(found[3]) + 1))
    elif found := re.fullmatch(r"([IVX]+)\.([\d.]+), (.+)", at):
        yield from (f"{found[1]}.{number}" for number in (found[2], *found[3].split(", ")))
    elif found := re.fullmatch(r"(\S+) \(\d.*\)", at):
        yield found[1]
    elif found := re.fullmatch(r"(II\.5)\(6\) (.+)", at):
        yield f"{found[1]} lần 2?{ {'chung': '', 'cơ sở': 'cơ sở', 'tỉnh': 'trong tỉnh'}[found[2]] }"
    elif found := re.fullmatch(r"(Mẫu \d+ \(\S+?)\)?", at):
        yield found[1]
    elif found := re.fullmatch(r"(.+) (hồ sơ|cuối)", at):
        last = at if " " not in found[1] else f"{found[1]} gạch 3"
        yield f"{found[1]} đoạn 2" if found[2] == "hồ sơ" else last
    else:
        yield at.removesuffix(" gạch") if at.endswith(" gạch") else at
