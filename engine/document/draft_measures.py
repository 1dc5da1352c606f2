"""What the document measures by: fields with topics, targets, rules, criteria, dossiers."""

import re
from collections.abc import Iterator

from engine.document.naming import Names, short
from engine.document.outline import Clause
from engine.document.paper import papers_of
from engine.document.read import Document
from engine.document.rules_list import fields_of
from engine.document.sentence import sentences
from engine.document.yaml_text import Node, Part, part

_THING = (r"mô\s+hình|tập\s+thể|cá\s+nhân|sản\s+phẩm|sáng\s+kiến|điển\s+hình|đề\s+tài|công\s+trình|phần\s+việc|"
          r"giải\s+pháp|"
          r"hội\s+viên|hộ|thành\s+viên|bài|tác\s+phẩm|đơn\s+vị|xã|phường|thôn|khu\s+phố|chi\s+bộ|trường|lớp|buổi|tuyến")
_AMOUNT = re.compile(
    rf"(?:(?P<least>ít\s+nhất|tối\s+thiểu|không\s+dưới)\s+|(?P<most>nhiều\s+nhất|tối\s+đa|không\s+quá)\s+|"
    rf"(?P<aim>phấn\s+đấu\s+(?:có\s+)?(?:ít\s+nhất\s+)?)|(?P<bare>(?:đăng\s+ký|lựa\s+chọn|chọn|xây\s+dựng|có|,)\s+))?"
    rf"(?:từ\s+)?(?<![\d/.])(?P<n>\d{{1,4}})(?:\s+(?:đến|-)\s+(?P<to>\d{{1,4}}))?\s+(?P<thing>{_THING})\b", re.I)
_SHARE = re.compile(r"(?P<share>\d{1,3})\s*%")
_WHOLE = re.compile(r"\btoàn\s+(?:xã|phường|tỉnh|huyện|thành\s+phố|ngành|đảng\s+bộ)\b|\bcả\s+(?:xã|phường|tỉnh)\b",
                    re.I)
_UNTIL = re.compile(r"\bphấn\s+đấu\s+đến\s+(?:hết\s+)?năm\s+\d{4}", re.I)
_PROGRAMME = re.compile(r"“([^”]{3,150})”")
_CITED_CRITERIA = re.compile(r"đánh\s+giá[^.;]{0,200}\btiêu\s+chí\b", re.I)
_GRANTED = re.compile(r"\b(?:tặng|công\s+nhận|khen\s+thưởng)\b[^.;]{0,60}\bcho\s+(?:những|"
                      r"các)\s+(?P<what>[^.;]{3,40}?\s+(?:có|đạt)\s+[^.;]+)",
                      re.I)
_KEPT_BY = "Người phụ trách tự bảo đảm; kheo chưa kiểm tra được"
_POINTS = re.compile(r"(?<![\d,.])(?P<n>\d{1,3})\s+điểm\b")
_MOST = 200
_COPIES = re.compile(r"(?P<n>\d{1,2})\s+bộ\b")
_CONFIRMED = re.compile(r"xác\s+nhận\s+của\s+(?P<who>(?:(?!\bvà\s+xác\s+nhận\b)[^,.;()])+)", re.I)


def fields(document: Document) -> tuple[Node, ...]:
    names, found = Names(), []
    of_path = {path: name for name, path in fields_of(document)}
    for index, clause in enumerate(document.outline.clauses):
        if clause.path not in of_path:
            continue
        below = [document.clause(n) for n in range(index + 1, document.outline.ends[index])]
        programmes = {name: c for c in below for name in _PROGRAMME.findall(c.text) if re.search("phát động", c.text)}
        plain = [c for c in below if c.text and not re.search("phát động", c.text)]
        topics = [(c.path, c.text) for c in plain] or [(clause.path, s.text) for s in sentences(clause.text)]
        found.append(part(
            ("mã", names.take(of_path[clause.path], "linh-vuc")), ("tên", short(of_path[clause.path], 120)),
            ("trích mục", (part(("mục", clause.path), ("nguyên văn", clause.title)), *(
                part(("mục", c.path)) for c in below if c.marker and c.marker.kind == "decimal"))),
            ("chủ đề", _options([text for _, text in topics])), ("chương trình", _options(programmes))))
    return tuple(found)


