"""The YAML language server that editors run, spoken to over its standard streams."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "node_modules/yaml-language-server/bin/yaml-language-server"
_LONGEST = 60
"""Seconds after which a server that says nothing is ended."""


@dataclass
class LanguageServer:
    """One running server. Answers are kept until somebody asks for them."""

    process: "subprocess.Popen[bytes]"
    _number: int = 0
    _said: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request; what the server asks meanwhile is answered with nothing."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        return self._until(lambda m: m.get("id") == self._number and "method" not in m)["result"]

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def mistakes(self, file: Path, text: str) -> list[tuple[int, str]]:
        """(line from 1, message) of every squiggle under the text opened as that file."""
        uri = file.as_uri()
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        found = self._until(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                            and m["params"]["uri"] == uri)
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in found["params"]["diagnostics"]]

    def offered(self, file: Path, line: int, column: int) -> list[str]:
        """What is offered at that place of the opened text; line and column count from 0."""
        found = self.ask("textDocument/completion", {
            "textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": column}})
        return [item["label"] for item in (found if isinstance(found, list) else found["items"])]

    def explained(self, file: Path, line: int, column: int) -> str:
        """What is shown when the mouse rests there."""
        found = self.ask("textDocument/hover", {
            "textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": column}})
        return str(found["contents"]["value"]) if found else ""

    def _until(self, wanted: Any) -> dict[str, Any]:
        while True:
            for message in self._said:
                if wanted(message):
                    self._said.remove(message)
                    return message
            message = self._read()
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", [])
                self._send({"id": message["id"], "result": [None for _ in items] if items else None})
            else:
                self._said.append(message)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return found


@contextmanager
def language_server() -> Iterator[LanguageServer]:
    """A server that knows the folder of the plans."""
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
    process = subprocess.Popen([node, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    limit = Timer(_LONGEST, process.kill)
    limit.start()
    server = LanguageServer(process)
    try:
        folder = (ROOT / "plan_configs").as_uri()
        server.ask("initialize", {"processId": None, "rootUri": folder, "capabilities": {
            "textDocument": {"completion": {"completionItem": {"snippetSupport": False}}, "hover": {},
                             "publishDiagnostics": {}}}, "workspaceFolders": [{"uri": folder, "name": "k"}]})
        server.tell("initialized", {})
        yield server
    finally:
        limit.cancel()
        process.kill()
        process.communicate()
