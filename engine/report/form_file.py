"""The official form of a task as an Excel file with what is in the draft; such a file, or a Word one, read back."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from engine.base.ids import IdSource
from engine.base.text import slug
from engine.document.block import DocumentRefused, Line
from engine.document.docx import docx_blocks
from engine.document.xlsx import xlsx_grids
from engine.document.xlsx_written import Cell, Pick, Sheet, xlsx_bytes
from engine.plan.form import Form
from engine.report.proposal import Proposal, asked_form, proposal_of
from engine.report.seen_task import seen_task
from engine.store.asked import standing_answers
from engine.store.blobs import BlobStore, TooLarge
from engine.store.content import check_content
from engine.store.database import Database
from engine.work.choices import Choices
from engine.work.form import Answers
from engine.work.official_file import OtherForm, Pages, read_filled
from engine.work.official_sheet import official_pages
from engine.work.people import Viewer
from engine.work.question import FormView, questions
from engine.work.upload import FileRefused, Limits, extension_of, file_name, too_large
from engine.work.words import sentence

FILLED = Limits(frozenset({"xlsx", "docx"}), 5 * 1024 * 1024, 1)
"""What may be given as a filled form."""
_OLD = b"\xd0\xcf\x11\xe0"
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")


def form_to_fill(database: Database, viewer: Viewer, task_id: str, form_id: str, now: datetime) -> tuple[str, bytes]:
    """Name and content of the form's file, with what the draft has. Raises NotFound, Forbidden as asked_form."""
    with database.read() as connection:
        asked = asked_form(connection, seen_task(connection, viewer, task_id), viewer, form_id, now)
        answers = standing_answers(connection, asked.task, asked.forms, asked.context)
    view = questions(asked.form, asked.task.step, answers, (), asked.context)
    return f"{slug(asked.form.code or asked.form.name)[:60]}.xlsx", form_xlsx(asked.form, view, asked.context.choices)


def form_xlsx(form: Form, view: FormView, choices: Choices) -> bytes:
    """The official form, filled with what the view shows."""
    sheets: list[Sheet] = []
    names = {"kheo"}
    for number, page in enumerate(official_pages(form, view, choices), 1):
        name = (page.name.translate(_NOT_IN_NAMES).strip() or f"Bảng {number}")[:_LONGEST_NAME]
        name = f"{name[:_LONGEST_NAME - 3]} {number}" if name.casefold() in names else name
        names.add(name.casefold())
        rows = tuple(tuple(Cell(cell.value, cell.style) for cell in row) for row in page.rows)
        picks = tuple(Pick(*pick) for pick in page.picks)
        sheets.append(Sheet(name, rows, page.widths, tuple(page.merges), picks, page.hidden,
                            form.paper == "landscape"))
    return xlsx_bytes(tuple(sheets))


def filled_file(database: Database, blobs: BlobStore, ids: IdSource, viewer: Viewer, task_id: str, form_id: str,
                answers: Answers, given: tuple[str, BinaryIO], now: datetime) -> Proposal:
    """What the file (its name, its content) would make of the form; nothing of it is kept. Raises FileRefused."""
    with database.read() as connection:
        asked = asked_form(connection, seen_task(connection, viewer, task_id), viewer, form_id, now)
    name = file_name(given[0])
    pages = _received(blobs, name, given[1])
    try:
        read = read_filled(asked.form, asked.task.step, pages, asked.context.choices,
                           lambda table: asked.into(table, answers, ids))
    except OtherForm as other:
        raise FileRefused(str(other)) from None
    return proposal_of(asked, answers, read.plain, read.tables, read.remarks)


def _received(blobs: BlobStore, name: str, stream: BinaryIO) -> Pages:
    if name.lower().endswith((".xls", ".doc", ".xlsm", ".docm")):
        raise FileRefused(f"Tệp “{name}” là dạng cũ hoặc có macro; mở bằng Excel hoặc Word, lưu thành .xlsx hoặc .docx "
                          "rồi tải lên.")
    extension = extension_of(name, FILLED)
    try:
        with blobs.receive(stream, FILLED.size) as received:
            with received.path.open("rb") as file:
                if file.read(4) == _OLD:
                    raise FileRefused(f"Tệp “{name}” khóa bằng mật khẩu, hoặc là dạng cũ mang đuôi mới; bỏ mật khẩu, "
                                      f"lưu thành .{extension} rồi tải lên.")
            check_content(received.path, name, extension)
            return pages_of(received.path, extension)
    except TooLarge:
        raise too_large(name, FILLED) from None
    except DocumentRefused as refused:
        raise FileRefused(sentence(f"Tệp “{name}”: {refused.message}")) from None


def pages_of(path: Path, extension: str) -> Pages:
    """The rows of cells in a file. Raises DocumentRefused."""
    data = path.read_bytes()
    if extension == "xlsx":
        return tuple(grid.rows for grid in xlsx_grids(data))
    pages: list[tuple[tuple[str, ...], ...]] = []
    lines: list[tuple[str, ...]] = []
    for block in docx_blocks(data):
        if isinstance(block, Line):
            lines.append((block.text.strip(),))
        else:
            pages += [tuple(lines), block.rows]
            lines = []
    return (*pages, tuple(lines))
