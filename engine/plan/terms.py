"""A condition that only joins simple terms, taken apart so that it can be said in words."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """An answer that must be yes (True), no (False), or that option."""

    name: str
    value: str | bool


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms that must all hold; empty when the condition says more than that. The text is a checked expression.

    >>> terms_of('chon and loai == "ca-nhan"')
    (Term(name='chon', value=True), Term(name='loai', value='ca-nhan'))
    >>> terms_of("not xong"), terms_of("chon or diem > 5")
    ((Term(name='xong', value=False),), ())
    """
    body = ast.parse(text.strip(), mode="eval").body
    parts = body.values if isinstance(body, ast.BoolOp) and isinstance(body.op, ast.And) else [body]
    found = [_term(part) for part in parts]
    return tuple(term for term in found if term) if all(found) else ()


def _term(node: ast.expr) -> Term | None:
    match node:
        case ast.Name(id=name):
            return Term(name, True)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return Term(name, False)
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(value))]):
            return Term(name, value)
    return None
