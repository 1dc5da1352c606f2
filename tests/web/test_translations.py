"""Every text of the pages has its English."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from web.i18n import english

WEB = Path(__file__).parents[2] / "web"


def _texts_of_templates() -> Iterator[tuple[str, str]]:
    environment = Environment(autoescape=True)
    for file in sorted(WEB.glob("templates/**/*.html")):
        for line, _name, text in extract_from_ast(environment.parse(file.read_text("utf-8")), ("_",)):
            said = text[0] if isinstance(text, tuple) else text
            assert said, f"{file}:{line}: a text to translate stands as it is"
            yield said, f"{file.relative_to(WEB)}:{line}"


def _texts_of_modules() -> Iterator[tuple[str, str]]:
    for file in sorted(WEB.glob("**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                first = node.args[0]
                assert isinstance(first, ast.Constant), f"{file}:{node.lineno}: a text to translate stands as it is"
                yield str(first.value), f"{file.relative_to(WEB)}:{node.lineno}"


def test_every_text_of_the_pages_has_an_english_one():
    wanted = dict([*_texts_of_templates(), *_texts_of_modules()])

    assert {text: place for text, place in wanted.items() if text not in english()} == {}


def test_an_english_text_is_filled_in_with_the_same_names():
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert {text for text, translated in english().items() if names(text) != names(translated)} == set()


def test_the_catalogue_holds_nothing_that_no_page_says():
    said = {text for text, _ in [*_texts_of_templates(), *_texts_of_modules()]}

    assert set(english()) - said == set()
