"""Who looks and who acts: a person with the positions held today."""

from dataclasses import dataclass
from datetime import date

from engine.work.form import Answers, FieldError
from engine.work.manner import abbreviation

_FOR = " (làm thay "


@dataclass(frozen=True, slots=True)
class InsteadOf:
    """For whom a position is held while its holder is away, in which manner ("" for none), until which day.

    `own`: the substitute's own title, which a signature names under that of the absent person.
    """

    person_id: str
    name: str
    manner: str
    until: date
    own: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A position a person holds now, or holds for somebody who is away: the capacity in which one acts.

    `style`: party or state, by the kind of the unit; it decides how a substitute's manner of signing is written.
    """

    id: str
    unit_id: str
    unit_name: str
    unit_path: str
    role: str
    title: str
    style: str = "state"
    instead_of: InsteadOf | None = None

    @property
    def capacity(self) -> str:
        """As shown: 'Cán bộ đầu mối, Hội Nông dân phường', 'KT. Chủ tịch, UBND phường (làm thay Lê Thị Hoa)', in the
        Party 'K/T Bí thư, Đảng uỷ phường (làm thay Trần Văn Bình)'."""
        return f"{self.office}{_FOR}{self.instead_of.name})" if self.instead_of else self.office

    @property
    def office(self) -> str:
        """The same without whom it is held for."""
        return f"{self._signed}, {self.unit_name}"

    @property
    def signature(self) -> str:
        """The title under which a substitute signs, then the own one: 'KT. Chủ tịch – Phó Chủ tịch'."""
        own = self.instead_of.own if self.instead_of else ""
        return f"{self._signed} – {own}" if own and own != self.title else self._signed

    @property
    def _signed(self) -> str:
        manner = abbreviation(self.instead_of.manner, self.style) if self.instead_of else ""
        return f"{manner} {self.title}" if manner else self.title


def nameless(capacity: str) -> str:
    """A capacity without the name of the absent person: what is kept for ever names nobody."""
    before, found, _ = capacity.partition(_FOR)
    return f"{before}{_FOR.rstrip()})" if found else capacity


def acts_for(capacity: str) -> bool:
    """Whether the capacity is one of a substitute."""
    return _FOR.rstrip() in capacity


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person. Every report and action takes one; `tenant_id` bounds every query.

    `positions` holds the own ones first, then those held for people who are away. `away_until`: the last day of the
    own absence, while there is one; `stood_in`: the person is or was somebody's substitute.
    """

    person_id: str
    name: str
    login: str
    tenant_id: str
    positions: tuple[Held, ...] = ()
    administrator: bool = False
    language: str = "vi"
    away_until: date | None = None
    stood_in: bool = False

    @property
    def own(self) -> tuple[Held, ...]:
        """The positions that are the person's own."""
        return tuple(held for held in self.positions if held.instead_of is None)

    @property
    def standing_in(self) -> tuple[Held, ...]:
        """The positions held for people who are away today."""
        return tuple(held for held in self.positions if held.instead_of)

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
