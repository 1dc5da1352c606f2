"""The script of a demonstration becomes a value, or all its mistakes with their places."""

from datetime import date

import pytest

from engine.base.diagnostic import PlanError
from engine.plan.folder import data_dir, load_plan
from engine.plan.form import FormField
from engine.plan.organisation import read_organisation
from engine.plan.script import Script, ScriptedAct, ShownAccount, read_script

FOLDER = data_dir("plan_configs") / "thuy-nguyen-2026"
HEAD = """bắt đầu: 15/01/2026
tới ngày: 10/06/2026
mật khẩu: kheo-demo-2026
tài khoản: [{tài khoản: hoinongdan.cb, vai: Cán bộ}]
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(PlanError) as error:
        read_script(text, "demo.yaml")
    return str(error.value).splitlines()


def shown() -> Script:
    return read_script((FOLDER / "demo.yaml").read_text("utf-8"), "demo.yaml")


def test_a_script_gives_acts_with_their_days():
    text = HEAD + """mẫu câu: {kho_khan: [Không.]}
việc:
  - ngày: 27/01/2026
    bước: dang-ky
    theo đơn vị: {hoi-nong-dan: {mau-1: {danh_sach: [{ten: Cánh đồng một giống}]}}}
  - {ngày: 28/01/2026, bước: dang-ky, phần: tiếp nhận, kết quả: tra-lai, lý do: Thiếu số liệu}
"""

    script = read_script(text, "demo.yaml")

    assert script == Script.model_construct(
        begins=date(2026, 1, 15), until=date(2026, 6, 10), password="kheo-demo-2026",
        accounts=(ShownAccount.model_construct(login="hoinongdan.cb", role="Cán bộ"),),
        phrases={"kho_khan": ("Không.",)}, acts=(
            ScriptedAct.model_construct(day=date(2026, 1, 27), step="dang-ky", by_unit={
                "hoi-nong-dan": {"mau-1": {"danh_sach": [{"ten": "Cánh đồng một giống"}]}}}),
            ScriptedAct.model_construct(day=date(2026, 1, 28), step="dang-ky", slot="tiếp nhận", outcome="tra-lai",
                                        reason="Thiếu số liệu")))
    assert [act.only_units for act in script.acts] == [frozenset({"hoi-nong-dan"}), frozenset()]


@pytest.mark.parametrize(("acts", "expected"), [
    ("  - {ngày: 30/02/2026, bước: dang-ky}\n",
     ['demo.yaml:6:12: KH018 mục "ngày" phải là một ngày có thật, viết như 23/01/2026']),
    ("  - {ngày: 27/01/2026, bước: Đăng ký, nháp: 120}\n",
     ['demo.yaml:6:30: KH014 mục "bước" chỉ dùng chữ thường không dấu, số, và một dấu - hoặc _ ở giữa, như dang-ky',
      'demo.yaml:6:45: KH017 mục "nháp" phải từ 100 trở xuống']),
    ("  - {ngày: 27/01/2026, bước: dang-ky, đơn vi: [a], đơn vị khác: b}\n",
     ['demo.yaml:6:52: KH010 không có mục "đơn vị khác"; ý bạn là "đơn vị"?']),
    ("  - {bước: dang-ky, người: Nguyễn Thị Hoa}\n",
     ['demo.yaml:6:5: KH011 thiếu mục "ngày"',
      'demo.yaml:6:28: KH014 mục "người" chỉ dùng chữ thường không dấu, số, và một dấu - hoặc _ ở giữa, như dang-ky']),
    ("  - {ngày: 27/01/2026, bước: dang-ky}\n  - {ngày: 26/01/2026, bước: dang-ky}\n",
     ['demo.yaml:6:3: KH018 mục "việc" ngày 26/01/2026 đứng sau ngày 27/01/2026; xếp theo thứ tự ngày']),
])
def test_mistakes_are_named_with_their_places(acts: str, expected: list[str]):
    assert mistakes(HEAD + "việc:\n" + acts) == expected


def test_our_script_names_only_what_plan_and_organisation_have():
    plan = load_plan(FOLDER).plan
    organisation = read_organisation((FOLDER / "organisation.yaml").read_text("utf-8"), "organisation.yaml")
    script = shown()
    units, people = {unit.code for unit in organisation.units}, {person.login for person in organisation.people}
    steps = {step.id for step in plan.steps}
    fields = {one.id for form in plan.forms for one in _all(form.fields)}
    works = {one.id for one in plan.fields}

    assert {act.step for act in script.acts} <= steps
    assert {code for act in script.acts for code in (*act.units, *act.but, *act.by_unit)} <= units
    assert {act.by for act in script.acts if act.by} | {account.login for account in script.accounts} <= people
    assert {key.partition("/")[0] for key in script.phrases} | set(script.attached) <= fields
    assert {key.partition("/")[2] for key in script.phrases} - {""} <= works


def test_every_text_that_must_be_answered_has_phrases_or_is_given():
    """Else the label of the field would stand on the page as its answer."""
    plan, script = load_plan(FOLDER).plan, shown()
    asked = {one.id for form in plan.forms for one in _all(form.fields)
             if one.type in ("text", "long_text") and one.required and not one.read_only
             and one.prefill is None}
    given = {key for act in script.acts for answers in (act.answers, *act.by_unit.values(), *act.by_entry.values())
             for values in answers.values() for key in _keys(values)} | {
                 key for proposal in script.proposals for key in proposal.answers}
    phrased = {key.partition("/")[0] for key in script.phrases}

    assert asked - given - phrased - {"cap_tren"} == set()


def _all(fields: tuple[FormField, ...]) -> list[FormField]:
    return [inner for one in fields for inner in (one, *_all(one.columns))]


def _keys(values: dict[str, object]) -> set[str]:
    tables = [row for value in values.values() if isinstance(value, list | tuple) for row in value
              if isinstance(row, dict)]
    return set(values) | {key for row in tables for key in row}
