"""Every drawing in refused/ ends with what kheo says of it: the line, the code, element id and name, reason, remedy."""

import re
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from engine.base.diagnostic import PlanError
from engine.bpmn.drawn import open_plan
from engine.bpmn.drawn_refusals import REASONS

REFUSED = Path(__file__).parents[1] / "data/drawn/refused"
SAID = re.compile(r"<!-- (\d+) (KH\d{3}) (.*) -->")
WRITTEN = (REFUSED / "plan.yaml").read_text("utf-8")


@pytest.mark.parametrize("file", sorted(REFUSED.glob("*.bpmn")), ids=lambda file: file.stem)
def test_a_drawing_that_cannot_run_is_refused_as_it_says(file: Path) -> None:
    with pytest.raises(PlanError) as refusal:
        open_plan(file)

    found = [(str(d.place.line), d.code, d.message) for d in refusal.value.diagnostics]
    assert found == SAID.findall(file.read_text("utf-8"))


def test_every_code_of_drawings_has_an_example() -> None:
    shown = {code for file in REFUSED.glob("*.bpmn") for _, code, _ in SAID.findall(file.read_text("utf-8"))}

    assert shown == {"KH080", "KH081", "KH082", "KH083", "KH084", "KH085", "KH086", "KH087", "KH010"}


@pytest.mark.parametrize("word", sorted(w for w in REASONS if not w.endswith(("Definition", "Characteristics"))))
def test_every_element_that_has_no_place_names_its_id_and_name(word: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(WRITTEN, "utf-8")
    file = tmp_path / "ve.bpmn"
    text = (REFUSED / "service-task.bpmn").read_text("utf-8").replace("serviceTask", word)
    file.write_text(SAID.sub("", text), "utf-8")

    with pytest.raises(PlanError) as refusal:
        open_plan(file)

    reason, remedy = REASONS[word]
    assert [d.message for d in refusal.value.diagnostics] == [
        f'{word} "X_1" “Gửi thư tự động”: không dùng được trong kế hoạch vẽ: {reason}; {remedy}']


@pytest.mark.parametrize(("beside", "says"), [
    (None, "cạnh bản vẽ không có plan.yaml viết cho nó và bản vẽ không nói gì về kế hoạch"),
    (WRITTEN + "vẽ ở: ../ve.bpmn\n", '"vẽ ở" phải là tên một tệp .bpmn nằm cạnh tệp kế hoạch'),
    (WRITTEN + "vẽ ở: ve.bpmn\nbước: []\n", 'kế hoạch có "vẽ ở" thì không viết thêm "bước"'),
])
def test_a_drawing_needs_the_rest_of_its_plan(beside: str | None, says: str, tmp_path: Path) -> None:
    (tmp_path / "ve.bpmn").write_bytes((REFUSED / "nobody.bpmn").read_bytes())
    if beside is not None:
        (tmp_path / "plan.yaml").write_text(beside, "utf-8")

    with pytest.raises(PlanError) as refusal:
        open_plan(tmp_path / ("ve.bpmn" if beside is None else "plan.yaml"))

    assert [d.code for d in refusal.value.diagnostics] == ["KH088"]
    assert says in str(refusal.value)


def test_a_drawing_that_was_damaged_anyhow_is_read_or_refused(tmp_path: Path) -> None:
    chosen = Random(20260101)
    for folder in ("io", "camunda7", "camunda8"):
        for beside in (REFUSED.parent / folder).iterdir():
            (tmp_path / beside.name).write_bytes(beside.read_bytes())
        file = next(tmp_path.glob("*.bpmn"))
        text = file.read_text("utf-8")
        for _ in range(60):
            file.write_bytes(damaged(text, chosen))
            try:
                open_plan(file)
            except PlanError as refusal:
                assert refusal.diagnostics
        file.unlink()


def damaged(text: str, chosen: Random) -> bytes:
    """The drawing with some elements gone, doubled, emptied, or with attributes of another."""
    root = etree.fromstring(text.encode())
    for _ in range(chosen.randint(1, 4)):
        elements = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
        one, other = chosen.choice(elements), chosen.choice(elements)
        match chosen.randrange(5):
            case 0:
                one.getparent().remove(one)
            case 1:
                one.getparent().append(deepcopy(one))
            case 2 if one.attrib:
                del one.attrib[chosen.choice(list(one.attrib))]
            case 3 if one.attrib and other.attrib:
                one.set(chosen.choice(list(one.attrib)), chosen.choice(list(other.attrib.values())))
            case _:
                one.tag, one.text = other.tag, "{"
    return etree.tostring(root, encoding="UTF-8")


def drawn_in(folder: Path, inside: str) -> tuple[str, ...]:
    """What is said of a drawing of the run with that inside."""
    (folder / "plan.yaml").write_text(WRITTEN, "utf-8")
    file = folder / "ve.bpmn"
    file.write_text(f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="Q" name="Cả đợt">'
                    f"{inside}</process></definitions>", "utf-8")
    with pytest.raises(PlanError) as refusal:
        open_plan(file)
    return tuple(d.message for d in refusal.value.diagnostics)


def test_choices_that_multiply_without_end_are_refused_at_once(tmp_path: Path) -> None:
    ladder = "".join(
        f'<exclusiveGateway id="g{i}"/><endEvent id="e{i}"/>' + "".join(
            f'<exclusiveGateway id="g{i}{way}"/><sequenceFlow id="f{i}{way}" sourceRef="g{i}" targetRef="g{i}{way}">'
            f'<conditionExpression>dot.nam == {i}</conditionExpression></sequenceFlow>'
            f'<sequenceFlow id="h{i}{way}" sourceRef="g{i}{way}" targetRef="g{i + 1}"/>' for way in "ab")
        + f'<sequenceFlow id="o{i}" sourceRef="g{i}" targetRef="e{i}"/>' for i in range(40))

    said = drawn_in(tmp_path, ladder + '<exclusiveGateway id="g40"/>')

    assert ('exclusiveGateway "g7" (không tên): có hơn 64 đường đi tới qua các cổng ×; gộp các đường của mỗi cổng bằng '
            "một cổng × trước khi rẽ tiếp") in said


def test_a_drawing_of_very_many_elements_is_refused_at_once(tmp_path: Path) -> None:
    many = "".join(f'<userTask id="t{i}" name="Việc {i}"/>' for i in range(3001))

    assert drawn_in(tmp_path, many) == ('process "Q" “Cả đợt”: có hơn 3000 phần tử; chia kế hoạch thành nhiều bản vẽ',)
