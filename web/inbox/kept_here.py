"""How a browser keeps what it could not save: sealed with a key that only the signed-in person's pages carry."""

import hmac
from collections.abc import Iterable

from flask import current_app, session

from engine.work.question import FormView
from engine.work.sheet import TableView


def seal(person_id: str, task_id: str) -> str:
    """A key of 128 bits in hex: another for each task, another for everybody, another after a change of password."""
    said = f"{session.get('key', '')} {person_id} {task_id}".encode()
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), said, "sha256").hexdigest()[:32]


def personal(forms: Iterable[FormView]) -> str:
    """Names of controls that ask for personal data, "*" for any row: where a browser cannot seal, these are not kept.
    """
    names: list[str] = []
    for form in forms:
        for item in form.items:
            place = f"f.{form.id}.{item.spec.id}"
            if isinstance(item, TableView):
                names += [f"{place}.*.{column.id}" for column in item.spec.columns if column.personal]
            elif item.spec.personal:
                names.append(place)
    return " ".join(names)
