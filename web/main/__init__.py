"""The kheo command put together: the composition root, which alone knows web, cli and daemon at once."""

import os
import secrets
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

import structlog

from engine.base.diagnostic import PlanError
from engine.cli.answer import FINE, WRONG_USAGE, Answer, CommandRefused, Run, refusal
from engine.cli.log import log_to_stderr
from engine.cli.parser import Parser, UsageError, common_options, parse, translate
from engine.cli.transitions import configure_transitions
from engine.cli.words import say, speaking, told
from engine.report.storage import STORAGE_WORDS, storage_kind
from engine.work.words import sentence, upper_first

log = structlog.get_logger()
_PARTS = {
    "plan": "engine.cli.plan_commands", "document": "engine.cli.document_commands",
    "deadline": "engine.cli.deadline_commands", "calendar": "engine.cli.calendar_commands",
    "init": "engine.cli.installation_commands", "run": "engine.cli.run_commands",
    "incident": "engine.cli.incident_commands", "job": "engine.cli.job_commands",
    "absence": "engine.cli.absence_commands",
    "serve": "web.main.serve_commands", "demo": "web.main.demo", "bench": "web.main.bench_part",
}
"""First command of a part -> its module. A part is read when its command is asked for: reading all takes seconds."""
_ALSO = {"user": "init", "org": "init", "db": "init", "worker": "serve"}


def build_parser(command: str = "") -> Parser:
    """The command line, in the language spoken: the part with that command, or the whole where there is none such."""
    parser = Parser(prog="kheo", description="kheo: kế hoạch năm của cơ quan thành việc đang chạy.")
    parser.add_argument("--version", action="version", version=f"kheo {version('kheo')}", help="in số phiên bản")
    common_options(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH", parser_class=Parser)
    wanted = _ALSO.get(command, command)
    for name in [wanted] if wanted in _PARTS else _PARTS:
        import_module(_PARTS[name]).add(commands)
    translate(parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 findings or refusal, 2 wrong usage."""
    given = list(sys.argv[1:] if argv is None else argv)
    log_to_stderr()
    with speaking("en" if _typed(given, "--lang") == "en" else "vi"):
        return _print(_answer(given), "json" if _typed(given, "--format") == "json" else "text")


def _answer(given: Sequence[str]) -> Answer:
    try:
        arguments = parse(build_parser(given[0] if given else ""), given)
        configure_transitions(os.environ)
        run: Run = arguments.run
        return run(arguments)
    except UsageError as wrong:
        return refusal("usage", f"{upper_first(wrong.message)}\n{wrong.usage}", WRONG_USAGE)
    except CommandRefused as refused:
        is_list = refused.code.startswith("broken")
        return refusal(refused.code, refused.message if is_list else sentence(told(refused.message)))
    except PlanError as broken:
        return refusal("broken_plan", str(broken))
    except SystemExit:
        return Answer(FINE, "")  # --help and --version have printed
    except KeyboardInterrupt:
        return refusal("stopped", say("Đã dừng giữa chừng."))
    except Exception as error:
        if kind := storage_kind(error):
            log.exception("database failed")
            return refusal("database", sentence(say(STORAGE_WORDS[kind])))
        reference = secrets.token_hex(4)
        log.exception("command failed", reference=reference)
        return refusal("failed", say(
            "kheo gặp lỗi khi làm lệnh này; báo người quản trị mã {reference}, chi tiết ở nhật ký trên đầu ra lỗi.",
            reference=reference))


def _typed(given: Sequence[str], option: str) -> str | None:
    """The value given for the option, before anybody has checked the command line."""
    pairs = [word.split("=", 1) for word in given if "=" in word] + [list(pair) for pair in zip(
        given, given[1:], strict=False)]
    return next((value for name, value in reversed(pairs) if name == option), None)


def _print(answer: Answer, form: str) -> int:
    printed = "" if answer.text == "" and answer.data is None else answer.printed(form)
    is_refusal = isinstance(answer.data, dict) and "error" in answer.data
    stream = sys.stderr if form == "text" and is_refusal else sys.stdout
    if printed:
        stream.write(printed + "\n")
    return answer.code
