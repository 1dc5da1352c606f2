"""The official form goes out as an Excel file and comes back with everything that was in it, for every plan."""

from datetime import date
from pathlib import Path

import pytest

from engine.base.ids import CountedIds
from engine.document.xlsx import xlsx_grids
from engine.plan.folder import data_dir, load_plan
from engine.plan.form import Form, FormField
from engine.plan.model import Plan
from engine.report.form_file import form_xlsx
from engine.work.choices import choices_of, options_of
from engine.work.fields import fields_at
from engine.work.form import Context, clean, table_surroundings
from engine.work.official_file import FileRead, read_filled
from engine.work.question import questions
from engine.work.rows import given_rows, ordered
from engine.work.taken import Into

PLANS = sorted(path.parent for path in data_dir("plan_configs").glob("*/plan.yaml"))
ENTRIES = tuple((f"m{n}", name) for n, name in enumerate(("Đường hoa", "Tuyến đường sáng - xanh", "5 không, 3 sạch")))
LISTS = {"persons": (("p1", "Bà Nguyễn Thị Hoa"), ("p2", "Ông Lê Văn Ất")),
         "units": (("u1", "Hội Nông dân"), ("u2", "Hội Phụ nữ")), "entries": ENTRIES, "past": ENTRIES,
         "public": ENTRIES}


def step_of(plan: Plan, form: Form) -> str:
    """A step that asks for the form."""
    used = [step.id for step in plan.steps if form.id in str(step.forms)]
    return used[0] if used else plan.opening


def value(asked: FormField, context: Context, n: int) -> object:
    """The n-th of some awkward answers."""
    keys = [key for key, _ in options_of(asked, context.choices)]
    match asked.type:
        case "number" | "percent":
            return min(asked.maximum or 99, max(asked.minimum or 0, (3, 0.25, 71.5)[n % 3]))
        case "money":
            return (1234567, 0, 2500000)[n % 3]
        case "date":
            return date(2026, 2, 5 + n).isoformat()
        case "month_range":
            return ("2025-03/2025-11", "2026-04/2026-04", "2025-01/2026-12")[n % 3]
        case "choice" | "person" | "unit" | "initiative":
            return keys[n % len(keys)] if keys else None
        case "choices" | "persons" | "initiatives":
            return keys[:1 + n % 2]
        case "mark":
            return n % 2 == 0
        case "long_text":
            return f"=1+{n}; “khéo” <b> & 'x'\nDòng hai: {asked.label}"
    return (f"{n + 1}. {asked.label}", "=SUM(A1)", "0912 - x")[n % 3][:asked.max_length]


def answers_to(form: Form, step: str, context: Context) -> dict[str, dict[str, object]]:
    """Everything that can be answered, three rows in each table."""
    values: dict[str, object] = {}
    for n, asked in enumerate(fields_at(form, step)):
        if asked.type == "table":
            columns = [c for c in fields_at(asked, step) if c.type not in ("file", "computed")]
            values[asked.id] = [{"_id": f"r{row}", **{
                c.id: value(c, context, row + at) for at, c in enumerate(columns) if not c.read_only}}
                for row in range(3)]
        elif asked.type not in ("file", "computed") and not asked.read_only:
            values[asked.id] = value(asked, context, n)
    return {form.id: values}


def read_back(form: Form, step: str, context: Context, data: bytes, start: dict[str, dict[str, object]]) -> FileRead:
    def into(table: FormField) -> Into:
        around = table_surroundings(form, step, start, context, table.id)
        rows = given_rows(table, start[form.id].get(table.id), around.computed)
        return Into(table, around, ordered(table, rows, around.choices), CountedIds())

    return read_filled(form, step, tuple(grid.rows for grid in xlsx_grids(data)), context.choices, into)


def cleaned(form: Form, step: str, context: Context, values: dict[str, object]) -> dict[str, object]:
    """What would be sent, without the ids of new rows and what was not answered."""
    kept = clean(form, step, {form.id: values}, context).answers[form.id]
    return {key: [{k: v for k, v in row.items() if k != "_id" and v not in (None, "", [], False)} for row in found]
            if isinstance(found, list) and found and isinstance(found[0], dict) else found
            for key, found in kept.items() if found not in (None, "", [], False)}


@pytest.mark.parametrize("folder", PLANS, ids=lambda path: path.name)
def test_every_form_of_every_plan_comes_back_from_its_own_file(folder: Path):
    plan = load_plan(folder).plan
    for form in plan.forms:
        step = step_of(plan, form)
        first = {f.id: [{"_id": f"r{n}", **{c.id: ENTRIES[n][0] for c in f.columns if c.type == "initiative"}}
                        for n in range(3)] for f in form.fields if f.type == "table" and (f.fixed_rows or f.read_only)}
        context = Context(choices=choices_of(plan, **LISTS), computed={form.id: first})
        answers = dict(clean(form, step, answers_to(form, step, context), context).answers)
        askable = any(f.type not in ("file", "computed", "table") and not f.read_only or any(
            c.type not in ("file", "computed") and not c.read_only for c in f.columns) for f in form.fields)
        if not askable:
            continue

        data = form_xlsx(form, questions(form, step, answers, (), context), context.choices)
        read = read_back(form, step, context, data, {form.id: {}})
        again = read_back(form, step, context, data, answers)

        sent = cleaned(form, step, context, answers[form.id])
        found = {**read.plain, **{key: [*taken.rows] for key, taken in read.tables.items()}}
        assert (form.id, cleaned(form, step, context, found)) == (form.id, sent)
        assert {key: (taken.changed, taken.added, taken.gone) for key, taken in again.tables.items()} == {
            key: (frozenset(), frozenset(), ()) for key in again.tables}, form.id
        assert [r.says for r in again.remarks] == [], form.id
