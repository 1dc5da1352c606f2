"""Answers taken apart into places, so that two pages can be compared place by place, and put together again."""

from dataclasses import dataclass

from engine.work.context import Answers
from engine.work.control import iso_day
from engine.work.rows import MAX_ROWS, ROW_ID, Row, rows_of
from engine.work.typed import is_blank
from engine.work.words import number_text


@dataclass(slots=True)
class Flat:
    """Answers as places; rows of tables as lists of ids."""

    values: dict[str, object]
    rows: dict[str, list[str]]

    def row(self, table: str, row: str) -> dict[str, object]:
        """The row with its cells."""
        prefix = f"{table}.{row}."
        cells = {key.removeprefix(prefix): value for key, value in self.values.items() if key.startswith(prefix)}
        return {ROW_ID: row, **cells}

    def put_row(self, table: str, row: Row) -> None:
        key = str(row[ROW_ID])
        if key not in self.rows.setdefault(table, []):
            self.rows[table].append(key)
        self.values |= {f"{table}.{key}.{column}": value for column, value in row.items() if column != ROW_ID}

    def put(self, place: str, value: object) -> None:
        """A cell of a row that is not there brings its row."""
        self.values[place] = value
        parts = place.split(".")
        if len(parts) == 4 and parts[2] not in self.rows.setdefault(".".join(parts[:2]), []):
            self.rows[".".join(parts[:2])].append(parts[2])

    def answers(self) -> Answers:
        found: dict[str, dict[str, object]] = {}
        for place, value in self.values.items():
            if place.count(".") == 1:
                form, key = place.split(".")
                found.setdefault(form, {})[key] = value
        for table, rows in self.rows.items():
            form, key = table.split(".")
            found.setdefault(form, {})[key] = [self.row(table, row) for row in rows[:MAX_ROWS]]
        return found


def flat(answers: Answers, tables: frozenset[str]) -> Flat:
    found = Flat({}, {})
    for form, values in answers.items():
        for key, value in values.items():
            place = f"{form}.{key}"
            if place not in tables:
                found.values[place] = value
                continue
            found.rows.setdefault(place, [])
            for row in rows_of(value):
                found.put_row(place, row)
    return found


def is_row(place: str, tables: frozenset[str]) -> bool:
    """The place of a whole row."""
    return place.count(".") == 2 and place.rpartition(".")[0] in tables


def same(one: object, other: object) -> bool:
    """Whether an input would show the same: figures and days are kept as values or as they were typed."""
    return _shown(one) == _shown(other)


def _shown(value: object) -> object:
    if is_blank(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return iso_day(value) if isinstance(value, str) else value
