"""The tasks of a list as an Excel file."""

from collections.abc import Sequence
from datetime import date

from engine.document.xlsx_written import Cell, Sheet, xlsx_bytes
from engine.report.listed import ListedTask
from web.i18n import _, told

_WIDTHS = (36, 44, 28, 8, 28, 28, 12, 14, 26, 8)


def task_sheet(rows: Sequence[ListedTask]) -> bytes:
    """One sheet: a head, then a line for each task."""
    head = (_("Việc"), _("Nội dung"), _("Kế hoạch"), _("Bước"), _("Đơn vị"), _("Nơi thực hiện"), _("Hạn"),
            _("Ngày làm việc cuối"), _("Tình trạng"), _("Số lần trả lại"))
    lines = [tuple(Cell(name, "head") for name in head), *(_line(row) for row in rows)]
    return xlsx_bytes((Sheet(_("Hộp việc"), tuple(lines), _WIDTHS, landscape=True),))


def _line(row: ListedTask) -> tuple[Cell, ...]:
    return (Cell(row.title), Cell(row.subject), Cell(row.plan), Cell(f"{row.step_index}/{row.step_total}"),
            Cell(row.unit), Cell(row.role), Cell(_day(row.last_day)), Cell(_day(row.last_working_day)),
            Cell(told(row.due.words)), Cell(row.returned or ""))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
