"""Every text of the pages has its English."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from tests.web.site import Site
from web.i18n import english

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = WEB / "templates"


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


SAID = re.compile(r"\{\{-? *((?:[\w.]+\.)?(?:message|error|says|wrong|refusal|refused|problem|why)) *-?\}\}")
"""What pages call a sentence of the engine where they print it."""
OWN_WAY = {"runs/runs.html: d.message"}
"""Findings of the checker, which has its own English."""


def test_no_page_prints_a_sentence_of_the_engine_untold():
    untold = [f"{file.relative_to(TEMPLATES)}: {said}" for file in sorted(TEMPLATES.rglob("*.html"))
              for said in SAID.findall(file.read_text("utf-8"))]

    assert set(untold) == OWN_WAY


def test_what_the_engine_says_is_english_too(ward: Site):
    ward.world.at(date(2026, 2, 2))
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    browser.post("/ngon-ngu", {"ngon_ngu": "en", "tiep": "/viec"})

    page = browser.get(f"/viec/{task.id}").text
    refused = browser.post(f"/viec/{task.id}/xong", {"phien_ban": str(task.rev), "ket_qua": "xong", "khoa": "k"})
    lost = browser.get("/viec/khong-co").text

    assert "2 working days left" in page
    assert "does not count, the last day is Wednesday 04/02/2026" in page
    assert refused.status_code == 422
    assert "only 0 rows so far, at least 1 are needed." in refused.text
    assert "This task is not to be found within your reach; open it from the inbox." in lost
