"""kheo plan check | coverage | compile | rehearse: what a plan file says, before anybody publishes it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from engine.bpmn.carried import to_drawing
from engine.bpmn.compile import compile_plan
from engine.bpmn.exchange import validate
from engine.cli import diff_commands, rehearse_command, rollover_commands
from engine.cli.answer import FINE, REFUSED, Answer, CommandRefused
from engine.cli.parser import Parser, common_options, year
from engine.cli.plan_check import check as check_files
from engine.cli.plan_check import checked_plan
from engine.cli.words import say
from engine.plan.coverage import cover, read_register


def add(commands: Any) -> None:
    """Adds `plan` with its verbs."""
    plan = commands.add_parser("plan", help="đọc, kiểm tra, đối chiếu và biên dịch tệp kế hoạch")
    verbs = plan.add_subparsers(dest="verb", required=True, metavar="VIỆC", parser_class=Parser)
    check = verbs.add_parser("check", help="mọi lỗi của tệp kế hoạch, kèm chỗ và cách sửa")
    check.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    check.add_argument("--year", type=year, metavar="NĂM", help="năm thực hiện, khi kế hoạch dùng cho nhiều năm")
    coverage = verbs.add_parser("coverage", help="điều khoản nào của văn bản đã có trong kế hoạch")
    coverage.add_argument("file", type=Path, metavar="TỆP")
    coverage.add_argument("--clauses", type=Path, required=True, metavar="SỔ.yaml", help="sổ điều khoản của văn bản")
    compiled = verbs.add_parser("compile", help="ghi quy trình BPMN 2.0 của kế hoạch")
    compiled.add_argument("file", type=Path, metavar="TỆP")
    compiled.add_argument("-o", "--output", type=Path, required=True, metavar="RA.bpmn", help="tệp ghi ra")
    rehearse_command.add(verbs)
    rollover_commands.add(verbs)
    diff_commands.add(verbs)
    for parser, run in ((check, check_files), (coverage, _coverage), (compiled, _compile)):
        common_options(parser)
        parser.set_defaults(run=run)


def _coverage(arguments: Namespace) -> Answer:
    loaded = checked_plan(arguments.file)
    try:
        register = read_register(arguments.clauses)
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise CommandRefused("bad_register", say(
            "không đọc được sổ điều khoản {file}: {reason}", file=arguments.clauses, reason=reason)) from None
    covered = cover(loaded.plan, register)
    lines = [say("{covered} điều khoản có trong kế hoạch, {waived} được chấp nhận ngoại lệ, {missing} còn thiếu.",
                 covered=len(covered.covered), waived=len(covered.waived), missing=len(covered.missing))]
    lines += [say("  chấp nhận ngoại lệ {id}: {reason}", id=waived.id, reason=waived.reason)
              for waived in covered.waived]
    lines += [say("  thiếu {id}: {reason}", id=clause, reason=covered.why[clause]) for clause in covered.missing]
    data = {"covered": list(covered.covered), "missing": list(covered.missing),
            "waived": [{"id": waived.id, "reason": waived.reason} for waived in covered.waived]}
    return Answer(REFUSED if covered.missing else FINE, "\n".join(lines), data)


def _compile(arguments: Namespace) -> Answer:
    loaded = checked_plan(arguments.file)
    compiled = compile_plan(loaded)
    xml = to_drawing(loaded, compiled)
    problem = validate(xml)
    if problem:
        raise CommandRefused("invalid_bpmn", say("BPMN ghi ra không hợp lược đồ: {problem}", problem=problem))
    try:
        arguments.output.write_bytes(xml)
    except OSError as failed:
        raise CommandRefused("cannot_write", say(
            "không ghi được {file} ({reason}); chọn chỗ khác bằng -o.",
            file=arguments.output, reason=failed.strerror)) from None
    nodes = {scope: len(process.nodes) for scope, process in compiled.processes.items()}
    text = say("Đã ghi {file}: {elements} phần tử trong {processes} quy trình.",
               file=arguments.output, elements=sum(nodes.values()), processes=len(nodes))
    return Answer(FINE, text, {"file": str(arguments.output), "elements": nodes, "hash": compiled.hash})
