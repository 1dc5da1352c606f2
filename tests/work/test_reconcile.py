"""What rows should stand beside a state: the cut-off of a vote, which may have passed without ending it."""

from datetime import UTC, date, datetime, timedelta

from engine.bpmn.compile import compile_plan
from engine.instance.fact import Node, Opened
from engine.plan.folder import data_dir, load_plan
from engine.work.reconcile import Derived, Rows, TaskRow, WantedTimer, compared, sentence

NOW = datetime(2027, 12, 20, 3, tzinfo=UTC)
COMPILED = compile_plan(load_plan(data_dir("plan_configs") / "ha-tinh-annual"), 2027)
PROCESS = COMPILED.processes["entry"]
VOTE = next(node.id for node in PROCESS.nodes if node.step == "xet-cap-tinh" and node.act == "ballot")
NO_DAYS = (None, None, None)


def differences(ends: datetime | None, row: TaskRow) -> list[tuple[str, str]]:
    """(kind, node) for a vote that is open with no timer in the rows."""
    def moment(timer: WantedTimer) -> datetime:
        assert timer.since == row.opened_at
        if ends is None:
            raise ValueError
        return ends

    found = compared(PROCESS, COMPILED.plan, [Opened(Node(VOTE))], Rows("active", [row]),
                     Derived(moment, lambda phrase, at: NO_DAYS, NOW))
    return [(one.kind, one.node) for one in found]


def test_a_vote_may_stay_open_after_its_cut_off():
    vote = TaskRow(VOTE, "open", NOW - timedelta(days=9), None, NO_DAYS)

    assert differences(NOW - timedelta(hours=1), vote) == []
    assert differences(None, vote) == []
    assert differences(NOW + timedelta(hours=1), vote) == [("timer", VOTE)]


def test_a_difference_is_told_with_its_place():
    late = TaskRow(VOTE, "open", NOW, "ngày 1/12", (date(2027, 12, 1), None, None))
    found = compared(PROCESS, COMPILED.plan, [Opened(Node(VOTE))], Rows("active", [late]),
                     Derived(lambda timer: NOW, lambda phrase, at: NO_DAYS, NOW))

    assert [sentence(one, "Xét cấp tỉnh") for one in found] == [
        f"bước “Xét cấp tỉnh” ({VOTE}): dữ liệu là ngày cuối 01/12/2027, theo trạng thái đã lưu phải là chưa có ngày"]
    assert sentence(found[0], None).startswith(f"{VOTE}: ")
