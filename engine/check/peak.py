"""R36: more tasks than somebody can do fall due on one day."""

from collections.abc import Iterator
from datetime import date

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.reach import processes
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.step import Step


def r36(seen: Seen) -> Iterator[Finding]:
    """Tasks with a day that is known beforehand, by who acts and by last working day."""
    most = seen.plan.thresholds.peak
    for (who, day), tasks in _load(seen).items():
        count = sum(times for _, times in tasks)
        if count > most:
            steps = tuple(dict.fromkeys(step.id for step, _ in tasks))
            first = seen.steps[steps[0]]
            yield seen.found("R36", ("steps", seen.numbers[first.id], "deadlines"), sentence(
                "Ngày {day:%d/%m/%Y} có {count} việc cùng hạn cho “{who}” ({steps}); ngưỡng là {most}.", day=day,
                count=count, who=who, steps=", ".join(f"“{seen.steps[one].name}”" for one in steps), most=most),
                sentence("dãn hạn của một số bước, hoặc chia việc cho nhiều người; ngưỡng ở “ngưỡng kiểm tra”"),
                named(*(seen.steps[one] for one in steps)))


def _load(seen: Seen) -> dict[tuple[str, date], list[tuple[Step, int]]]:
    """Who acts and last working day -> the steps with the number of tasks each brings."""
    found: dict[tuple[str, date], list[tuple[Step, int]]] = {}
    roles = {fold(name): role for name, role in seen.plan.roles.items()}
    bodies = {role.unit: role.name for role in reversed(seen.plan.roles.values()) if role.unit}
    for process in processes(seen).values():
        for node in process.nodes:
            due = seen.due(node.step, node.slot) if node.kind == "task" else None
            if due and due.last_working_day:
                role = roles[fold(node.role)]
                whole = role.kind == "body" and process.scope == "unit"
                who = bodies.get(role.unit or "", role.name)
                step = seen.steps[node.step]
                times = _units(seen, step) if whole else 1
                found.setdefault((who, due.last_working_day), []).append((step, times))
    return found


def _units(seen: Seen, step: Step) -> int:
    """How many units the step is for; 1 where the organisation is not known."""
    if seen.organisation is None:
        return 1
    asked = [group for group in seen.plan.groups if not step.groups or group.id in step.groups]
    kinds = {kind for group in asked for kind in group.kinds}
    codes = {code for group in asked for code in group.units}
    return max(1, sum(unit.kind in kinds or unit.code in codes for unit in seen.organisation.units))
