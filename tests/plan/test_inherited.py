"""A plan that makes another concrete: what it takes over, what it overrides, what it may not."""

from pathlib import Path

import pytest

from engine.base.diagnostic import PlanError
from engine.plan.folder import load_plan, load_sources
from tests.plan.small import SMALL

PROVINCE = SMALL.replace("kế hoạch: nho", "kế hoạch: tinh") + """\
lĩnh vực:
  - {mã: kinh-te, tên: Kinh tế, tên trên biểu: I. Kinh tế}
  - {mã: xa-hoi, tên: Xã hội}
biểu mẫu:
  - {mã: mau-1, ký hiệu: Mẫu 1, tên: Đăng ký, trường: [{mã: ten, nhãn: Tên}]}
"""
COMMUNE = SMALL.replace("kế hoạch: nho\n", "kế hoạch: xa\ncụ thể hóa: tinh\n")


def written(folder: Path, **plans: str) -> Path:
    """The folder of the last plan, each plan in a folder of its own name."""
    for name, text in plans.items():
        (folder / name).mkdir()
        (folder / name / "plan.yaml").write_text(text, "utf-8")
    return folder / list(plans)[-1]


def test_a_part_with_the_guides_id_takes_over_what_it_does_not_say(tmp_path):
    text = COMMUNE + "lĩnh vực:\n  - {mã: kinh-te, tên: Kinh tế của xã}\n"

    plan = load_plan(written(tmp_path, tinh=PROVINCE, xa=text)).plan

    assert [(field.id, field.name, field.heading) for field in plan.fields] == [
        ("kinh-te", "Kinh tế của xã", "I. Kinh tế")]


def test_a_list_may_be_taken_over_as_a_whole(tmp_path):
    text = COMMUNE + "kế thừa: [lĩnh vực, biểu mẫu]\nlĩnh vực:\n  - {mã: du-lich, tên: Du lịch}\n"

    plan = load_plan(written(tmp_path, tinh=PROVINCE, xa=text)).plan

    assert [field.id for field in plan.fields] == ["du-lich", "kinh-te", "xa-hoi"]
    assert [form.code for form in plan.forms] == ["Mẫu 1"]


def test_steps_come_only_where_the_plan_names_them(tmp_path):
    text = COMMUNE.replace("""    tên: Báo cáo
    chủ trì: thủ trưởng đơn vị
    hạn: trước ngày 15/6/2026
""", "    hạn: trước ngày 01/6/2026\n    đáp ứng: bao-cao\n")

    plan = load_plan(written(tmp_path, tinh=PROVINCE, xa=text)).plan

    step = plan.step("bao-cao")
    assert (step.name, step.actor, step.deadlines, step.answers) == (
        "Báo cáo", "thủ trưởng đơn vị", {"chính": "trước ngày 01/6/2026"}, "bao-cao")


def test_a_list_inside_a_part_grows_and_keeps_the_guides_order(tmp_path):
    text = COMMUNE + """biểu mẫu:
  - mã: mau-1
    trường: [{mã: so_ho, nhãn: Số hộ, loại: số}, {mã: ten, nhãn: Tên ở xã}]
"""

    form = load_plan(written(tmp_path, tinh=PROVINCE, xa=text)).plan.form("mau-1")

    assert [(field.id, field.label) for field in form.fields] == [("ten", "Tên ở xã"), ("so_ho", "Số hộ")]


def test_what_a_step_says_of_its_own_plan_is_not_taken_even_through_two_levels(tmp_path):
    days = "    hạn: trước ngày 15/6/2026\n"
    centre = PROVINCE.replace("kế hoạch: tinh", "kế hoạch: trung-uong").replace(
        days, f"{days}    hạn tự đặt: [chính]\n")
    province = PROVINCE.replace("kế hoạch: tinh", "kế hoạch: tinh\ncụ thể hóa: trung-uong").replace(
        days, "    hạn: trước ngày 10/6/2026\n    đáp ứng: bao-cao\n")
    commune = COMMUNE.replace(days, "")

    plan = load_plan(written(tmp_path, **{"trung-uong": centre, "tinh": province, "xa": commune})).plan

    step = plan.step("bao-cao")
    assert (step.deadlines, step.own_deadlines, step.answers) == ({"chính": "trước ngày 10/6/2026"}, (), None)


def test_the_version_of_a_plan_holds_its_guide(tmp_path):
    loaded = load_plan(written(tmp_path, tinh=PROVINCE, xa=COMMUNE + "kế thừa: [lĩnh vực]\n"))

    again = load_sources(loaded.sources)

    assert (again.plan, again.hash) == (loaded.plan, loaded.hash)
    assert "tinh/plan.yaml" in loaded.sources and again.read.guide


@pytest.mark.parametrize(("plans", "says"), [
    ({"xa": COMMUNE}, 'KH050 không có kế hoạch "tinh" để cụ thể hoá'),
    ({"xa": COMMUNE.replace("cụ thể hóa: tinh", "cụ thể hóa: ../../etc")}, "không có kế hoạch"),
    ({"tinh": COMMUNE.replace("cụ thể hóa: tinh", "cụ thể hóa: xa"), "xa": COMMUNE}, "KH028 \"cụ thể hóa\" đi vòng"),
    ({"tinh": PROVINCE, "xa": COMMUNE + "kế thừa: [vai trò]\n"}, 'KH012 "kế thừa" không nhận "vai trò"'),
    ({"tinh": PROVINCE, "xa": COMMUNE.replace("    tên: Báo cáo\n", "    tên: Báo cáo\n    đáp ứng: bao-cao-nam\n")},
     'KH020 không có bước của kế hoạch cấp trên "bao-cao-nam"; ý bạn là "bao-cao"?'),
])
def test_what_cannot_be_made_concrete_is_refused_at_its_place(tmp_path, plans, says):
    with pytest.raises(PlanError) as refusal:
        load_plan(written(tmp_path, **plans))

    assert says in str(refusal.value) and f"{tmp_path}" in str(refusal.value)
