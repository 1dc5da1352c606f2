"""Sample answers pass the checks, keep what is given, and are the same for the same subject."""

from datetime import UTC, date, datetime

import pytest

from engine.plan.folder import data_dir, load_plan
from engine.plan.form import Form
from engine.plan.model import Plan
from engine.plan.script import read_script
from engine.plan.step import Step
from engine.work.choices import choices_of
from engine.work.context import UnitValue, scene_context
from engine.work.entry import Entry
from engine.work.form import Context, clean_all, percent_filled
from engine.work.prefill import Sources, prefill_all
from engine.work.sample import Sampler, files_wanted, sample_answers, sampled, shortened

FOLDER = data_dir("plan_configs") / "thuy-nguyen-2026"
PLAN = load_plan(FOLDER).plan
PHRASES = read_script((FOLDER / "demo.yaml").read_text("utf-8"), "demo.yaml").phrases
TODAY = date(2026, 3, 10)
UNIT = UnitValue("u1", "hoi-nong-dan", "Hội Nông dân phường", "to-chuc-chinh-tri-xa-hoi")
ASKED = [(step, slot) for step in PLAN.steps for slot in step.forms]
FORM = Form.model_validate({"mã": "mau", "tên": "Mẫu", "trường": [
    {"mã": "ten", "nhãn": "Tên"}, {"mã": "so", "nhãn": "Số", "loại": "số"},
    {"mã": "ngay", "nhãn": "Ngày", "loại": "ngày"}, {"mã": "y_kien", "nhãn": "Ý kiến", "bắt buộc": "không"},
    {"mã": "ban_ky", "nhãn": "Bản ký", "loại": "tệp", "bắt buộc": "không"},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "ít nhất": 1, "cột": [
        {"mã": "viec", "nhãn": "Việc"}, {"mã": "ket_qua", "nhãn": "Kết quả"}]}]})
SAMPLER = Sampler({"ten": ("Tên của {đơn vị}",), "so": ("12",), "ngay": ("15/11/2026",), "y_kien": ("Không.",),
                   "viec": ("Việc chung",), "viec/kinh-te": ("Việc làm ăn",), "ket_qua": ("Tốt",)},
                  "hoi-nong-dan", TODAY, "kinh-te", {"đơn vị": "Hội Nông dân"})


def entry(origin: str) -> Entry:
    return Entry("e1", "r", "u1", "1", "Vườn rau sạch", "accepted", True, {
        "linh_vuc": "kinh-te", "chu_the": "Hội Nông dân phường", "nguon_goc": origin, "loai_chu_the": "tap-the",
        "muc_tieu_cao_hon": "30 vườn", "co_ke_hoach": True, "da_ra_mat": True, "ho_so_luu_tru": True, "diem": 80,
        "cong_nhan": True, "dien_hinh": True, "ho_so_du": True}, datetime(2026, 3, 1, tzinfo=UTC))


def asked_of(plan: Plan, step: Step, slot: str, origin: str) -> tuple[tuple[Form, ...], Context]:
    """The step's forms as the unit sees them, with one initiative in the register."""
    known = entry(origin)
    forms = tuple(plan.form(name) for name in step.forms[slot])
    names = scene_context(2026, UNIT, known if step.scope == "entry" else None)
    first = prefill_all(forms, step.id, Sources({}, (known.context(UNIT.context()),), names, {}))
    choices = choices_of(plan, persons=(("p1", "Nguyễn Thị Hoa"),), units=((UNIT.id, UNIT.name),),
                         entries=((known.id, known.name),), files=(("f1", "a.pdf"),))
    return forms, Context(names, choices, first.answers, first.origins)


@pytest.mark.parametrize("origin", ["moi", "co-tu-truoc"])
@pytest.mark.parametrize(("step", "slot"), ASKED, ids=[f"{step.id}, {slot}" for step, slot in ASKED])
def test_samples_pass_the_checks_of_every_step_of_the_plan(step: Step, slot: str, origin: str):
    forms, context = asked_of(PLAN, step, slot, origin)

    answers = sample_answers(forms, step.id, {}, context, Sampler(PHRASES, "hoi-nong-dan", TODAY))
    for form, field in files_wanted(forms, step.id, answers, context):
        answers[form][field.id] = ["f1"]

    assert clean_all(forms, step.id, answers, context).errors == ()


def test_phrases_become_answers_of_the_fields_type_and_given_answers_stay():
    answers = sample_answers([FORM], "b", {"mau": {"bang": [{"viec": "Đã nói"}]}}, Context(), SAMPLER)

    assert answers == {"mau": {
        "ten": "Tên của Hội Nông dân", "so": 12, "ngay": "2026-11-15", "y_kien": "Không.",
        "bang": [{"_id": "1", "viec": "Đã nói", "ket_qua": "Tốt"}]}}
    assert sample_answers([FORM], "b", {}, Context(), SAMPLER)["mau"]["bang"] == [
        {"_id": "1", "viec": "Việc làm ăn", "ket_qua": "Tốt"}]


@pytest.mark.parametrize(("step", "slot"), ASKED, ids=[f"{step.id}, {slot}" for step, slot in ASKED])
def test_samples_without_phrases_are_called_right_only_when_the_checks_say_so(step: Step, slot: str):
    forms, context = asked_of(PLAN, step, slot, "moi")

    answers, right = sampled(forms, step.id, {}, context, Sampler({}, "hoi-nong-dan", TODAY))

    assert right is (clean_all(forms, step.id, answers, context).errors == ())


def test_a_draft_has_at_most_the_share_asked_for():
    full = sample_answers([FORM], "b", {}, Context(), SAMPLER)
    half = shortened([FORM], "b", full, Context(), 50)

    assert percent_filled([FORM], "b", full, Context()) == 100
    assert percent_filled([FORM], "b", half, Context()) == 40
    assert half == {"mau": {"ten": "Tên của Hội Nông dân", "so": 12, "y_kien": "Không.", "bang": [{"_id": "1"}]}}


def test_files_are_wanted_where_required_or_named():
    assert files_wanted([FORM], "b", {}, Context()) == []
    assert files_wanted([FORM], "b", {}, Context(), ["ban_ky"]) == [("mau", FORM.fields[4])]
