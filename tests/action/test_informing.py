"""Who is told that a step is over."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.plan.folder import load_plan
from engine.plan.organisation import read_organisation
from engine.store.tables import notice, person
from tests.action.nho import ORGANISATION, PLAN, World, rows

DAY = date(2026, 1, 15)


def choosing_world(database, ids, clock, folder: Path) -> World:
    """The small plan, where those whose initiative is chosen are told; two associations have registered one each."""
    text = (PLAN / "plan.yaml").read_text("utf-8")
    told = text.replace("sau: [tong-hop]", "sau: [ban-hanh]").replace(
        "    mở từ: ngày 01/9/2026\n", "    thông báo cho: [đơn vị]\n")
    (folder / "plan.yaml").write_text(told, "utf-8")
    made = World(database, ids, clock)
    import_organisation(database, ids, read_organisation(ORGANISATION, "tổ-chức.yaml"), clock.now())
    made.run_id = prepare_run(database, ids, made.viewer("dau-moi"), load_plan(folder), 2026, clock.now())
    made.send("dau-moi", "ban-hanh")
    for letter in "ab":
        made.send(letter, "dang-ky", answers=rows(f"Mô hình {letter}"), code=f"hoi-{letter}")
        made.send("dau-moi", "dang-ky", "nhan", code=f"hoi-{letter}")
    return made


def test_the_units_of_the_chosen_initiatives_are_told_and_the_others_are_not(database, ids, clock, tmp_path):
    made = choosing_world(database, ids, clock, tmp_path)
    chosen = [{"_id": entry.id, "chon": name == "Mô hình a"} for name, entry in made.entries().items()]

    made.send("dau-moi", "lap-doan", answers={"lap-doan": {
        "thanh_vien": [made.viewer("c").person_id], "ngay_hop": "2026-10-05", "danh_sach": chosen}})

    with made.database.read() as connection:
        told = connection.execute(
            select(person.c.login, notice.c.text).join(person, person.c.id == notice.c.person_id)
            .where(notice.c.text.startswith("Lập đoàn chấm")).order_by(person.c.login)).all()
    sentence = f"Lập đoàn chấm: Ban Đầu mối đã xong ngày {DAY:%d/%m/%Y}."
    assert [tuple(row) for row in told] == [("a", sentence), ("sep-a", sentence)]
