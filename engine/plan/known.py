"""What a plan declares, by name, and the one sentence for a name that it does not declare."""

from collections.abc import Iterable, Iterator

from engine.base.diagnostic import Diagnostic, Place
from engine.base.text import did_you_mean, fold
from engine.plan.form import Form, FormField
from engine.plan.model import Plan
from engine.plan.read import Path, ReadPlan
from engine.plan.step import Step

Found = Iterator[Diagnostic]


SHEET_RESULTS = tuple(FormField.model_validate(given) for given in (
    {"mã": "tong_diem", "nhãn": "Tổng điểm", "loại": "số"},
    {"mã": "ty_le", "nhãn": "Tỷ lệ so với điểm tối đa (%)", "loại": "số"},
    {"mã": "xep_loai", "nhãn": "Xếp loại"},
))
"""What a finished score sheet leaves among the answers of its step."""


_CONSENT = tuple(FormField.model_validate(given) for given in (
    {"mã": "thong_qua", "nhãn": "Được thông qua", "loại": "đánh dấu"},
    *({"mã": one, "nhãn": label, "loại": "số"} for one, label in (
        ("so_phieu", "Số phiếu thu về"), ("khong_hop_le", "Phiếu không hợp lệ"), ("tan_thanh", "Tán thành"),
        ("khong_tan_thanh", "Không tán thành"), ("khong_y_kien", "Không có ý kiến"))),
))
_CHOICE = (*_CONSENT[:3], FormField.model_validate({
    "mã": "danh_sach", "nhãn": "Kết quả bỏ phiếu", "loại": "bảng", "cột": [
        {"mã": "mo_hinh", "nhãn": "Mô hình", "loại": "mô hình"}, {"mã": "ten", "nhãn": "Tên"},
        {"mã": "so_phieu", "nhãn": "Số phiếu", "loại": "số"}, {"mã": "trung", "nhãn": "Được chọn", "loại": "đánh dấu"}],
}))


def results_of(step: Step) -> tuple[FormField, ...]:
    """What a finished score sheet or vote leaves among the answers of the step."""
    if step.vote and step.vote.how != "scores":
        return _CONSENT if step.vote.how == "consent" else _CHOICE
    return SHEET_RESULTS if step.criteria else ()


def absent(read: ReadPlan, path: Path, code: str, what: str, name: str | None, known: Iterable[str]) -> Found:
    """A mistake when the name at `path` is none of the known ones, letter by letter."""
    names = tuple(known)
    if name is not None and name not in names:
        yield Diagnostic(read.at(*path), code, f'không có {what} "{name}"{did_you_mean(name, names)}')


def absent_by_fold(read: ReadPlan, path: Path, code: str, what: str, name: str | None, known: Iterable[str]) -> Found:
    """The same for names compared without marks and case: roles, events."""
    names = tuple(known)
    if name is not None and fold(name) not in {fold(n) for n in names}:
        yield Diagnostic(read.at(*path), code, f'không có {what} "{name}"{did_you_mean(name, names)}')


def twice(read: ReadPlan, path: Path, key: str, ids: Iterable[str]) -> Found:
    """A mistake for each id of a list that stands there already; `key` is the field of the id."""
    first: dict[str, Place] = {}
    for number, name in enumerate(ids):
        place = read.at(*path, number, key)
        if name in first:
            at = first[name]
            yield Diagnostic(place, "KH027", f'mã "{name}" đã có ở dòng {at.line}, cột {at.column}; đặt mã khác')
        first.setdefault(name, place)


def step_ids(plan: Plan) -> tuple[str, ...]:
    return tuple(step.id for step in plan.steps)


def forms_of(plan: Plan, step: Step) -> tuple[Form, ...]:
    """The forms of the step that exist, of all its slots."""
    named = {form_id for ids in step.forms.values() for form_id in ids}
    return tuple(form for form in plan.forms if form.id in named)


def fields_of(plan: Plan, step: Step) -> dict[str, FormField]:
    """The questions of the step's forms by id, as `phieu` merges them, and the results of its ballots."""
    asked = (field for form in forms_of(plan, step) for field in form.fields)
    return {field.id: field for field in (*results_of(step), *asked)}


def tables_of(plan: Plan, step: Step) -> dict[str, FormField]:
    return {name: field for name, field in fields_of(plan, step).items() if field.type == "table"}


def attributes(plan: Plan) -> tuple[str, ...]:
    """The attributes of the register; none without a register."""
    return tuple(a.id for a in plan.register_.attributes) if plan.register_ else ()


def values_of(plan: Plan, attribute: str | None) -> dict[str, str]:
    """Id -> label of what an attribute of the register may hold; empty where its list is not closed."""
    register = plan.register_
    if register is None or attribute is None:
        return {}
    own = next((one.options for one in register.attributes if one.id == attribute), ())
    if not own and attribute == register.field:
        return {field.id: field.name for field in plan.fields}
    return {option.id: option.label for option in own}
