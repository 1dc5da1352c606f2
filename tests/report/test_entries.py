"""The register and the page of an entry: found without marks, masked for strangers, hidden outside."""

from datetime import date

import pytest
from sqlalchemy import select, update

from engine.action.nominate_entry import nominate_entry
from engine.report.entries import EMPTY, Sieve, register_page
from engine.report.entry_page import entry_page
from engine.report.nomination import nomination_page
from engine.store.tables import entry as entry_table
from engine.store.tables import plan_version
from engine.work.people import Conflict, Forbidden, NotFound
from tests.action.nho import World, published, rows, world

TODAY = date(2026, 2, 2)


@pytest.fixture
def running(database, ids, clock) -> World:
    """Hội A has registered two initiatives, Hội B one; those of Hội A are accepted."""
    made = published(database, ids, clock)
    made.send("a", "dang-ky", answers=rows("Ngõ phố sạch 1", "Trồng ổi 2"), code="hoi-a")
    made.send("b", "dang-ky", answers=rows("Đường hoa 3"), code="hoi-b")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    return made


def _register(at: World, login: str = "dau-moi", **sieve):
    return register_page(at.database, at.viewer(login), at.run_id, Sieve(**sieve), TODAY)


def _names(at: World, login: str = "dau-moi", **sieve) -> list[str]:
    return [line.name for line in _register(at, login, **sieve).lines]


def _set(at: World, name: str, text: str) -> str:
    """Put this data into the entry's row."""
    found = at.entries()[name].id
    with at.database.write() as connection:
        connection.execute(update(entry_table).where(entry_table.c.id == found).values(data=text))
    return str(found)


def test_overseers_see_every_entry_and_a_unit_its_own(running):
    seen = {login: _names(running, login) for login in ("dau-moi", "thuong-truc", "quan-tri", "a", "b", "c")}

    every = ["Ngõ phố sạch 1", "Trồng ổi 2", "Đường hoa 3"]
    assert seen == {"dau-moi": every, "thuong-truc": every, "quan-tri": every, "a": every[:2], "b": every[2:], "c": []}


def test_a_recognised_entry_is_open_to_all_units(running):
    found = _set(running, "Đường hoa 3", '{"ten": "Đường hoa 3", "linh_vuc": "kinh-te", "cong_nhan": true}')

    line = _register(running, "c").lines[0]
    page = entry_page(running.database, running.viewer("c"), found, TODAY)

    assert (line.name, line.public, line.open, line.late) == ("Đường hoa 3", True, None, None)
    assert (page.full, page.told, page.steps, page.papers, page.remarks) == (False, (), (), (), ())
    assert [(fact.label, fact.text) for fact in page.facts] == [("Lĩnh vực", "Kinh tế"), ("Được công nhận", "Có")]


def test_search_needs_no_marks_and_filters_add_up(running):
    assert _names(running, words="NGO pho") == ["Ngõ phố sạch 1"]
    assert _names(running, words="hoi b") == ["Đường hoa 3"]
    assert _names(running, status="sent") == ["Đường hoa 3"]
    assert _names(running, status="accepted", words="oi") == ["Ngõ phố sạch 1", "Trồng ổi 2"]
    assert _names(running, field="kinh-te", status="accepted", words="trong oi") == ["Trồng ổi 2"]
    assert _names(running, unit=running.entries()["Đường hoa 3"].unit_id) == ["Đường hoa 3"]
    assert _names(running, options=(("moi", "x"),)) == []


def test_personal_data_are_neither_shown_to_strangers_nor_found_by_them(running):
    _make_personal(running)
    found = _set(running, "Đường hoa 3",
                 '{"ten": "Đường hoa 3", "linh_vuc": "số 7 ngõ Chùa", "cong_nhan": true}')

    texts = {}
    for login in ("b", "dau-moi", "c"):
        facts = entry_page(running.database, running.viewer(login), found, TODAY).facts
        texts[login] = next(fact.text for fact in facts if fact.id == "linh_vuc")

    assert texts == {"b": "số 7 ngõ Chùa", "dau-moi": "số 7 ngõ Chùa", "c": None}
    assert _names(running, "dau-moi", words="ngo chua") == ["Đường hoa 3"]
    assert _names(running, "c", words="ngo chua") == []
    assert _names(running, "c", words="duong hoa") == ["Đường hoa 3"]


