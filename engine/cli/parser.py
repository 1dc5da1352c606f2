"""The command line: what may be typed, in Vietnamese or English, and what is right when it was wrong."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from engine.base.text import did_you_mean

Subparsers = "argparse._SubParsersAction[Parser]"


class UsageError(Exception):
    """A wrong command line; carries the usage line of the command that was meant."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """argparse that raises instead of leaving, and speaks Vietnamese."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(_vietnamese(message, self), self.format_usage().replace("usage:", "Cách dùng:").strip())


def _vietnamese(message: str, parser: argparse.ArgumentParser) -> str:
    if "the following arguments are required: " in message:
        return "thiếu " + message.split(": ", 1)[1]
    if "unrecognized arguments: " in message:
        return "không có tham số " + message.split(": ", 1)[1]
    if "invalid choice: " in message:
        given = message.split("invalid choice: ", 1)[1].split(" ", 1)[0].strip("'\"")
        allowed = _choices(parser)
        return f'không có "{given}"{did_you_mean(given, allowed)} Được phép: {", ".join(allowed)}.'
    if "expected one argument" in message or "expected at least one argument" in message:
        return f"thiếu giá trị cho {message.split(':')[0].removeprefix('argument ')}"
    if "invalid int value" in message or "invalid date" in message:
        return f"giá trị không đúng: {message}"
    return message


def _choices(parser: argparse.ArgumentParser) -> list[str]:
    for action in parser._actions:
        if action.choices:
            return [str(c) for c in action.choices]
    return []


def common_options(parser: argparse.ArgumentParser) -> None:
    """The options that every command takes."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="cho người hoặc cho chương trình")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ của thông báo")


def parse(parser: Parser, argv: Sequence[str]) -> argparse.Namespace:
    """The parsed arguments; raises UsageError."""
    return parser.parse_args(list(argv))
