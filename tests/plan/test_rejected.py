"""Every plan in rejected/ states its own mistakes on the faulty lines; every code is explained and has an example."""

import re
from pathlib import Path

import pytest

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.plan.folder import load_plan

ROOT = Path(__file__).parents[2]
REJECTED = sorted((Path(__file__).parent / "rejected").glob("*.yaml"))
EXPECTED = re.compile(r"  # (\d+) (KH\d{3}) (.+?)(?=  # \d+ KH\d{3} |$)")


def expected(file: Path) -> tuple[Diagnostic, ...]:
    lines = enumerate(file.read_text("utf-8").splitlines(), 1)
    return tuple(sorted(
        Diagnostic(Place(str(file), number, int(column)), code, message)
        for number, line in lines for column, code, message in EXPECTED.findall(line)
    ))


@pytest.mark.parametrize("file", REJECTED, ids=lambda file: file.stem)
def test_a_rejected_plan_is_refused_as_it_says(file: Path) -> None:
    with pytest.raises(PlanError) as refusal:
        load_plan(file)

    assert refusal.value.diagnostics == expected(file)


def codes_in(texts: list[Path], pattern: str) -> set[str]:
    return {code for file in texts for code in re.findall(pattern, file.read_text("utf-8"), re.MULTILINE)}


def test_every_code_has_a_heading_and_every_heading_a_code() -> None:
    used = codes_in(sorted((ROOT / "engine").rglob("*.py")), r'"(KH\d{3})"')

    assert used == codes_in([ROOT / "docs" / "errors.md"], r"^## (KH\d{3}) ")


def test_every_code_has_a_test() -> None:
    used = codes_in(sorted((ROOT / "engine").rglob("*.py")), r'"(KH\d{3})"')
    tested = codes_in([*REJECTED, *sorted((ROOT / "tests").rglob("*.py"))], r"(KH\d{3})\b")

    assert used - tested == set()
