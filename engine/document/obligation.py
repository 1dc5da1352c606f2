"""What the document binds somebody to do: clause, who, verb, what, to whom, by when, on which forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.document.actor import Said, heading_actor, receiver_in, said_in
from engine.document.deadline_phrase import DeadlineFound, deadlines_in, weak_deadlines_in
from engine.document.form_code import FormCode
from engine.document.mention import named_forms
from engine.document.outline import Outline
from engine.document.sentence import Sentence, sentences
from engine.document.topic import Topic

_BINDING = ("organise", "process", "reward", "time", "duty", "principle", "dossier")
_CONCRETE = re.compile(r"tổ chức hội nghị|đề xuất khen thưởng|gửi báo cáo|báo cáo kết quả về|lập danh sách|"
                       r"nộp hồ sơ", re.I)
_PROPOSES = re.compile(r"\b(?:đề xuất|đề nghị|trình)\b")
_WHEN = re.compile(r"(?:về\s+)?(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành|tổ\s+chức))?",
                   re.I)
_TAIL = re.compile(r"\s*\([^()]*\)|\s*[.;,]")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One act. `index` is its clause, `quote` the words that say it; `who` is None where nobody is named."""

    index: int
    clause: str
    line: int
    who: str | None
    verb: str | None
    what: str
    to: str | None
    deadline: DeadlineFound | None
    forms: tuple[FormCode, ...]
    quote: str
    topic: Topic | None
    asked: bool = False
    from_heading: bool = False
    """`who` is the body that the heading above names."""


def obligations_of(outline: Outline, topics: tuple[Topic | None, ...]) -> tuple[Obligation, ...]:
    """In the order of the document; sentences without a deadline of one clause stay together."""
    return tuple(found for index, topic in enumerate(topics) for found in _of_clause(outline, index, topic))


def _of_clause(outline: Outline, index: int, topic: Topic | None) -> Iterator[Obligation]:
    clause = outline.clauses[index]
    if topic in ("closing", "term", "criteria", "goal", "subject", "field"):
        return
    titled = clause.title and not clause.text and not outline.below[index] and heading_actor(clause.title) is None
    text = clause.title if titled and clause.title else clause.text
    lead = _lead(outline, index)
    text = lead + text
    head = _heading(outline, index) if topic in ("organise", "duty", None) else None
    running = clause.is_part and clause.parent is not None and outline.clauses[clause.parent].text
    if head is None and running and (before := said_in(str(running)).who):
        head = before, False
    who: str | None = None
    for piece in _pieces(text):
        said = said_in(piece.text)
        strong = next(iter(deadlines_in(piece.text)), None)
        who = said.who or who
        if not _binds(topic, piece.text, strong, said):
            continue
        if said.verb is None and strong is None and (titled or lead or topic == "duty" and clause.title):
            continue
        weak = strong or next(iter(weak_deadlines_in(piece.text)), None)
        named = who or (head[0] if head else None)
        asked = said.asked or (head is not None and head[1] and who is None)
        by_heading = who is None and head is not None
        yield Obligation(
            index, clause.path, clause.line_at(piece.start + (weak.start if weak else 0) - len(lead)), named, said.verb,
            _what(piece.text, said), receiver_in(piece.text), weak, tuple(dict.fromkeys(
                form.code for form in named_forms(piece.text))), piece.text, topic, asked, by_heading)


def _lead(outline: Outline, index: int) -> str:
    """Words that belong in front of a clause's text: its own title, or the work above a line "Thời gian: …"."""
    clause = outline.clauses[index]
    if not clause.title or not clause.text:
        return ""
    if _WHEN.fullmatch(clause.title) and clause.parent is not None and outline.clauses[clause.parent].title:
        return f"{outline.clauses[clause.parent].title}: "
    return f"{clause.title}: " if _lists(clause.title, clause.text) else ""


def _lists(title: str, text: str) -> bool:
    """Whether the act stands in the title and the text only says what belongs to it."""
    return heading_actor(title) is None and said_in(title).verb is not None and said_in(text).verb is None


def _binds(topic: Topic | None, text: str, deadline: DeadlineFound | None, said: Said) -> bool:
    if deadline is not None and deadline.rule is not None and deadline.rule.kind == "target":
        return False
    if deadline is not None and topic != "target":
        return True
    if topic == "principle":
        return said.verb is not None and _PROPOSES.search(text) is not None
    if topic in ("purpose", "target", None):
        return topic != "target" and _CONCRETE.search(text) is not None
    if topic == "dossier":
        return False
    return topic in _BINDING


def _heading(outline: Outline, index: int) -> tuple[str, bool] | None:
    for above in (index, *outline.above(index)):
        title = outline.clauses[above].title
        if title and (found := heading_actor(title)):
            return found
        text = outline.clauses[above].text
        if above != index and text and (who := said_in(text).who):
            return who, False
    return None


def _pieces(text: str) -> Iterator[Sentence]:
    """Sentences of one act each: what only goes on is put back, a sentence with two deadlines is cut between them."""
    start: int | None = None
    end, held = 0, False
    for sentence in sentences(text):
        opens = said_in(sentence.text).verb is not None or not sentence.text[:1].islower()
        dated = any(True for _ in deadlines_in(sentence.text))
        if start is not None and opens and (held or dated):
            yield from _between_deadlines(Sentence(start, text[start:end]))
            start, held = None, False
        start = sentence.start if start is None else start
        end, held = sentence.start + len(sentence.text), held or dated
    if start is not None:
        yield from _between_deadlines(Sentence(start, text[start:end]))


def _between_deadlines(sentence: Sentence) -> Iterator[Sentence]:
    found = [d for d in deadlines_in(sentence.text) if d.rule is None or d.rule.kind != "target"]
    start = 0
    for one in found[:-1]:
        end = one.end
        while tail := _TAIL.match(sentence.text, end):
            end = tail.end()
        yield Sentence(sentence.start + start, sentence.text[start:end].strip())
        start = end + len(sentence.text[end:]) - len(sentence.text[end:].lstrip())
        link = re.match(r"(?:và|đồng\s+thời)\s+", sentence.text[start:])
        start += link.end() if link else 0
    if rest := sentence.text[start:].strip():
        yield Sentence(sentence.start + start, rest)


def _what(text: str, said: Said) -> str:
    """The act without its subject and without trailing brackets, in one line."""
    what = text
    if said.who and (at := text.find(said.who)) >= 0:
        what = text[at + len(said.who):]
    what = re.sub(r"\s*\((?:theo|mẫu|qua)\b[^)]*\)", "", what)
    return " ".join(what.split()).strip(" ,.;:")


