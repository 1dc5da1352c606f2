"""The forms of a draft: attached ones column by column, and ours where the text demands what none is attached for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.document.attached import AttachedForm
from engine.document.columns import Column
from engine.document.form_code import FormCode
from engine.document.naming import Names, short
from engine.document.paper import papers_of
from engine.document.read import Document
from engine.document.yaml_text import Node, Part, part

_LONG = re.compile(r"nội dung|kết quả|khó khăn|đề xuất|kiến nghị|giải pháp|ghi chú|khái quát|đánh giá|cách làm|"
                   r"hiệu quả", re.I)
_COUNT = re.compile(r"(?:số|tổng số)\s+(?!hiệu|ký|tt|điện|nhà|văn)", re.I)
_OPTIONAL = re.compile(r"nếu có|ghi chú", re.I)
_STATES = re.compile(r"\b(?:xác\s+định\s+rõ|nêu\s+rõ|ghi\s+rõ|gồm\s+các\s+nội\s+dung)\s*:?\s*(?P<items>.+)",
                     re.I | re.S)
_WIDE = 5
_MOST = 200
RESULT = "ket-qua"
OPENING = "ban-hanh"


@dataclass(frozen=True)
class Forms:
    """`of_code`: the forms of a code; `of_clause`: ours for the contents a clause demands."""

    parts: tuple[Part, ...]
    of_code: dict[FormCode, tuple[str, ...]]
    of_clause: dict[str, str]


def forms_of(document: Document, event_fields: dict[str, str]) -> Forms:
    """`event_fields`: question of the opening form that fixes the day of an event -> the event."""
    names = Names()
    for taken in (RESULT, OPENING):
        names.take(taken)
    of_code: dict[FormCode, list[str]] = {}
    parts: list[Part] = []
    for form in document.attached[:_MOST]:
        name = names.take(form.code.name)
        of_code.setdefault(form.code, []).append(name)
        twice = sum(other.code == form.code for other in document.attached) > 1
        parts.append(_attached(name, form, twice))
    for spot in document.named:
        code = spot.thing.code
        if code not in of_code:
            of_code[code] = [names.take(code.name)]
            written = " ".join(spot.text[spot.thing.start: spot.thing.end].split())
            parts.append(_missing(of_code[code][0], code, written, document.clause(spot.index).path))
    of_clause = {}
    for path, title, items in _stated(document):
        of_clause[path] = names.take(title, "noi-dung")
        parts.append(_ours(of_clause[path], title, items, path))
    parts += [_result(), _opening(event_fields)]
    return Forms(tuple(parts), {code: tuple(ids) for code, ids in of_code.items()}, of_clause)


def place_of(form: AttachedForm, twice: bool) -> str:
    """How a clause of the form is named: by its code, with the first words of its title where the code stands twice."""
    return f"{form.code.name} ({' '.join(form.title.lower().split()[:2])})" if twice else form.code.name


def _attached(name: str, form: AttachedForm, twice: bool) -> Part:
    clause = (part(("mục", place_of(form, twice)), ("nguyên văn", form.title or form.code.name)),)
    asks = ["hai mẫu cùng ký hiệu: đặt ký hiệu khác"] if twice else []
    seen = [column for column in form.columns if not column.is_order]
    if form.column_count and form.column_count != len(form.columns):
        asks.append(f"mẫu có {form.column_count} cột, chữ của văn bản chỉ cho thấy {len(form.columns)}: xem lại cột")
    confirmed = part(("của", "; ".join(form.confirmed_by)), ("cách", form.how)) if form.confirmed_by else None
    fields = (_table(form, seen),) if form.kind == "table" and seen else tuple(_questions(form.questions))
    return part(
        ("mã", name), ("ký hiệu", form.code.name), ("tên", short(form.title or form.code.name, 200)),
        ("khổ giấy", "ngang" if len(seen) > _WIDE else None), ("xác nhận", confirmed), ("trích mục", clause),
        ("trường", fields or tuple(_questions(("Nội dung",)))), asks=asks)


def _table(form: AttachedForm, columns: Sequence[Column]) -> Part:
    names = Names("_")
    group = names.take("nhóm", "nhom") if form.sections else None
    sections = part(("mã", group), ("nhãn", "Lĩnh vực"), ("loại", "chọn một"), ("lựa chọn",
                                                                                _options(form.sections))) if (
        group) else None
    cells = [_field(names.take(column.label, "cot"), column) for column in columns]
    return part(("mã", "danh_sach"), ("nhãn", short(form.title or "Danh sách", 200)), ("loại", "bảng"), ("ít nhất", 1),
                ("nhóm theo", group), ("cột", (*([sections] if sections else []), *cells)))


def _field(name: str, column: Column) -> Part:
    kind = "chọn một" if column.options else _type(column.label)
    optional = _OPTIONAL.search(f"{column.label} {column.help or ''}")
    return part(("mã", name), ("nhãn", short(column.label, 200)), ("loại", kind),
                ("bắt buộc", "không" if optional else None), ("tiêu đề chung", column.heading),
                ("trợ giúp", short(column.help, 300) if column.help and not column.options else None),
                ("lựa chọn", _options(column.options)))


def _type(label: str) -> str | None:
    if _COUNT.match(label):
        return "số"
    return "đoạn văn" if _LONG.search(label) else None


def _options(texts: Sequence[str]) -> tuple[Node, ...]:
    names = Names()
    return tuple(part(("mã", names.take(text, "chon")), ("nhãn", short(text, 150))) for text in texts)


def _questions(labels: Sequence[str]) -> Iterator[Part]:
    names = Names("_")
    for label in labels:
        yield part(("mã", names.take(label, "muc")), ("nhãn", short(label, 200)), ("loại", _type(label)),
                   ("bắt buộc", "không" if _OPTIONAL.search(label) else None))


def _missing(name: str, code: FormCode, written: str, path: str) -> Part:
    return part(("mã", name), ("ký hiệu", code.name), ("tên", f"Nội dung theo {written}"), ("do kheo lập", "có"),
                ("trích mục", (part(("mục", path)),)),
                ("trường", (part(("mã", "noi_dung"), ("nhãn", "Nội dung"), ("loại", "đoạn văn")), _file())),
                asks=[f"văn bản dẫn {written} nhưng không kèm mẫu: kèm mẫu rồi khai từng cột"])


def _stated(document: Document) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Clauses that list what a paper must say: path, name of the paper, the contents."""
    for index, clause in enumerate(document.outline.clauses):
        if document.topics[index] in ("field", "criteria", "purpose", "closing", "goal", "dossier"):
            continue
        match = _STATES.search(clause.words)
        papers = re.search(r"\bhồ\s+sơ\b[^.;]{0,80}\bgồm\s*:\s*(?P<items>[^.]+)", clause.text, re.I)
        found = papers or match
        if found is None:
            continue
        items = list(papers_of(found["items"])) if papers else [
            item.strip(" .:") for item in re.split(r"[,;]\s+", found["items"].split(". ")[0])]
        items = [item for item in items if 3 < len(item) < 160]
        if len(items) > 2:
            yield clause.path, short(clause.words[: found.start("items")].strip(" :"), 100), tuple(items)


