"""kheo plan check: the mistakes of a plan file, else what the rules find in it."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from engine.base.clock import SystemClock, local_day
from engine.base.diagnostic import Diagnostic, PlanError
from engine.bpmn.compile import compile_plan
from engine.bpmn.drawn import open_plan
from engine.check.check import check_plan
from engine.check.documents import two_dates
from engine.check.finding import Finding
from engine.check.sentence import in_english
from engine.cli.answer import FINE, REFUSED, Answer, CommandRefused
from engine.cli.words import say, speaks_english
from engine.plan.folder import LoadedPlan, read_text
from engine.plan.organisation import Organisation, read_organisation
from engine.plan.yearly import refused_year
from engine.rehearse.trial import failures
from engine.work.plan_calendar import plan_calendar

ORGANISATION_FILE = "organisation.yaml"
_NO_SUCH_DAY = "KH041"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in one file: mistakes of the file, or the plan and what the rules find; notes are for people."""

    plan: LoadedPlan | None = None
    mistakes: tuple[Diagnostic, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def check(arguments: Namespace) -> Answer:
    """The findings of all files; refused while one of severity E is not waived."""
    alone = len(arguments.files) == 1
    looked = [look(file, arguments.year, alone) for file in arguments.files]
    mistakes = [mistake for one in looked for mistake in one.mistakes]
    findings = [finding for one in looked for finding in one.findings]
    if not alone:
        findings += two_dates([one.plan.read for one in looked if one.plan])
    lines = [*map(_mistake_told, mistakes), *map(told, findings), *(note for one in looked for note in one.notes)]
    lines.append(_counted(mistakes, findings) if mistakes or findings else say("Không thấy lỗi nào."))
    bad = bool(mistakes) or any(finding.forbids for finding in findings)
    data = {"findings": [*map(_mistake_data, mistakes), *map(as_data, findings)]}
    return Answer(REFUSED if bad else FINE, "\n".join(lines), data)


def mistakes_of(file: Path, year: int | None = None) -> tuple[Diagnostic, ...]:
    """What keeps the file from being a plan that can run; CommandRefused for a year it is not made for."""
    try:
        compile_plan(_fit_for(year, open_plan(file)), year)
        return ()
    except PlanError as error:
        return error.diagnostics


def checked_plan(file: Path, of_year: int | None = None) -> LoadedPlan:
    """The plan of that file or folder, fit for that year; CommandRefused with every mistake when it is broken."""
    found = mistakes_of(file, of_year)
    if found:
        raise CommandRefused("broken_plan", "\n".join(map(str, found)))
    return open_plan(file)


def _fit_for(year: int | None, loaded: LoadedPlan) -> LoadedPlan:
    refused = refused_year(loaded.plan, year) if year else None
    if refused:
        raise CommandRefused("wrong_year", refused)
    return loaded


def look(file: Path, year: int | None, alone: bool = True) -> Looked:
    """One file or folder in that year, else in the plan's own, else in the next one.

    Where it is not `alone`, the year is for those of the plans that recur.
    """
    try:
        loaded = open_plan(file)
        year = year if alone else loaded.plan.year or year
        compile_plan(_fit_for(year, loaded), year)
        organisation = organisation_beside(file)
    except PlanError as error:
        return Looked(mistakes=error.diagnostics)
    chosen = year or loaded.plan.year
    notes: tuple[str, ...] = ()
    if chosen is None:
        chosen = local_day(SystemClock().now()).year + 1
        notes = (say("Kế hoạch “{plan}” dùng cho nhiều năm; đã kiểm tra cho năm {year}, chọn năm khác bằng --year.",
                     plan=loaded.in_year(chosen).plan.short, year=chosen),)
    yearly = loaded.in_year(chosen)
    found = _by_rules(yearly, chosen, organisation)
    if not any(finding.forbids for finding in found):
        found = (*found, *_by_tests(yearly, chosen, organisation))
    return Looked(loaded, findings=tuple(sorted(found, key=attrgetter("place", "rule", "message"))), notes=notes)


def _by_rules(loaded: LoadedPlan, year: int, organisation: Organisation | None) -> tuple[Finding, ...]:
    return check_plan(loaded, year, plan_calendar(loaded.plan, year, ()), organisation)


def _by_tests(loaded: LoadedPlan, year: int, organisation: Organisation | None) -> Iterator[Finding]:
    """The plan's own tests that fail, under the rule "KT"; a plan that may not be published cannot play them."""
    for failure in failures(loaded, organisation, year):
        yield Finding("KT", "E", loaded.read.at(*failure.path), (), failure.says)


def organisation_beside(file: Path) -> Organisation | None:
    """The organisation file in the folder of the plan, where there is one."""
    beside = (file if file.is_dir() else file.parent) / ORGANISATION_FILE
    return read_organisation(read_text(beside), str(beside)) if beside.is_file() else None


def told(finding: Finding) -> str:
    """One line: place, severity, rule, sentence, clauses, repair, waiver."""
    parts = [f"{finding.place}: {finding.severity} {finding.rule} {in_words(finding.message)}"]
    if finding.clauses:
        parts.append(f"[{'; '.join(finding.clauses)}]")
    if finding.repair:
        parts.append(say("Sửa: {repair}.", repair=in_words(finding.repair)))
    if finding.waived:
        parts.append(say("Chấp nhận ngoại lệ: {reason} ({by}).", reason=finding.waived.reason.rstrip("."),
                         by=finding.waived.by))
    return " ".join(parts)


def as_data(finding: Finding) -> dict[str, object]:
    """A finding with every key that scripts rely on."""
    waived = finding.waived and {"reason": finding.waived.reason, "by": finding.waived.by}
    return {"rule": finding.rule, "severity": finding.severity, "file": finding.place.file,
            "line": finding.place.line, "column": finding.place.column, "clauses": list(finding.clauses),
            "message": in_words(finding.message), "repair": finding.repair and in_words(finding.repair),
            "waived": waived}


def _mistake_told(mistake: Diagnostic) -> str:
    return told(_as_finding(mistake)) if mistake.code == _NO_SUCH_DAY else str(mistake)


def _mistake_data(mistake: Diagnostic) -> dict[str, object]:
    return as_data(_as_finding(mistake))


def _as_finding(mistake: Diagnostic) -> Finding:
    """A mistake of the file; a day that does not exist is a finding of the rule about days too."""
    if mistake.code == _NO_SUCH_DAY:
        return Finding("R30", "E", mistake.place, (), f"{mistake.message} ({mistake.code}).")
    return Finding(mistake.code, "E", mistake.place, (), mistake.message)


def in_words(said: str) -> str:
    """A sentence of a finding in the language spoken."""
    return in_english(said) if speaks_english() else said


def _counted(mistakes: list[Diagnostic], findings: list[Finding]) -> str:
    """The last line of the answer."""
    open_ones = Counter(finding.severity for finding in findings if not finding.waived)
    return say("{errors} lỗi phải sửa, {warnings} cảnh báo, {notes} thông tin, {waived} được chấp nhận ngoại lệ.",
               errors=len(mistakes) + open_ones["E"], warnings=open_ones["W"], notes=open_ones["I"],
               waived=sum(finding.waived is not None for finding in findings))
