"""Who takes part, as far as the document says: coordinator, bodies, groups of units, subjects."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.base.text import fold, slug
from engine.document.actor import heading_actor
from engine.document.naming import Names, short
from engine.document.obligation import Obligation
from engine.document.read import Document
from engine.document.yaml_text import Node, Part, part

COORDINATOR, UNIT = "đầu mối", "đơn vị"
_OVERSEES = re.compile(r"\b(?:đôn\s+đốc|theo\s+dõi|giám\s+sát)\b", re.I)
_OVERSEEING = ("hướng dẫn", "theo dõi", "đôn đốc", "kiểm tra", "chủ trì", "giám sát", "phối hợp", "chịu trách nhiệm",
               None)
_MANY = re.compile(r"(?:các|mỗi|từng|những|toàn\s+thể|chủ\s+thể|tập\s+thể|cá\s+nhân|cơ\s+sở|cấp\s+cơ\s+sở|tác\s+giả|"
                   r"thành\s+viên|"
                   r"hộ|cơ\s+quan|đơn\s+vị|địa\s+phương|tổ\s+chức)\b|.*\bcác\s+(?:xã|phường|huyện|thôn|đơn\s+vị|"
                   r"cơ\s+quan|sở|ngành|"
                   r"địa\s+phương|khu\s+phố|trường|chi\s+bộ)|.*;", re.I | re.S)
_ANYBODY = re.compile(r"(?:chủ\s+thể|tập\s+thể|cá\s+nhân|cơ\s+sở|tác\s+giả|thành\s+viên|lãnh\s+đạo|cán\s+bộ)\b", re.I)
_MOST_GROUPS = 12
_KINDS = ("chi bộ", "đảng bộ", "phòng", "ban", "trường học", "trạm y tế", "mặt trận", "hội", "đoàn thể",
          "tổ chức chính trị",
          "lực lượng vũ trang", "công an", "doanh nghiệp", "hợp tác xã", "sở", "huyện", "xã", "phường", "khu phố",
          "thôn",
          "cơ quan", "đơn vị")


@dataclass(frozen=True)
class People:
    """The parts of the draft about people, and how to find the role of a body named."""

    coordinator: str
    bodies: dict[str, str]
    """Folded name of a body -> name of its role."""
    roles: Part
    groups: tuple[Node, ...]
    subjects: tuple[Node, ...]
    oversight: tuple[Obligation, ...]

    def role_of(self, who: str | None) -> str:
        """The role that acts; the unit itself for many bodies and for nobody."""
        if who is None or is_many(who):
            return UNIT
        return next((role for name, role in self.bodies.items() if _same(name, fold(who))), UNIT)


def is_many(who: str) -> bool:
    """Whether the words mean every unit of a kind, not one body."""
    return _MANY.match(who.strip()) is not None


def oversees(said: Obligation) -> bool:
    """Only follows, guides, urges: the work of a coordinator, not a step."""
    return said.topic == "organise" and said.verb in _OVERSEEING and _OVERSEES.search(said.quote) is not None


def people_of(document: Document) -> People:
    oversight = tuple(o for o in document.obligations if oversees(o))
    coordinator = _coordinator(document, oversight)
    names = _bodies(document, coordinator)
    bodies = {fold(coordinator): COORDINATOR, **{fold(name): role for name, role in names}}
    clauses = tuple(_clause(o) for o in oversight if o.who and not is_many(o.who))
    asks = [] if oversight else [f"văn bản không giao ai theo dõi, đôn đốc; tạm lấy {coordinator}"]
    unit = part(("tên", "Đơn vị"), ("là", "đơn vị của việc"))
    roles = part((COORDINATOR, part(("tên", short(coordinator)), ("đơn vị", code(coordinator)), ("xem cả đợt", "có"),
                                    ("trích mục", clauses), asks=asks)),
                 (UNIT, unit),
                 *((role, part(("tên", short(name)), ("đơn vị", code(name)))) for name, role in names))
    return People(coordinator, bodies, roles, _groups(document), _subjects(document), oversight)


def code(name: str) -> str:
    """The code of a unit: to be matched with the organisation file."""
    made = slug(name)[:48].strip("-")
    return made if made[:1].isalpha() else f"don-vi-{made}".strip("-")


def _coordinator(document: Document, oversight: Sequence[Obligation]) -> str:
    single = [o.who for o in oversight if o.who and not is_many(o.who)]
    if single:
        return Counter(single).most_common(1)[0][0]
    to = Counter(o.to for o in document.obligations if o.to and not is_many(o.to) and len(o.to) < 60)
    return to.most_common(1)[0][0] if to else document.head.issuer or "Cơ quan ban hành"


def _bodies(document: Document, coordinator: str) -> list[tuple[str, str]]:
    """Every single body that acts, with a role name; spellings of one body share a role."""
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys(o.who for o in document.obligations if o.who and not is_many(o.who)):
        known = [coordinator, *(other for other, _ in found)]
        if not any(_same(fold(other), fold(name)) for other in known):
            found.append((name, _role_name(name, [role for _, role in found])))
    return found[:40]


def _role_name(name: str, taken: Sequence[str]) -> str:
    base = short(name, 40).lower()
    role, count = base, 1
    while role in (*taken, COORDINATOR, UNIT):
        count += 1
        role = f"{base} {count}"
    return role


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _groups(document: Document) -> tuple[Node, ...]:
    """Headings that give work to many bodies, then the many that sentences name; one group of all units for none."""
    found: dict[str, Part] = {}
    names = Names()
    for index, clause in enumerate(document.outline.clauses):
        named = heading_actor(clause.title) if clause.title and document.topics[index] == "organise" else None
        if named and is_many(named[0]):
            found[fold(named[0])] = _group(names, named[0], part(("mục", clause.path), ("nguyên văn", clause.title)))
    for said in document.obligations:
        who = said.who or ""
        known = any(_same(key, fold(who)) for key in found)
        if who and is_many(who) and not _ANYBODY.match(who) and not known and len(found) < _MOST_GROUPS:
            found[fold(who)] = _group(names, who, _clause(said))
    return tuple(found.values()) or (part(("mã", "don-vi"), ("tên", "Các đơn vị"), ("loại", ("don-vi",)), asks=[
        "văn bản không nói đơn vị nào phải thực hiện"]),)


def _group(names: Names, who: str, clause: Part) -> Part:
    return part(("mã", names.take(who, "nhom")), ("tên", short(who, 150)), ("loại", _kinds(who)),
                ("trích mục", (clause,)), asks=["chọn loại đơn vị theo tệp tổ chức"])


def _subjects(document: Document) -> tuple[Node, ...]:
    names, found = Names(), []
    for index, clause in enumerate(document.outline.clauses):
        if document.topics[index] == "subject" and clause.text:
            found.append(part(("mã", names.take(clause.title or clause.text, "chu-the")),
                              ("tên", short(clause.title or clause.text)),
                              ("trích mục", (part(("mục", clause.path), ("nguyên văn", clause.text)),))))
    return tuple(found)


def _kinds(words: str) -> tuple[str, ...]:
    return tuple(slug(kind) for kind in _KINDS if re.search(rf"\b{kind}\b(?!\s+hội)", words.lower())) or ("don-vi",)


def _clause(said: Obligation) -> Part:
    return part(("mục", said.clause), ("nguyên văn", said.quote))