def _ours(name: str, title: str, items: Sequence[str], path: str) -> Part:
    return part(("mã", name), ("tên", title or "Nội dung"), ("do kheo lập", "có"), ("trích mục", (part(("mục",
                                                                                                        path)),)),
                ("trường", tuple(_questions(items))), asks=["văn bản không kèm mẫu: xem lại tên và loại của từng mục"])


def _result() -> Part:
    return part(("mã", RESULT), ("tên", "Kết quả thực hiện"), ("do kheo lập", "có"), ("trường", (
        part(("mã", "ngay_hoan_thanh"), ("nhãn", "Ngày hoàn thành"), ("loại", "ngày"), ("bắt buộc", "không")),
        part(("mã", "ket_qua"), ("nhãn", "Kết quả"), ("loại", "đoạn văn"), ("bắt buộc", "không")), _file())))


def _opening(event_fields: dict[str, str]) -> Part:
    days = [part(("mã", name), ("nhãn", f"Ngày {event}"), ("loại", "ngày")) for name, event in event_fields.items()]
    return part(("mã", OPENING), ("tên", "Kế hoạch đã ban hành"), ("do kheo lập", "có"), ("trường", (
        part(("mã", "so_ky_hieu"), ("nhãn", "Số, ký hiệu"), ("dài nhất", 50)),
        part(("mã", "ngay_ban_hanh"), ("nhãn", "Ngày ban hành"), ("loại", "ngày")), *days, _file())))


def _file() -> Part:
    return part(("mã", "tep"), ("nhãn", "Bản đã ký hoặc minh chứng"), ("loại", "tệp"), ("bắt buộc", "không"))


