"""A plan that makes another concrete: what it does not say itself it takes from the guiding plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import did_you_mean, fold
from engine.plan.attached import Beside, attach
from engine.plan.source import Items, Node, Pair, Scalar, Table, compose

GUIDE, _TAKEN, ID = "cụ thể hóa", "kế thừa", "mã"
LISTS = ("bước", "lĩnh vực", "bộ tiêu chí", "biểu mẫu", "kết quả", "hồ sơ", "chỉ tiêu", "chủ thể",
          "nhiệm vụ thường xuyên")
"""Lists whose parts have ids: a part with the id of one of the guide takes over what it does not say."""
TABLES = ("sổ đăng ký",)
"""Parts of which a plan has one, and which may be completed likewise where they are taken over as a whole."""
TAKEABLE = ("lĩnh vực", "bộ tiêu chí", "biểu mẫu", "kết quả", "hồ sơ", "chỉ tiêu", "chủ thể", "nguyên tắc",
            *TABLES)
"""What may be taken over as a whole by `kế thừa`."""
INNER = ("trường", "cột", "tiêu chí", "chủ đề", "thuộc tính", "lựa chọn")
"""Lists inside a part that grow: items of the same id are completed where they stand in the guide, others follow."""
_STEP_OWN = ("nhóm đơn vị", "sau", "cần", "mở khi xong", "mở từ", "chốt", "cung cấp cho", "xem xét", "các năm",
             "năm tự đặt", "định kỳ", "hạn tự đặt", "tự đặt", "chủ trì tự đặt", "đề nghị", "văn bản nêu nơi nhận",
             "đáp ứng")
"""Of a step: its place among the steps, units and days of its own plan, and what is said of its own document."""
_OF_BLOCK = ("tiếp nhận", "tham mưu", "quyết định", "lấy ý kiến", "túc số", "biểu mẫu", "hạn")
"""Of a step: the roles, forms and days of its block; another block has its own."""
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
    named = _scalar(root, GUIDE)
    if named is None:
        return None
    if named.text in above or len(above) >= MOST:
        raise _refused(named.place, "KH028", f'"{GUIDE}" đi vòng hoặc quá {MOST} cấp: '
                                             f'{" → ".join((*above, named.text))}; bỏ một mục "{GUIDE}"')
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
    pairs = [_list_from(pair, theirs[fold(pair.key)].node, fold(pair.key) in taken)
             if fold(pair.key) in theirs else pair for pair in root.pairs]
    pairs += [theirs[key] for key in taken if key in theirs and key not in mine]
    return replace(root, pairs=tuple(pairs))


def _list_from(mine: Pair, theirs: Node, whole: bool) -> Pair:
    """One entry of the plan, completed by the guide's."""
    if fold(mine.key) in map(fold, LISTS):
        own = _STEP_OWN if fold(mine.key) == fold("bước") else ()
        return replace(mine, node=_merged(mine.node, theirs, whole, own))
    return replace(mine, node=_completed(mine.node, theirs, ())) if whole and isinstance(theirs, Table) else mine


def _merged(mine: Node, theirs: Node, whole: bool, own: tuple[str, ...]) -> Node:
    if not isinstance(mine, Items) or not isinstance(theirs, Items):
        return mine
    known = _by_id(theirs)
    items = [_completed(item, known.get(id_.text), own) if (id_ := _scalar(item, ID)) else item
             for item in mine.items]
    more = [item for name, item in known.items() if name not in _by_id(mine)] if whole else []
    return replace(mine, items=(*items, *more))


def _completed(mine: Node, theirs: Node | None, own: tuple[str, ...]) -> Node:
    """The part with the keys of the guide's part that it does not have; lists inside it grow."""
    if not isinstance(mine, Table) or not isinstance(theirs, Table):
        return mine
    if own and _scalar(mine, "quy trình"):
        own = (*own, *_OF_BLOCK)
    given = {fold(pair.key): pair.node for pair in theirs.pairs}
    pairs = [replace(pair, node=_grown(pair.node, given.get(fold(pair.key))))
             if fold(pair.key) in map(fold, INNER) else pair for pair in mine.pairs]
    closed = {*(fold(pair.key) for pair in mine.pairs), *map(fold, own)}
    return replace(mine, pairs=(*pairs, *(pair for pair in theirs.pairs if fold(pair.key) not in closed)))


def _grown(mine: Node, theirs: Node | None) -> Node:
    """The guide's list in its order, each item with what the plan says of it, then the plan's own items."""
    if not isinstance(mine, Items) or not isinstance(theirs, Items):
        return mine
    said, known = _by_id(mine), _by_id(theirs)
    items = [_completed(said[id_.text], item, ()) if (id_ := _scalar(item, ID)) and id_.text in said else item
             for item in theirs.items]
    more = [item for item in mine.items if not (id_ := _scalar(item, ID)) or id_.text not in known]
    return replace(mine, items=(*items, *more))


def _by_id(items: Items) -> dict[str, Node]:
    return {id_.text: item for item in items.items if (id_ := _scalar(item, ID))}


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
