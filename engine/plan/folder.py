"""A plan folder (or the rows it was stored in) becomes a loaded plan: the plan, its texts, their hash."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import nfc
from engine.plan.evidence import BLOCK
from engine.plan.known import absent
from engine.plan.model import Plan
from engine.plan.read import ReadPlan, read_plan, read_plan_tree
from engine.plan.refs import check_references
from engine.plan.source import Node
from engine.plan.written import written
from engine.plan.yearly import in_year

PLAN_FILE = "plan.yaml"
_ANY_YEAR = 2028
"""A leap year: where a plan leaves the year open, its dates are read in it."""


@dataclass(frozen=True)
class LoadedPlan:
    """A plan with every text it is made of. `sources`: "plan.yaml", files beside it that it takes parts from, and
    "workflows/<block>.bpmn" -> NFC text.
    """

    read: ReadPlan
    sources: dict[str, str]
    hash: str
    """SHA-256 over the names and texts of the sources; the version of the plan."""

    @property
    def plan(self) -> Plan:
        return self.read.plan

    @property
    def places(self) -> Mapping[tuple[str | int, ...], Place]:
        return self.read.places

    def in_year(self, year: int | None) -> "LoadedPlan":
        """The same with the year filled into its texts."""
        return replace(self, read=replace(self.read, plan=in_year(self.plan, year)))


def data_dir(name: str) -> Path:
    """The folder "plan_configs", "workflows" or "docs", in a checkout or in an installed wheel."""
    engine = Path(__file__).resolve().parents[1]
    installed = engine / "_data" / name
    return installed if installed.is_dir() else engine.parent / name


def load_plan(path: Path) -> LoadedPlan:
    """The plan of that folder or file with the blocks its steps name.

    Raises PlanError: the gate before publication, with every mistake of the first phase that fails.
    """
    file = path / PLAN_FILE if path.is_dir() else path
    text = read_text(file)
    return _checked(read_plan(text, str(file), lambda name: _beside(file.absolute(), name)), text)


def load_text(text: str, beside: Mapping[str, str]) -> LoadedPlan:
    """The same for a text that came in by itself; `beside`: the files that it may take parts from. Raises PlanError."""
    def attached(name: str) -> tuple[str, str] | None:
        return (name, beside[name]) if name in beside else None

    text = _canonical(text)
    return _checked(read_plan(text, PLAN_FILE, attached), text)


def load_tree(tree: Node, file: Path) -> LoadedPlan:
    """The same for a plan made of another file than a plan file; what is stored is the plan written out."""
    return _checked(read_plan_tree(tree, lambda name: _beside(file.absolute(), name)), written(tree))


def _checked(read: ReadPlan, text: str) -> LoadedPlan:
    missing = (*check_references(replace(read, plan=in_year(read.plan, read.plan.since or _ANY_YEAR))),
               *_missing_blocks(read))
    if missing:
        raise PlanError(tuple(sorted(missing)))
    blocks = {name: _blocks()[name] for name in sorted(_used(read.plan))}
    sources = {f"workflows/{name}.bpmn": read_text(block) for name, block in blocks.items()}
    return _loaded(read, {PLAN_FILE: text, **read.attached, **sources})


def load_sources(sources: Mapping[str, str]) -> LoadedPlan:
    """A plan from its stored texts, which were checked before they were stored."""
    def stored(name: str) -> tuple[str, str] | None:
        return (name, sources[name]) if name in sources else None

    return _loaded(read_plan(sources[PLAN_FILE], PLAN_FILE, stored), dict(sources))


def _beside(plan: Path, name: str) -> tuple[str, str] | None:
    """A file beside the plan, or with a folder's name a file of another plan of the same collection."""
    file = plan.parent.parent / name if "/" in name else plan.with_name(name)
    return (str(file), read_text(file)) if file.is_file() else None


def read_text(file: Path) -> str:
    """The NFC text of a file with plain line ends; raises PlanError with KH050 or KH051."""
    try:
        return _canonical(file.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        raise _refused(file, "KH050", "không có tệp này") from None
    except OSError:
        raise _refused(file, "KH050", "không đọc được tệp này; kiểm tra quyền đọc") from None
    except UnicodeDecodeError as error:
        said = f"byte thứ {error.start + 1} không phải UTF-8; lưu lại tệp với mã UTF-8"
        raise _refused(file, "KH051", said) from None


def _refused(file: Path, code: str, message: str) -> PlanError:
    return PlanError((Diagnostic(Place(str(file)), code, message),))


def _canonical(text: str) -> str:
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def _used(plan: Plan) -> set[str]:
    return {step.block for step in plan.steps} | ({BLOCK} if plan.duties else set())


def _blocks() -> dict[str, Path]:
    return {file.stem: file for file in sorted(data_dir("workflows").glob("*.bpmn"))}


def _missing_blocks(read: ReadPlan) -> Iterator[Diagnostic]:
    known = _blocks()
    for i, step in enumerate(read.plan.steps):
        yield from absent(read, ("steps", i, "block"), "KH052", "quy trình mẫu", step.block, known)


def _loaded(read: ReadPlan, sources: dict[str, str]) -> LoadedPlan:
    digest = hashlib.sha256()
    for name, text in sorted(sources.items()):
        digest.update(f"{name}\0{len(text.encode())}\0{text}".encode())
    return LoadedPlan(read, sources, digest.hexdigest())
