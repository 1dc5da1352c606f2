"""R10, R23: who acts, and whether one may be told to."""

import pytest

from engine.plan.organisation import Organisation, read_organisation
from tests.check.plans import CELLS, found, line, plan

ORGANISATION = """\
loại đơn vị: {co-quan: Cơ quan, chi-bo: Chi bộ}
chức danh: {bi-thu: Bí thư, can-bo: Cán bộ}
đơn vị:
  - {mã: dang-uy, tên: Đảng uỷ, loại: co-quan}
  - {mã: co-quan, tên: Ban đầu mối, loại: co-quan, thuộc: dang-uy}
  - {mã: thuong-truc, tên: Thường trực, loại: co-quan, thuộc: dang-uy}
  - {mã: chi-bo-1, tên: Chi bộ 1, loại: chi-bo, thuộc: dang-uy}
người:
  - {tài khoản: an, họ tên: An, giữ chức: [{chức danh: bi-thu, đơn vị: chi-bo-1}]}
"""


def organisation() -> Organisation:
    return read_organisation(ORGANISATION, "organisation.yaml")


OWN = "{mã: tham-dinh, tên: Thẩm định, chủ trì: đầu mối, chủ trì tự đặt: có, trích mục: [{mục: II.5.2.2 Bước 1}]}"


def test_a_step_the_document_gives_to_nobody_is_an_error():
    loaded = plan(OWN)

    first, *others = found(loaded, "R10")

    assert (first.severity, first.clauses, others) == ("E", ("II.5.2.2 Bước 1",), [])
    assert first.message == ("Văn bản không nêu ai chủ trì bước “Thẩm định”; cơ quan ban hành đặt “Ban đầu mối”.")
    assert first.repair == "ghi rõ người chủ trì trong văn bản rồi bỏ “chủ trì tự đặt”"
    assert line(loaded, first).startswith("đầu mối, chủ trì tự đặt")


def test_a_duty_without_an_actor_is_an_error():
    rest = ("nhiệm vụ thường xuyên:\n  - {mã: tuyen-truyen, tên: Tuyên truyền, chủ trì: đơn vị, chủ trì tự đặt: có, "
            "trích mục: [{mục: II.6}]}\n")

    first, *others = found(plan(rest=rest), "R10")

    assert (first.clauses, others) == (("II.6",), [])
    assert first.message == ("Văn bản không nêu ai chủ trì nhiệm vụ thường xuyên “Tuyên truyền”; cơ quan ban hành đặt "
                             "“Đơn vị”.")


def test_steps_with_an_actor_are_owned():
    assert found(plan(OWN.replace("chủ trì tự đặt: có, ", "")), "R10", organisation=organisation()) == []


def test_a_group_that_names_no_unit_is_an_error():
    loaded = plan(groups=CELLS + "  - {mã: truong, tên: Trường học, trích mục: [{mục: II.2}]}\n")

    first, *others = found(loaded, "R10")

    assert (first.severity, first.clauses, others) == ("E", ("II.2",), [])
    assert first.message == "Nhóm đơn vị “Trường học” không nêu loại đơn vị hay đơn vị nào."


@pytest.mark.parametrize(("roles", "groups", "says"), [
    ("", CELLS + "  - {mã: truong, tên: Trường học, loại: [truong-hoc]}\n",
     "Nhóm đơn vị “Trường học” không có đơn vị nào trong tổ chức."),
    ("  mặt trận: {tên: Mặt trận, đơn vị: mat-tran}\n", CELLS,
     "Vai trò “Mặt trận” do đơn vị “mat-tran” giữ mà tổ chức không có đơn vị ấy."),
    ("  phó bí thư: {tên: Phó Bí thư, đơn vị: thuong-truc, chức danh: [pho-bi-thu]}\n", CELLS,
     "Vai trò “Phó Bí thư” không ai giữ: không người nào có chức danh pho-bi-thu ở đơn vị ấy."),
    ("  cán bộ đơn vị: {tên: Cán bộ đơn vị, là: đơn vị của việc, chức danh: [can-bo]}\n", CELLS,
     "Vai trò “Cán bộ đơn vị” không ai giữ: không người nào có chức danh can-bo ở đơn vị ấy."),
])
def test_with_the_organisation_what_nobody_is_in_is_an_error(roles, groups, says):
    loaded = plan(roles=roles, groups=groups)

    assert [f.message for f in found(loaded, "R10", organisation=organisation())] == [says]
    assert found(loaded, "R10") == []


