"""Entries made from rows, and changed by rows sent again."""

from dataclasses import replace
from datetime import UTC, datetime

from engine.plan.measure import Register
from engine.work.entry import Entry, Registration, registration

REGISTER = Register.model_validate({
    "tên": "Sổ", "tên gọi theo": "ten", "lĩnh vực theo": "linh_vuc",
    "thuộc tính": [{"mã": "ten", "nhãn": "Tên"}, {"mã": "linh_vuc", "nhãn": "Lĩnh vực"}]})
BLANK = Entry("", "r", "u", "", "", "sent", True, {}, datetime(2026, 2, 1, tzinfo=UTC))


def entry(number: int, name: str) -> Entry:
    return replace(BLANK, id=f"m{number}", row_key=str(number), name=name, data={"ten": name})


def test_rows_become_entries_with_the_attributes_of_the_register():
    done = registration(REGISTER, [{"_id": "1", "ten": "Một", "ghi_chu": "không giữ"}], [], BLANK, ["m1"])

    assert done == Registration((entry(1, "Một"),), (), ())


def test_a_row_sent_again_is_the_same_entry_and_a_missing_one_is_withdrawn():
    present = [entry(1, "Một"), entry(2, "Hai")]

    done = registration(REGISTER, [{"_id": "1", "ten": "Một sửa"}, {"_id": "3", "ten": "Ba"}], present, BLANK, ["m3"])

    assert done == Registration(
        (entry(3, "Ba"),), (entry(1, "Một sửa"),), (replace(entry(2, "Hai"), status="withdrawn", row_key="~m2"),))


def test_a_second_registration_leaves_the_entries_of_the_first_alone():
    present = [entry(1, "Một"), replace(entry(2, "Hai"), row_key="2:1"), replace(entry(4, "Bốn"), row_key="2:2")]
    blank = replace(BLANK, row_key="2:")

    done = registration(REGISTER, [{"_id": "1", "ten": "Hai sửa"}, {"_id": "3", "ten": "Ba"}], present, blank, ["m3"])

    assert [(one.id, one.row_key) for one in (*done.added, *done.changed, *done.withdrawn)] == [
        ("m3", "2:3"), ("m2", "2:1"), ("m4", "~m4")]


def test_proposed_and_withdrawn_entries_are_left_alone():
    present = [replace(entry(1, "Một"), registered=False), replace(entry(2, "Hai"), status="withdrawn", row_key="~m2")]

    assert registration(REGISTER, [], present, BLANK, []) == Registration((), (), ())


def test_expressions_see_attributes_and_the_state_of_an_entry():
    assert entry(1, "Một").context({"ten": "Hội A"}) == {
        "ten": "Một", "ma": "m1", "trang_thai": "sent", "da_dang_ky": True, "don_vi": {"ten": "Hội A"}}
    assert entry(1, "Đường Sáng").search == "duong sang duong sang"
