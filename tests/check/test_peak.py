"""R36: more tasks on one day than somebody can do."""

from engine.plan.organisation import read_organisation
from tests.check.plans import found, plan

LIMIT = "ngưỡng kiểm tra: {số việc cùng hạn: 2}\n"
ORGANISATION = read_organisation("""\
loại đơn vị: {phuong: Phường, chi-bo: Chi bộ}
chức danh: {can-bo: Cán bộ}
đơn vị:
  - {mã: phuong, tên: Phường, loại: phuong}
  - {mã: a, tên: Chi bộ A, loại: chi-bo, thuộc: phuong}
  - {mã: b, tên: Chi bộ B, loại: chi-bo, thuộc: phuong}
  - {mã: c, tên: Chi bộ C, loại: chi-bo, thuộc: phuong}
""", "organisation.yaml")


def steps(count: int, actor: str = "đơn vị") -> list[str]:
    return [f"{{mã: v{n}, tên: Việc {n}, chủ trì: {actor}, hạn: chậm nhất ngày 10/6/2026, "
            f"trích mục: [{{mục: III.{n}}}]}}" for n in range(count)]


def test_too_many_tasks_of_a_unit_on_one_day_are_a_warning():
    first, *others = found(plan(*steps(3), rest=LIMIT), "R36")

    assert (first.severity, first.clauses, others) == ("W", ("III.0", "III.1", "III.2"), [])
    assert first.message == ("Ngày 10/06/2026 có 3 việc cùng hạn cho “Đơn vị” (“Việc 0”, “Việc 1”, “Việc 2”); "
                             "ngưỡng là 2.")
    assert "ngưỡng kiểm tra" in str(first.repair)


def test_as_many_tasks_as_the_plan_allows_are_fine():
    assert found(plan(*steps(2), rest=LIMIT), "R36") + found(plan(*steps(10)), "R36") == []


def test_a_body_that_does_a_step_for_every_unit_has_a_task_for_each():
    loaded = plan(*steps(1, "đầu mối"), rest=LIMIT)

    assert [str(f.message) for f in found(loaded, "R36", organisation=ORGANISATION)] == [
        "Ngày 10/06/2026 có 3 việc cùng hạn cho “Ban đầu mối” (“Việc 0”); ngưỡng là 2."]
    assert found(loaded, "R36") == []


def test_only_the_units_of_its_groups_count_for_a_step():
    groups = ("  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}\n"
              "  - {mã: mot, tên: Một chi bộ, loại: [khac], đơn vị: [a]}\n")
    step = steps(1, "đầu mối")[0].replace("mã: v0", "mã: v0, nhóm đơn vị: [mot]")

    assert found(plan(step, rest=LIMIT, groups=groups), "R36", organisation=ORGANISATION) == []
