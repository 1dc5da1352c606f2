"""The list of tasks as people see it."""

import html
import re
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


def test_who_goes_back_in_the_history_gets_the_whole_page(ward: Site):
    reply = ward.browser("a").get("/viec", HX_Request="true", HX_History_Restore_Request="true")

    assert '<nav class="views"' in reply.text
    assert 'class="bar" data-task=' in reply.text
    assert "HX-History-Restore-Request" in reply.headers["Vary"]


def _read(row: str) -> str:
    """What is heard of a row."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", row))).strip()


def test_a_row_is_heard_as_one_sentence(ward: Site):
    about = ward.world.task("dang-ky", "hoi-a")
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    ward.world.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    again = ward.world.task("dang-ky", "hoi-a")
    ward.browser("sep-a").post(f"/viec/{again.id}/trao-doi", {"noi_dung": "Một"})
    officer = ward.browser("a")
    officer.post(f"/viec/{again.id}/danh-dau", {"danh_dau": "co"})
    own = officer.get("/viec", HX_Request="true").text
    ward.world.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")
    waiting = ward.browser("b").get("/viec?xem=cho-nguoi-khac", HX_Request="true").text
    with ward.world.database.write() as connection:
        connection.execute(update(task).where(task.c.id == again.id).values(
            subject="Tuyến đường hoa", draft_percent=60, last_working_day=date(2026, 1, 30),
            last_day=date(2026, 1, 31), overdue_after=date(2026, 2, 2)))
    ward.world.at(date(2026, 2, 2))
    drafted = officer.get("/viec", HX_Request="true").text

    def heard(page: str) -> list[str]:
        return [_read(row) for row in re.findall(r'<li class="row .*?</a>', page, re.S)]

    assert about.id != again.id
    place = "; kế hoạch: Kế hoạch nhỏ · bước 1/2; "
    assert heard(own) == [f"Việc: Đăng ký mô hình{place}đã đánh dấu; bị trả lại lần 1; 1 ý kiến chưa đọc; "
                          "hạn: T4 04/02/2026"]
    assert heard(waiting) == [f"Việc: Tiếp nhận hoặc trả lại: Đăng ký mô hình{place}chờ Ban đầu mối; "
                              "hạn: còn 3 ngày làm việc T3 20/01/2026"]
    assert heard(drafted) == [f"Việc: Đăng ký mô hình — “Tuyến đường hoa”{place}đã đánh dấu; bị trả lại lần 1; "
                              "bản nháp 60%; 1 ý kiến chưa đọc; hạn: đến ngày ghi trong kế hoạch T6 30/01/2026"]
    assert 'class="mark back" title="thiếu"' in drafted
    assert 'title="Hạn theo kế hoạch: ' in drafted and "ngày cuối T7 31/01/2026" in drafted


def test_more_rows_of_a_group_come_under_the_head_that_stands_there(sqlite, ids, clock, tmp_path):
    here = copied(sqlite, ids, clock, tmp_path, PAGE + 10, date(2026, 1, 20), last_working_day=date(2026, 3, 2))
    browser = here.browser("dau-moi")
    first = browser.get("/viec").text
    key = re.findall(r'hx-get="(/viec\?sau=[^"]+)"', first)[0]

    more = browser.get(key, HX_Request="true", HX_Target="them").text
    alone = browser.get(key).text

    assert (first.count("head-row"), more.count("head-row"), alone.count("head-row")) == (2, 0, 1)
    assert more.count('class="row ') == 11


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


def test_reminders_of_one_task_are_one_line_that_unfolds_without_scripts(ward: Site):
    browser, me, about = ward.browser("a"), ward.world.viewer("a"), ward.world.task("dang-ky", "hoi-a")
    with ward.world.database.write() as connection:
        connection.execute(insert(notice), [{
            "id": f"n{n}", "task_id": about.id, "run_id": ward.world.run_id, "level": n,
            "planned_day": date(2026, 1, 28), "person_id": me.person_id, "channel": "inbox", "kind": "reminder",
            "text": f"Lời <b>{n}</b>", "made_at": ward.world.clock.now() + timedelta(days=n)} for n in range(3)])
    page = browser.get("/thong-bao").text

    assert page.count('<li class="day">') == 1
    assert page.index("Lời &lt;b&gt;2") < page.index("<details><summary>2 thông báo trước về việc này · "
                                                     "<b>2 chưa đọc</b>") < page.index("Lời &lt;b&gt;1")
    assert re.findall(r'name="thong_bao" value="(n\d)"', page) == ["n2", "n1", "n0"]

    read = browser.post("/thong-bao", {"xem": "chua-doc", "thong_bao": ["n2", "n1", "n0"]})

    assert read.location == "/thong-bao?xem=chua-doc"
    assert "Không còn thông báo nào chưa đọc." in browser.get(read.location).text
    assert browser.get("/thong-bao?sau=khong-co").status_code == 404


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

    assert '<i>; </i>2<i> ý kiến chưa đọc</i>' in before
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
