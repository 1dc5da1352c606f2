"""Small plans drawn by chance, walked by chance, amended by chance: what was shown happens, and can be taken back."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.action.approve_amendment import amend_run
from engine.action.preview_amendment import preview_amendment
from engine.action.reconcile import reconcile
from engine.action.reverse_amendment import reverse_amendment
from engine.base.ids import CountedIds
from engine.plan.folder import load_text
from engine.store import tasks, units
from engine.store.database import memory_database
from engine.store.tables import run
from engine.work.people import Conflict
from tests.action.amended import applied, check_happened, dump, rows_of_run
from tests.action.small_ward import PLAN, small_ward

NOW = datetime(2026, 1, 15, 1, tzinfo=UTC)
HEAD = (PLAN / "plan.yaml").read_text("utf-8")
START = HEAD.index("  - {mã: gui-ho-so")
LADDER = HEAD[HEAD.index("đôn đốc:"):]
BLOCKS = ("thuc-hien", "gui-va-tiep-nhan")
NAMES = ("a", "b", "c", "d")


@st.composite
def plans(draw):
    """Steps of each unit in any order that has no circle, and one of the run that needs some of them."""
    names = draw(st.permutations(NAMES))[:draw(st.integers(1, 4))]
    lines = []
    for place, name in enumerate(names):
        after = draw(st.lists(st.sampled_from(names[:place]), unique=True, max_size=2)) if place else []
        block, month = draw(st.sampled_from(BLOCKS)), 3 + 2 * place + draw(st.integers(0, 1))
        reviewer = ", tiếp nhận: đầu mối" if block == "gui-va-tiep-nhan" else ""
        opens = f", mở từ: ngày 01/{month - 1}/2026" if draw(st.integers(0, 3)) == 0 else ""
        title = draw(st.sampled_from(["", " (sửa)"]))
        lines.append(f"  - {{mã: {name}, tên: Việc {name}{title}, phạm vi: mỗi đơn vị, chủ trì: đơn vị{reviewer}, "
                     f"sau: [{', '.join(after)}], quy trình: {block}, hạn: chậm nhất ngày 20/{month}/2026{opens}, "
                     f"biểu mẫu: [ho-so]}}\n")
    if draw(st.booleans()):
        lines.append(f"  - {{mã: tong-hop, tên: Tổng hợp, phạm vi: cả đợt, chủ trì: đầu mối, sau: [ban-hanh], "
                     f"cần: [{names[0]}], quy trình: thuc-hien, hạn: chậm nhất ngày 20/12/2026}}\n")
    field = draw(st.sampled_from(["ghi_chu", "noi_dung"]))
    return HEAD[:START].replace("mã: ghi_chu", f"mã: {field}") + "".join(lines) + LADDER


def run_of(ward):
    with ward.database.read() as connection:
        return connection.execute(select(run.c.id)).scalar_one()


def act(ward, pick) -> bool:
    """Somebody finishes one of the open tasks, or sends it back; False when none is open."""
    run_id = run_of(ward)
    with ward.database.read() as connection:
        opened = tasks.open_of_run(connection, run_id)
    if not opened:
        return False
    task = opened[pick % len(opened)]
    outcome = ("nhan" if pick % 3 else "tra-lai") if task.act == "review" else "xong"
    login = {"Hội Phụ nữ": "phu-nu", "Hội Nông dân": "nong-dan"}
    with ward.database.read() as connection:
        name = units.get(connection, task.candidate_unit_id or task.unit_id).name
    ward.complete(login.get(name, "dau-moi"), task.id, outcome)
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck),
          phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans(), plans(), st.lists(st.integers(0, 50), max_size=7), st.booleans(), st.integers(1, 5))
def test_any_amendment_does_what_was_shown_can_be_taken_back_and_leaves_a_run_that_goes_on(
        first, second, picks, let_go, page):
    loaded = [load_text(text, {}) for text in (first, second)]
    database, ids = memory_database(), CountedIds(width=9)
    try:
        ward = small_ward(database, ids, NOW, loaded[0])
    except Conflict:
        assume(False)
    for pick in picks:
        act(ward, pick)
    lead = ward.viewer("dau-moi")
    gone = [one.id for one in loaded[0].plan.steps if one.id not in {step.id for step in loaded[1].plan.steps}]
    drops = tuple(gone) if let_go else ()
    try:
        preview = preview_amendment(database, ids, lead, run_of(ward), loaded[1], drops, NOW)
    except Conflict:
        assume(False)
    event(f"stuck: {min(preview.counts['stuck'], 1)}, opened: {min(preview.counts['opened'], 1)}, "
          f"dropped: {min(preview.counts['dropped'], 1)}")
    before, rows = dump(database), _rows(ward)

    key = amend_run(database, ids, lead, run_of(ward), loaded[1], drops, preview.digest, NOW)
    applied(database, ids, NOW, page)
    check_happened(rows, _rows(ward), preview, loaded[1].hash)
    assert reconcile(database, ids, lead, run_of(ward), None, NOW).differences == ()
    reverse_amendment(database, ids, lead, key, NOW)
    assert dump(database) == before

    amend_run(database, ids, lead, run_of(ward), loaded[1], drops, preview.digest, NOW)
    applied(database, ids, NOW, page)
    for pick in range(1, 80):
        if not act(ward, 3 * pick + 1):
            break
    assert reconcile(database, ids, lead, run_of(ward), None, NOW).differences == ()
    database.close()


def _rows(ward):
    run_id = run_of(ward)
    with ward.database.read() as connection:
        return rows_of_run(connection, run_id)
