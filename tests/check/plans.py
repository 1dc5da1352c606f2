"""Small plans for the rules: one head, the steps and sections a test is about, and what a rule finds in them."""

from engine.check.check import check_plan
from engine.check.finding import Finding
from engine.plan.folder import LoadedPlan, data_dir, load_sources, read_text
from engine.plan.organisation import Organisation
from engine.plan.refs import check_references
from engine.work.plan_calendar import plan_calendar

HEAD = """\
kế hoạch: nho
tên: Kế hoạch nhỏ
tên ngắn: Nhỏ
thời gian: {period}
cơ quan ban hành: {{đơn vị: co-quan, thể thức: đảng}}
vai trò:
  đầu mối: {{tên: Ban đầu mối, đơn vị: co-quan}}
  thường trực: {{tên: Thường trực, đơn vị: thuong-truc}}
  đơn vị: {{tên: Đơn vị, là: đơn vị của việc}}
{roles}đầu mối: đầu mối
nhóm đơn vị:
{groups}bước mở đợt: ban-hanh
bước:
  - {{mã: ban-hanh, tên: Ban hành, phạm vi: cả đợt, chủ trì: đầu mối{opening}}}
{steps}đôn đốc:
  các mức:
    - {{mức: 1, trước ngày làm việc: 5, gửi: [người thực hiện]}}
{rest}"""


CELLS = "  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}\n"


def plan(
    *steps: str, rest: str = "", roles: str = "", period: str = "năm 2026", groups: str = CELLS,
    opening: str = "",
) -> LoadedPlan:
    """A plan with these steps (each an item in flow style) and sections; it must read without a mistake.

    `opening`: what else its opening step says.
    """
    listed = "".join(f"  - {step}\n" for step in steps)
    text = HEAD.format(period=period, roles=roles, groups=groups, opening=opening, steps=listed, rest=rest)
    blocks = {f"workflows/{file.stem}.bpmn": read_text(file) for file in sorted(data_dir("workflows").glob("*.bpmn"))}
    loaded = load_sources({"plan.yaml": text, **blocks})
    assert check_references(loaded.read) == ()
    return loaded


def found(loaded: LoadedPlan, *rules: str, year: int = 2026, organisation: Organisation | None = None) -> list[Finding]:
    """What these rules find in the plan."""
    every = check_plan(loaded, year, plan_calendar(loaded.plan, year, ()), organisation)
    return [finding for finding in every if finding.rule in rules]


def line(loaded: LoadedPlan, finding: Finding) -> str:
    """The line of the plan at which the finding points, from its column on."""
    return loaded.sources["plan.yaml"].splitlines()[finding.place.line - 1][finding.place.column - 1:]
