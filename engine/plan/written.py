"""A tree of nodes written out as the text of a plan file, one line for each key and each part of a list."""

import json

from engine.plan.source import Items, Node, Pair, Table


def written(root: Node) -> str:
    """YAML text that `compose` reads back as the same tree, places aside."""
    if not isinstance(root, Table):
        return in_one_line(root) + "\n"
    return "".join(_top(pair) for pair in root.pairs)


def _top(pair: Pair) -> str:
    if isinstance(pair.node, Items) and pair.node.items:
        return f"{_quoted(pair.key)}:\n" + "".join(f"  - {in_one_line(item)}\n" for item in pair.node.items)
    return f"{_quoted(pair.key)}: {in_one_line(pair.node)}\n"


def in_one_line(node: Node) -> str:
    """The node as YAML in brackets and braces."""
    if isinstance(node, Table):
        return "{" + ", ".join(f"{_quoted(pair.key)}: {in_one_line(pair.node)}" for pair in node.pairs) + "}"
    if isinstance(node, Items):
        return "[" + ", ".join(map(in_one_line, node.items)) + "]"
    as_it_stands = node.plain and not isinstance(node.value, str) and node.text
    return node.text if as_it_stands else "null" if node.value is None else _quoted(node.text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
