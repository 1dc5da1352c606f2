"""Two people send one task at the same moment, a hundred times: one is heard, the other keeps what was typed."""

import os
import threading

from sqlalchemy import func, select

from engine.action.complete_task import complete_task
from engine.base.ids import TimedIds
from engine.store.database import Database
from engine.store.tables import answer, audit, step_end
from engine.work.people import Conflict, Overtaken
from tests.faults.load import BEGUN, loaded

TIMES = int(os.environ.get("KHEO_FAULT_RACES", "100"))


def typed(number: int) -> dict[str, dict[str, object]]:
    """What this one has typed."""
    return {"bao-cao": {"ket_qua": f"của người {number}"}}


def test_one_of_two_is_heard_and_the_other_keeps_what_was_typed(database: Database):
    world = loaded(database, TIMES)
    ids = TimedIds()
    told: list[tuple[int, str, object]] = []
    together = threading.Barrier(2)

    def race(number: int) -> None:
        for place in range(TIMES):
            code = f"h{place:03}"
            row, me = tasks[code], viewers[code]
            together.wait(30)
            try:
                complete_task(database, ids, me, row.id, row.rev, "xong", typed(number), None, f"{code}-{number}",
                              BEGUN)
                told.append((place, "done", None))
            except Overtaken as overtaken:
                told.append((place, "overtaken", (overtaken.typed == typed(number), str(overtaken))))
            except Conflict as conflict:
                told.append((place, f"conflict: {conflict}", None))

    tasks = {f"h{place:03}": world.task("bao-cao", f"h{place:03}") for place in range(TIMES)}
    viewers = {code: world.viewer(code) for code in tasks}
    racers = [threading.Thread(target=race, args=(number,)) for number in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    results = [sorted(what for at, what, _ in told if at == place) for place in range(TIMES)]
    assert results == [["done", "overtaken"]] * TIMES
    assert all(kept[0] and "Bài của bạn chưa được gửi" in kept[1] for _, what, kept in told if what == "overtaken")
    with database.read() as connection:
        sent = connection.execute(select(func.count()).select_from(answer).where(answer.c.step == "bao-cao"))
        ends = connection.execute(select(func.count()).select_from(step_end).where(step_end.c.step == "bao-cao"))
        acts = connection.execute(select(func.count()).select_from(audit).where(
            audit.c.command == "complete_task", audit.c.outcome == "done"))
        assert (sent.scalar_one(), ends.scalar_one(), acts.scalar_one()) == (TIMES, TIMES, TIMES + 3)
