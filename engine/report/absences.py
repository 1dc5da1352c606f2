"""Who is away when and who stands in: a person's own page of it, and for who has a say, that of the people below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.store import absences, units
from engine.store.answers import names_of
from engine.store.database import Database
from engine.store.holders import people_of
from engine.store.managing_right import OUTSIDE, has_say, managed_paths, say_over
from engine.store.positions import positions_in
from engine.work.absence import Absence, Leave
from engine.work.people import NotFound, Viewer


@dataclass(frozen=True, slots=True)
class Post:
    """A position as a page names it: 'Chủ tịch, UBND phường'. `style`: as of its unit."""

    id: str
    unit_id: str
    words: str
    style: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with positions."""

    id: str
    name: str
    posts: tuple[Post, ...]

    @property
    def words(self) -> str:
        """As in a list: name, first position."""
        return f"{self.name} — {self.posts[0].words}" if self.posts else self.name


@dataclass(frozen=True, slots=True)
class Stand:
    """Who holds a position of an absent person; no `name`: nobody. `manner`: a code; `style`: as of the unit."""

    post: str
    name: str
    manner: str
    style: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence that is not over. `by`: who entered it, where that was somebody else."""

    id: str
    person_id: str
    name: str
    leave: Leave
    begun: bool
    stands: tuple[Stand, ...]
    by: str


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """What is said of one person, and of those the viewer has a say over. `near` and `far`: who may stand in.

    `kept`: by position, whoever stands in already and could not be chosen anew.
    """

    person: Person
    mine: bool
    own: tuple[AbsenceRow, ...]
    standing_in: tuple[AbsenceRow, ...]
    below: tuple[AbsenceRow, ...]
    people: tuple[Person, ...]
    near: tuple[Person, ...]
    far: tuple[Person, ...]
    kept: Mapping[str, Person]


def absence_page(database: Database, viewer: Viewer, person_id: str | None, today: date) -> AbsencePage:
    """Of oneself, or of somebody one has a say over. Raises NotFound, Forbidden."""
    with database.read() as connection:
        people = _people(connection, viewer.tenant_id, today)
        paths = managed_paths(connection, viewer)
        below = tuple(one for one, line in people.values() if one.id != viewer.person_id and has_say(paths, line))
        asked = person_id or viewer.person_id
        found = _asked(viewer, people, asked, paths)
        mine = asked == viewer.person_id
        told = {one.id: one for one, _ in people.values()}
        names = {one.id: one.name for one in people_of(connection, viewer.tenant_id)}
        rows = _Rows(told, names, today)
        beside = [one for one, _ in people.values() if one.id != asked and (mine or one.id != viewer.person_id)]
        near_units = {post.unit_id for post in found.posts}
        near = tuple(one for one in beside if near_units & {post.unit_id for post in one.posts})
        return AbsencePage(
            found, mine, rows.of(absences.standing(connection, [asked], today)),
            rows.of(absences.stood_in_by(connection, viewer.person_id, today), viewer.person_id) if mine else (),
            rows.of(absences.standing(connection, [one.id for one in below], today)) if mine and below else (),
            below, near, tuple(one for one in beside if one not in near), {})


def absence_shown(database: Database, viewer: Viewer, absence_id: str, today: date) -> tuple[AbsencePage, Absence]:
    """The page of the person of an absence, with that absence. Raises NotFound, Forbidden."""
    with database.read() as connection:
        found = absences.get(connection, viewer.tenant_id, absence_id)
    if found is None or found.over(today):
        raise NotFound("Không thấy kỳ vắng này; có thể nó đã được sửa hoặc kết thúc. Hãy mở lại trang vắng mặt.")
    page = absence_page(database, viewer, found.person_id, today)
    offered = {one.id for one in (*page.near, *page.far)}
    with database.read() as connection:
        left = {one.position_id: one.person_id for one in found.leave.substitutions if one.person_id not in offered}
        names = names_of(connection, left.values())
    return replace(page, kept={post: Person(one, names[one], ()) for post, one in left.items()}), found


def _asked(viewer: Viewer, people: dict[str, tuple[Person, tuple[str, ...]]], asked: str,
           paths: dict[str, str]) -> Person:
    found = people.get(asked)
    if asked == viewer.person_id:
        return found[0] if found else Person(asked, viewer.name, ())
    say_over(viewer, paths, found[1] if found else ())
    if found is None:
        raise NotFound(OUTSIDE)
    return found[0]


def _people(connection: Connection, tenant_id: str, today: date) -> dict[str, tuple[Person, tuple[str, ...]]]:
    """Id -> the person with the positions of today and later, and the paths of their units; by name."""
    places = {unit.id: unit for unit in units.units_of(connection, tenant_id)}
    held: dict[str, list[tuple[Post, str]]] = {}
    for one in positions_in(connection, tenant_id, today):
        place = places[one.unit_id]
        post = Post(one.id, one.unit_id, f"{one.title}, {place.name}", place.style)
        held.setdefault(one.person_id, []).append((post, place.path))
    return {one.id: (Person(one.id, one.name, tuple(post for post, _ in held[one.id])),
                     tuple(path for _, path in held[one.id]))
            for one in people_of(connection, tenant_id) if one.id in held}


@dataclass(frozen=True, slots=True)
class _Rows:
    people: dict[str, Person]
    names: dict[str, str]
    today: date

    def of(self, found: Iterable[Absence], stands_in: str = "") -> tuple[AbsenceRow, ...]:
        """As rows; with the positions of one substitute alone where one is named."""
        return tuple(self._row(one, stands_in) for one in found)

    def _row(self, one: Absence, stands_in: str) -> AbsenceRow:
        by = "" if one.made_by == one.person_id else self.names.get(one.made_by, "")
        return AbsenceRow(one.id, one.person_id, self.names.get(one.person_id, ""), one.leave,
                          one.leave.first_day <= self.today, tuple(self._stands(one, stands_in)), by)

    def _stands(self, one: Absence, stands_in: str) -> Iterable[Stand]:
        given = {given.position_id: given for given in one.leave.substitutions}
        away = self.people.get(one.person_id)
        posts: Sequence[Post] = away.posts if away else ()
        for post in posts:
            found = given.get(post.id)
            if not stands_in:
                yield Stand(post.words, self.names.get(found.person_id, "") if found else "",
                            found.manner if found else "", post.style)
            elif found and found.person_id == stands_in:
                yield Stand(post.words, self.names.get(stands_in, ""), found.manner, post.style)
