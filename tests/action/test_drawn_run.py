"""A plan drawn in Camunda Modeler at work: its tasks open, wait, are passed by and end as the drawing shows."""

from datetime import date
from pathlib import Path

from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.bpmn.drawn import open_plan
from engine.plan.organisation import read_organisation
from tests.action.nho import ORGANISATION, World

DRAWING = Path(__file__).parents[1] / "data/drawn/camunda7/phat-dong.bpmn"
ANSWERS = {"dang-ky-thi-dua-phieu": {"noi_dung": "Sạch ngõ", "so_nguoi": 40, "linh_vuc": "van-hoa"}}


def drawn_world(database, ids, clock) -> World:
    made = World(database, ids, clock)
    import_organisation(database, ids, read_organisation(ORGANISATION, "tổ-chức.yaml"), clock.now())
    made.run_id = prepare_run(database, ids, made.viewer("dau-moi"), open_plan(DRAWING), 2026, clock.now())
    return made


def test_a_drawn_plan_runs(database, ids, clock):
    world = drawn_world(database, ids, clock)
    world.send("dau-moi", "ban-hanh")
    world.send("a", "dang-ky-thi-dua", answers=ANSWERS, code="hoi-a")
    world.send("b", "dang-ky-thi-dua", answers=ANSWERS, code="hoi-b")

    before_the_day = world.tasks()
    world.tick(date(2026, 6, 15))
    on_the_day = world.tasks()
    world.send("thuong-truc", "so-ket")
    world.send("a", "tap-huan")

    waiting, training = ("dang-ky-thi-dua.chính", "hoi-c", ""), ("tap-huan.chính", "hoi-a", "")
    assert before_the_day == [waiting, training]
    assert on_the_day == [waiting, ("so-ket.chính", "dau-moi", ""), training]
    assert world.tasks() == [
        ("bao-cao-ket-qua.chính", "hoi-a", ""), ("bao-cao-ket-qua.chính", "hoi-b", ""), waiting]
