"""Saved states of real processes as files that must stay readable for ever, with what is open in them and what is next.

`python -m tests.instance.golden_files NAME` writes a new set with the codec of the day; a set is never written again.
"""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.bpmn.compile import compile_plan
from engine.bpmn.drawn import open_plan
from engine.bpmn.graph import Flow, Process, ProcessNode
from engine.bpmn.reach import guards_ahead
from engine.instance.fact import Awaiting, Command, Complete, Deliver, DueSet, Fact, Fire, InstanceError, Opened, Start
from engine.instance.step import open_nodes, step
from tests.bpmn.drawn import PARALLEL, PARTS, RETURNS

FOLDER = Path(__file__).parent / "golden"
PLANS = Path(__file__).parents[2] / "plan_configs"
COMMANDS = {Opened: Complete, Awaiting: Deliver, DueSet: Fire}
BY_NAME = {command.__name__: command for command in COMMANDS.values()}
NODE = ("id", "kind", "message", "rule", "attached_to", "interrupting", "times", "sequential", "calls")
FLOW = ("id", "source", "target", "guard", "default")


def said(facts: tuple[Fact, ...]) -> list[str]:
    """The facts in words that outlive their classes; their order is no part of the promise."""
    return sorted(" ".join([type(fact).__name__, *([str(fact.node)] if hasattr(fact, "node") else [])])
                  for fact in facts)


@dataclass(frozen=True)
class Point:
    """A state, what is open in it, and what a command brings about."""

    state: bytes
    open: list[str]
    command: Command
    facts: list[str]


def read(file: Path) -> tuple[Process, list[Point]]:
    content = json.loads(file.read_text("utf-8"))
    return process_of(content), [Point(bytes.fromhex(p["state"]), p["open"],
                           BY_NAME[p["command"][0]](p["command"][1], tuple(map(tuple, p["command"][2]))), p["facts"])
                     for p in content["points"]]


def process_of(content: dict[str, Any]) -> Process:
    nodes = tuple(ProcessNode(**dict(zip(NODE, one, strict=False))) for one in content["nodes"])
    flows = tuple(Flow(**dict(zip(FLOW, one, strict=True))) for one in content["flows"])
    return Process(content["id"], "P", "unit", nodes, flows, tuple((f.guard, "False") for f in flows if f.guard),
                   called=tuple(map(process_of, content.get("called", []))))


def content_of(process: Process) -> dict[str, Any]:
    return {"id": process.id, "nodes": [[getattr(n, key) for key in NODE] for n in process.nodes],
            "flows": [[getattr(f, key) for key in FLOW] for f in process.flows],
            "called": [content_of(called) for called in process.called]}


def walk(process: Process, steps: int, seed: int, again: float) -> list[Point]:
    """Points of one random walk; guards hold with the probability `again`, counts are 1 to 3."""
    chance = random.Random(seed)

    def truths(element: str) -> tuple[tuple[str, int], ...]:
        return tuple((name, chance.randint(1, 3) if name in process.counts else chance.random() < again)
                     for name in guards_ahead(process, element, None))

    points: list[Point] = []
    state = step(process, None, Start(truths(next(n.id for n in process.nodes if n.kind == "start")))).state
    for _ in range(steps):
        open_now = open_nodes(process, state)
        if not open_now:
            break
        chosen = chance.choice(open_now)
        command = COMMANDS[type(chosen)](str(chosen.node), truths(chosen.node.element))
        try:
            moved = step(process, state, command)
        except InstanceError:
            break
        points.append(Point(state, said(open_now), command, said(moved.facts)))
        state = moved.state
    return points


def write(folder: Path, name: str, process: Process, points: list[Point]) -> None:
    lines = content_of(process) | {
        "points": [{"state": p.state.hex(), "open": p.open, "facts": p.facts,
                    "command": [type(p.command).__name__, p.command.node, p.command.truths]} for p in points],
    }
    text = ",\n".join(f'"{key}": [\n' + ",\n".join(json.dumps(one, ensure_ascii=False) for one in value) + "\n]"
                      if isinstance(value, list) else f'"{key}": {json.dumps(value)}' for key, value in lines.items())
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text("{\n" + text + "\n}\n", "utf-8")


def main(name: str) -> None:
    folder = FOLDER / name
    for plan, scopes in (("gia-lai-2025", ("run", "unit")), ("ha-tinh-annual", ("run", "unit", "entry")),
                         ("tan-ky-2025", ("unit", "entry")), ("thuy-nguyen-2026", ("run", "unit", "entry")),
                         ("vinh-long-2025", ("unit",)), ("xa-mau-ha-tinh-2026", ("entry",))):
        processes = compile_plan(open_plan(PLANS / plan)).processes
        for scope in scopes:
            points = walk(processes[scope], 60, len(plan), 0.6)
            write(folder, f"{plan}-{scope}", processes[scope], points[::5] + points[-1:])
    loops = walk(RETURNS, 90, 1, 1.0)
    write(folder, "tra-lai", RETURNS, [*loops[:4], *loops[40:42], *loops[-2:]])
    write(folder, "song-song", PARALLEL, [p for seed in range(4) for p in walk(PARALLEL, 9, seed, 0.5)])
    parts = [p for seed in range(16) for p in walk(PARTS, 25, seed, 0.5)]
    write(folder, "goi-va-nhieu-noi", PARTS, parts[::2])


if __name__ == "__main__":
    main(sys.argv[1])
