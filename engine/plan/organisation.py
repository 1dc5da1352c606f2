"""The organisation file: units, people and the positions they hold, with every mistake at its place."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import did_you_mean
from engine.plan.element import Ident, Part, Text, Yes
from engine.plan.read import Read, read_as


def _day(given: object) -> object:
    try:
        return datetime.strptime(str(given), "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day has no time zone
    except ValueError:
        raise ValueError("phải là một ngày có thật, viết như 01/07/2025") from None


def _address(given: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given):
        raise ValueError("phải là một địa chỉ, viết như ten@coquan.gov.vn")
    return given


Day = Annotated[date, BeforeValidator(_day)]
Email = Annotated[str, AfterValidator(_address)]
Login = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$", max_length=64)]
"""As an id, dots allowed: hoinongdan.cb."""


class UnitEntry(Part):
    """One unit; the root of the tenant belongs to none. `valid_to` is its last day, then `successor` takes over."""

    code: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    kind: Ident = Field(alias="loại")
    parent: Ident | None = Field(None, alias="thuộc")
    valid_from: Day | None = Field(None, alias="từ ngày")
    valid_to: Day | None = Field(None, alias="đến ngày")
    successor: Ident | None = Field(None, alias="thay bằng")
    place: Text | None = Field(None, alias="địa danh")
    """Before the date of its documents, and of those of units below that name none."""


class PositionEntry(Part):
    """One position of a person; `title` replaces the title that the list of positions gives."""

    role: Ident = Field(alias="chức danh")
    unit: Ident = Field(alias="đơn vị")
    title: Text | None = Field(None, alias="tên")
    valid_from: Day | None = Field(None, alias="từ ngày")
    valid_to: Day | None = Field(None, alias="đến ngày")


class PersonEntry(Part):
    """One person and all positions held; a position that is missing here has ended."""

    login: Login = Field(alias="tài khoản")
    name: Text = Field(alias="họ tên")
    email: Email | None = Field(None, alias="thư điện tử")
    administrator: Yes = Field(False, alias="quản trị")
    active: Yes = Field(True, alias="đang làm việc")
    positions: tuple[PositionEntry, ...] = Field((), alias="giữ chức")


class Organisation(Part):
    """A tenant: one root and everything below it."""

    kinds: dict[Ident, Text] = Field(alias="loại đơn vị")
    """Code of a kind of unit -> its name; plans choose groups of units by code."""
    party: tuple[Ident, ...] = Field((), alias="loại theo thể thức Đảng")
    """Kinds whose documents follow the Party's rules: their officers sign T/M, K/T, T/L, not TM., KT., TL."""
    roles: dict[Ident, Text] = Field(alias="chức danh")
    """Code of a position -> its usual title; roles of plans name positions by code."""
    units: tuple[UnitEntry, ...] = Field(alias="đơn vị", min_length=1)
    people: tuple[PersonEntry, ...] = Field((), alias="người")

    def root(self) -> UnitEntry:
        """The unit that belongs to no other."""
        return next(unit for unit in self.units if unit.parent is None)


def read_organisation(text: str, file: str) -> Organisation:
    """Raises PlanError: KH001-KH018 as for a plan, else KH060-KH064 for names that do not fit together."""
    read = read_as(Organisation, "tổ chức", text, file)
    twice = tuple(_twice(read))
    found = sorted({*twice, *(() if twice else _tree(read)), *_unknown(read), *_spans(read)})
    if found:
        raise PlanError(tuple(found))
    return read.value


def _at(read: Read[Organisation], *path: str | int) -> Place:
    while path not in read.places:
        path = path[:-1]
    return read.places[path]


def _twice(read: Read[Organisation]) -> Iterator[Diagnostic]:
    codes = (("units", "code", [unit.code for unit in read.value.units]),
             ("people", "login", [person.login for person in read.value.people]))
    for field, key, names in codes:
        for number, name in enumerate(names):
            if name in names[:number]:
                first = _at(read, field, names.index(name), key)
                yield Diagnostic(_at(read, field, number, key), "KH060",
                                 f'"{name}" đã có ở dòng {first.line}, cột {first.column}; đặt mã khác')


def _references(read: Read[Organisation]) -> Iterator[tuple[tuple[str | int, ...], str | None, str, Iterable[str]]]:
    """Path, name, what it should be, the names there are."""
    known = [unit.code for unit in read.value.units]
    for number, kind in enumerate(read.value.party):
        yield ("party", number), kind, "loại đơn vị", read.value.kinds
    for number, unit in enumerate(read.value.units):
        yield ("units", number, "kind"), unit.kind, "loại đơn vị", read.value.kinds
        yield ("units", number, "parent"), unit.parent, "đơn vị", known
        yield ("units", number, "successor"), unit.successor, "đơn vị", known
    for number, person in enumerate(read.value.people):
        for index, held in enumerate(person.positions):
            path = ("people", number, "positions", index)
            yield (*path, "role"), held.role, "chức danh", read.value.roles
            yield (*path, "unit"), held.unit, "đơn vị", known


def _unknown(read: Read[Organisation]) -> Iterator[Diagnostic]:
    for path, name, what, known in _references(read):
        if name is not None and name not in known:
            yield Diagnostic(_at(read, *path), "KH061", f'không có {what} "{name}"{did_you_mean(name, known)}')


def _tree(read: Read[Organisation]) -> Iterator[Diagnostic]:
    parents = {unit.code: unit.parent for unit in read.value.units}
    roots = [number for number, unit in enumerate(read.value.units) if unit.parent is None]
    for number in roots[1:]:
        yield Diagnostic(_at(read, "units", number), "KH062",
                         f'đơn vị "{read.value.units[number].code}" thiếu mục "thuộc"; chỉ một đơn vị đứng đầu, '
                         f'là "{read.value.units[roots[0]].code}"')
    for number, unit in enumerate(read.value.units):
        if _above(unit.code, parents) is None:
            yield Diagnostic(_at(read, "units", number, "parent"), "KH063",
                             f'đơn vị "{unit.code}" thuộc chính nó qua một vòng; sửa mục "thuộc"')


def _above(code: str, parents: dict[str, str | None]) -> tuple[str, ...] | None:
    """The units above; None when they go round in a circle."""
    above: list[str] = []
    current = parents.get(code)
    while current is not None:
        if current in (code, *above):
            return None
        above.append(current)
        current = parents.get(current)
    return tuple(above)


def _spans(read: Read[Organisation]) -> Iterator[Diagnostic]:
    spans: list[tuple[tuple[str | int, ...], UnitEntry | PositionEntry]] = [
        (("units", n), unit) for n, unit in enumerate(read.value.units)]
    spans += [(("people", n, "positions", i), held)
              for n, person in enumerate(read.value.people) for i, held in enumerate(person.positions)]
    for path, span in spans:
        if span.valid_from and span.valid_to and span.valid_to < span.valid_from:
            yield Diagnostic(_at(read, *path, "valid_to"), "KH064",
                             f'"đến ngày" {span.valid_to:%d/%m/%Y} đứng trước "từ ngày" {span.valid_from:%d/%m/%Y}')
