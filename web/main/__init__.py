"""The kheo command put together: the composition root, which alone knows web, cli and daemon at once."""

import sys
from collections.abc import Sequence

from engine.base.diagnostic import PlanError
from engine.cli import installation_commands, plan_commands, run_commands
from engine.cli.answer import WRONG_USAGE, Answer, CommandRefused, Run, refusal
from engine.cli.parser import Parser, UsageError, parse
from web.main import demo, serve_commands

DESCRIPTION = "kheo: kế hoạch năm của cơ quan thành việc đang chạy."


def build_parser() -> Parser:
    """The whole command line."""
    parser = Parser(prog="kheo", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH", parser_class=Parser)
    for part in (plan_commands, installation_commands, run_commands, serve_commands, demo):
        part.add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 findings or refusal, 2 wrong usage."""
    given = list(sys.argv[1:] if argv is None else argv)
    form = "json" if _wants_json(given) else "text"
    try:
        arguments = parse(build_parser(), given)
        run: Run = arguments.run
        answer = run(arguments)
    except UsageError as wrong:
        answer = refusal("usage", f"{wrong.message}\n{wrong.usage}", WRONG_USAGE)
    except CommandRefused as refused:
        answer = refusal(refused.code, refused.message)
    except PlanError as broken:
        answer = refusal("broken_plan", str(broken))
    return _print(answer, form)


def _wants_json(given: Sequence[str]) -> bool:
    pairs = zip(given, given[1:], strict=False)
    return "--format=json" in given or ("--format", "json") in pairs


def _print(answer: Answer, form: str) -> int:
    printed = answer.printed(form)
    stream = sys.stdout if form == "json" or answer.code != WRONG_USAGE else sys.stderr
    if printed:
        stream.write(printed + "\n")
    return answer.code
