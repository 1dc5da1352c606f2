"""The sample commune: what it takes from the province, what it says itself."""

from engine.bpmn.compile import compile_plan
from engine.plan.folder import data_dir, load_plan, load_sources
from engine.plan.refs import check_references

LOADED = load_plan(data_dir("plan_configs") / "xa-mau-ha-tinh-2026")
PLAN = LOADED.plan
GUIDE = load_plan(data_dir("plan_configs") / "ha-tinh-annual").plan


def test_every_name_exists_and_the_plan_compiles():
    assert check_references(LOADED.read) == ()
    assert set(compile_plan(LOADED, 2026).processes) == {"run", "unit", "entry"}


def test_its_stored_texts_make_the_same_plan_without_the_folder_of_the_province():
    again = load_sources(LOADED.sources)

    assert (again.plan, again.hash) == (PLAN, LOADED.hash)


def test_fields_and_register_are_the_provinces_one_field_under_the_communes_name():
    assert {one.id: one.heading for one in PLAN.fields} == {one.id: one.heading for one in GUIDE.fields}
    assert [one.name for one in PLAN.fields if one.name not in {field.name for field in GUIDE.fields}] == [
        "Xây dựng hệ thống chính trị, chính quyền số"]
    assert PLAN.register_ and GUIDE.register_
    assert PLAN.register_.attributes[:-1] == GUIDE.register_.attributes
    assert PLAN.register_.model_copy(update={"attributes": GUIDE.register_.attributes}) == GUIDE.register_


def test_the_registration_has_the_columns_of_the_province_and_one_more():
    own, theirs = (plan.form("phieu-dang-ky").fields[0].columns for plan in (PLAN, GUIDE))

    assert own[:-1] == theirs
    assert own[-1].id == "so_ho"


def test_a_step_keeps_the_work_of_the_province_and_has_its_own_place_and_day():
    own, theirs = PLAN.step("phe-duyet"), GUIDE.step("phe-duyet")

    kept = ("forms", "writes", "clauses", "actor", "announces_to")
    assert [getattr(own, name) for name in kept] == [getattr(theirs, name) for name in kept]
    assert (own.scope, own.groups, own.deadlines, own.own_deadlines) == (
        "run", (), {"chính": "trước ngày 05/3/2026"}, ())


def test_every_step_answers_the_province_but_those_of_the_communes_own_council():
    assert [step.id for step in PLAN.steps if step.answers != step.id] == ["lap-hoi-dong-xa", "binh-xet"]
    assert all(step.own for step in PLAN.steps if not step.answers)
