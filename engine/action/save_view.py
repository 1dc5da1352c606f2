"""A person saves, renames, shares and deletes a view of the list."""

from dataclasses import dataclass

from engine.base.ids import IdSource
from engine.base.text import fold, nfc
from engine.store import saved_views
from engine.store.database import Database
from engine.work.people import Conflict, NotFound, Viewer, refused
from engine.work.saved_view import COLOURS, LONGEST_NAME, MOST, SavedView


@dataclass(frozen=True, slots=True)
class ViewAsked:
    """`id`: the view to change, "" for a new one; `unit_id`: whose people are to see it too, "" for nobody's."""

    id: str
    name: str
    colour: str
    unit_id: str
    query: str


def save_view(database: Database, ids: IdSource, viewer: Viewer, asked: ViewAsked) -> SavedView:
    """The view as it is kept. Raises NotFound (not one's own), FormRefused (the name), Conflict (too many)."""
    name = " ".join(nfc(asked.name).split())
    with database.write() as connection:
        if asked.id and saved_views.own(connection, viewer, asked.id) is None:
            raise NotFound("Không thấy chế độ xem này trong phạm vi của bạn.")
        others = [(key, other) for key, other in saved_views.names_of(connection, viewer) if key != asked.id]
        _check(name, [other for _, other in others])
        if len(others) >= MOST:
            raise Conflict(f"Bạn đã lưu {MOST} chế độ xem; hãy xoá bớt rồi lưu thêm.")
        if asked.unit_id and asked.unit_id not in viewer.unit_ids():
            raise NotFound("Chỉ dùng chung được với đơn vị mà bạn giữ chức.")
        kept = SavedView(asked.id or ids.new(), viewer.person_id, asked.unit_id or None, name,
                         asked.colour if asked.colour in COLOURS else COLOURS[0], asked.query)
        saved_views.put(connection, kept)
        return kept


def delete_view(database: Database, viewer: Viewer, view_id: str) -> None:
    """Raises NotFound for a view that is not one's own."""
    with database.write() as connection:
        if not saved_views.drop(connection, viewer, view_id):
            raise NotFound("Không thấy chế độ xem này trong phạm vi của bạn.")


def _check(name: str, others: list[str]) -> None:
    if not name:
        raise refused("ten", "Hãy đặt tên cho chế độ xem.")
    if len(name) > LONGEST_NAME:
        raise refused("ten", f"Tên dài quá {LONGEST_NAME} ký tự; hãy viết gọn lại.")
    if fold(name) in map(fold, others):
        raise refused("ten", f"Bạn đã có chế độ xem “{name}”; hãy chọn tên khác.")
