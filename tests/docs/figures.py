"""Writes the results of `make bench` into docs/performance.md: `python -m tests.docs.figures [FOLDER]`."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
_BETWEEN = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.S)
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def figures(found: dict[str, dict[str, Any]]) -> str:
    """The text of the section; `found`: "w1.sqlite" -> what the command printed."""
    parts = [_machine(next(iter(found.values())))]
    parts += ["\n".join(lines) for lines in (_w1(found), _inbox(found), _due(found), _rest(found)) if lines]
    return "\n\n".join(parts) + "\n"


def _machine(one: dict[str, Any]) -> str:
    on = one["machine"]
    load = f" Tải của máy lúc đo: {on['load']}." if on.get("load") is not None else ""
    return f"Máy: {on['processor']}, {on['cores']} nhân, {on['system']}, Python {on['python']}.{load}"


def _of(found: dict[str, dict[str, Any]], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in sorted(found.items(), reverse=True):
        if name.startswith(f"{kind}."):
            yield _NAMES[name.partition(".")[2]], one


def _w1(found: dict[str, dict[str, Any]]) -> list[str]:
    lines = [*_head("W1, ms CPU (trung vị)", "kheo", "chưa nhớ bước chuyển", "sàn", "sàn thô", "SpiffWorkflow",
                    "trên sàn", "sàn / sàn thô", "SpiffWorkflow / kheo", "chưa nhớ / SpiffWorkflow", "câu lệnh")]
    more = []
    columns = ("warm_cpu_ms", "cold_cpu_ms", "floor_cpu_ms", "raw_floor_cpu_ms", "plain_spiffworkflow_cpu_ms",
               "above_floor_ms", "floor_to_raw", "plain_to_warm", "cold_to_plain", "statements")
    for database, one in _of(found, "w1"):
        lines += [_row(f"{database}, {says}", *(one[act][name] for name in columns))
                  for act, says in (("completion", "gửi một việc"), ("start", "mở một lần chạy"))]
        state, cache = one["state_bytes"], one["cache"]
        more.append(f"{database}, {one['n']} lần chạy: trạng thái trung vị {state['median']} byte, "
                    f"lớn nhất {state['max']}; bộ nhớ bước chuyển {cache['hits']} lần "
                    f"trúng, {cache['misses']} lần trượt, {cache['bytes']} byte.")
    return [*lines, "", *more] if more else []


def _inbox(found: dict[str, dict[str, Any]]) -> list[str]:
    lines = _head("Hộp việc, ms (p50 / p95)", "việc đang mở", "truy vấn", "cả trang", "đơn vị có nhiều việc")
    rows = [_row(database, size, *(f"{x['p50_ms']} / {x['p95_ms']}" for x in (one, one["page"], one["unit_with_many"])))
            for database, whole in _of(found, "inbox") for size, one in whole["open"].items()]
    return [*lines, *rows] if rows else []


def _due(found: dict[str, dict[str, Any]]) -> list[str]:
    lines = _head("Quét việc đến lúc nhắc", "giữa bao nhiêu việc", "đến lúc nhắc", "ms", "ms CPU")
    rows = [_row(database, size, x["due"], x["ms"], x["cpu_ms"])
            for database, one in _of(found, "due") for size, x in one["among"].items()]
    more = [f"{database}, cùng một ngày: {x['tasks']} việc, {x['pages']} trang, {x['seconds']} giây, nhiều nhất "
            f"{x['peak_mb']} MB; bị dừng đột ngột sau {x['killed_after_pages']} trang, sót {x['lost']}, "
            f"lặp {x['twice']}."
            for database, one in _of(found, "due") for x in [one["same_day"]]]
    return [*lines, *rows, "", *more] if rows else []


def _rest(found: dict[str, dict[str, Any]]) -> list[str]:
    said = [f"Tập dượt {one['n']} đơn vị: {one['tasks']} việc, {one['cpu_seconds']} giây CPU."
            for _, one in _of(found, "rehearse")]
    columns = ("tasks", "cpu_ms_per_task", "server_cpu_ms_per_task", "tasks_per_second", "database_mb")
    for _, one in _of(found, "nation"):
        said += ["", *_head("Xã", "việc", "ms CPU mỗi việc", "máy chủ dữ liệu", "việc/giây", "MB")]
        said += [_row(size, *(x[name] for name in columns)) for size, x in one["communes"].items()]
        whole = one["viet_nam"]
        said += ["", f"Hai tiến trình nhanh gấp {one['speedup_two_workers']} lần một; giá mỗi việc ở cỡ lớn nhất bằng "
                 f"{one['cost_ratio']} lần cỡ nhỏ nhất. Suy ra cho {whole['communes']} xã: {whole['tasks']} việc một "
                 f"năm, {whole['cpu_hours']} giờ CPU, {whole['database_gb']} GB."]
    return said


def _head(*names: str) -> list[str]:
    return [_row(*names), "|" + "---|" * len(names)]


def _row(*values: object) -> str:
    return f"| {' | '.join(map(str, values))} |"


def main(folder: Path) -> None:
    """Reads what is in the folder and rewrites the section of the page."""
    found = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}
    page = PAGE.read_text("utf-8")
    PAGE.write_text(_BETWEEN.sub(lambda at: f"{at[1]}{figures(found)}{at[2]}", page), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "bench")
