"""The site of the small ward, as its people see it: a test client that signs in and posts forms with their token."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, literal, select, update
from werkzeug.test import TestResponse, encode_multipart

from engine.store.blobs import BlobStore
from engine.store.passwords import hash_password
from engine.store.tables import person, tour
from engine.store.tours import STEPS
from tests.action.nho import World
from tests.web.templates import compiled_once
from web.app import create_app
from web.settings import Settings

PASSWORD = "bon tieng ngau nhien"


@dataclass(frozen=True)
class Browser:
    """One person's browser."""

    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=given, buffered=True)

    def token(self, page: str = "/them") -> str:  # the lightest page of all; who is not signed in is sent to the door
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.client.get(page, follow_redirects=True).text)
        assert found
        return found[1]

    def post(self, path: str, data: dict[str, object] | None = None, **options: object) -> TestResponse:
        """Post a form with its token; redirects are not followed."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, buffered=True, **options)

    def upload(self, path: str, data: dict[str, object], **headers: str) -> TestResponse:
        """Post a form with files. The client would leave its own temporary file of a large body open."""
        boundary, body = encode_multipart({"csrf_token": self.token(), **data})
        return self.client.post(
            path, data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=headers, buffered=True)


@dataclass(frozen=True)
class Site:
    """The application over a world."""

    world: World
    app: Flask

    def visitor(self) -> Browser:
        return Browser(self.app.test_client())

    def browser(self, login: str) -> Browser:
        """Signed in as that person."""
        visitor = self.visitor()
        reply = visitor.post("/dang-nhap", {"ten": login, "mat_khau": PASSWORD})
        assert reply.status_code == 303, reply.text
        return visitor


def site(world: World, folder: Path, must_change: bool = False) -> Site:
    """Everybody has the same password and has seen the introduction."""
    with world.database.write() as connection:
        connection.execute(update(person).values(password_hash=hash_password(PASSWORD), must_change=must_change))
        connection.execute(insert(tour).from_select(["person_id", "step"], select(person.c.id, literal(STEPS))))
    settings = Settings(world.database, BlobStore(folder), world.clock, world.ids, "k" * 32, "Phường Nhỏ")
    return Site(world, compiled_once(create_app(settings)))
