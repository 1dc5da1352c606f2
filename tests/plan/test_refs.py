"""What the gate accepts on purpose; what it refuses stands in rejected/."""

import pytest

from engine.plan.read import read_plan
from engine.plan.refs import check_references
from tests.plan.small import SMALL

STEP = "    hạn: trước ngày 15/6/2026\n"


@pytest.mark.parametrize("instead", [
    STEP,
    "    tiếp nhận: Can_Bo\n",
    "    hạn: trước 03 ngày tổ chức Hội nghị Thẩm định\nsự kiện:\n  hội nghị thẩm định: {ngày: 10/11/2026}\n",
    "    hạn: trong thời hạn 05 ngày làm việc kể từ ngày nhận việc\n",
    "    hạn: kịp thời\n    mở từ: từ ngày 15/5/2026\n",
    '    chỉ khi: don_vi.loai == "chi-bo" and dot.nam >= 2026\n',
    "  - {mã: tong-hop, tên: Tổng hợp, phạm vi: cả đợt, chủ trì: cán bộ, cần: [bao-cao], chốt: chậm nhất 20/6/2026}\n",
])
def test_a_plan_may_say(instead: str) -> None:
    assert check_references(read_plan(SMALL.replace(STEP, instead), "p.yaml")) == ()


def test_a_deadline_on_an_unknown_event_names_the_nearest() -> None:
    events = "sự kiện:\n  hội nghị tổng kết: {ngày: 30/11/2026}\n"
    text = SMALL.replace(STEP, f"    hạn: tại hội nghị tổng kêt năm\n{events}")

    assert [str(d) for d in check_references(read_plan(text, "p.yaml"))] == [
        'p.yaml:21:10: KH024 hạn "tại hội nghị tổng kêt năm" dựa vào sự kiện "hội nghị tổng kêt năm" mà kế hoạch '
        'không có; ý bạn là "hội nghị tổng kết"?']
