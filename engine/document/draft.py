"""A first plan file made of a document: it reads and checks for references, and says what is still to be decided."""

import re

from engine.base.text import slug
from engine.document.draft_forms import OPENING, forms_of
from engine.document.draft_measures import criteria, dossiers, fields, principles, targets
from engine.document.draft_people import COORDINATOR, code, people_of
from engine.document.draft_steps import acts_of, duties, events_of, events_part, pairs, steps
from engine.document.findings import findings_of
from engine.document.head import Receiver
from engine.document.naming import day_of, short, upper
from engine.document.period import recurs, year_of
from engine.document.read import Document
from engine.document.yaml_text import Node, Part, part, written

_PARTY = re.compile(r"đảng|thành\s+ủy|thành\s+uỷ|tỉnh\s+ủy|tỉnh\s+uỷ|huyện\s+ủy|chi\s+bộ|ban\s+tuyên\s+giáo|dân\s+vận|"
                    r"đoàn\s+thanh", re.I)
_REPORTS = re.compile(r"báo\s+cáo|b/c", re.I)
_TOLD = re.compile(r"biết|phối\s+hợp", re.I)
_LEAVING = re.compile(r"^lưu\b", re.I)
_ABOUT_TEXT = "điều sai của văn bản (kheo document read)"


def drafted(document: Document) -> str:
    """The text of the plan file."""
    return written(part(*_head(document), *_body(document), asks=_questions(document)))


def _questions(document: Document) -> list[str]:
    """What the whole document leaves open, and the faults of its text."""
    asks = []
    if year_of(document) is None and not recurs(document):
        asks.append("văn bản không nói năm thực hiện")
    if not document.attached:
        asks.append("văn bản không kèm biểu mẫu nào")
    asks += [f"{_ABOUT_TEXT}, dòng {f.place.line}: {f.rule} {f.message}" for f in findings_of(document)[:60]]
    return asks


def _head(document: Document) -> tuple[tuple[str, Node | None], ...]:
    head, year = document.head, year_of(document)
    title = upper(head.title or head.type or "Kế hoạch")
    name = f"{slug(short(title, 40))}-{year or 'hang-nam'}"[:60].strip("-")
    signed = document.signed
    signer = part(("chức vụ", signed.position.capitalize()), ("họ tên", signed.name)) if (
        signed.position and signed.name) else None
    issuer = part(("đơn vị", code(head.issuer or "co-quan-ban-hanh")),
                  ("thể thức", "đảng" if _PARTY.search(head.issuer or "") else "nhà nước"), ("người ký", signer),
                  asks=[] if head.issuer else ["văn bản không nói cơ quan ban hành"])
    reports = next((r.name for r in document.receivers if r.purpose and _REPORTS.search(r.purpose)), None)
    basis = tuple(part(("loại", c.type), ("số", c.number), ("ngày", day_of(c.day)), ("cơ quan", c.issuer or "chưa rõ"),
                       ("về", short(c.about, 200) if c.about else None),
                       asks=[] if c.issuer else ["văn bản căn cứ này của cơ quan nào"]) for c in head.basis)
    aim = tuple(short(c.text, 400) for n, c in enumerate(document.outline.clauses)
                if document.topics[n] == "purpose" and c.text)[:4]
    return (("kế hoạch", name if name[:1].isalpha() else f"ke-hoach-{name}"), ("tên", short(title, 200)),
            ("tên ngắn", short(title, 60)), ("thời gian", f"năm {year}" if year else "hằng năm"),
            ("cơ quan ban hành", issuer), ("báo cáo lên", reports), ("căn cứ", basis), ("mục đích", aim))


def _body(document: Document) -> tuple[tuple[str, Node | None], ...]:
    people, events = people_of(document), events_of(acts_of(document))
    forms = forms_of(document, dict(pairs(events)))
    return (("vai trò", people.roles), ("đầu mối", COORDINATOR), ("nhóm đơn vị", people.groups),
            ("chủ thể", people.subjects), ("lĩnh vực", fields(document)), ("chỉ tiêu", targets(document)),
            ("nguyên tắc", principles(document)), ("bộ tiêu chí", criteria(document)), ("biểu mẫu", forms.parts),
            ("sự kiện", events_part(events)), ("bước mở đợt", OPENING),
            ("bước", steps(document, people, forms, events)), ("nhiệm vụ thường xuyên",
                                                                                  duties(document, people, events)),
            ("hồ sơ", dossiers(document)), ("đôn đốc", _ladder()),
            ("nơi nhận", tuple(map(_receiver, document.receivers))), ("kênh phản ánh", _channels(document)))


def _ladder() -> Part:
    """The usual levels; no document says them."""
    rungs = ((1, "trước ngày làm việc", 5, "người thực hiện"), (2, "trước ngày làm việc", 1, "người thực hiện"),
             (3, "sau ngày làm việc", 1, "người thực hiện"), (4, "sau ngày làm việc", 3, COORDINATOR))
    return part(("các mức", tuple(part(("mức", level), (when, days), ("gửi", (to,))) for level, when, days,
                                  to in rungs)),
                asks=["văn bản không nói các mức đôn đốc; đây là mức thường dùng"])


def _receiver(receiver: Receiver) -> Part:
    said = receiver.purpose or ""
    purpose = "lưu" if _LEAVING.match(receiver.name) else "để báo cáo" if _REPORTS.search(said) else (
        "để biết" if _TOLD.search(said) else "để thực hiện")
    return part(("tên", receiver.name), ("mục đích", purpose),
                ("trích mục", (part(("mục", "Nơi nhận"), ("nguyên văn", receiver.name)),)))


def _channels(document: Document) -> tuple[Node, ...]:
    for index, clause in enumerate(document.outline.clauses):
        if document.topics[index] == "closing" and re.search(r"vướng\s+mắc|khó\s+khăn|phản\s+ánh", clause.text, re.I):
            return (part(("gửi tới", COORDINATOR), ("hướng dẫn", short(clause.text, 400)),
                         ("trích mục", (part(("mục", clause.path), ("nguyên văn", clause.text)),))),)
    return ()


