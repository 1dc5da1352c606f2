"""A plan that makes another concrete: what it does not say itself it takes from the guiding plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import did_you_mean, fold
from engine.plan.attached import Beside, attach
from engine.plan.source import Items, Node, Pair, Scalar, Table, compose

_GUIDE, _TAKEN, _ID = "cụ thể hóa", "kế thừa", "mã"
_LISTS = ("bước", "lĩnh vực", "bộ tiêu chí", "biểu mẫu", "kết quả", "hồ sơ", "chỉ tiêu", "chủ thể",
          "nhiệm vụ thường xuyên")
"""Lists whose parts have ids: a part with the id of one of the guide takes over what it does not say."""
TAKEABLE = ("lĩnh vực", "bộ tiêu chí", "biểu mẫu", "kết quả", "hồ sơ", "chỉ tiêu", "chủ thể", "nguyên tắc")
"""What may be taken over as a whole by `kế thừa`."""
MOST = 3
"""Levels of guidance above a plan: central, province, commune."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The guiding plan: its id, its tree with all parts in place, the texts it is made of by name."""

    id: str
    tree: Node
    texts: dict[str, str] = field(default_factory=dict)


def guide_of(root: Node, beside: Beside, above: tuple[str, ...] = ()) -> Guide | None:
    """The plan that `cụ thể hóa` names; None where the plan names none. `beside` finds "<id>/plan.yaml".

    Raises PlanError: KH050 for a plan that is not there, KH028 for a circle, KH001-KH009 for its text.
    """
    named = _scalar(root, _GUIDE)
    if named is None:
        return None
    if named.text in above or len(above) >= MOST:
        raise _refused(named.place, "KH028", f'"{_GUIDE}" đi vòng hoặc quá {MOST} cấp: '
                                             f'{" → ".join((*above, named.text))}; bỏ một mục "{_GUIDE}"')
    given = beside(f"{named.text}/plan.yaml") if named.text.replace("-", "").replace("_", "").isalnum() else None
    if given is None:
        raise _refused(named.place, "KH050", f'không có kế hoạch "{named.text}" để cụ thể hoá; đặt thư mục của nó '
                                             "cạnh thư mục của kế hoạch này")
    tree, texts = attach(compose(given[1], given[0]), lambda name: beside(f"{named.text}/{name}"))
    texts = {f"{named.text}/plan.yaml": given[1], **{f"{named.text}/{name}": text for name, text in texts.items()}}
    further = guide_of(tree, beside, (*above, named.text))
    if further:
        tree, texts = inherit(tree, further), {**texts, **further.texts}
    return Guide(named.text, tree, texts)


def inherit(root: Node, guide: Guide) -> Node:
    """The plan's tree with everything it takes from the guide. Raises PlanError with KH012 for `kế thừa`."""
    if not isinstance(root, Table) or not isinstance(guide.tree, Table):
        return root
    taken = tuple(_taken(root))
    theirs = {fold(pair.key): pair for pair in guide.tree.pairs}
    mine = {fold(pair.key) for pair in root.pairs}
    pairs = [replace(pair, node=_merged(pair.node, theirs[fold(pair.key)].node, fold(pair.key) in taken))
             if fold(pair.key) in theirs and fold(pair.key) in map(fold, _LISTS) else pair for pair in root.pairs]
    pairs += [theirs[key] for key in taken if key in theirs and key not in mine]
    return replace(root, pairs=tuple(pairs))


def _merged(mine: Node, theirs: Node, whole: bool) -> Node:
    if not isinstance(mine, Items) or not isinstance(theirs, Items):
        return mine
    known = {id_.text: item for item in theirs.items if (id_ := _scalar(item, _ID))}
    items = [_completed(item, known.get(id_.text)) if (id_ := _scalar(item, _ID)) else item for item in mine.items]
    ids = {id_.text for item in mine.items if (id_ := _scalar(item, _ID))}
    more = [item for name, item in known.items() if name not in ids] if whole else []
    return replace(mine, items=(*items, *more))


def _completed(mine: Node, theirs: Node | None) -> Node:
    """The part with the keys of the guide's part that it does not have."""
    if not isinstance(mine, Table) or not isinstance(theirs, Table):
        return mine
    said = {fold(pair.key) for pair in mine.pairs}
    return replace(mine, pairs=(*mine.pairs, *(pair for pair in theirs.pairs if fold(pair.key) not in said)))


def _taken(root: Table) -> Iterator[str]:
    listed = next((pair.node for pair in root.pairs if fold(pair.key) == fold(_TAKEN)), None)
    for item in listed.items if isinstance(listed, Items) else ():
        if isinstance(item, Scalar):
            if fold(item.text) not in map(fold, TAKEABLE):
                allowed = ", ".join(f'"{name}"' for name in TAKEABLE)
                raise _refused(item.place, "KH012", f'"{_TAKEN}" không nhận "{item.text}"; được phép: {allowed}'
                                                    f"{did_you_mean(item.text, TAKEABLE)}")
            yield fold(item.text)


def _scalar(node: Node, key: str) -> Scalar | None:
    pairs: tuple[Pair, ...] = node.pairs if isinstance(node, Table) else ()
    return next((p.node for p in pairs if fold(p.key) == fold(key) and isinstance(p.node, Scalar)), None)


def _refused(place: Place, code: str, message: str) -> PlanError:
    return PlanError((Diagnostic(place, code, message),))
