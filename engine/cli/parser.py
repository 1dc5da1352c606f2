"""The command line: what may be typed, in Vietnamese or English, and what is right when it was wrong."""

import argparse
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NoReturn

from engine.base.text import nearest
from engine.cli.words import say

YEARS = range(2000, 2101)


class UsageError(Exception):
    """A wrong command line; carries the usage line of the command that was meant."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """argparse that raises instead of leaving, takes no abbreviations, and speaks Vietnamese or English."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "allow_abbrev": False})
        self._positionals.title, self._optionals.title = say("tham số"), say("tùy chọn")
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi dừng")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The innermost command refuses what it does not know, so that its own usage is shown."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", say("Cách dùng: "), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", say("Cách dùng: "), 1)

    def error(self, message: str) -> NoReturn:
        raise UsageError(_explained(message, self), self.format_usage().strip())


def _explained(message: str, parser: argparse.ArgumentParser) -> str:
    if found := re.search(r"arguments are required: (.*)", message):
        return say("thiếu {what}.", what=found[1])
    if found := re.search(r"unrecognized arguments: (.*)", message):
        known = [option for action in parser._actions for option in action.option_strings]
        return say("không có tham số {what}", what=found[1]) + _guess(re.split("[= ]", found[1])[0], known)
    name, _, problem = message.removeprefix("argument ").partition(": ")
    if found := re.search(r"invalid choice: '?(.*?)'? \(choose", problem):
        allowed = _allowed(parser, name)
        return say('không có "{given}"', given=found[1]) + _guess(found[1], allowed) + " " + say(
            "Được phép: {allowed}.", allowed=", ".join(allowed))
    if problem.startswith("expected "):
        return say("thiếu giá trị cho {what}.", what=name)
    return f"{name}: {problem}"


def _guess(given: str, known: Sequence[str]) -> str:
    near = nearest(given, known)
    return say('; ý bạn là "{near}"?', near=near) if near else "."


def _allowed(parser: argparse.ArgumentParser, name: str) -> list[str]:
    def is_meant(action: argparse.Action) -> bool:
        return name in ("/".join(action.option_strings), action.metavar, action.dest)

    choices: Iterable[object] = next((a.choices for a in parser._actions if a.choices and is_meant(a)), ())
    return [str(choice) for choice in choices]


def port(text: str) -> int:
    """The type of --port."""
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(say('"{given}" không phải là số cổng, 0 đến 65535.', given=text))
    return int(text)


def year(text: str) -> int:
    """The type of --year."""
    if not (text.isascii() and text.isdigit() and int(text) in YEARS):
        raise argparse.ArgumentTypeError(say('"{given}" không phải là năm, như 2026.', given=text))
    return int(text)


def day(text: str) -> date:
    """The type of --now."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say('"{given}" không phải là ngày, như 2026-06-10.', given=text)) from None


def common_options(parser: argparse.ArgumentParser) -> None:
    """The options that every command takes."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="cho người hoặc cho chương trình")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ của thông báo")


def translate(parser: argparse.ArgumentParser) -> None:
    """Puts the help of this command and of all below it into the language spoken."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for line in action._choices_actions:
                line.help = say(line.help or "")
            for below in action.choices.values():
                translate(below)
        action.help = say(action.help) if action.help else action.help
        action.metavar = say(action.metavar) if isinstance(action.metavar, str) else action.metavar
    parser.description = say(parser.description) if parser.description else None


def parse(parser: Parser, argv: Sequence[str]) -> argparse.Namespace:
    """The parsed arguments; raises UsageError."""
    return parser.parse_args(list(argv))
