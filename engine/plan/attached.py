"""Criteria sets that stand in files of their own: the pairs of such a file join those of the plan's entry."""

from collections.abc import Callable
from dataclasses import replace

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import fold
from engine.plan.source import Items, Node, Pair, Scalar, Table, compose

_SETS = "bộ tiêu chí"
_FILE = "từ tệp"

Beside = Callable[[str], tuple[str, str] | None]
"""Name of a file beside the plan -> how places name it, and its text; None when it is not there."""


def nothing_beside(_name: str) -> None:
    """For a plan whose text is all there is."""


def attach(root: Node, beside: Beside) -> tuple[Node, dict[str, str]]:
    """The tree with every set complete, and the texts that were put in, by file name.

    Raises PlanError: KH050 for a file that is not there, KH005 for a key that both name, KH012 for one that holds no
    set, KH001-KH009 for its text.
    """
    texts: dict[str, str] = {}
    found: list[Diagnostic] = []
    if not isinstance(root, Table):
        return root, texts

    def whole(entry: Node) -> Node:
        named = _named(entry)
        if named is None or not isinstance(entry, Table):
            return entry
        given = beside(named.text) if _is_plain(named.text) else None
        if given is None:
            found.append(_missing(named))
            return entry
        texts[named.text] = given[1]
        try:
            return _joined(entry, compose(given[1], given[0]))
        except PlanError as error:
            found.extend(error.diagnostics)
            return entry

    def sets(pair: Pair) -> Pair:
        if fold(pair.key) != fold(_SETS) or not isinstance(pair.node, Items):
            return pair
        return replace(pair, node=replace(pair.node, items=tuple(whole(entry) for entry in pair.node.items)))

    pairs = tuple(sets(pair) for pair in root.pairs)
    if found:
        raise PlanError(tuple(sorted(found)))
    return replace(root, pairs=pairs), texts


def _named(entry: Node) -> Scalar | None:
    pairs = entry.pairs if isinstance(entry, Table) else ()
    return next((p.node for p in pairs if fold(p.key) == fold(_FILE) and isinstance(p.node, Scalar)), None)


def _is_plain(name: str) -> bool:
    """A name beside the plan, never a way to elsewhere; YAML as the plan itself is."""
    return name.endswith(".yaml") and name != "plan.yaml" and "/" not in name and "\\" not in name and name[0] != "."


def _missing(named: Scalar) -> Diagnostic:
    said = f'không có tệp "{named.text}" cạnh tệp kế hoạch; đặt một tệp .yaml vào cùng thư mục và chỉ ghi tên tệp'
    return Diagnostic(named.place, "KH050", said)


def _joined(entry: Table, more: Node) -> Table:
    if not isinstance(more, Table):
        said = 'tệp của bộ tiêu chí phải là nhóm mục; mỗi dòng một "tên: giá trị"'
        raise PlanError((Diagnostic(Place(more.place.file, 1, 1), "KH012", said),))
    known = {fold(pair.key): pair for pair in entry.pairs}
    twice = [Diagnostic(pair.place, "KH005", _said(pair, known[fold(pair.key)])) for pair in more.pairs
             if fold(pair.key) in known]
    if twice:
        raise PlanError(tuple(twice))
    return replace(entry, pairs=(*entry.pairs, *more.pairs))


def _said(pair: Pair, first: Pair) -> str:
    at = first.place
    return f'mục "{pair.key}" đã có trong kế hoạch ở dòng {at.line}, cột {at.column}; giữ lại một mục'
