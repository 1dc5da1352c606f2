"""R25: units that do not exist on the day on which they must act."""

import pytest

from engine.plan.organisation import read_organisation
from tests.check.plans import found, line, plan

ORGANISATION = """\
loại đơn vị: {{tinh: Tỉnh, huyen: Huyện, xa: Xã, ban: Ban}}
chức danh: {{can-bo: Cán bộ}}
đơn vị:
  - {{mã: tinh-a, tên: Tỉnh A, loại: tinh}}
  - {{mã: co-quan, tên: Ban đầu mối, loại: ban, thuộc: tinh-a}}
  - {{mã: thuong-truc, tên: Thường trực, loại: ban, thuộc: tinh-a{standing}}}
  - {{mã: huyen-b, tên: Huyện B, loại: huyen, thuộc: tinh-a{district}}}
  - {{mã: xa-c, tên: Xã C, loại: xa, thuộc: tinh-a}}
"""
GROUP = "  - {mã: cap-duoi, tên: Các địa phương, loại: [huyen, xa], trích mục: [{mục: IV.1}]}\n"
STEP = "{mã: ho-so, tên: Gửi hồ sơ, chủ trì: đơn vị, hạn: trước ngày 15/12/2026, trích mục: [{mục: IV.2}]}"
ENDED = ", đến ngày: 30/06/2026, thay bằng: xa-c"


def organisation(district: str = "", standing: str = ""):
    return read_organisation(ORGANISATION.format(district=district, standing=standing), "organisation.yaml")


def test_a_unit_that_has_ended_before_its_deadline_is_an_error_that_names_the_successor():
    loaded = plan(STEP, groups=GROUP)

    first, *others = found(loaded, "R25", organisation=organisation(district=ENDED))

    assert (first.severity, first.clauses, others) == ("E", ("IV.1", "IV.2"), [])
    assert first.message == ("“Các địa phương” phải làm bước “Gửi hồ sơ” hạn 14/12/2026, nhưng ngày ấy không còn 1 "
                             "đơn vị: Huyện B (đến 30/06/2026, thay bằng Xã C).")
    assert line(loaded, first).startswith("{mã: cap-duoi")


@pytest.mark.parametrize("district", ["", ", đến ngày: 31/12/2026", ", đến ngày: 30/06/2025, thay bằng: xa-c"])
def test_units_that_are_there_and_units_of_years_long_past_are_fine(district):
    assert found(plan(STEP, groups=GROUP), "R25", organisation=organisation(district=district)) == []


def test_a_step_of_other_units_asks_nothing_of_those_that_have_ended():
    communes = GROUP.replace("[huyen, xa]", "[xa]").replace("cap-duoi", "cap-xa")
    districts = GROUP.replace("[huyen, xa]", "[huyen]")
    loaded = plan(STEP.replace("mã: ho-so", "mã: ho-so, nhóm đơn vị: [cap-xa]"), groups=communes + districts)

    assert found(loaded, "R25", organisation=organisation(district=ENDED)) == []


def test_a_body_that_has_ended_cannot_hold_a_role():
    loaded = plan(STEP.replace("chủ trì: đơn vị", "phạm vi: cả đợt, chủ trì: Thuong truc"))

    found_there = found(loaded, "R25", organisation=organisation(standing=", đến ngày: 01/9/2026"))

    assert [str(f.message) for f in found_there] == [
        "“Thường trực” phải làm bước “Gửi hồ sơ” hạn 14/12/2026, nhưng ngày ấy không còn 1 đơn vị: Thường trực "
        "(đến 01/09/2026)."]


def test_without_an_organisation_nothing_is_known():
    assert found(plan(STEP, groups=GROUP), "R25") == []


def test_a_role_whose_holders_have_left_is_held_by_nobody():
    loaded = plan(STEP.replace("chủ trì: đơn vị", "phạm vi: cả đợt, chủ trì: thường trực"))
    left, stays = (read_organisation(
        ORGANISATION.format(district="", standing="") + "người:\n  - {tài khoản: a, họ tên: Lê An, giữ chức: "
        f"[{{chức danh: can-bo, đơn vị: thuong-truc, đến ngày: {day}}}]}}\n", "organisation.yaml")
        for day in ("30/06/2026", "31/12/2026"))

    assert [str(f.message) for f in found(loaded, "R25", organisation=left)] == [
        "Vai trò “Thường trực” không còn ai giữ vào hạn 14/12/2026 của bước “Gửi hồ sơ”: Lê An thôi giữ chức ngày "
        "30/06/2026."]
    assert found(loaded, "R25", organisation=stays) == []
