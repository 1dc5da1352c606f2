"""R19: recognitions, awards and confirmations that the document speaks of and no step of its own produces."""

from collections.abc import Iterator

from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence


def r19(seen: Seen) -> Iterator[Finding]:
    """An outcome without a step, with one that only the plan file has, or that the document lets nobody decide."""
    for number, outcome in enumerate(seen.plan.outcomes):
        level = sentence(" cấp {level}", level=outcome.level) if outcome.level else ""
        step = seen.steps[outcome.step] if outcome.step else None
        if step is None:
            yield seen.found(
                "R19", ("outcomes", number),
                sentence("Văn bản nói tới “{outcome}”{level} nhưng không bước nào làm ra kết quả này.",
                         outcome=outcome.name, level=level),
                sentence("thêm bước quyết định “{outcome}” rồi ghi mã bước ấy vào mục “bước” của kết quả",
                         outcome=outcome.name),
                named(outcome))
        elif step.own:
            yield seen.found(
                "R19", ("outcomes", number, "step"),
                sentence("Văn bản nói tới “{outcome}”{level} nhưng không có bước nào làm ra; bước “{step}” do cơ quan "
                         "ban hành tự đặt.", outcome=outcome.name, level=level, step=step.name),
                sentence("nêu việc “{step}” trong văn bản rồi bỏ “tự đặt”", step=step.name),
                named(outcome, step))
        elif step.own_actor:
            yield seen.found(
                "R19", ("outcomes", number, "step"),
                sentence("Văn bản nói tới “{outcome}”{level} nhưng không nêu ai quyết định; bước “{step}” do cơ quan "
                         "ban hành giao cho “{actor}”.", outcome=outcome.name, level=level, step=step.name,
                         actor=seen.plan.role(step.decider or step.actor).name),
                sentence("nêu nơi quyết định “{outcome}” trong văn bản rồi bỏ “chủ trì tự đặt”", outcome=outcome.name),
                named(outcome, step))
