"""A drawn plan, a BPMN 2.0 file with or without a plan file beside it, read as any plan is read."""

from dataclasses import replace
from pathlib import Path

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import fold
from engine.bpmn.drawn_people import Actors, roles_in
from engine.bpmn.drawn_refusals import Refusals
from engine.bpmn.drawn_said import pairs_said, refuse_unknown
from engine.bpmn.drawn_shape import Drawing, drawing_of
from engine.bpmn.drawn_steps import Steps
from engine.bpmn.parse import DrawingError, parse_bpmn
from engine.plan.folder import PLAN_FILE, LoadedPlan, load_plan, load_tree, read_text
from engine.plan.model import Plan
from engine.plan.source import Items, Node, Pair, Scalar, Table, compose

SUFFIX = ".bpmn"
_DRAWN = "vẽ ở"


def open_plan(path: Path) -> LoadedPlan:
    """The plan of a folder, a plan file or a drawing; PlanError as load_plan, and KH080-KH088 for a drawing."""
    file = path / PLAN_FILE if path.is_dir() else path
    if file.suffix.lower() == SUFFIX:
        beside = file.with_name(PLAN_FILE)
        around = compose(read_text(beside), str(beside)) if beside.is_file() else None
        return _drawn(file, around if around is not None and _belongs(around, file.name) else None)
    tree = compose(read_text(file), str(file))
    named = _named(tree)
    return load_plan(path) if named is None else _drawn(file.with_name(named.text), tree)


def _named(tree: Node) -> Scalar | None:
    pair = _pair(tree, _DRAWN)
    if pair is None:
        return None
    if not isinstance(pair.node, Scalar) or "/" in pair.node.text or not pair.node.text.endswith(SUFFIX):
        raise _refused(pair.place, f'"{_DRAWN}" phải là tên một tệp {SUFFIX} nằm cạnh tệp kế hoạch')
    return pair.node


def _belongs(around: Node, name: str) -> bool:
    """Whether the plan file beside a drawing is the rest of this drawing's plan."""
    named = _pair(around, _DRAWN)
    if named is not None and isinstance(named.node, Scalar):
        return named.node.text == name
    return _pair(around, "bước") is None


def _drawn(file: Path, around: Node | None) -> LoadedPlan:
    text = read_text(file)
    refusals = Refusals(str(file))
    try:
        root = parse_bpmn(text.encode())
    except DrawingError as error:
        raise PlanError((Diagnostic(Place(str(file), error.line), "KH080", str(error)),)) from None
    drawing = drawing_of(root, refusals)
    said = plan_pairs(drawing, refusals)
    tree = _whole(drawing, around, said, refusals)
    if refusals.found:
        raise PlanError(tuple(sorted(set(refusals.found))))
    loaded = load_tree(tree, file)
    compose(loaded.sources[PLAN_FILE], str(file))  # what is stored must be readable: it has a limit of its own
    return loaded


def _whole(drawing: Drawing, around: Node | None, said: list[Pair], refusals: Refusals) -> Table:
    """The plan: what is written beside the drawing, then what the drawing says of itself, then its steps."""
    written = around.pairs if isinstance(around, Table) else ()
    kept = {fold(p.key): p for p in (*said, *written) if fold(p.key) != fold(_DRAWN)}
    place = Place(refusals.file)
    if not kept:
        raise _refused(place, f"cạnh bản vẽ không có {PLAN_FILE} viết cho nó và bản vẽ không nói gì về kế hoạch; viết "
                       f"{PLAN_FILE} với tên, thời gian, cơ quan ban hành, vai trò… và dòng "
                       f"{_DRAWN}: {Path(refusals.file).name}")
    if "buoc" in kept:
        raise _refused(kept["buoc"].place, f'kế hoạch có "{_DRAWN}" thì không viết thêm "bước"; thêm bước vào bản vẽ')
    steps = Steps(drawing, Actors(roles_in(Table(place, tuple(kept.values()))), refusals), refusals)
    if steps.forms:
        forms = kept.get("bieu mau", Pair("biểu mẫu", place, Items(place, ())))
        known = forms.node.items if isinstance(forms.node, Items) else ()
        kept["bieu mau"] = replace(forms, node=Items(forms.node.place, (*known, *steps.forms)))
    if "buoc mo dot" not in kept and steps.opening:
        kept["buoc mo dot"] = Pair("bước mở đợt", place, Scalar(place, steps.opening))
    kept["buoc"] = Pair("bước", place, Items(place, steps.tables))
    return Table(place, tuple(kept.values()))


def plan_pairs(drawing: Drawing, refusals: Refusals) -> list[Pair]:
    """The keys of the plan that the drawing's own properties say."""
    around = [] if drawing.collaboration is None else [drawing.collaboration]
    found: list[Pair] = []
    for element in (*around, *(e for pool in drawing.pools for e in pool.said_by)):
        said = [pair for pair in pairs_said(element, Plan, refusals) if fold(pair.key) != "pham vi"]
        refuse_unknown(element, said, Plan, refusals)
        found += said
    return found


def _pair(tree: Node, key: str) -> Pair | None:
    return next((p for p in tree.pairs if fold(p.key) == fold(key)), None) if isinstance(tree, Table) else None


def _refused(place: Place, message: str) -> PlanError:
    return PlanError((Diagnostic(place, "KH088", message),))
