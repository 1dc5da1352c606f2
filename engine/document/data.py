"""A document as read, as plain values for scripts."""

from datetime import date, timedelta

from engine.document.attached import AttachedForm
from engine.document.deadline_phrase import DeadlineFound
from engine.document.form_code import FormCode
from engine.document.obligation import Obligation
from engine.document.period import year_of
from engine.document.read import Document


def clauses_data(document: Document) -> list[dict[str, object]]:
    return [{"id": clause.path, "title": clause.title, "text": clause.text, "line": clause.line,
             "parent": document.clause(clause.parent).path if clause.parent is not None else None, "topic": topic}
            for clause, topic in zip(document.outline.clauses, document.topics, strict=True)]


def obligations_data(document: Document) -> list[dict[str, object]]:
    return [_obligation(document, obligation) for obligation in document.obligations]


def _obligation(document: Document, said: Obligation) -> dict[str, object]:
    return {"clause": said.clause, "line": said.line, "who": said.who, "asked": said.asked, "verb": said.verb,
            "what": said.what, "to": said.to, "forms": [code.name for code in said.forms], "quote": said.quote,
            "deadline": deadline_data(said.deadline, year_of(document)) if said.deadline else None}


def deadline_data(found: DeadlineFound, year: int | None) -> dict[str, object]:
    """The phrase and its rule; days only where the phrase or the document's year gives them."""
    rule = found.rule
    named, last = days_of(found, year)
    return {"phrase": found.phrase, "kind": rule.kind if rule else None, "bound": rule.bound if rule else None,
            "recurs": rule.recurs if rule else None, "named_day": named, "last_day": last,
            "month": rule.day.month if rule and rule.day else None, "day": rule.day.day if rule and rule.day else None,
            "count": rule.count if rule else None, "unit": rule.unit if rule and rule.count else None,
            "event": rule.event if rule else None, "times": rule.times if rule else None,
            "years": rule.years if rule else None, "problem": found.problem}


def days_of(found: DeadlineFound, year: int | None) -> tuple[date | None, date | None]:
    """The day the phrase names and the last day in time, before any calendar is looked at."""
    rule = found.rule
    if rule is None or rule.day is None or rule.count is not None or (rule.day.year is None and year is None):
        return None, None
    named = rule.day.on(year or 2000)
    exclusive = rule.bound == "exclusive" and rule.at is None
    return named, named - timedelta(days=1) if exclusive else named


def forms_data(document: Document) -> list[dict[str, object]]:
    """One entry per attached form and one per code that is only named."""
    codes = dict.fromkeys((*(form.code for form in document.attached), *(spot.thing.code for spot in document.named)))
    return [entry for code in codes for entry in _form(document, code)]


def _form(document: Document, code: FormCode) -> list[dict[str, object]]:
    named = [{"clause": document.clause(spot.index).path, "line": spot.line,
              "words": " ".join(spot.text[spot.thing.start: spot.thing.end].split())}
             for spot in document.named if spot.thing.code == code]
    attached = [form for form in document.attached if form.code == code]
    return [{"code": code.name, "named": named, "attached": _attached(form)} for form in attached] or [
        {"code": code.name, "named": named, "attached": None}]


def _attached(form: AttachedForm) -> dict[str, object]:
    columns = [{"label": c.label, "help": c.help, "heading": c.heading, "options": list(c.options)}
               for c in form.columns]
    return {"title": form.title, "line": form.line, "kind": form.kind, "columns": columns,
            "column_count": form.column_count or None, "questions": list(form.questions),
            "sections": list(form.sections), "confirmed_by": list(form.confirmed_by), "how": form.how}


def document_data(document: Document) -> dict[str, object]:
    """What identifies the document, who signs and receives it, what it rests on."""
    head, signed = document.head, document.signed
    basis = [{"type": c.type, "number": c.number, "date": c.day, "issuer": c.issuer, "about": c.about}
             for c in head.basis]
    return {"type": head.type, "title": head.title, "number": head.number, "date": head.day, "issuer": head.issuer,
            "signer": {"authority": signed.authority, "position": signed.position, "name": signed.name},
            "receivers": [{"name": r.name, "purpose": r.purpose, "line": r.line} for r in document.receivers],
            "basis": basis}


def references_data(document: Document) -> list[dict[str, object]]:
    """Places of the document named in it, with the clauses they lead to; none found is an empty list."""
    return [{"clause": document.clause(spot.index).path, "line": spot.line,
             "words": spot.words, "leads_to": [document.clause(n).path for n in spot.targets]}
            for spot in document.references]


def cited_data(document: Document) -> list[dict[str, object]]:
    """Documents the body names by number, each where it is named first."""
    found: dict[tuple[str, str | None], dict[str, object]] = {}
    for spot in document.cited:
        cited = spot.thing
        found.setdefault((cited.type, cited.number), {
            "type": cited.type, "number": cited.number, "date": cited.day, "issuer": cited.issuer,
            "clause": document.clause(spot.index).path, "line": spot.line})
    return list(found.values())


def dates_data(document: Document) -> list[dict[str, object]]:
    """Deadlines of the obligations and days of the documents cited, in order."""
    year = year_of(document)
    found = [(o.line, o.clause, o.deadline.phrase, days_of(o.deadline, year)[0], "deadline")
             for o in document.obligations if o.deadline]
    found += [(spot.line, document.clause(spot.index).path, spot.thing.day, None, "cited")
              for spot in document.cited if spot.thing.day]
    return [{"line": line, "clause": clause, "words": words, "day": day, "what": what}
            for line, clause, words, day, what in sorted(found, key=lambda entry: entry[:3])]