def _make_personal(at: World) -> None:
    """The same plan, in which the field is personal data."""
    with at.database.write() as connection:
        row = connection.execute(select(plan_version)).one()
        plain = "{mã: linh_vuc, nhãn: Lĩnh vực}"
        text = row.sources.replace(plain, f"{plain[:-1]}, dữ liệu cá nhân: có}}")
        assert text != row.sources
        connection.execute(plan_version.insert().values({**row._mapping, "id": "personal", "sources": text}))
        connection.exec_driver_sql("UPDATE run SET version_id = 'personal'")


def test_an_entry_outside_is_as_one_that_does_not_exist(running):
    found = running.entries()["Đường hoa 3"].id

    for login, wanted in (("c", found), ("nguoi-la", found), ("dau-moi", "không có")):
        with pytest.raises(NotFound):
            entry_page(running.database, running.viewer(login), wanted, TODAY)
    assert entry_page(running.database, running.viewer("b"), found, TODAY).entry.name == "Đường hoa 3"


def test_the_page_tells_what_was_sent_and_how_each_step_stands(running):
    found = running.entries()["Ngõ phố sạch 1"].id

    page = entry_page(running.database, running.viewer("dau-moi"), found, TODAY)

    assert [(one.step, one.outcome, one.by, one.capacity) for one in page.told] == [
        ("Đăng ký mô hình", "Tiếp nhận", "Lê Đầu Mối", "Cán bộ, Ban Đầu mối"),
        ("Đăng ký mô hình", "Gửi", "Trần A", "Cán bộ, Hội A")]
    assert [(line.name, line.cell.state) for line in page.steps] == [
        ("Ra mắt mô hình", "na"), ("Báo cáo trước họp chấm", "later"), ("Chấm điểm", "later")]


def test_the_register_of_another_ward_is_not_found_and_a_newcomer_sees_none(running):
    with pytest.raises(NotFound):
        _register(running, "nguoi-la")
    assert register_page(running.database, running.viewer("nguoi-la"), None, Sieve(), TODAY) == EMPTY


def test_as_many_queries_for_one_entry_as_for_three(running, count_statements):
    _register(running)
    with count_statements(running.database) as of_three:
        assert len(_names(running)) == 3
    with running.database.write() as connection:
        connection.execute(update(entry_table).where(entry_table.c.name != "Đường hoa 3").values(status="withdrawn"))
    with count_statements(running.database) as of_one:
        assert len(_names(running)) == 1

    assert len(of_one) == len(of_three)


def test_the_form_to_nominate_is_for_the_role_of_the_plan_while_the_run_runs(running):
    page = nomination_page(running.database, running.viewer("dau-moi"), running.run_id, TODAY)

    assert [item.label for item in page.form.items] == ["Tên mô hình", "Đơn vị thực hiện", "Lĩnh vực"]
    with pytest.raises(Forbidden, match="Ban đầu mối"):
        nomination_page(running.database, running.viewer("a"), running.run_id, TODAY)
    with pytest.raises(NotFound):
        nomination_page(running.database, running.viewer("nguoi-la"), running.run_id, TODAY)


def test_nothing_is_nominated_before_the_plan_is_in_force(database, ids, clock):
    prepared = world(database, ids, clock)

    with pytest.raises(Conflict, match="không đang thực hiện"):
        nomination_page(database, prepared.viewer("dau-moi"), prepared.run_id, TODAY)


def test_a_nominated_entry_says_so_in_the_register(running):
    unit_id = running.entries()["Đường hoa 3"].unit_id
    answers = {"de-xuat": {"ten": "Giếng làng", "don_vi_thuc_hien": unit_id, "linh_vuc": "kinh-te"}}
    viewer, now = running.viewer("dau-moi"), running.clock.now()
    nominate_entry(running.database, running.ids, viewer, running.run_id, answers, now)

    found = {line.name: line.registered for line in _register(running).lines}

    assert found["Giếng làng"] is False and found["Đường hoa 3"] is True
