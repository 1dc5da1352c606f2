"""The council of the sample commune as a visitor of the demonstration finds it: votes over and votes under way."""

from datetime import date
from threading import Event

from sqlalchemy import func, select

from engine.base.clock import local_moment
from engine.plan.folder import data_dir
from engine.store.blobs import BlobStore
from engine.store.tables import ballot, task, task_person
from web.main.demo import find_show
from web.main.demo_bodies import Visit, enter, find_bodies


def test_a_visitor_in_june_finds_votes_with_minutes_and_a_vote_under_way(sqlite, tmp_path):
    show = find_show()
    commune = next(body for body in find_bodies(data_dir("plan_configs") / "thuy-nguyen-2026")
                   if body.loaded.plan.id == "xa-mau-ha-tinh-2026")

    shown = enter(sqlite, BlobStore(tmp_path), commune, Visit(
        local_moment(show.script.until, show.script.hour), "bon tieng ngau nhien", Event()))

    def many(table):
        return select(func.count()).where(table.c.task_id == task.c.id).scalar_subquery()

    with sqlite.read() as connection:
        votes = connection.execute(select(task.c.status, many(ballot), many(task_person)).where(
            task.c.step == "binh-xet")).all()
    assert show.script.until == date(2026, 6, 10)
    assert ("done", 5, 5) in votes
    assert [(status, 0 < cast < called) for status, cast, called in votes if status == "open"] == [("open", True)]
    assert ("xamau.bithu", "Chủ toạ bỏ phiếu: Đảng uỷ xã Mẫu") in {
        (one["login"], one["role"]) for one in shown["accounts"]}
