"""What was shown is approved: the run gets the new version, and its instances follow in batches."""

import json
from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import run_seen
from engine.action.preview_amendment import kept, previewed, right_to_amend
from engine.base.ids import IdSource
from engine.base.text import fold
from engine.plan.folder import LoadedPlan, load_sources
from engine.store import amendments, images, runs, versions
from engine.store.amendments import STATUS, Amendment
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.runs import Run
from engine.work.amendment import coded, differences, digest_of, told
from engine.work.amendment_preview import Preview
from engine.work.people import Conflict, NotFound, Viewer

NAMED = 5
"""How many of the differences the refusal names."""


def approve_amendment(database: Database, ids: IdSource, viewer: Viewer, amendment_id: str, digest: str,
                      now: datetime) -> None:
    """Begin to apply what was prepared. `digest`: of the preview that the viewer has read.

    Raises NotFound, Forbidden, Conflict (not waiting for approval; the situation has moved on: the differences are
    named, nothing is done).
    """
    with database.write() as connection:
        found = amendments.get(connection, viewer.tenant_id, amendment_id)
        if found is None:
            raise NotFound("Không thấy bản sửa kế hoạch này trong phạm vi của bạn.")
        run = runs.lock(connection, found.run_id, exclusive=True)
        capacity = right_to_amend(connection, viewer, run)
        found = amendments.get(connection, viewer.tenant_id, amendment_id) or found
        if found.status != "prepared":
            raise Conflict(f"Bản sửa này {STATUS[found.status]} nên không duyệt được nữa.")
        loaded = load_sources(versions.sources_of(connection, found.to_id))
        preview = previewed(connection, ids, run, loaded, tuple(json.loads(found.drops)), now)
        _as_shown(digest, preview, found)
        _begin(connection, run, found, preview, viewer, capacity, now)


def amend_run(database: Database, ids: IdSource, viewer: Viewer, run_id: str, loaded: LoadedPlan,
              drops: tuple[str, ...], digest: str, now: datetime) -> str:
    """Prepare and approve at once, by the digest of a preview that was read; the amendment's id. Raises as both do."""
    with database.write() as connection:
        run = runs.lock(connection, run_seen(connection, viewer, run_id).id, exclusive=True)
        capacity = right_to_amend(connection, viewer, run)
        preview = previewed(connection, ids, run, loaded, drops, now)
        earlier = next((one for one in amendments.of_run(connection, run.id) if one.digest == digest), None)
        _as_shown(digest, preview, earlier)
        versions.keep(connection, loaded.hash, loaded.in_year(run.year).plan, loaded.sources, now)
        new = kept(connection, ids, run, preview, viewer, now)
        _begin(connection, run, new, preview, viewer, capacity, now)
        return new.id


def _as_shown(digest: str, preview: Preview, shown: Amendment | None) -> None:
    """Refuses what is not what was read, with what is different."""
    if digest == preview.digest:
        return
    said = differences(json.loads(shown.preview)["moves"], preview.content["moves"]) if shown else ()
    more = f" và {len(said) - NAMED} chỗ khác" if len(said) > NAMED else ""
    where = f" Khác ở: {'; '.join(said[:NAMED])}{more}." if said else ""
    raise Conflict(coded("KH074", "Tình hình đã khác so với bản xem trước được duyệt (mã "
                         f"{digest[:12]}, nay là {preview.digest[:12]}).{where} Chưa có gì thay đổi; hãy xem trước lại "
                         "rồi duyệt bản mới."))


def _begin(connection: Connection, run: Run, approved: Amendment, preview: Preview, viewer: Viewer, capacity: str,
           now: datetime) -> None:
    plan = versions.compiled(connection, preview.version_id, run.year).plan
    known = {fold(name): name for name in runs.events_there(connection, run.id)}
    names = {change.name: known.get(fold(change.name), change.name) for change in preview.events}
    before = images.image_of_run(connection, run.id, names.values())
    if preview.version_id != run.version_id:
        amendments.pin(connection, run.id, run.version_id)
    amendments.set_run(connection, run.id, version_id=preview.version_id, name=plan.name, short=plan.short, mixed=True)
    for change in preview.events:
        if change.after:
            runs.set_event(connection, run.id, names[change.name], change.after, viewer.person_id, now)
    amendments.plan_each(connection, approved.id, {move.instance_id: digest_of(told(move)) for move in preview.moves})
    amendments.change(connection, approved.id, status="applying", before=before, approved_by=viewer.person_id,
                      capacity=capacity, approved_at=now, digest=preview.digest)
    record(connection, Act("approve_amendment", now, viewer.person_id, capacity, approved.id, run_id=run.id,
                           detail={"from": run.version_id, "to": preview.version_id, "digest": preview.digest}))
