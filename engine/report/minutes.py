"""The minutes of a vote as a letter, from the recorded result: one source for the page, the print and the DOCX file."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.base.clock import VIETNAM
from engine.document.letter import Grid, Letter, Paragraph, Piece, Signature, says
from engine.report.ballot_sheet import BallotSheet
from engine.report.vote_desk import VoteDesk
from engine.store.vote_closing import Officer
from engine.work.recipients import FOR
from engine.work.vote import Member
from engine.work.words import lower_first, number_text, roman

_BASES = {"members": "tổng số thành viên", "cast": "số phiếu thu về", "valid": "số phiếu hợp lệ"}
Result = Mapping[str, Any]


def minutes_of(desk: VoteDesk, sheet: BallotSheet | None) -> Letter:
    """Of a vote that is over; `sheet`: the criteria where members scored."""
    party = desk.style == "party"
    subject = (f"“{desk.task.subject}”",) if desk.task.subject else ()
    return Letter(
        desk.style, desk.above, desk.issuer, "Số       -BB/………" if party else "Số:       /BB-………",
        f"{desk.place or '………'}, {_day(_closed(desk))}", "BIÊN BẢN",
        (f"Kiểm phiếu: {desk.step}", *subject), tuple(_body(desk, sheet)),
        (Signature("THƯ KÝ", _only(desk.secretaries)), Signature("CHỦ TOẠ", _only(desk.chairs))),
        tuple(_recipients(desk)))


def _closed(desk: VoteDesk) -> datetime:
    assert desk.task.closed_at
    return desk.task.closed_at.astimezone(VIETNAM)


def _day(moment: datetime) -> str:
    """As Decree 30/2020 and 36-HD/VPTW write it: a nought before days below ten and the first two months."""
    month = f"{moment.month:02d}" if moment.month <= 2 else str(moment.month)
    return f"ngày {moment.day:02d} tháng {month} năm {moment.year}"


def _only(found: tuple[Officer, ...]) -> str:
    """The name of whoever alone held the role; who of several signs is for them to say."""
    return found[0].name if len(found) == 1 else ""


def _recipients(desk: VoteDesk) -> Iterator[str]:
    """Whom the plan names, each with the purpose, then where a copy is filed."""
    for one in desk.recipients:
        if one.purpose != "archive":
            yield f"{one.name}{f' ({FOR[one.purpose]})' if one.purpose != 'act' else ''}"
    filed = [one.name for one in desk.recipients if one.purpose == "archive"]
    yield from filed or ["Lưu: VT"]


def _body(desk: VoteDesk, sheet: BallotSheet | None) -> Iterator[Paragraph | Grid]:
    closed, unit = _closed(desk), ""
    if desk.task.entry_id or desk.unit_name != desk.issuer:
        unit = f" của {desk.unit_name}"
    yield says(f"Hồi {closed:%H giờ %M} ngày {closed:%d/%m/%Y}, {desk.task.role} kiểm phiếu về việc "
               f"“{desk.task.title}”{unit}, thuộc kế hoạch “{desk.run.name}”.")
    yield _heading(desk, 1, "Thành phần")
    for role, found in (("Chủ toạ", desk.chairs), ("Thư ký", desk.secretaries)):
        yield Paragraph((Piece(f"{role}:", bold=True), Piece(f" {_who(found)}.")))
    yield from _attendance(desk)
    yield _heading(desk, 2, "Kết quả")
    yield from _results(desk, sheet)
    end = "." if desk.style == "party" else "./."
    yield says(f"Việc kiểm phiếu kết thúc hồi {closed:%H giờ %M}, {_day(closed)}{end}")


def _who(found: tuple[Officer, ...]) -> str:
    return f"{found[0].name}, {found[0].capacity}" if len(found) == 1 else "………"


def _heading(desk: VoteDesk, number: int, text: str) -> Paragraph:
    return Paragraph((Piece(f"{number if desk.style == 'party' else roman(number)}. {text}"),), heading=True)


def _attendance(desk: VoteDesk) -> Iterator[Paragraph]:
    roll = desk.roll
    quorum = ""
    if desk.quorum:
        enough = "đủ" if roll.voted >= desk.needed else "không đủ"
        share = "" if desk.present else f" ({desk.quorum} số thành viên)"
        quorum = f" Túc số{share}: {desk.needed} phiếu, {enough}."
    yield says(f"Tổng số thành viên được gọi: {roll.called}; có mặt bỏ phiếu: {roll.voted}; vắng hoặc không bỏ phiếu: "
               f"{roll.called - roll.voted}.{quorum}")
    for title, people in (("Có mặt", roll.of("voted")), ("Vắng mặt", roll.of("absent")),
                          ("Không bỏ phiếu", roll.of("waiting", "closed")),
                          ("Không tham gia vì liên quan", roll.of("recused")), ("Được thay", roll.of("replaced"))):
        if people:
            names = "; ".join(map(_named, people))
            yield Paragraph((Piece(f"{title} ({len(people)}):", bold=True), Piece(f" {names}.")))


def _named(one: Member) -> str:
    return f"{one.name} ({one.reason})" if one.reason else one.name


def _results(desk: VoteDesk, sheet: BallotSheet | None) -> Iterator[Paragraph | Grid]:
    result: Result = desk.result or {}
    yield says(f"Bỏ phiếu {'kín' if desk.vote.secret else 'có tên'}.{_rule(desk, result)}")
    for number, earlier in enumerate(desk.earlier, 1):
        yield Paragraph((Piece(f"Lần {number}", bold=True), Piece(" (số phiếu ngang nhau):")))
        yield from _counted(earlier)
    if desk.earlier:
        yield Paragraph((Piece(f"Lần {len(desk.earlier) + 1}:", bold=True),))
    if desk.vote.how != "scores" and desk.result:
        yield from _counted(result)
        none = " không lấy mục nào trong các mục ngang phiếu" if result.get("khong_lay_muc_ngang_phieu") else ""
        chair = f" (số phiếu ngang nhau, chủ toạ quyết định{none})" if result.get("chu_toa_quyet_dinh") else ""
        yield says("Kết luận: ", Piece("thông qua" if result["thong_qua"] else "không thông qua", bold=True),
                   Piece(f"{chair}."))
    elif sheet:
        yield from _scored(result, sheet)
    if desk.named:
        said = "; ".join(f"{name}: {lower_first(word)}" for name, word in desk.named)
        yield Paragraph((Piece("Ý kiến từng thành viên:", bold=True), Piece(f" {said}.")))


def _rule(desk: VoteDesk, result: Result) -> str:
    if desk.vote.how == "scores":
        return ""
    of = f": {result['can_phieu']}/{result['mau_so']} phiếu" if "can_phieu" in result else ""
    return f" Thông qua khi đạt {f'{desk.enough} phiếu' if desk.enough else f'{desk.passes} {_BASES[desk.of]}'}{of}."


def _counted(result: Result) -> Iterator[Paragraph | Grid]:
    if "danh_sach" in result:
        yield Grid(("TT", "Nội dung", "Số phiếu", "Kết quả"), tuple(
            (str(number), str(row["ten"]), str(row["so_phieu"]), "được chọn" if row["trung"] else "")
            for number, row in enumerate(result["danh_sach"], 1)))
    else:
        yield Grid((), tuple((name, str(result[key])) for name, key in (
            ("Tán thành", "tan_thanh"), ("Không tán thành", "khong_tan_thanh"), ("Không có ý kiến", "khong_y_kien"))))
    cast, invalid = result["so_phieu"], result["khong_hop_le"]
    yield says(f"Số phiếu thu về: {cast}; hợp lệ: {cast - invalid}; không hợp lệ: {invalid}.")


def _scored(result: Result, sheet: BallotSheet) -> Iterator[Paragraph | Grid]:
    yield Grid(("TT", "Tiêu chí", "Điểm trung bình", "Tối đa"), tuple(
        (str(number), row.name, row.average or "–", row.maximum if row.how == "scored" else "")
        for number, row in enumerate(sheet.rows, 1)))
    total = result.get("tong_diem")
    if total is None:
        return
    share = f" ({number_text(result['ty_le'])}%)" if result.get("ty_le") is not None else ""
    band = (Piece("; xếp loại: "), Piece(str(result["xep_loai"]), bold=True)) if result.get("xep_loai") else ()
    yield says("Tổng điểm: ", Piece(number_text(total), bold=True), Piece(f"/{sheet.maximum}{share}"), *band,
               Piece("."))
