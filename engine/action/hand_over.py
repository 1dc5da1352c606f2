"""A person leaves: what was the person's passes to the one who follows, in one transaction; the account is closed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.inform import inform_person
from engine.action.settle_votes import settle_votes
from engine.base.clock import local_day
from engine.base.ids import IdSource, secret
from engine.store import absences, handovers
from engine.store.accounts import end_tokens
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.holders import people_of
from engine.store.people import Account, account, save_account
from engine.store.positions import held_by
from engine.work.handover import HandOver
from engine.work.people import Conflict, Viewer


def hand_over(database: Database, ids: IdSource, viewer: Viewer, old: str, new: str, now: datetime) -> HandOver:
    """What passed from the one login to the other. Raises as `pair_of`."""
    with database.write() as connection:
        leaving, coming = (account(connection, one.id) for one in handovers.pair_of(connection, viewer, old, new))
        if not leaving.active:
            raise Conflict(f'Tài khoản "{old}" vừa được bàn giao; hãy tải lại trang.')
        found = handovers.handover_of(connection, leaving, coming, local_day(now))
        _apply(connection, ids, viewer, leaving, coming, found, now)
    settle_votes(database, ids, [leaving.id], now)
    return found


def _apply(connection: Connection, ids: IdSource, viewer: Viewer, leaving: Account, coming: Account, found: HandOver,
           now: datetime) -> None:
    today = local_day(now)
    new_ids = [ids.new() for _ in held_by(connection, [leaving.id], today)]
    for one in absences.standing(connection, [leaving.id], today):
        absences.end(connection, one.id, viewer.person_id, now)
    handovers.move(connection, leaving, coming, new_ids, today)
    end_tokens(connection, leaving.id, now)
    save_account(connection, replace(leaving, active=False, session_key=secret()))
    record(connection, Act("hand_over", now, viewer.person_id, "Quản trị", leaving.id, detail={
        "to": coming.id, "positions": len(found.positions), "members": len(found.members), "named": found.named,
        "in_hand": found.in_hand, "passed_on": found.passed_on, "drafts": found.drafts, "views": found.views,
        "left": len(found.left)}))
    to = next(one for one in people_of(connection, viewer.tenant_id) if one.id == coming.id)
    inform_person(connection, ids, to, "kheo: bàn giao công việc", found.summary, now)
