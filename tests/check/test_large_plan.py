"""A plan of thousands of lines is checked as a whole."""

from engine.plan.folder import load_plan
from tests.check.large_plan import large_plan
from tests.check.plans import found


def test_a_plan_of_six_thousand_lines_is_checked(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(large_plan(6000), "utf-8")
    loaded = load_plan(file)

    findings = found(loaded, *(f"R{number:02}" for number in range(37)))

    assert len(loaded.plan.steps) > 200
    assert {finding.rule for finding in findings} <= {"R13", "R36"}
