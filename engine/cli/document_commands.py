"""kheo document read | draft: what a source document says, and the first plan file made of it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from engine.base.diagnostic import PlanError
from engine.check.finding import Finding
from engine.check.sentence import in_english
from engine.cli.answer import FINE, REFUSED, Answer, CommandRefused, Run
from engine.cli.parser import Parser, common_options
from engine.cli.plan_check import as_data, told
from engine.cli.words import say, speaks_english
from engine.document.block import DocumentRefused
from engine.document.data import (
    cited_data,
    clauses_data,
    dates_data,
    days_of,
    document_data,
    forms_data,
    obligations_data,
    references_data,
)
from engine.document.draft import drafted
from engine.document.findings import findings_of
from engine.document.obligation import Obligation
from engine.document.period import year_of
from engine.document.read import Document, read_document
from engine.document.yaml_text import ASK
from engine.plan.read import read_plan
from engine.plan.refs import check_references


def add(commands: Any) -> None:
    """Adds `document` with its verbs."""
    document = commands.add_parser("document", help="đọc văn bản nguồn và soạn tệp kế hoạch đầu tiên")
    verbs = document.add_subparsers(dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    read = verbs.add_parser("read", help="bố cục, việc phải làm, hạn, biểu mẫu và điều sai của văn bản")
    read.add_argument("file", type=Path, metavar="TỆP.docx|.txt")
    draft = verbs.add_parser("draft", help="tệp kế hoạch đầu tiên từ văn bản, chỗ chưa rõ ghi thành câu hỏi")
    draft.add_argument("file", type=Path, metavar="TỆP.docx|.txt")
    draft.add_argument("-o", "--output", type=Path, required=True, metavar="RA.yaml", help="tệp ghi ra")
    draft.add_argument("--force", action="store_true", help="ghi đè tệp đã có")
    runs: tuple[tuple[Parser, Run], ...] = ((read, _read), (draft, _draft))
    for parser, run in runs:
        common_options(parser)
        parser.set_defaults(run=run)


def opened(file: Path) -> Document:
    """The document of that file; CommandRefused with the reason when it cannot be read."""
    try:
        return read_document(str(file), file.read_bytes())
    except OSError as problem:
        raise CommandRefused("no_document", say(
            "không đọc được {file} ({reason}).", file=file, reason=problem.strerror)) from None
    except DocumentRefused as refused:
        reason = in_english(refused.message) if speaks_english() else refused.message
        raise CommandRefused(refused.code, f"{file}: {reason}") from None


def _read(arguments: Namespace) -> Answer:
    document = opened(arguments.file)
    found = findings_of(document)
    data = {"document": document_data(document), "clauses": clauses_data(document),
            "obligations": obligations_data(document), "forms": forms_data(document), "dates": dates_data(document),
            "references": references_data(document), "cited": cited_data(document),
            "findings": [as_data(finding) for finding in found]}
    bad = any(finding.forbids for finding in found)
    return Answer(REFUSED if bad else FINE, "\n".join(_lines(document, found)), data)


def _draft(arguments: Namespace) -> Answer:
    document, output = opened(arguments.file), arguments.output
    if output.exists() and not arguments.force:
        raise CommandRefused("already_there", say(
            "{file} đã có; chọn tên khác bằng -o, hoặc thêm --force để ghi đè.", file=output))
    text = drafted(document)
    try:
        read = read_plan(text, str(output))
        if found := check_references(read):
            raise PlanError(found)
        beside = output.with_name(f"{output.name}.part")
        beside.write_text(text, "utf-8")
        beside.replace(output)
    except PlanError as broken:
        raise CommandRefused("cannot_draft", say(
            "không soạn được kế hoạch từ văn bản này: {reason}", reason=broken.diagnostics[0])) from None
    except OSError as failed:
        raise CommandRefused("cannot_write", say(
            "không ghi được {file} ({reason}); chọn chỗ khác bằng -o.", file=output, reason=failed.strerror)) from None
    counted = {"steps": len(read.plan.steps), "forms": len(read.plan.forms), "criteria": len(read.plan.criteria),
               "targets": len(read.plan.targets), "questions": text.count(f"# {ASK}")}
    return Answer(FINE, say(
        "Đã soạn {file}: {steps} bước, {forms} biểu mẫu, {criteria} bộ tiêu chí, {targets} chỉ tiêu; {questions} chỗ "
        "cần quyết định, tìm “# {ask}” trong tệp.", file=output, ask=ASK, **counted), {"file": str(output), **counted})


def _lines(document: Document, found: tuple[Finding, ...]) -> list[str]:
    head = document.head
    lines = [say("{type} {title}", type=head.type or say("Văn bản"), title=head.title).strip()]
    lines.append(say("Cơ quan: {issuer}; số: {number}; ngày: {day}.", issuer=head.issuer or "?",
                     number=head.number or "?", day=head.day or "?"))
    lines += [say("Căn cứ: {type} {number} {day} của {issuer}", type=c.type, number=c.number or "", day=c.day or "",
                  issuer=c.issuer or "?") for c in head.basis]
    lines.append(say("{clauses} mục, {obligations} việc phải làm, {forms} biểu mẫu kèm theo.",
                     clauses=len(document.outline.clauses), obligations=len(document.obligations),
                     forms=len(document.attached)))
    lines += ["", say("Việc phải làm:"), *(_obligation(document, said) for said in document.obligations)]
    if document.attached:
        lines += ["", say("Biểu mẫu kèm theo:")]
        lines += [say("  dòng {line}: {form}, {columns} cột", line=form.line, form=form.label,
                      columns=form.column_count or len(form.columns)) if form.kind == "table" else
                  say("  dòng {line}: {form}, {questions} nội dung phải ghi", line=form.line, form=form.label,
                      questions=len(form.questions)) for form in document.attached]
    lines += ["", *map(told, found)] if found else ["", say("Không thấy lỗi nào.")]
    return lines


def _obligation(document: Document, said: Obligation) -> str:
    line = say("  {clause} (dòng {line}): {who}: {what}", clause=said.clause, line=said.line,
               who=said.who or say("chưa rõ ai"), what=said.what)
    if said.deadline is None:
        return line
    last = days_of(said.deadline, year_of(document))[1]
    when = say("; ngày cuối {day:%d/%m/%Y}", day=last) if last else ""
    return line + say(" [hạn: {phrase}{when}]", phrase=said.deadline.phrase, when=when)
