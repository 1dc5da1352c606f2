"""The tree stays small and readable: one idea a module, first line says which."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(p for top in ("engine", "web") for p in (ROOT / top).rglob("*.py")
                 if "migrations/versions" not in p.as_posix())
VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "service", "services", "misc"}
LONGEST_MODULE = 250
LONGEST_FUNCTION = 45
EXEMPT_LENGTH = {"engine/store/tables.py": "every table in one file"}


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_is_small_and_says_what_it_is_for(path):
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(text)

    assert ast.get_docstring(tree), "the first line says what the module is for"
    assert VAGUE.isdisjoint(path.stem.split("_"))
    assert len(text.splitlines()) <= LONGEST_MODULE or name in EXEMPT_LENGTH
    assert [f"{f.lineno}: {f.name}" for f in functions(tree) if f.end_lineno - f.lineno >= LONGEST_FUNCTION] == []


def test_every_top_level_folder_is_one_of_the_fixed_ones():
    fixed = {"engine", "workflows", "plan_configs", "web", "tests", "docs"}
    ignored = {"node_modules", "var", "build", "dist"}

    found = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")} - ignored

    assert found <= fixed | {"__pycache__"}, found - fixed


def test_the_program_knows_no_plan_by_name():
    plans = [p.name for p in (ROOT / "plan_configs").iterdir() if p.is_dir()]
    names = re.compile("|".join([*plans, "th[uủ]y nguy[eê]n"]), re.I)

    found = [p.relative_to(ROOT).as_posix() for p in MODULES if names.search(p.read_text("utf-8"))]

    assert found == []


def test_broad_except_stands_only_where_a_loop_or_a_page_must_go_on():
    broad = {"Exception", "BaseException"}
    allowed = ("engine/daemon/", "web/errors.py", "web/main/__init__.py")

    found = [f"{name}:{node.lineno}"
             for path in MODULES if not (name := path.relative_to(ROOT).as_posix()).startswith(allowed)
             for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ExceptHandler)
             and (node.type is None or isinstance(node.type, ast.Name) and node.type.id in broad)]

    assert found == []
