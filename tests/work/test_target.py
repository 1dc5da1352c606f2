"""Live figures against targets."""

from engine.plan.measure import FieldOfWork, Register, Target
from engine.plan.model import Plan
from engine.plan.people import UnitGroup
from engine.work.quota import TargetUnit
from engine.work.target import TargetFigure, target_figures

REGISTER = Register.model_validate({
    "tên": "Sổ", "tên gọi theo": "ten", "lĩnh vực theo": "linh_vuc",
    "tính vào chỉ tiêu khi": "trang_thai == 'accepted'",
    "thuộc tính": [{"mã": "loai", "nhãn": "Loại", "lựa chọn": [
        {"mã": "tap-the", "nhãn": "Tập thể"}, {"mã": "ca-nhan", "nhãn": "Cá nhân"}]}]})
GROUPS = tuple(UnitGroup.model_validate({"mã": code, "tên": name}) for code, name in (
    ("doan-the", "Đoàn thể"), ("chinh-quyen", "Chính quyền")))
FARMERS = TargetUnit("nong-dan", "Hội Nông dân", frozenset({"doan-the"}))
WOMEN = TargetUnit("phu-nu", "Hội Phụ nữ", frozenset({"doan-the"}))
OFFICE = TargetUnit("ubnd", "UBND phường", frozenset({"chinh-quyen"}))


def entry(unit: str, status: str = "accepted", **data: object) -> dict[str, object]:
    return {"don_vi": {"ma": unit}, "trang_thai": status, **data}


ENTRIES = (entry("nong-dan", loai="tap-the"), entry("nong-dan", loai="ca-nhan"), entry("phu-nu", "sent"),
           entry("ubnd", chu_de="than-thien"))


def figure(**said: object) -> TargetFigure:
    target = Target.model_validate({"mã": "t", "tên": "Chỉ tiêu", **said})
    plan = Plan.model_construct(register_=REGISTER, targets=(target,), short="Đợt", fields=(), groups=GROUPS)
    (found,) = target_figures(plan, (FARMERS, WOMEN, OFFICE), ENTRIES)
    assert found.target == target
    return found


def outcome(found: TargetFigure) -> tuple[object, ...]:
    return found.reached, found.of, found.needed, found.percent, found.met, found.missing


def test_a_target_per_unit_names_the_units_that_are_missing():
    assert outcome(figure()) == (2, 3, 3, 66.7, False, (WOMEN,))
    assert outcome(figure(**{"nhóm đơn vị": ["chinh-quyen"]})) == (1, 1, 1, 100.0, True, ())
    assert outcome(figure(**{"tỷ lệ phần trăm": 50})) == (2, 3, 2, 66.7, True, (WOMEN,))


def test_bounds_are_exact_least_or_most():
    assert outcome(figure(**{"mức": "đúng"})) == (1, 3, 3, 33.3, False, (FARMERS, WOMEN))
    assert outcome(figure(**{"mức": "nhiều nhất"})) == (2, 3, 3, 66.7, False, (FARMERS,))


def test_a_target_of_the_run_counts_entries_and_splits_them():
    found = figure(**{"tính theo": "cả đợt", "số lượng": 4, "chia theo": "loai"})

    assert outcome(found) == (3, 4, 4, 75.0, False, ())
    assert found.split == (("Tập thể", 1), ("Cá nhân", 1), ("Chưa rõ", 1))


def test_an_aim_of_one_body_keeps_its_horizon_and_binds_nobody():
    found = figure(**{"tính theo": "cơ quan", "đơn vị": "ubnd", "mức": "phấn đấu",
                      "mô hình khi": "chu_de == 'than-thien' and dat_chuan", "thời hạn": "phấn đấu đến năm 2027"})

    assert outcome(found) == (0, 1, 1, 0.0, False, (OFFICE,))
    assert (found.horizon, found.binding) == ("phấn đấu đến năm 2027", False)


def test_a_group_reaches_its_amount_together():
    found = figure(**{"tính theo": "nhóm", "số lượng": 2})

    assert outcome(found)[:5] == (1, 2, 2, 50.0, False)
    assert [unit.name for unit in found.missing] == ["Chính quyền"]


def test_portions_are_counted_kind_by_kind_and_whoever_misses_one_is_named_with_the_figures():
    found = figure(**{"chia theo": "loai", "trong đó": {"tap-the": 1, "ca-nhan": 1}, "nhóm đơn vị": ["doan-the"]})

    assert outcome(found) == (1, 2, 2, 50.0, False, (WOMEN,))
    assert found.lacking == ("0/1 tập thể, 0/1 cá nhân",)
    assert found.split[:2] == (("Tập thể", 1), ("Cá nhân", 1))


def test_portions_of_the_run_add_up_to_its_figure():
    found = figure(**{"tính theo": "cả đợt", "chia theo": "loai", "trong đó": {"tap-the": 1, "ca-nhan": 3}})

    assert outcome(found) == (3, 4, 4, 75.0, False, ())


def test_a_range_or_an_unsaid_bound_counts_as_it_is_understood():
    def met(**said: object) -> list[str]:
        return [unit.name for unit in figure(**{"đến": 2, **said}).missing]

    assert met(**{"mức": "ít nhất"}) == ["Hội Phụ nữ"]
    assert met(**{"mức": "không nói", "hiểu là": "đúng"}) == ["Hội Phụ nữ"]
    assert met(**{"mức": "không nói", "hiểu là": "nhiều nhất"}) == []
    assert figure(**{"mức": "không nói"}).binding is False
    assert figure(**{"mức": "khuyến nghị"}).binding is False


def test_a_target_may_be_split_by_the_fields_of_the_plan():
    fields = tuple(FieldOfWork.model_validate({"mã": key, "tên": name}) for key, name in (
        ("kinh-te", "Kinh tế"), ("van-hoa", "Văn hoá")))
    target = Target.model_validate({"mã": "t", "tên": "Chỉ tiêu", "tính theo": "cả đợt", "chia theo": "linh_vuc",
                                    "trong đó": {"kinh-te": 1, "van-hoa": 1}})
    plan = Plan.model_construct(register_=REGISTER, targets=(target,), short="Đợt", fields=fields, groups=GROUPS)

    (found,) = target_figures(plan, (FARMERS,), [entry("nong-dan", linh_vuc="kinh-te")])

    assert (found.reached, found.needed, found.met, found.split) == (
        1, 2, False, (("Kinh tế", 1), ("Văn hoá", 0)))