def test_a_position_somebody_holds_is_no_empty_role():
    loaded = plan(roles="  bí thư: {tên: Bí thư, là: đơn vị của việc, chức danh: [bi-thu]}\n")

    assert found(loaded, "R10", organisation=organisation()) == []


ABOVE = "  uỷ ban: {tên: Uỷ ban nhân dân, đơn vị: uy-ban, trên quyền giao việc: có}\n"
WORK = "{mã: kiem-tra, tên: Kiểm tra, phạm vi: cả đợt, chủ trì: uỷ ban, trích mục: [{mục: II.4.3}]}"


def test_work_given_to_a_body_that_cannot_be_ordered_is_a_warning():
    loaded = plan(WORK, roles=ABOVE)

    first, *others = found(loaded, "R23")

    assert (first.severity, first.clauses, others) == ("W", ("II.4.3",), [])
    assert first.message == ("Cơ quan ban hành giao bước “Kiểm tra” cho “Uỷ ban nhân dân” là nơi không thuộc quyền "
                             "giao việc.")
    assert first.repair == ("viết thành đề nghị rồi ghi “đề nghị: có” ở đây, hoặc để cơ quan có quyền ban hành "
                            "kế hoạch")
    assert line(loaded, first).startswith("uỷ ban")


def test_a_target_for_such_a_body_is_a_warning():
    rest = ("chỉ tiêu:\n  - {mã: than-thien, tên: Chính quyền thân thiện, tính theo: cơ quan, đơn vị: uy-ban, "
            "trích mục: [{mục: II.1 gạch 2}]}\n")

    asked = rest.replace("tính theo", "đề nghị: có, tính theo")
    first, *others = found(plan(roles=ABOVE, rest=rest), "R23")

    assert (first.clauses, others) == (("II.1 gạch 2",), [])
    assert "giao chỉ tiêu “Chính quyền thân thiện” cho “Uỷ ban nhân dân”" in first.message
    assert found(plan(roles=ABOVE, rest=asked), "R23") == []


@pytest.mark.parametrize(("work", "roles"), [
    (WORK.replace("trích mục", "đề nghị: có, trích mục"), ABOVE),
    (WORK, ABOVE.replace(", trên quyền giao việc: có", "")),
    (WORK.replace("chủ trì: uỷ ban", "chủ trì: đầu mối, quyết định: uỷ ban"), ABOVE),
])
def test_what_is_asked_or_handed_up_for_decision_is_no_order(work, roles):
    assert found(plan(work, roles=roles), "R23") == []


def outcome(more: str) -> str:
    return (f"kết quả:\n  - {{mã: khen, tên: Khen thưởng, loại: khen thưởng, bước: ban-hanh, {more}, "
            "trích mục: [{mục: III.1 gạch 2}]}\n")


def test_an_award_granted_by_another_than_the_law_says_is_a_warning():
    rest = outcome("văn bản nêu thẩm quyền: Uỷ ban nhân dân xã, thẩm quyền: thường trực")

    first, *others = found(plan(rest=rest), "R23")

    assert (first.severity, first.clauses, others) == ("W", ("III.1 gạch 2",), [])
    assert first.message == ("Văn bản nêu “Uỷ ban nhân dân xã” là nơi quyết định “Khen thưởng”, thẩm quyền thuộc "
                             "“Thường trực”.")
    assert first.repair == "sửa văn bản thành “Thường trực”"


@pytest.mark.parametrize("more", [
    "thẩm quyền: thường trực", "văn bản nêu thẩm quyền: Thường trực, thẩm quyền: thường trực",
    "văn bản nêu thẩm quyền: thường  trực, thẩm quyền: Thường trực",
])
def test_an_award_granted_by_whom_the_law_says_is_none(more):
    assert found(plan(rest=outcome(more)), "R23") == []
