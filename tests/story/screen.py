"""A person at a screen without JavaScript: the real application, its pages read and its buttons pressed."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engine.action.give_password import give_password
from tests.story.year import Year
from tests.web.templates import compiled_once
from web.app import create_app
from web.settings import Settings

Typed = dict[str, str | Iterable[str]]
"""Name of a control -> what is typed or chosen there."""
Papers = dict[str, tuple[bytes, str]]
"""Name of a file control -> content and name of the file."""
PASSWORD = "đồng lòng cùng làm 2026"


def application(year: Year) -> Flask:
    """The pages over the year's own database and clock."""
    settings = Settings(database=year.database, blobs=year.blobs, clock=year.clock, ids=year.ids,
                        secret_key="bí mật của phép thử", installation=year.organisation.units[0].name)
    return compiled_once(create_app(settings))


@dataclass
class Screen:
    """What one person sees now, and what was typed over it."""

    client: FlaskClient
    status: int = 0
    path: str = ""
    page: html.HtmlElement = field(default_factory=lambda: html.fromstring("<html></html>"))

    def open(self, path: str) -> "Screen":
        self._show(self.client.get(path, follow_redirects=True))
        return self

    def says(self, xpath: str = "//main") -> str:
        """The words at that place, in one line."""
        return " ".join(" ".join(self.page.xpath(xpath)[0].text_content().split()).split())

    def lines(self, xpath: str) -> list[str]:
        """The words at each of the places."""
        return [" ".join(one.text_content().split()) for one in self.page.xpath(xpath)]

    def follow(self, words: str) -> "Screen":
        """Click the first link with these words."""
        link = next(one for one in self.page.xpath("//a[@href]") if words in " ".join(one.text_content().split()))
        return self.open(link.get("href"))

    def values(self, form_id: str = "phieu") -> dict[str, list[str]]:
        """Everything the form would post now."""
        found: dict[str, list[str]] = {}
        for name, value in self._form(form_id).form_values():
            found.setdefault(name, []).append(value)
        return found

    def type(self, answers: Typed, form_id: str = "phieu") -> dict[str, list[str]]:
        """What the form would post with these answers in place of what stands there."""
        given = {name: [value] if isinstance(value, str) else list(value) for name, value in answers.items()}
        asked = {one.get("name") for one in self._form(form_id).iter("input", "select", "textarea")}
        assert set(given) <= asked, f"not on the page: {sorted(set(given) - asked)}"
        return {**self.values(form_id), **given}

    def press(self, name: str, value: str, answers: Typed | None = None, papers: Papers | None = None,
              form_id: str = "phieu") -> "Screen":
        """Press the button of that name and value, with what was typed and chosen; follow where it leads."""
        buttons = self.page.xpath("//button[@name=$name and @value=$value]", name=name, value=value)
        assert buttons, f"no button {name}={value} on {self.path}"
        return self._post(buttons[0], {**self.type(answers or {}, form_id), name: [value]}, papers or {}, form_id)

    def hand_in(self, words: str, answers: Typed, form_id: str = "phieu") -> "Screen":
        """Press the button with these words, which says nothing but where it sends."""
        button = next(one for one in self.page.xpath("//button") if words == " ".join(one.text_content().split()))
        return self._post(button, self.type(answers, form_id), {}, form_id)

    def submit(self, kind: str, answers: Typed) -> "Screen":
        """Send the first form of that class with what was typed; a box that is ticked posts its value."""
        form = self.page.xpath("//form[@class=$kind]", kind=kind)[0]
        given = {name: [value] if isinstance(value, str) else list(value) for name, value in answers.items()}
        asked = {one.get("name") for one in form.iter("input", "select", "textarea")}
        assert set(given) <= asked, f"not on the page: {sorted(set(given) - asked)}"
        stands: dict[str, list[str]] = {}
        for name, value in form.form_values():
            stands.setdefault(name, []).append(value)
        self._show(self.client.post(form.get("action"), data={**stands, **given}))
        return self

    def submit_words(self, words: str, answers: dict[str, str]) -> "Screen":
        """Press the button with these words, whichever form it stands in."""
        button = next(one for one in self.page.xpath("//form//button")
                      if words == " ".join(one.text_content().split()))
        form = next(one for one in button.iterancestors("form"))
        posted = {**dict(form.form_values()), **answers, button.get("name"): button.get("value")}
        self._show(self.client.post(form.get("action"), data=posted))
        return self

    def _post(self, button: html.HtmlElement, posted: dict[str, list[str]], papers: Papers, form_id: str) -> "Screen":
        asked = {one.get("name") for one in self.page.xpath("//input[@type='file']")}
        assert set(papers) <= asked, f"no place for {sorted(set(papers) - asked)}"
        data = {**posted, **{key: (io.BytesIO(content), name) for key, (content, name) in papers.items()}}
        target = button.get("formaction") or self._form(form_id).get("action")
        kind = self._form(form_id).get("enctype") if papers else None
        self._show(self.client.post(target, data=data, content_type=kind))
        return self

    def send(self, form: html.FormElement) -> "Screen":
        """Send a form as it stands."""
        self._show(self.client.post(form.get("action"), data=dict(form.form_values())))
        return self

    def _form(self, form_id: str) -> html.FormElement:
        return self.page.xpath("//form[@id=$id]", id=form_id)[0]

    def _show(self, response) -> None:
        self.status = response.status_code
        self.path = response.request.path
        if response.status_code in (302, 303):
            after = self.client.get(response.location, follow_redirects=True)
            self.path, self.page = after.request.path, html.fromstring(after.get_data(as_text=True))
        else:
            self.page = html.fromstring(response.get_data(as_text=True))


def at(year: Year, login: str) -> Screen:
    """The person's screen; at first with a new password, through the door."""
    if login not in year.screens:
        give_password(year.database, login, PASSWORD, False, year.clock.now())
        if not year.screens:
            year.app = application(year)
        screen = Screen(year.app.test_client()).open("/")
        form = screen.page.forms[0]
        form.fields["ten"], form.fields["mat_khau"] = login, PASSWORD
        year.screens[login] = screen.send(form)
    return year.screens[login]
