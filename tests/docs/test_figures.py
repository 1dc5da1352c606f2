"""The page on performance takes what the measurements print."""

from engine.bench.due import due_sweeps
from engine.bench.inboxes import inboxes
from engine.bench.place import a_place
from engine.bench.rehearsed import rehearsed
from engine.bench.w1 import w1
from tests.docs.figures import PAGE, figures
from web.main.bench_page import inbox_page
from web.main.bench_sweep import work_pages


def test_every_measurement_has_its_lines():
    with a_place(None) as place:
        found = {"w1.sqlite": w1(place, 1), "inbox.sqlite": inboxes(place, 100, inbox_page),
                 "due.sqlite": due_sweeps(place, 100, 600, work_pages),
                 "rehearse.sqlite": rehearsed(2)}

    text = figures(found)

    for said in ("SQLite, gửi một việc", "Hộp việc", "sót 0, lặp 0", "Tập dượt 2 đơn vị"):
        assert said in text
    assert "<!-- figures -->" in PAGE.read_text("utf-8")
