"""Criteria change while members have typed and not handed in: the preview says so, what was typed is kept."""

import json

import pytest
from sqlalchemy import select

from engine.action.approve_amendment import amend_run
from engine.action.preview_amendment import preview_amendment
from engine.action.reverse_amendment import reverse_amendment
from engine.action.save_ballot_draft import save_ballot_draft
from engine.plan.criteria import Criterion, Level
from engine.plan.folder import PLAN_FILE, LoadedPlan, load_sources
from engine.report.task_page import task_page
from engine.store.tables import ballot_draft
from engine.work.amended_sheet import carried_sheet
from engine.work.form_diff import Beside
from engine.work.people import Conflict
from tests.action.amended import applied, dump
from tests.action.council import council, council_plan
from tests.action.nho import World

RULES = "bộ tiêu chí: diem"
OLD = "      - {mã: hieu-qua, nội dung: Hiệu quả, cách đánh giá: chấm điểm, điểm tối đa: 10}\n"
NEW = "      - {mã: lan-toa, nội dung: Lan toả, cách đánh giá: chấm điểm, điểm tối đa: 5}\n"


@pytest.fixture
def sitting(database, ids, clock) -> World:
    """Two members have typed scores, one of them of both criteria; nobody has handed in."""
    world = council(database, ids, clock, RULES, members=("a", "b", "c"))
    for login, scores in (("a", {"hieu-qua": "8", "cach-lam": "7"}), ("b", {"cach-lam": "6"})):
        type_in(world, login, scores)
    return world


def type_in(world: World, login: str, scores: dict[str, object], note: str = "") -> None:
    save_ballot_draft(world.database, world.viewer(login), world.task("xet").id, scores, note, world.clock.now())


def amended() -> LoadedPlan:
    sources = council_plan(RULES).sources
    assert OLD in sources[PLAN_FILE]
    return load_sources({**sources, PLAN_FILE: sources[PLAN_FILE].replace(OLD, NEW)})


def amend(world: World) -> tuple[dict[str, int], str]:
    """What the preview says of the vote, and the amendment, applied."""
    me, now = world.viewer("dau-moi"), world.clock.now()
    preview = preview_amendment(world.database, world.ids, me, world.run_id, amended(), (), now)
    key = amend_run(world.database, world.ids, me, world.run_id, amended(), (), preview.digest, now)
    applied(world.database, world.ids, now)
    (told,) = [task for move in preview.content["moves"] for task in move["tasks"]]
    assert preview.counts["sheets"] == told["sheets"]
    return {name: told[name] for name in ("sheets", "scores_beside")}, key


def sheet_of(world: World, login: str):
    """The sheet as the member sees it."""
    page = task_page(world.database, world.viewer(login), world.task("xet").id, world.clock.now().date())
    assert page.ballot
    return page.ballot


def test_the_preview_tells_and_scores_of_removed_criteria_stand_beside(sitting):
    told, _ = amend(sitting)
    type_in(sitting, "a", {"lan-toa": "4", "cach-lam": "9"})

    mine, theirs = sheet_of(sitting, "a"), sheet_of(sitting, "b")
    assert told == {"sheets": 2, "scores_beside": 1}
    assert mine.beside == (Beside("Bảng điểm", "Hiệu quả", "8"),)
    assert {row.id: row.given for row in mine.rows} == {"lan-toa": "4", "cach-lam": "9"}
    assert (theirs.beside, {row.id: row.given for row in theirs.rows}) == ((), {"lan-toa": "", "cach-lam": "6"})


def test_taken_back_the_sheets_are_as_they_were(sitting):
    before = dump(sitting.database)
    _, key = amend(sitting)

    reverse_amendment(sitting.database, sitting.ids, sitting.viewer("dau-moi"), key, sitting.clock.now())

    assert dump(sitting.database) == before


def test_who_types_under_the_new_criteria_keeps_the_amendment(sitting):
    _, key = amend(sitting)
    sitting.at(sitting.clock.now().date(), 15)
    type_in(sitting, "b", {"lan-toa": "5"})

    with pytest.raises(Conflict, match="chấm dở"):
        reverse_amendment(sitting.database, sitting.ids, sitting.viewer("dau-moi"), key, sitting.clock.now())
    with sitting.database.read() as connection:
        kept = connection.execute(select(ballot_draft.c.scores).order_by(ballot_draft.c.person_id)).scalars().all()
    assert {"lan-toa": "5"} in [json.loads(text) for text in kept]


def test_a_criterion_that_is_asked_otherwise_keeps_what_was_said_in_words():
    before = [_criterion("a", "assessed"), _criterion("b", "scored", tot="Làm tốt", kem="Làm kém"), _criterion("c")]
    after = [_criterion("a", "scored"), _criterion("b", "scored", tot="Làm tốt"), _criterion("c")]

    found = carried_sheet("p", "Bộ", before, after, {"a": "dat", "b": "kem", "c": " 7 ", "x": "1"})

    assert (found.scores, found.beside) == ({"c": "7"}, (Beside("Bộ", "A", "đạt"), Beside("Bộ", "B", "Làm kém")))
    assert carried_sheet("p", "Bộ", before, after, {"b": "tot"}).scores == {"b": "tot"}


def _criterion(key: str, how: str = "scored", **levels: str) -> Criterion:
    graded = tuple(Level.model_construct(id=one, name=said, points=1.0) for one, said in levels.items())
    return Criterion.model_construct(id=key, name=key.upper(), how=how, levels=graded)
