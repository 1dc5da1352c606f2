"""Whether a person may give the tasks of a list more time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row

from engine.plan.model import Plan
from engine.store import units
from engine.store.extending import answering
from engine.work.access import holds_one
from engine.work.people import Viewer


class Giving:
    """Of one viewer; the units that a plan names are looked up once."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer
        self._unit_ids: dict[str, Mapping[str, str]] = {}

    def why_not(self, row: Row[Any], plan: Plan | None) -> str:
        """Why not for the task of a row with `mine` and version_id; "" when more time can be given."""
        if plan is None or not plan.step(row.step).extendable:
            return "hạn theo quy định, kế hoạch không cho gia hạn"
        if row.last_day is None:
            return "chưa có hạn"
        if row.mine:
            return "bạn là người làm việc này, không tự cho mình gia hạn"
        if row.version_id not in self._unit_ids:
            self._unit_ids[row.version_id] = units.ids_of(self._connection, self._viewer.tenant_id, plan.unit_codes)
        seats = answering(plan, self._unit_ids[row.version_id], row.step, row.unit_id, row.role)
        if holds_one(self._viewer, seats):
            return ""
        return f"chỉ {' hoặc '.join(seat.role for seat in seats)} cho gia hạn"
