"""Who leads whom is read from the tree and from the groups that lead; a role above a matter sits below its leader."""

from engine.plan.read import read_plan
from engine.work.context import UnitValue
from engine.work.lead import does, leader_of, leads_step, led_by, near_seats
from engine.work.seat import Seat
from tests.plan.small import SMALL

LEADING = "  - {mã: dang-uy, tên: Đảng uỷ, loại: [dang-uy], phụ trách đơn vị dưới: có}\n"
ROLES = """\
  ban: {tên: Ban Xây dựng Đảng, là: theo cấp trên của việc, loại: [ban], chức danh: [can-bo]}
  cấp uỷ: {tên: Cấp uỷ, là: theo cấp trên của việc}
"""
PLAN = read_plan(SMALL.replace("nhóm đơn vị:\n", "nhóm đơn vị:\n" + LEADING).replace("vai trò:\n", "vai trò:\n" + ROLES)
                 .replace("    hạn: trước", "    nhóm đơn vị: [chi-bo]\n    hạn: trước"), "p.yaml").plan


def unit(code: str, kind: str, above: str = "/tinh/") -> UnitValue:
    return UnitValue(code, code, code, kind, f"{above}{code}/")


TREE = {one.id: one for one in (
    unit("tinh", "tinh", "/"), unit("a", "dang-uy"), unit("b", "dang-uy"), unit("ban-a", "ban", "/tinh/a/"),
    unit("chi-bo-1", "chi-bo", "/tinh/a/"), unit("chi-bo-2", "chi-bo", "/tinh/b/"))}


def test_the_nearest_leading_unit_above_leads_and_a_leading_unit_leads_itself() -> None:
    assert {key: leader_of(PLAN, TREE, key) for key in TREE} == {
        "tinh": None, "a": "a", "b": "b", "ban-a": "a", "chi-bo-1": "a", "chi-bo-2": "b"}
    assert [one.id for one in led_by(PLAN, TREE, "a")] == ["a", "ban-a", "chi-bo-1"]


def test_a_role_above_the_matter_sits_in_each_unit_of_its_kind_below_the_leader() -> None:
    ban, committee = PLAN.role("ban"), PLAN.role("cấp uỷ")

    assert near_seats(PLAN, TREE, ban, "chi-bo-1") == (Seat("Ban Xây dựng Đảng", "ban-a", ("can-bo",)),)
    assert near_seats(PLAN, TREE, ban, "chi-bo-2") == ()
    assert near_seats(PLAN, TREE, committee, "chi-bo-2") == (Seat("Cấp uỷ", "b"),)


def test_a_step_of_some_groups_is_no_step_of_the_others() -> None:
    report = PLAN.step("bao-cao")

    assert [does(PLAN, report, TREE[key]) for key in ("a", "chi-bo-1")] == [False, True]
    assert not leads_step(PLAN, report)