def _options(texts: list[str] | dict[str, Clause]) -> tuple[Node, ...]:
    names = Names()
    return tuple(part(("mã", names.take(text, "chu-de")), ("nhãn", short(text, 110))) for text in texts)


def targets(document: Document) -> tuple[Node, ...]:
    """Figures in the clauses on targets, and quotas wherever work is given out."""
    names, found = Names(), []
    for index, clause in enumerate(document.outline.clauses):
        topic = document.topics[index]
        for sentence in sentences(clause.text) if topic in ("target", "organise", "duty") else ():
            found += [_target(names, clause, sentence.text, match)
                      for match in _figures(sentence.text, topic == "target")]
            if topic == "target":
                found += _shares(names, clause, sentence.text)
    return tuple(found[:_MOST])


def _shares(names: Names, clause: Clause, text: str) -> Iterator[Part]:
    """Targets that are a share of something, or reach to a year."""
    share, until = _SHARE.search(text), _UNTIL.search(text)
    aims = "phấn đấu" in text.lower()
    if share and not _AMOUNT.search(text):
        yield part(("mã", names.take(text, "chi-tieu")), ("tên", short(text, 150)), ("tính theo", "đơn vị"),
                   ("mức", "phấn đấu" if aims else "không nói"), ("hiểu là", None if aims else "ít nhất"),
                   ("số lượng", 1), ("tỷ lệ phần trăm", min(100, int(share["share"]))), ("trích mục", _clause(clause,
                                                                                                              text)),
                   asks=["tỷ lệ này đếm bằng gì, của đơn vị nào"])
    if until:
        yield part(("mã", names.take(text, "chi-tieu")), ("tên", short(text, 150)), ("tính theo", "cả đợt"),
                   ("mức", "phấn đấu"), ("số lượng", 1), ("thời hạn", until[0]), ("trích mục", _clause(clause, text)),
                   asks=["chỉ tiêu này của cơ quan nào, đếm bằng gì"])


def _figures(text: str, of_targets: bool) -> Iterator[re.Match[str]]:
    for match in _AMOUNT.finditer(text):
        if match["least"] or match["most"] or match["aim"] or of_targets or match["bare"]:
            yield match


def _target(names: Names, clause: Clause, text: str, match: re.Match[str]) -> Part:
    said = "ít nhất" if match["least"] else "nhiều nhất" if match["most"] else "phấn đấu" if match["aim"] else None
    until_here = text[: match.start() + 1]
    whole = _WHOLE.search(text) is not None and _WHOLE.search(text).start() < match.start()  # type: ignore[union-attr]
    share = _SHARE.search(until_here)
    unsaid = said is None or match["to"]
    asks = [f"“{' '.join(match[0].split())}” là đúng, ít nhất hay nhiều nhất"] if unsaid else []
    name = short(f"{match['n']} {match['thing']}: {text}", 150)
    return part(
        ("mã", names.take(f"{match['n']} {match['thing']}", "chi-tieu")), ("tên", name),
        ("tính theo", "cả đợt" if whole else "đơn vị"), ("mức", said or "không nói"),
        ("hiểu là", "ít nhất" if unsaid else None), ("số lượng", int(match["n"])),
        ("đến", int(match["to"]) if match["to"] else None),
        ("tỷ lệ phần trăm", min(100, int(share["share"])) if share and not whole else None),
        ("trích mục", _clause(clause, text)), asks=asks)


def principles(document: Document) -> tuple[Node, ...]:
    """Rules, terms, and what the clauses on targets say without a figure."""
    found = []
    for index, clause in enumerate(document.outline.clauses):
        topic = document.topics[index]
        if not clause.text or topic not in ("principle", "term", "target"):
            continue
        if topic == "target" and (
                _AMOUNT.search(clause.text) or _UNTIL.search(clause.text) or _SHARE.search(clause.text)):
            continue
        found.append(part(("nội dung", short(clause.text, 300)), ("thực hiện bằng", _KEPT_BY),
                          ("trích mục", _clause(clause, clause.text)), asks=["quy định này được giữ bằng cách nào"]))
    return tuple(found)


