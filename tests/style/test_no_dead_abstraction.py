"""A Protocol or an abstract class has at least two implementations in this repository."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def classes() -> list[ast.ClassDef]:
    files = [p for top in ("engine", "web", "tests") for p in (ROOT / top).rglob("*.py")]
    return [n for p in files for n in ast.walk(ast.parse(p.read_text("utf-8"))) if isinstance(n, ast.ClassDef)]


def methods(cls: ast.ClassDef) -> set[str]:
    return {n.name for n in cls.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("__")}


def is_abstract(cls: ast.ClassDef) -> bool:
    return any(isinstance(b, ast.Name) and b.id in {"Protocol", "ABC"} for b in cls.bases)


def test_every_protocol_has_two_implementations():
    every = classes()
    abstract = [c for c in every if is_abstract(c)]

    lonely = [a.name for a in abstract
              if sum(methods(a) <= methods(c) for c in every if c is not a and not is_abstract(c)) < 2]

    assert lonely == []
