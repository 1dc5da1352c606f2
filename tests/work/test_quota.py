"""A registration against the quotas that bind it: by kind of subject, for a unit alone or with those below it."""

from engine.plan.measure import Register, Target
from engine.plan.model import Plan
from engine.work.quota import QuotaState, TargetUnit, quota_states

REGISTER = Register.model_validate({
    "tên": "Sổ", "tên gọi theo": "ten", "lĩnh vực theo": "linh_vuc", "thuộc tính": [
        {"mã": "loai", "nhãn": "Loại", "lựa chọn": [
            {"mã": "tap-the", "nhãn": "Tập thể"}, {"mã": "ca-nhan", "nhãn": "Cá nhân"}]},
        {"mã": "nguon_goc", "nhãn": "Nguồn gốc", "lựa chọn": [{"mã": "moi", "nhãn": "Mô hình mới"}]}]})
OFFICE = TargetUnit("so", "Sở Tài chính", frozenset({"so"}))
DISTRICT = TargetUnit("huyen", "Huyện Long Hồ", frozenset({"huyen"}), ("tinh",))
TOWN = TargetUnit("thi-tran", "Thị trấn Long Hồ", frozenset({"xa"}), ("tinh", "huyen"))
FAR = TargetUnit("xa-khac", "Xã khác", frozenset({"xa"}), ("tinh", "huyen-khac"))


def states(sender: str, entries: list[tuple[str, str]], sent: set[str], **said: object) -> tuple[QuotaState, ...]:
    target = Target.model_validate({
        "mã": "t", "tên": "Chỉ tiêu", "mức": "đúng", "chia theo": "loai", "khi gửi": "từ chối", **said,
        "trích mục": [{"mục": "IV.1"}]})
    plan = Plan.model_construct(register_=REGISTER, targets=(target,), fields=(), groups=(), short="Đợt")
    found = [{"don_vi": {"ma": unit}, "loai": kind, "nguon_goc": "moi"} for unit, kind in entries]
    return quota_states(plan, (OFFICE, DISTRICT, TOWN, FAR), found, sender, frozenset(sent))


def test_each_kind_of_subject_has_its_own_figure():
    entries = [("so", "tap-the")] * 3 + [("so", "ca-nhan")] * 3

    found = states("so", entries, set(), **{"nhóm đơn vị": ["so"], "trong đó": {"tap-the": 2, "ca-nhan": 4}})

    assert [state.text for state in found] == [
        "Sở Tài chính: 3 tập thể, chỉ tiêu là đúng 2 (IV.1); bớt 1.",
        "Sở Tài chính: 3 cá nhân, chỉ tiêu là đúng 4 (IV.1); thêm 1."]


def test_a_districts_quota_spans_the_units_below_it_and_no_others():
    entries = [("huyen", "tap-the"), ("thi-tran", "tap-the"), ("xa-khac", "tap-the"), ("so", "tap-the")]
    quota = {"nhóm đơn vị": ["huyen"], "gồm đơn vị cấp dưới": "có", "trong đó": {"tap-the": 1}}

    found = states("thi-tran", entries, {"huyen"}, **quota)

    assert [state.text for state in found] == [
        "Huyện Long Hồ và cấp dưới: 2 tập thể, chỉ tiêu là đúng 1 (IV.1); bớt 1."]
    assert states("xa-khac", entries, set(), **quota) == ()


def test_what_is_lacking_is_told_only_when_nobody_else_will_add_to_it():
    quota = {"nhóm đơn vị": ["huyen"], "gồm đơn vị cấp dưới": "có", "trong đó": {"tap-the": 3}}

    (first,) = states("huyen", [("huyen", "tap-the")], set(), **quota)
    (last,) = states("thi-tran", [("huyen", "tap-the")], {"huyen"}, **quota)

    assert (first.kept, first.short, first.text) == (
        True, 0, "Huyện Long Hồ và cấp dưới: 1 tập thể, chỉ tiêu là đúng 3 (IV.1).")
    assert (last.kept, last.short) == (False, 2)


def test_bounds_and_ranges_say_how_they_are_counted():
    def said(**words: object) -> str:
        asked = {"nhóm đơn vị": ["so"], "chia theo": "nguon_goc", **words}
        (state,) = states("so", [("so", "tap-the")], set(), **asked)
        return f"{state.demand.bound}: {state.over}/{state.short}"

    assert said(**{"mức": "nhiều nhất", "số lượng": 0}) == "nhiều nhất 0: 1/0"
    assert said(**{"mức": "ít nhất", "số lượng": 2}) == "ít nhất 2: 0/1"
    assert said(**{"mức": "không nói", "hiểu là": "đúng", "số lượng": 2, "đến": 3}) == "từ 2 đến 3: 0/1"
    assert said(**{"trong đó": {"moi": 1}}) == "đúng 1: 0/0"


def test_a_target_that_is_not_checked_on_sending_says_nothing():
    assert states("so", [], set(), **{"khi gửi": "không kiểm tra"}) == ()