def criteria(document: Document) -> tuple[Node, ...]:
    """One set for each heading that criteria stand under; a set of another document has one criterion."""
    names, inner = Names(), Names()
    sets: dict[int, list[tuple[Clause, str]]] = {}
    for index, clause in enumerate(document.outline.clauses):
        topic = document.topics[index]
        if topic in ("criteria", "goal") and clause.text and not clause.is_part:
            above = clause.parent if clause.parent is not None and clause.marker else index
            sets.setdefault(above, []).append((clause, clause.text))
        elif topic not in ("criteria", "goal", "term", "field"):
            for match in (_CITED_CRITERIA.search(clause.text), _GRANTED.search(clause.text)):
                if match:
                    sets.setdefault(index, []).append((clause, match["what"] if "what" in match.groupdict()
                                                       else match[0]))
    return tuple(_criteria_set(document, names, inner, index, held) for index, held in list(sets.items())[:_MOST])


def _criteria_set(document: Document, names: Names, inner: Names, index: int, held: list[tuple[Clause, str]]) -> Part:
    head = document.clause(index)
    own = document.topics[index] in ("criteria", "goal")
    name = head.title or head.text if own else f"Tiêu chí nêu ở {head.path}"
    scored = any(_POINTS.search(text) for _, text in held)
    asks = ["văn bản không cho mức đạt" if scored else "văn bản không cho thang điểm, mức đạt"]
    if any(spot.index == index for spot in document.cited):
        asks.append("tiêu chí nằm ở văn bản khác, chưa kèm theo: chép vào đây")
    holders = {id(clause) for clause, _ in held}
    for reference in document.references if len(held) < _MOST else ():
        if id(document.clause(reference.index)) in holders:
            there = ", ".join(document.clause(n).path for n in reference.targets) or "mục không có"
            asks.append(f"“{reference.words}” dẫn tới {there}: thêm “gồm cả” nếu đúng")
    return part(
        ("mã", names.take(name, "tieu-chi")), ("tên", short(name, 120)),
        ("trích mục", (part(("mục", head.path)),)),
        ("tiêu chí", tuple(_criterion(inner, clause, text) for clause, text in held)), asks=asks)


def _criterion(names: Names, clause: Clause, text: str) -> Part:
    """Scored where the document gives points."""
    points = _POINTS.search(text)
    said = f"{clause.title}: {text}" if clause.title and clause.text == text else text
    return part(("mã", names.take(f"tc {clause.path}", "tc")), ("nội dung", short(said, 400)),
                ("cách đánh giá", "chấm điểm" if points else None),
                ("điểm tối đa", int(points["n"]) or 1 if points else None), ("trích mục", _clause(clause, text)))


def dossiers(document: Document) -> tuple[Node, ...]:
    """Headings and paragraphs that list the papers of a dossier."""
    names, found = Names(), []
    for index, clause in enumerate(document.outline.clauses):
        topic = document.topics[index]
        heads = topic == "dossier" and document.outline.below[index] and (
            clause.parent is None or document.topics[clause.parent] != "dossier")
        if heads:
            papers = [(c, c.text) for c in (document.clause(n) for n in document.outline.below[index]) if c.text]
        else:
            listed = re.search(r"\bhồ\s+sơ\b[^.;]{0,80}\bgồm\s*(?:có)?\s*:\s*(?P<papers>[^.]+)", clause.text, re.I)
            papers = [(clause, text) for text in papers_of(listed["papers"])] if listed else []
        if papers:
            found.append(_dossier(names, clause, papers))
    return tuple(found)


def _dossier(names: Names, clause: Clause, papers: list[tuple[Clause, str]]) -> Part:
    items, copies = Names("_"), _COPIES.search(clause.text)
    parts = []
    for at, text in papers:
        own = _COPIES.search(text) or copies
        parts.append(part(
            ("mã", items.take(text, "giay_to")), ("tên", short(text, 120)), ("số bản", int(own["n"]) or 1 if own
                                                                             else None),
            ("xác nhận", tuple(match["who"].strip() for match in _CONFIRMED.finditer(text))),
            ("trích mục", _clause(at, text))))
    return part(("mã", names.take(clause.title or "hồ sơ", "ho-so")), ("tên", short(clause.title or "Hồ sơ", 120)),
                ("trích mục", (part(("mục", clause.path)),)), ("thành phần", tuple(parts)),
                asks=["giấy tờ nào có mẫu, nơi nào xác nhận, mấy bản"])


def _clause(clause: Clause, text: str) -> tuple[Node, ...]:
    return (part(("mục", clause.path), ("nguyên văn", text)),)
