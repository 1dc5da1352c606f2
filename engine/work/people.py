"""Who looks and who acts: a person with the positions held today."""

from dataclasses import dataclass

from engine.work.form import Answers, FieldError


@dataclass(frozen=True, slots=True)
class Held:
    """A position a person holds now: the capacity in which one acts."""

    id: str
    unit_id: str
    unit_name: str
    unit_path: str
    role: str
    title: str

    @property
    def capacity(self) -> str:
        """As shown and audited: 'Cán bộ đầu mối, Hội Nông dân phường'."""
        return f"{self.title}, {self.unit_name}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person. Every report and action takes one; `tenant_id` bounds every query."""

    person_id: str
    name: str
    login: str
    tenant_id: str
    positions: tuple[Held, ...] = ()
    administrator: bool = False
    language: str = "vi"

    def unit_ids(self) -> frozenset[str]:
        return frozenset(p.unit_id for p in self.positions)


class NotFound(Exception):
    """Outside the viewer's subtree, or not there at all: the web answers 404."""


class Forbidden(Exception):
    """Seen, but not allowed; one sentence with the reason and the way out: the web answers 403."""


class Conflict(Exception):
    """The state has moved on since the page was shown: the web answers 409."""


class Stopped(Conflict):
    """The instance cannot go on: nothing was done, an incident is on record. The person may try again later."""


class Overtaken(Conflict):
    """Somebody else sent the task meanwhile: `sent` is theirs; `typed`, this person's, was not saved."""

    def __init__(self, says: str, sent: Answers, typed: Answers) -> None:
        super().__init__(says)
        self.sent = sent
        self.typed = typed


class FormRefused(Exception):
    """Answers with mistakes: nothing was saved; `answers` holds everything as it was typed: the web answers 422."""

    def __init__(self, errors: tuple[FieldError, ...], answers: Answers) -> None:
        super().__init__(" ".join(error.message for error in errors))
        self.errors = errors
        self.answers = answers


def refused(field: str, message: str) -> FormRefused:
    """The refusal of one of the page's own fields, outside the plan's forms."""
    return FormRefused((FieldError("", field, None, None, message),), {})
