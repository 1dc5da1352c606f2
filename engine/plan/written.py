"""A tree of nodes written out as the text of a plan file, one line for each key and each part of a list."""

import json

from engine.plan.source import Items, Node, Pair, Table


def written(root: Node) -> str:
    """YAML text that `compose` reads back as the same tree, places aside."""
    if not isinstance(root, Table):
        return _flow(root) + "\n"
    return "".join(_top(pair) for pair in root.pairs)


def _top(pair: Pair) -> str:
    if isinstance(pair.node, Items) and pair.node.items:
        return f"{_quoted(pair.key)}:\n" + "".join(f"  - {_flow(item)}\n" for item in pair.node.items)
    return f"{_quoted(pair.key)}: {_flow(pair.node)}\n"


def _flow(node: Node) -> str:
    if isinstance(node, Table):
        return "{" + ", ".join(f"{_quoted(pair.key)}: {_flow(pair.node)}" for pair in node.pairs) + "}"
    if isinstance(node, Items):
        return "[" + ", ".join(map(_flow, node.items)) + "]"
    as_it_stands = node.plain and not isinstance(node.value, str) and node.text
    return node.text if as_it_stands else "null" if node.value is None else _quoted(node.text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
