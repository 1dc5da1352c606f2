"""An absence being written: the right to it, what stands against it, whom it is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.inform import inform_person
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import absences
from engine.store.audit import Act, record
from engine.store.holders import Holder, people_of
from engine.store.managing_right import OUTSIDE, managed_paths, say_over
from engine.store.people import account
from engine.store.positions import Placed, held_by
from engine.work.absence import Absence, Leave, Substitution, leave_mistakes
from engine.work.form import FieldError
from engine.work.people import Forbidden, FormRefused, NotFound, Viewer


@dataclass(frozen=True, slots=True)
class Leaving:
    """The person who is away, the row held, with those who may stand in; in which capacity the viewer writes."""

    connection: Connection
    ids: IdSource
    viewer: Viewer
    person_id: str
    name: str
    capacity: str
    held: dict[str, Placed]
    people: dict[str, Holder]
    now: datetime

    def note(self, command: str, absence_id: str, leave: Leave) -> None:
        """The command goes on record."""
        record(self.connection, Act(command, self.now, self.viewer.person_id, self.capacity, absence_id, detail={
            "person": self.person_id, "from": leave.first_day.isoformat(), "to": leave.last_day.isoformat(),
            "substitutes": {one.position_id: [one.person_id, one.manner] for one in leave.substitutions}}))

    def tell(self, said: Iterable[tuple[str, str]]) -> None:
        """(person, text) by notice and, where letters are wanted, by letter; nobody is told of their own act."""
        for person_id, text in said:
            to = self.people.get(person_id)
            if to is None or person_id == self.viewer.person_id:
                continue
            inform_person(self.connection, self.ids, to, "kheo: làm thay người vắng", text, self.now)

    def keep(self, leave: Leave, standing: Sequence[Substitution] = ()) -> Absence:
        """The absence as a row; `standing`: who stood in before the change.

        Raises FormRefused with everything that is wrong, Forbidden for others' positions.
        """
        if any(one.position_id not in self.held for one in leave.substitutions):
            raise Forbidden(f"Chỉ giao người làm thay cho chức danh mà {self.name} đang giữ.")
        today = local_day(self.now)
        mistakes = [*leave_mistakes(leave, self.person_id, self.viewer.person_id, today, standing),
                    *self._against(leave)]
        if mistakes:
            raise FormRefused(tuple(mistakes), {})
        new = Absence(self.ids.new(), self.person_id, leave, self.viewer.person_id)
        absences.add(self.connection, new, self.now)
        return new

    def _against(self, leave: Leave) -> Iterable[FieldError]:
        """What others' rows have against it."""
        away = absences.standing(
            self.connection, {self.person_id, *(one.person_id for one in leave.substitutions)}, leave.first_day)
        meeting = [one for one in away if one.leave.meets(leave.first_day, leave.last_day)]
        for one in (one for one in meeting if one.person_id == self.person_id):
            yield FieldError("", "tu", None, None, f"Đã ghi vắng từ {one.leave.first_day:%d/%m/%Y} đến "
                             f"{one.leave.last_day:%d/%m/%Y}; sửa hoặc kết thúc kỳ ấy trước.")
        for given in leave.substitutions:
            field = f"thay.{given.position_id}"
            if given.person_id not in self.people:
                yield FieldError("", field, None, None, "Chọn một người đang làm việc trong tổ chức.")
            for one in (one for one in meeting if one.person_id == given.person_id != self.person_id):
                yield FieldError("", field, None, None,
                                 f"{self.people[given.person_id].name} cũng vắng từ {one.leave.first_day:%d/%m/%Y} đến "
                                 f"{one.leave.last_day:%d/%m/%Y}; chọn người khác.")


def leaving(connection: Connection, ids: IdSource, viewer: Viewer, person_id: str, now: datetime) -> Leaving:
    """For the person, or for who has a say over all the units in which the person holds a position.

    Raises NotFound (outside the subtree), Forbidden (no say over people at all).
    """
    found = account(connection, person_id)
    if found.tenant_id != viewer.tenant_id or not found.active:
        raise NotFound(OUTSIDE)
    held = held_by(connection, [person_id], local_day(now))
    own = next((one.capacity for one in viewer.own), "")
    paths = tuple(one.unit_path for one in held)
    capacity = own if person_id == viewer.person_id else say_over(viewer, managed_paths(connection, viewer), paths)
    people = {one.id: one for one in people_of(connection, viewer.tenant_id)}
    return Leaving(connection, ids, viewer, person_id, found.name, capacity,
                   {one.position.id: one for one in held}, people, now)


def told_of(leaving: Leaving, leave: Leave) -> list[tuple[str, str]]:
    """What each substitute is told of an absence that was entered."""
    until = f"từ {leave.first_day:%d/%m/%Y} đến {leave.last_day:%d/%m/%Y}"
    return [(one.person_id, f"Bạn làm thay {leaving.name} ({leaving.held[one.position_id].words}) {until}.")
            for one in leave.substitutions]
