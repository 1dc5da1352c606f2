"""R11, R12, R13: deadlines that are missing, that hang on nothing, that fall on a day off or into the past."""

import pytest

from tests.check.plans import found, line, plan

CLAUSE = "trích mục: [{mục: II.4}]"
MEETING = """sự kiện:
  họp: {ấn định ở bước: ban-hanh%s}
biểu mẫu:
  - {mã: lich, tên: Lịch, trường: [{mã: ngay_hop, nhãn: Ngày họp, loại: ngày}]}
"""
FIXES = ", biểu mẫu: [lich], ấn định: {họp: ngay_hop}"


def step(more: str) -> str:
    return f"{{mã: viec, tên: Báo cáo, chủ trì: đơn vị{more}, {CLAUSE}}}"


def test_a_step_without_a_deadline_is_a_warning():
    loaded = plan(step(""))

    first, *others = found(loaded, "R11")

    assert (first.severity, first.clauses, others) == ("W", ("II.4",), [])
    assert first.message == "Bước “Báo cáo” có người chủ trì nhưng không có hạn."
    assert first.repair == "thêm “hạn”; nếu văn bản không nêu thì đặt và ghi “hạn tự đặt: [chính]”"
    assert line(loaded, first).startswith("{mã: viec")


@pytest.mark.parametrize("phrase", ["định kỳ hằng năm", "ngay từ đầu năm", "kịp thời", "mỗi năm 02 lần"])
def test_a_deadline_that_names_no_day_is_a_warning(phrase):
    loaded = plan(step(f", hạn: {phrase}"))

    assert [str(f.message) for f in found(loaded, "R11")] == [f"Hạn “{phrase}” của bước “Báo cáo” không nêu ngày nào."]


def test_a_deadline_that_the_issuing_body_set_itself_is_told():
    loaded = plan(step(", hạn: trước ngày 16/6/2026, hạn tự đặt: [chính]"))

    assert [str(f.message) for f in found(loaded, "R11")] == [
        "Văn bản không cho bước “Báo cáo” hạn nào; hạn “trước ngày 16/6/2026” do cơ quan ban hành tự đặt."]


@pytest.mark.parametrize("more", [
    ", hạn: trước ngày 16/6/2026", ", hạn: trong thời hạn 05 ngày kể từ ngày nhận việc",
    ", hạn: trước ngày 16/6/2026, tự đặt: có, hạn tự đặt: [chính]",
])
def test_a_deadline_with_a_day_and_a_step_of_our_own_are_fine(more):
    assert found(plan(step(more)), "R11") == []


def test_a_deadline_that_hangs_on_an_event_of_unknown_day_is_an_error():
    loaded = plan(step(", hạn: trước 03 ngày tổ chức họp"), opening=FIXES, rest=MEETING % ", tự ấn định: có")

    first, *others = found(loaded, "R12")

    assert (first.severity, first.clauses, others) == ("E", ("II.4",), [])
    assert first.message == ("Hạn của 1 bước (“Báo cáo”) dựa vào “họp”, mà văn bản không cho ngày và không giao bước "
                             "nào ấn định.")
    assert first.repair == "ghi ngày vào kế hoạch; hiện do bước “Ban hành” ấn định khi thực hiện"


@pytest.mark.parametrize(("opening", "rest"), [
    (FIXES, MEETING % ""), ("", "sự kiện:\n  họp: {ngày: 10/11/2026, tự ấn định: có}\n"),
])
def test_an_event_that_the_document_dates_or_lets_a_step_fix_is_fine(opening, rest):
    assert found(plan(step(", hạn: trước 03 ngày tổ chức họp"), opening=opening, rest=rest), "R12") == []


def test_a_step_cannot_fix_the_event_on_which_its_own_deadline_hangs():
    loaded = plan(step(""), opening=FIXES + ", hạn: trước 03 ngày tổ chức họp", rest=MEETING % "")

    assert [str(f.message) for f in found(loaded, "R12")] == [
        "Bước “Ban hành” ấn định ngày “họp” nhưng hạn của chính bước ấy lại dựa vào ngày đó."]


@pytest.mark.parametrize(("phrase", "last", "working"), [
    ("trước ngày 15/6/2026", "Chủ nhật 14/06/2026", "thứ Sáu 12/06/2026"),
    ("chậm nhất ngày 24/01/2026", "thứ Bảy 24/01/2026", "thứ Sáu 23/01/2026"),
    ("trước ngày 25/11/2026", "thứ Ba 24/11/2026 (nghỉ Ngày Văn hóa Việt Nam)", "thứ Hai 23/11/2026"),
])
def test_a_last_day_that_is_no_working_day_is_a_warning(phrase, last, working):
    loaded = plan(step(f", hạn: {phrase}"))

    first, *others = found(loaded, "R13")

    assert (first.severity, first.clauses, others) == ("W", ("II.4",), [])
    assert first.message == f"Ngày cuối của bước “Báo cáo” là {last}; ngày làm việc cuối là {working}."
    assert first.repair == f"ghi hạn là {working.split()[-1]}, hoặc nhắc người làm theo ngày ấy"
    assert line(loaded, first).startswith(phrase)


def test_a_last_day_before_a_document_of_the_basis_has_passed_when_the_plan_is_issued():
    basis = "căn cứ:\n  - {loại: Hướng dẫn, số: 12-HD/A, ngày: 20/3/2026, cơ quan: A, trích mục: [{mục: căn cứ}]}\n"
    past = plan(step(", hạn: chậm nhất ngày 11/3/2026"), rest=basis)

    first, *others = found(past, "R13")

    assert (first.clauses, others) == (("II.4", "căn cứ"), [])
    assert "hết ngày 11/03/2026, trước ngày 20/03/2026" in first.message


def test_a_last_day_before_the_plans_own_date_has_passed_too():
    late, in_time = (plan(step(", hạn: chậm nhất ngày 11/3/2026"), rest=f"ngày ban hành: {day}\n")
                     for day in ("20/3/2026", "10/3/2026"))

    assert [str(f.message) for f in found(late, "R13")] == [
        "Hạn của bước “Báo cáo” hết ngày 11/03/2026, trước ngày 20/03/2026 của chính kế hoạch: đã qua khi kế hoạch ban "
        "hành."]
    assert found(in_time, "R13") == []


def test_a_last_day_that_is_a_working_day_is_fine_also_one_worked_in_place_of_another():
    worked = plan(step(", hạn: chậm nhất ngày 29/8/2026"),
                  rest="lịch:\n  - {ngày: 29/8/2026, là: làm việc, theo: TB}\n")

    assert found(worked, "R13") + found(plan(step(", hạn: chậm nhất ngày 10/6/2026")), "R13") == []
