"""A dossier is complete when every paper that applies is there, in copies and confirmed."""

from engine.plan.folder import data_dir, load_plan
from engine.plan.measure import Dossier
from engine.work.dossier import Given, dossier_of, dossier_state, given_in

DOSSIER = Dossier.model_validate({"mã": "de-nghi", "tên": "Hồ sơ đề nghị", "thành phần": [
    {"mã": "to_trinh", "tên": "Tờ trình"},
    {"mã": "bao_cao", "tên": "Báo cáo thành tích", "số bản": 2, "xác nhận": ["cơ quan quản lý", "cấp uỷ"]},
    {"mã": "ra_mat", "tên": "Biên bản ra mắt", "chỉ khi": "mo_hinh.nguon_goc == 'moi'"},
    {"mã": "anh", "tên": "Ảnh", "bắt buộc": "không"}]})
OLD = {"mo_hinh": {"nguon_goc": "co-tu-truoc"}}


def test_everything_missing_is_named():
    given = {"bao_cao": Given(True, 1, frozenset({"cấp uỷ"}))}

    assert dossier_state(DOSSIER, given, {"mo_hinh": {"nguon_goc": "moi"}}).missing == (
        "Thiếu tờ trình.", "Báo cáo thành tích: có 01 bản, cần 02 bản.",
        "Báo cáo thành tích: chưa có xác nhận của cơ quan quản lý.", "Thiếu biên bản ra mắt.")


def test_a_dossier_is_complete_without_what_does_not_apply():
    given = {"to_trinh": Given(True), "bao_cao": Given(True, 2, frozenset({"cấp uỷ", "cơ quan quản lý"}))}

    state = dossier_state(DOSSIER, given, OLD)

    assert (state.complete, [i.item.id for i in state.items]) == (True, ["to_trinh", "bao_cao", "anh"])


def test_marks_and_files_of_a_form_say_what_is_there():
    given = given_in(DOSSIER, {"to_trinh": ["t1"], "bao_cao": True, "anh": []})

    assert given == {"to_trinh": Given(True), "bao_cao": Given(True), "ra_mat": Given(False), "anh": Given(False)}
    assert dossier_state(DOSSIER, given, OLD).complete


def test_copies_and_confirmations_are_read_where_the_plan_says():
    item = {"mã": "bao_cao", "tên": "Báo cáo", "số bản": 2, "số bản ghi ở": "so_bo", "xác nhận": ["cơ quan", "cấp uỷ"],
            "xác nhận ghi ở": ["xn_co_quan", "xn_cap_uy"]}
    dossier = Dossier.model_validate({"mã": "d", "tên": "Hồ sơ", "thành phần": [item]})

    def given(**values: object) -> Given:
        return given_in(dossier, {"bao_cao": ["t1"], **values})["bao_cao"]

    assert given(so_bo=2, xn_co_quan=True, xn_cap_uy=False) == Given(True, 2, frozenset({"cơ quan"}))
    assert given(so_bo="hai") == Given(True, 0, frozenset())


def test_the_dossier_of_a_step_stands_under_its_name():
    plan = load_plan(data_dir("plan_configs") / "thuy-nguyen-2026").plan
    paper = ["tep"]
    values = {"to_trinh": paper, "bien_ban_hop": paper, "bao_cao_thanh_tich": paper, "so_bo": 1,
              "xac_nhan_co_quan": True, "trich_ngang": paper}

    state = dossier_of(plan, plan.step("ho-so-de-nghi"), values, {})

    assert state and (state.name, state.missing) == ("Hồ sơ đề nghị công nhận mô hình, điển hình", (
        "Báo cáo thành tích: có 01 bản, cần 02 bản.", "Báo cáo thành tích: chưa có xác nhận của cấp uỷ."))
    assert dossier_of(plan, plan.step("ban-hanh"), values, {}) is None
