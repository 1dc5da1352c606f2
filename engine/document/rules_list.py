"""R15: a list of values that differs between the body and a form, or between two forms."""

import re
from collections.abc import Iterator, Sequence

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.sentence import Sentence, sentence
from engine.document.attached import AttachedForm
from engine.document.found import found
from engine.document.read import Document

_LEAD = re.compile(r"^(?:các\s+)?lĩnh\s+vực\s*", re.I)
_INLINE = re.compile(r"\b(?:các|trong|trên\s+\d+|\d+)\s+lĩnh\s+vực\s*(?:sau)?\s*:?\s+(?P<items>[^.()“”]{15,260})", re.I)
_EMPTY = frozenset((
    "linh", "vuc", "phat", "trien", "xay", "dung", "ve", "va", "cac", "cong", "tac", "trong",
    "cua", "nam", "trien", "khai", "thuc", "hien", "so", "duoc", "co", "tung"))
_MIN = 2
_MOST_FORMS = 60
"""Forms compared with each other; no real document comes near."""


def r15(document: Document) -> Iterator[Finding]:
    fields = fields_of(document)
    if len(fields) >= _MIN:
        yield from _body_and_forms(document, fields)
        yield from _inside_the_body(document, fields)
    divided = [form for form in document.attached if any(True for _ in _divisions(form))][:_MOST_FORMS]
    for n, first in enumerate(divided):
        for second in divided[n + 1:]:
            yield from _two_forms(document, first, second)


def fields_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Name and path of every field of work that the body gives a heading."""
    found = []
    for index, clause in enumerate(document.outline.clauses):
        below = [document.clause(n).title or "" for n in document.outline.below[index]]
        if clause.title and _LEAD.match(clause.title) and not any(map(_LEAD.match, below)):
            name = _LEAD.sub("", clause.title).strip(" :")
            if name and document.topics[index] == "field":
                found.append((name, clause.path))
    return tuple(found)


def _body_and_forms(document: Document, fields: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    names = [name for name, _ in fields]
    for form in document.attached:
        for listed in (form.sections, *(column.options for column in form.columns)):
            items = [_LEAD.sub("", item) if _LEAD.sub("", item) != "khác" else item for item in listed]
            shared = [item for item in items if _match(item, names)]
            if len(shared) < _MIN:
                continue
            more = [item for item in items if not _match(item, names)]
            less = [name for name in names if not _match(name, items)]
            if more or less:
                yield _differs(document, form, fields, items, (more, less))


def _differs(document: Document, form: AttachedForm, fields: Sequence[tuple[str, str]], items: Sequence[str],
             apart: tuple[list[str], list[str]]) -> Finding:
    stem = _common_stem([path for _, path in fields])
    more, less = apart
    parts = (*(_only(form.code.name, item) for item in more), *(_only(stem, item) for item in less))
    return found(document, "R15", (form.line, (stem, form.code.name)), sentence(
        "Lời văn ({at}) có {body} lĩnh vực, {form} có {listed}: {parts}.", at=stem, body=len(fields), form=form.label,
        listed=len(items), parts=parts),
        sentence("dùng một danh mục lĩnh vực cho cả {at} và {form}", at=stem, form=form.code.name))


def _only(where: str, item: str) -> Sentence:
    return sentence("chỉ {where} có “{item}”", where=where, item=item)


def _inside_the_body(document: Document, fields: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """A list within a sentence that calls a field by more than its heading does."""
    names = [name for name, _ in fields]
    for index, clause in enumerate(document.outline.clauses):
        for match in _INLINE.finditer(clause.text) if document.topics[index] != "field" else ():
            items = [item.strip(" .:") for item in re.split(r"[,;]", match["items"])]
            if sum(bool(_match(item, names)) for item in items) < len(fields) - 1:
                continue
            line = clause.line_at(match.start())
            for item, name, path in _called_wider(items, fields):
                yield found(document, "R15", (line, (clause.path, path)), sentence(
                    "{at} gọi lĩnh vực là “{item}”, {there} gọi là “{name}”.", at=clause.path, item=item, there=path,
                    name=name),
                    sentence("dùng một tên cho lĩnh vực này ở cả {at} và {there}", at=clause.path, there=path))


def _called_wider(items: Sequence[str], fields: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Item, name and path of each field whose heading says less than the item, when no other field explains it."""
    for item in items:
        words = _words(item)
        wider = [(name, path) for name, path in fields if _words(name) and _words(name) < words]
        others = [name for name, _ in fields if wider and name != wider[0][0] and _words(name) & words]
        if wider and not others and not any(words <= _words(name) for name, _ in fields):
            yield item, *wider[0]


def _two_forms(document: Document, first: AttachedForm, second: AttachedForm) -> Iterator[Finding]:
    """Columns side by side that divide one thing ("Mô hình mới", "Mô hình có từ trước") in two forms."""
    for one in _divisions(first):
        for other in _divisions(second):
            if _stem(one[0]) != _stem(other[0]):
                continue
            pairs = [(a, b) for a in one for b in other if _own(a) & _own(b)]
            if len({a for a, _ in pairs}) < _MIN or len({b for _, b in pairs}) < _MIN:
                continue
            matched = {label for pair in pairs for label in pair}
            more = (*(_only(first.code.name, a) for a in one if a not in matched),
                    *(_only(second.code.name, b) for b in other if b not in matched))
            if more:
                yield found(document, "R15", (second.line, (first.code.name, second.code.name)), sentence(
                    "{first} chia “{stem}” thành {one} loại, {second} thành {other}: {parts}.", first=first.code.name,
                    second=second.code.name, stem=" ".join(one[0].split()[:2]), one=len(one), other=len(other),
                    parts=more),
                    sentence("dùng một cách chia cho cả {first} và {second}", first=first.code.name,
                             second=second.code.name))


def _divisions(form: AttachedForm) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    for label in [column.label for column in form.columns] + [""]:
        if run and (not label or _stem(label) != _stem(run[0])):
            if len(run) >= _MIN:
                yield tuple(run)
            run = []
        if label and len(label.split()) > 2:
            run.append(label)


def _stem(label: str) -> str:
    return " ".join(fold(label).split()[:2])


def _own(label: str) -> frozenset[str]:
    return _words(label) - frozenset(_stem(label).split())


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", fold(text))) - _EMPTY


def _match(item: str, names: Sequence[str]) -> str | None:
    """The name that means the same: one holds all telling words of the other, or most are shared."""
    mine = _words(item)
    for name in names:
        theirs = _words(name)
        if not mine or not theirs:
            continue
        shared = len(mine & theirs)
        if shared == min(len(mine), len(theirs)) or shared / len(mine | theirs) >= 0.6:
            return name
    return None


def _common_stem(paths: Sequence[str]) -> str:
    """"II.3" for "II.3.1" to "II.3.4"."""
    stems = {path.rpartition(".")[0] or path for path in paths}
    return stems.pop() if len(stems) == 1 else paths[0]
