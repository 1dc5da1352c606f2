"""The list of tasks as people see it."""

from datetime import date, timedelta

from sqlalchemy import insert, select, update

from engine.report.inbox import PAGE
from engine.store.tables import notice, task
from tests.action.nho import rows
from tests.browser.copies import copied
from tests.web.site import Site


def test_the_inbox_lists_what_is_to_do_with_its_day_in_words(ward: Site):
    ward.world.at(date(2026, 2, 2))

    page = ward.browser("a").get("/viec").text

    assert "<title>Cần làm (1) · khéo</title>" in page
    assert "3 ngày làm việc tới" in page
    assert "Đăng ký mô hình" in page
    assert "còn 2 ngày làm việc" in page
    assert "T4 04/02/2026" in page


def test_the_first_task_stands_open_beside_the_list(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    page = browser.get("/viec").text
    searched = browser.get("/viec", HX_Request="true", HX_Target="ds").text
    telephone = browser.get("/viec", Sec_CH_UA_Mobile="?1").text

    assert f'<div class="bar" data-task="{task.id}">' in page
    assert f' open" id=v{task.id[-6:]}' in page
    assert 'aria-current="true"' in page
    assert "Mở biểu để điền" in page
    assert 'class="bar"' not in searched
    assert 'class="bar"' not in telephone


def test_the_page_costs_the_same_for_one_task_and_for_three(ward: Site, count_statements):
    browser, database = ward.browser("a"), ward.world.database
    browser.get("/viec")
    with count_statements(database) as for_one:
        one = browser.get("/viec").text
    with database.write() as connection:
        first = dict(connection.execute(select(task).where(task.c.unit_id == ward.world.task(
            "dang-ky", "hoi-a").unit_id, task.c.status == "open")).mappings().one())
        for n in range(2):
            connection.execute(insert(task).values({**first, "id": f"zz-copy-{n}", "node": f"copy-{n}"}))
    with count_statements(database) as for_three:
        three = browser.get("/viec").text

    assert (one.count('class="row '), three.count('class="row ')) == (1, 3)
    assert len(for_one) == len(for_three)


def test_each_view_answers_and_an_unknown_one_does_not(ward: Site):
    browser = ward.browser("a")

    for view in ("can-lam", "qua-han", "hom-nay", "tuan-nay", "can-bo-sung", "ban-nhap", "cho-nguoi-khac", "da-xong"):
        assert browser.get(f"/viec?xem={view}").status_code == 200, view
    assert browser.get("/viec?xem=khac").status_code == 404
    assert browser.get("/viec?sau=khong~phai~khoa").status_code == 404


def test_the_search_needs_no_marks(ward: Site):
    browser = ward.browser("a")

    found, missing = browser.get("/viec?q=dang+ky").text, browser.get("/viec?q=khong+co").text

    assert 'class="row ' in found
    assert 'class="row ' not in missing
    assert "Không có việc nào khớp “khong co”" in missing


def test_htmx_gets_the_list_alone(ward: Site):
    part = ward.browser("a").get("/viec", HX_Request="true", HX_Target="ds").text

    assert part.lstrip().startswith('<div class="listing" id="ds">')
    assert "<html" not in part


def test_who_has_nothing_to_do_reads_what_comes_next(ward: Site):
    browser = ward.browser("a")
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    done = browser.get("/viec").text
    ward.world.at(date(2026, 3, 2))
    later = ward.browser("a").get("/viec").text
    never = ward.browser("thuong-truc").get("/viec").text

    assert "Đã xong hết việc đến hạn" in done
    assert "Hiện không có việc nào chờ bạn" in later
    assert "Chưa có việc nào giao cho bạn" in never


def test_a_notice_lights_the_bell_until_it_is_read(ward: Site):
    browser, me = ward.browser("a"), ward.world.viewer("a")
    with ward.world.database.write() as connection:
        connection.execute(insert(notice).values(
            id="n1", level=1, planned_day=date(2026, 1, 28), person_id=me.person_id, channel="inbox", kind="reminder",
            text="Còn 5 ngày làm việc", made_at=ward.world.clock.now()))
    assert "Thông báo, 1 chưa đọc" in browser.get("/viec").text
    assert "Còn 5 ngày làm việc" in browser.get("/thong-bao").text

    read = browser.post("/thong-bao", {"thong_bao": "n1"})

    assert read.status_code == 303
    assert "chưa đọc" not in browser.get("/viec").text
    with ward.world.database.read() as connection:
        assert connection.execute(select(notice.c.read_at)).scalar_one() == ward.world.clock.now()


def test_a_row_counts_what_others_said_until_the_person_has_read_it(ward: Site):
    about = ward.world.task("dang-ky", "hoi-a")
    chief, officer = ward.browser("sep-a"), ward.browser("a")
    for text in ("Một", "Hai"):
        ward.world.clock.advance(timedelta(minutes=1))
        chief.post(f"/viec/{about.id}/trao-doi", {"noi_dung": text})

    before = officer.get("/viec", HX_Request="true", HX_Target="ds").text
    own = chief.get("/viec", HX_Request="true", HX_Target="ds").text
    officer.get(f"/viec/{about.id}", HX_Request="true")  # walked past in the pane, which does not show them
    assert '2<i> ý kiến chưa đọc</i>' in officer.get("/viec", HX_Request="true", HX_Target="ds").text
    officer.get(f"/viec/{about.id}")
    after = officer.get("/viec", HX_Request="true", HX_Target="ds").text

    assert '2<i> ý kiến chưa đọc</i>' in before
    assert ("chưa đọc" in own, "chưa đọc" in after) == (False, False)


def test_fifty_rows_on_a_slow_line_weigh_at_most_thirty_kilobytes(sqlite, ids, clock, tmp_path):
    here = copied(sqlite, ids, clock, tmp_path, PAGE + 10, date(2026, 1, 20), subject="Tuyến đường hoa tự quản")
    with sqlite.write() as connection:
        long = update(task).where(task.c.id.startswith("copy-")).values(id="01m8e52wtrmfs7cb42" + task.c.id)
        connection.execute(long)

    part = here.browser("dau-moi").get("/viec", HX_Request="true", HX_Target="ds")

    assert part.text.count('<li class="row ') == PAGE
    assert "01m8e52wtrmfs7cb42copy-001" in part.text and "type=checkbox" in part.text
    assert len(part.data) <= 30_000
