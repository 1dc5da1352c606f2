"""R03 to R06: forms named and not attached, codes used twice, forms nobody names."""

import re
from collections.abc import Iterator

from engine.check.finding import Finding
from engine.check.sentence import sentence
from engine.document.form_code import FormCode
from engine.document.found import found
from engine.document.mention import TYPES, NamedForm
from engine.document.paper import papers_in
from engine.document.read import Document, Spot

_UNNAMED = re.compile(
    r"\b(?:theo|có)\s+(?:(?:bản|biểu)\s+)?mẫu\b(?!\s*(?:số|biểu|:)?\s*[\dIVX])(?!\s+(?:mực|hình|mã|nào))"
    r"(?P<kind>(?:\s+(?:hướng\s+dẫn|kèm\s+theo|gửi\s+kèm|đính\s+kèm|đăng\s+ký|quy\s+định|thống\s+nhất|chung|"
    r"báo\s+cáo))*)", re.I)
_TYPE = "|".join(t.replace(" ", r"\s+") for t in TYPES)
_ELSEWHERE = re.compile(rf"\s*\(?(?:tại|của|ban\s+hành|trong|theo)\b[^.;]{{0,60}}(?:{_TYPE})", re.I)
_SHEET = re.compile(rf"\b(?P<paper>(?:bản|bảng|phiếu|biểu)\s+(?:tự\s+)?(?:chấm|đánh\s+giá|"
                    rf"điểm)[^,;.()]{{0,40}}?)\s+theo\s+"
                    rf"(?P<source>(?:{_TYPE})\s+số\s*:?\s*[\w/.\-]+)", re.I)
_PAPER_NAMES = {
    "report": sentence("báo cáo"), "list": sentence("danh sách"),
    "plan": sentence("kế hoạch"), "minutes": sentence("biên bản"), "submission": sentence("tờ trình"),
    "score": sentence("phiếu chấm")}


def r03(document: Document) -> Iterator[Finding]:
    """Named by code, or as "the given template", and not attached."""
    attached = {form.code for form in document.attached}
    there = ", ".join(form.shown for form in document.attached)
    for code in dict.fromkeys(spot.thing.code for spot in document.named):
        if code in attached:
            continue
        spots = _spots(document, code)
        code_said = " ".join(spots[0].text[spots[0].thing.start: spots[0].thing.end].split())
        says = sentence("{code} được dẫn ở {count} chỗ nhưng văn bản kèm theo {there}.", code=code_said,
                        count=len(spots),
                        there=there) if there else sentence(
            "{code} được dẫn ở {count} chỗ nhưng văn bản không kèm biểu mẫu nào.", code=code_said, count=len(spots))
        yield found(document, "R03", (spots[0].line, _clauses(document, spots)), says, sentence(
            "kèm {code} vào văn bản, hoặc sửa lời dẫn cho đúng ký hiệu của mẫu kèm theo", code=code_said))
    if not attached:
        yield from _unnamed(document)


def _unnamed(document: Document) -> Iterator[Finding]:
    for clause in document.outline.clauses:
        for match in _once(_UNNAMED, clause.text):
            if not _ELSEWHERE.match(clause.text, match.end()):
                yield found(document, "R03", (clause.line_at(match.start()), (clause.path,)), sentence(
                    "Văn bản dẫn “{words}” nhưng không kèm biểu mẫu nào.", words=" ".join(match[0].split())),
                    sentence("kèm mẫu vào văn bản và đặt ký hiệu cho mẫu, như Mẫu 01"))
        for match in _once(_SHEET, clause.text):
            yield found(document, "R03", (clause.line_at(match.start()), (clause.path,)), sentence(
                "“{paper}” phải lập theo {source} nhưng văn bản ấy không được kèm theo.", paper=match["paper"],
                source=" ".join(match["source"].split())),
                sentence("kèm phiếu hoặc trích phần mẫu của {source}", source=" ".join(match["source"].split())))


def _once(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Each wording once."""
    return iter({match[0].lower(): match for match in reversed(tuple(pattern.finditer(text)))}.values())


def r04(document: Document) -> Iterator[Finding]:
    for code in dict.fromkeys(form.code for form in document.attached if form.code.number):
        forms = [form for form in document.attached if form.code == code]
        if len(forms) > 1:
            titles = tuple(sentence("“{title}” (dòng {line})", title=form.title, line=form.line) for form in forms)
            free = sorted(set(range(1, code.number + len(forms))) - {
                form.code.number for form in document.attached if form.code.family == code.family})
            yield found(document, "R04", (forms[1].line, (code.name,)), sentence(
                "{count} biểu mẫu cùng mang ký hiệu {code}: {titles}.", count=len(forms), code=code.name,
                titles=titles),
                sentence("đặt ký hiệu khác cho từng mẫu, như {free}",
                         free=FormCode(code.family, free[0] if free else code.number + 1).name))


def r05(document: Document) -> Iterator[Finding]:
    named = {spot.thing.code for spot in document.named}
    for form in document.attached:
        if form.code.number and form.code not in named:
            yield found(document, "R05", (form.line, (form.code.name,)), sentence(
                "{form} được kèm theo nhưng không mục nào của văn bản dẫn tới.", form=form.label),
                sentence("ghi “theo {code}” ở mục giao lập biểu này, hoặc bỏ mẫu", code=form.code.name))


def r06(document: Document) -> Iterator[Finding]:
    """One code for papers of different kinds, as the words around its mentions call them.

    The title of the attached form is not asked: a report is often made on a sheet called "biểu tổng hợp"."""
    for code in dict.fromkeys(spot.thing.code for spot in document.named):
        uses = [(papers_in(_around(spot)), document.clause(spot.index).path, spot.line) for spot in _spots(document,
                                                                                                         code)]
        uses = [use for use in uses if use[0]]
        other = next((use for use in uses[1:] if not use[0] & uses[0][0]), None)
        if other is not None:
            first, second = (_PAPER_NAMES[sorted(use[0])[0]] for use in (uses[0], other))
            yield found(document, "R06", (other[2], (uses[0][1], other[1])), sentence(
                "{code} là {first} ở {at} nhưng là {second} ở {there}.", code=code.name, first=first, second=second,
                at=uses[0][1], there=other[1]),
                sentence("dùng hai ký hiệu: một cho {first}, một cho {second}", first=first, second=second))


def _around(spot: Spot[NamedForm]) -> str:
    """The words of the sentence before the mention, back to the mention before it."""
    before = spot.text[: spot.thing.start]
    cut = max(before.rfind(". "), before.rfind("; "), before.rfind(") "))
    return before[cut + 1:]


def _spots(document: Document, code: FormCode) -> list[Spot[NamedForm]]:
    return [spot for spot in document.named if spot.thing.code == code]


def _clauses(document: Document, spots: list[Spot[NamedForm]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(document.clause(spot.index).path for spot in spots))

