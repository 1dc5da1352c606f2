"""Files come in for a task, are read by those concerned, and leave while nothing was sent."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.action.add_comment import add_comment
from engine.action.complete_task import complete_task
from engine.action.enter_paper import enter_paper, leave_paper
from engine.action.record_refusal import record_refusal
from engine.action.remove_file import remove_file
from engine.action.store_file import Upload, store_file
from engine.base.calendar import WorkCalendar
from engine.base.clock import ManualClock, local_day
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.report.inbox import inbox_of
from engine.report.read_file import read_file
from engine.report.task_page import task_page
from engine.report.wanted import Wanted
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.files import File
from engine.store.tables import audit, comment, file
from engine.work.on_behalf import Paper
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from engine.work.upload import FileRefused
from tests.action.small_ward import PLAN, Ward, small_ward

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


@pytest.fixture
def ward(database: Database, ids: CountedIds, clock: ManualClock) -> Ward:
    return small_ward(database, ids, clock.now())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def give(ward: Ward, folder: Path) -> Callable[..., File]:
    """Hand in a file as somebody; by default Hội Phụ nữ's own for its own task."""

    def hand_in(content: bytes = PDF, name: str = "Hồ sơ.pdf", login: str = "phu-nu", field: str = "tep",
                task_id: str | None = None) -> File:
        upload = Upload(task_id or ward.open_task("hoi-phu-nu"), "ho-so", field, name, io.BytesIO(content))
        return store_file(ward.database, BlobStore(folder), ward.ids, ward.viewer(login), upload, ward.now)

    return hand_in


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def test_a_file_comes_back_as_it_was_given(ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    given = give(name="C:\\Tài liệu\\Hồ sơ.pdf")

    opened = read_file(ward.database, BlobStore(folder), ward.viewer("phu-nu"), given.id)

    with opened.content as content:
        assert content.read() == PDF
    assert (opened.name, opened.media_type, opened.size) == ("Hồ sơ.pdf", "application/pdf", len(PDF))
    assert [path.name for path in contents(folder)] == [given.digest]


def test_the_same_content_is_kept_once(folder: Path, give: Callable[..., File]) -> None:
    first, second = give(), give(name="Bản hai.pdf")

    assert (first.digest, len(contents(folder))) == (second.digest, 1)


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("virus.exe", b"MZ" + bytes(100), "Tệp “virus.exe” không thuộc dạng được nhận ở đây (docx, jpg, pdf, xlsx); "
                                      "hãy lưu lại ở một trong các dạng đó rồi tải lên."),
    ("virus.pdf", b"MZ" + bytes(100), "Nội dung tệp “virus.pdf” không phải pdf; hãy xuất lại đúng dạng rồi tải lên."),
    ("anh.png", PDF, "Tệp “anh.png” không thuộc dạng được nhận ở đây (docx, jpg, pdf, xlsx); "
                     "hãy lưu lại ở một trong các dạng đó rồi tải lên."),
    ("rong.pdf", b"", "Tệp “rong.pdf” rỗng; hãy mở tệp kiểm tra rồi tải lại."),
    ("to.pdf", PDF + bytes(1024 * 1024), "Tệp “to.pdf” lớn hơn 1 MB là mức nhận ở đây; "
                                         "hãy giảm dung lượng hoặc chia nhỏ rồi tải lên."),
    ("hai-mat.pdf", b"GIF89a" + bytes(20) + PDF, "Nội dung tệp “hai-mat.pdf” không phải pdf; "
                                                 "hãy xuất lại đúng dạng rồi tải lên."),
    ("giau.pdf", PDF + packed({"a.txt": b"a"}), "Tệp “giau.pdf” giấu một gói nén bên trong; "
                                                "hãy xuất lại tệp từ phần mềm gốc rồi tải lên."),
    ("bom.docx", packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(60_000_000)}),
     "Tệp “bom.docx” bung ra quá lớn; hãy bớt nội dung hoặc chia nhỏ rồi tải lên."),
])
def test_a_refused_file_leaves_nothing_behind(
        ward: Ward, folder: Path, give: Callable[..., File], name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        give(content, name)

    assert str(refusal.value) == sentence
    assert contents(folder) == []
    with ward.database.read() as connection:
        assert connection.execute(select(file)).all() == []


def test_one_file_too_many_is_refused(give: Callable[..., File]) -> None:
    give()
    give(name="Bản hai.pdf")

    with pytest.raises(FileRefused, match="đã có đủ 2 tệp"):
        give(name="Bản ba.pdf")


def test_in_a_table_the_limit_is_that_of_a_cell(database: Database, ids: CountedIds, clock: ManualClock,
                                                folder: Path) -> None:
    loaded = load_plan(PLAN)
    text = loaded.sources[PLAN_FILE].replace("bước mở đợt", """      - mã: bang
        nhãn: Bảng
        loại: bảng
        cột: [{mã: anh, nhãn: Ảnh, loại: tệp, bắt buộc: không, nhiều nhất tệp: 1}]
bước mở đợt""")
    ward = small_ward(database, ids, clock.now(), load_sources({**loaded.sources, PLAN_FILE: text}))

    def put(row: str, name: str) -> File:
        upload = Upload(ward.open_task("hoi-phu-nu"), "ho-so", "bang.anh", name, io.BytesIO(PDF), row)
        return store_file(ward.database, BlobStore(folder), ward.ids, ward.viewer("phu-nu"), upload, ward.now)

    first = put("r1", "một.pdf")
    assert put("r2", "một.pdf").id != first.id
    assert put("r1", "một.pdf") == first
    with pytest.raises(FileRefused, match="đã có đủ 1 tệp"):
        put("r1", "hai.pdf")
    with pytest.raises(NotFound):
        put("r" * 65, "ba.pdf")


def test_the_same_file_given_again_is_there_once_even_when_the_field_is_full(
        folder: Path, give: Callable[..., File]) -> None:
    given = [give(), give(name="Bản hai.pdf")]

    assert [give(), give(name="Bản hai.pdf")] == given
    assert [path.name for path in contents(folder)] == [given[0].digest]


@pytest.mark.parametrize("field", ["ghi_chu", "khong-co", "khong-co.tep"])
def test_only_a_file_field_of_the_task_takes_files(give: Callable[..., File], field: str) -> None:
    with pytest.raises(NotFound):
        give(field=field)


def test_a_removed_file_is_gone_and_makes_room(ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    given = [give(), give(name="Bản hai.pdf")]

    remove_file(ward.database, ward.viewer("phu-nu"), ward.open_task("hoi-phu-nu"), given[0].id, ward.now)

    with pytest.raises(NotFound):
        read_file(ward.database, BlobStore(folder), ward.viewer("phu-nu"), given[0].id)
    assert give(name="Bản ba.pdf")


def test_a_sent_file_stays(ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    given = give()
    ward.complete("phu-nu", given.task_id, "xong", given.id)

    with pytest.raises(Conflict):
        remove_file(ward.database, ward.viewer("phu-nu"), given.task_id, given.id, ward.now)
    with pytest.raises(Conflict):
        give(task_id=given.task_id)
    with read_file(ward.database, BlobStore(folder), ward.viewer("dau-moi"), given.id).content as content:
        assert content.read() == PDF


def test_a_file_that_nothing_sent_refers_to_is_removed_on_record(
        ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    """The form was sent without it: a condition hid the field, or the row was deleted."""
    given = give()
    answers = {"ho-so": {"tep": [given.id]}}
    other = give(name="Bản hai.pdf")
    me = ward.viewer("phu-nu")
    complete_task(ward.database, ward.ids, me, given.task_id, 1, "xong", answers, None, "k", ward.now)

    assert _shown(ward, "dau-moi", ward.open_task("hoi-phu-nu")) == [given.id]
    with pytest.raises(NotFound):
        read_file(ward.database, BlobStore(folder), me, other.id)
    with ward.database.read() as connection:
        said = connection.execute(select(audit.c.command, audit.c.person_id).where(audit.c.subject == other.id)).all()
    assert [tuple(row) for row in said] == [("store_file", me.person_id), ("remove_file", me.person_id)]


def _shown(ward: Ward, login: str, task_id: str) -> list[str]:
    return [one.id for one in task_page(ward.database, ward.viewer(login), task_id, local_day(ward.now)).files]


def test_what_was_not_sent_is_for_who_may_do_the_task_alone(
        ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    sent = give()
    assert (_shown(ward, "phu-nu", sent.task_id), _shown(ward, "dau-moi", sent.task_id)) == ([sent.id], [])
    with pytest.raises(Forbidden, match="bản nháp chưa gửi"):
        read_file(ward.database, BlobStore(folder), ward.viewer("dau-moi"), sent.id)
    ward.complete("phu-nu", sent.task_id, "xong", sent.id)
    review = ward.open_task("hoi-phu-nu")
    assert _shown(ward, "dau-moi", review) == [sent.id]

    ward.complete("dau-moi", review, "tra-lai")
    again = give(name="Bản sửa.pdf")

    assert _shown(ward, "dau-moi", again.task_id) == [sent.id]
    assert _shown(ward, "phu-nu", again.task_id) == [sent.id, again.id]
    with pytest.raises(Forbidden, match="bản nháp chưa gửi"):
        read_file(ward.database, BlobStore(folder), ward.viewer("dau-moi"), again.id)
    read_file(ward.database, BlobStore(folder), ward.viewer("dau-moi"), sent.id).content.close()


def test_a_draft_and_what_is_entered_from_paper_do_not_see_each_others_files(
        ward: Ward, folder: Path, ids: CountedIds, give: Callable[..., File]) -> None:
    own, read = give(), BlobStore(folder)
    give(name="Bản hai.pdf")
    task_id, office, unit = own.task_id, ward.viewer("dau-moi"), ward.viewer("phu-nu")
    enter_paper(ward.database, ids, office, task_id, Paper(local_day(ward.now)), ward.now)

    entered = give(login="dau-moi")

    assert entered.id != own.id
    assert (_shown(ward, "dau-moi", task_id), _shown(ward, "phu-nu", task_id)) == ([entered.id], [])
    for viewer, file_id in ((office, own.id), (unit, own.id), (unit, entered.id)):
        with pytest.raises(Forbidden, match="bản nháp chưa gửi"):
            read_file(ward.database, read, viewer, file_id)
    with pytest.raises(NotFound):
        remove_file(ward.database, office, task_id, own.id, ward.now)
    leave_paper(ward.database, ids, office, task_id, ward.now)
    assert len(_shown(ward, "phu-nu", task_id)) == 2
    with pytest.raises(Forbidden):
        read_file(ward.database, read, unit, entered.id)


def test_a_row_of_the_list_counts_what_its_reader_may_see(
        ward: Ward, ids: CountedIds, give: Callable[..., File]) -> None:
    task_id, today = give().task_id, local_day(ward.now)

    def counted(login: str, view: str = "can-lam") -> list[int]:
        found = inbox_of(ward.database, ward.viewer(login), Wanted(view), None, today, WorkCalendar())
        return [row.files for row in found.rows if row.id == task_id]

    assert counted("phu-nu") == [1]
    enter_paper(ward.database, ids, ward.viewer("dau-moi"), task_id, Paper(today), ward.now)
    assert (counted("dau-moi"), counted("phu-nu", "cho-nguoi-khac")) == ([0], [0])
    entered = give(login="dau-moi")
    assert (counted("dau-moi"), counted("phu-nu", "cho-nguoi-khac")) == ([1], [0])
    ward.complete("dau-moi", task_id, "xong", entered.id)
    assert counted("phu-nu", "da-xong") == [1]


def test_another_unit_may_neither_give_nor_remove_nor_read_and_the_attempt_stays_on_record(
        ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    given, other = give(), ward.viewer("nong-dan")

    with pytest.raises(Forbidden):
        give(login="nong-dan")
    with pytest.raises(Forbidden):
        remove_file(ward.database, other, given.task_id, given.id, ward.now)
    with pytest.raises(Forbidden) as refusal:
        read_file(ward.database, BlobStore(folder), other, given.id)
    record_refusal(ward.database, other, "GET inbox.file", f"/viec/tep/{given.id}", str(refusal.value), ward.now)

    with ward.database.read() as connection:
        last = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    assert (last.person_id, last.command, last.outcome) == (other.person_id, "GET inbox.file", "refused")


def test_another_ward_finds_nothing_administrator_or_not(
        ward: Ward, folder: Path, give: Callable[..., File]) -> None:
    given, stranger = give(), ward.viewer("nguoi-la")

    with pytest.raises(NotFound):
        give(login="nguoi-la")
    with pytest.raises(NotFound):
        remove_file(ward.database, stranger, given.task_id, given.id, ward.now)
    with pytest.raises(NotFound):
        read_file(ward.database, BlobStore(folder), stranger, given.id)
    with pytest.raises(NotFound):
        add_comment(ward.database, ward.ids, stranger, given.task_id, "Chào", ward.now)


def test_a_comment_carries_the_capacity_of_its_writer(ward: Ward) -> None:
    task_id = ward.open_task("hoi-phu-nu")

    add_comment(ward.database, ward.ids, ward.viewer("dau-moi"), task_id, " Nhờ gửi sớm. ", ward.now)

    with ward.database.read() as connection:
        rows = connection.execute(select(comment.c.task_id, comment.c.capacity, comment.c.text)).all()
    assert [tuple(row) for row in rows] == [(task_id, "Cán bộ, Ban Dân vận", "Nhờ gửi sớm.")]


@pytest.mark.parametrize("text", ["  \n", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused(ward: Ward, text: str) -> None:
    with pytest.raises(FormRefused):
        add_comment(ward.database, ward.ids, ward.viewer("phu-nu"), ward.open_task("hoi-phu-nu"), text, ward.now)


def test_another_unit_does_not_join_the_talk(ward: Ward) -> None:
    with pytest.raises(Forbidden):
        add_comment(ward.database, ward.ids, ward.viewer("nong-dan"), ward.open_task("hoi-phu-nu"), "Chào", ward.now)
