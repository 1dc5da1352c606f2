"""The list of votes of those who chair a body or keep its minutes: where each stands, who is told, who may look."""

import re
from datetime import date

import pytest
from sqlalchemy import event, select

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.report.vote_list import vote_list
from engine.store.database import Database
from engine.store.tables import audit, notice, outbox, person
from tests.action.council import council
from tests.web.site import Site, site
from tests.web.test_vote_page import text_of

RULES = "túc số: 2/3, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, thư ký: đầu mối}"
MEMBERS = ("a", "sep-a", "b", "c")
CHAIR, SECRETARY = "thuong-truc", "dau-moi"


@pytest.fixture
def hall(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path) -> Site:
    """Four members vote on three units."""
    return site(council(sqlite, ids, clock, RULES, "mỗi đơn vị", MEMBERS), tmp_path / "blobs")


def cast(here: Site, code: str, *logins: str, answer: str = "tan-thanh") -> str:
    task_id = str(here.world.task("xet", code).id)
    for login in logins:
        reply = here.browser(login).post(f"/viec/{task_id}/phieu-diem", {"phieu": answer})
        assert reply.status_code == 303, reply.text
    return task_id


def urge(here: Site, login: str, **other: str):
    return here.browser(login).post("/phieu/nhac", {"dot": here.world.run_id, "buoc": "xet", **other})


def told(here: Site, channel: str = "inbox") -> list[tuple[str, str]]:
    with here.world.database.read() as connection:
        return [(row.login, row.text) for row in connection.execute(
            select(person.c.login, notice.c.text).join(notice, notice.c.person_id == person.c.id)
            .where(notice.c.level == -4, notice.c.channel == channel).order_by(person.c.login))]


@pytest.mark.parametrize("login", [CHAIR, SECRETARY])
def test_every_vote_stands_in_the_list_with_its_state_and_nobodys_ballot(hall: Site, login):
    cast(hall, "hoi-a", "a", answer="khong-tan-thanh")
    cast(hall, "hoi-b", "a", "sep-a", "b")
    over = cast(hall, "hoi-c", *MEMBERS)

    page = hall.browser(login).get("/phieu").text
    said = text_of(page)

    assert "Hội A 1/4 đã bỏ phiếu cần 3 phiếu" in said
    assert "Hội B 3/4 đã bỏ phiếu đủ túc số, kết thúc được" in said
    assert "Hội C 4/4 đã bỏ phiếu" in said and "Thông qua" in said
    assert f"/viec/{over}/bien-ban" in page
    assert "cần 3 phiếu Chưa bỏ phiếu: Sếp A; Vũ B; Đỗ C" in said
    assert "Nhắc 3 người chưa bỏ phiếu" in said
    assert "tán thành" not in said.lower().replace("không cho biết ai bỏ thế nào", "")


def test_the_way_to_the_list_is_shown_to_those_who_look_after_votes_alone(hall: Site):
    places = ("/viec", "/them", f"/dot/{hall.world.run_id}")

    shown = {login: [">Phiếu hội đồng" in page or "Mở phiếu" in page
                     for page in (hall.browser(login).get(place).text for place in places)]
             for login in (CHAIR, SECRETARY, "a")}

    assert shown == {CHAIR: [True, True, True], SECRETARY: [True, True, True], "a": [False, False, False]}


def test_who_looks_after_nothing_is_told_where_ballots_are(hall: Site):
    said = text_of(hall.browser("a").get("/phieu").text)

    assert "Bạn không điều hành phiếu nào và cũng không giữ biên bản." in said
    assert "Hội A" not in said.split("Phiếu hội đồng")[-1]


def test_each_who_has_not_voted_is_told_once_a_day_of_all_that_waits(hall: Site):
    cast(hall, "hoi-a", "a")
    for code in ("hoi-b", "hoi-c"):
        cast(hall, code, "a", "b")

    first, again = urge(hall, SECRETARY), urge(hall, CHAIR)
    page = text_of(hall.browser(CHAIR).get("/phieu").text)

    assert (first.status_code, again.status_code) == (303, 409)
    assert [login for login, _ in told(hall)] == ["b", "c", "sep-a"]
    assert dict(told(hall))["c"].startswith("Còn chờ 3 phiếu của bạn: “Bỏ phiếu xét tập thể”")
    assert dict(told(hall))["b"].startswith("Còn chờ phiếu của bạn: “Bỏ phiếu xét tập thể”")
    assert "mỗi ngày nhắc một lần" in again.text
    assert "đã nhắc hôm nay lúc" in page
    with hall.world.database.read() as connection:
        acts = connection.execute(select(audit.c.outcome).where(audit.c.command == "urge_voters")).scalars().all()
        letters = connection.execute(select(outbox.c.recipient)).scalars().all()
    assert acts == ["done"]
    assert len(letters) == len(set(letters)) == len(told(hall, "email"))

    hall.world.at(date(2026, 3, 4))
    assert urge(hall, CHAIR).status_code == 303
    assert len(told(hall)) == 6


def test_nobody_is_told_when_everybody_has_voted_or_is_excused(hall: Site):
    for code in ("hoi-a", "hoi-b", "hoi-c"):
        cast(hall, code, *MEMBERS)

    reply = urge(hall, CHAIR)

    assert reply.status_code == 409
    assert "Không còn ai chưa bỏ phiếu" in reply.text
    assert told(hall) == []


@pytest.mark.parametrize(("login", "status"), [("a", 403), ("quan-tri", 403), ("nguoi-la", 404)])
def test_nobody_else_tells_members_to_vote(hall: Site, login, status):
    assert urge(hall, login).status_code == status
    assert told(hall) == []


def test_a_step_that_is_no_vote_tells_nobody_and_a_forged_form_is_refused(hall: Site):
    assert urge(hall, CHAIR, buoc="ban-hanh").status_code == 403
    assert hall.browser(CHAIR).client.post("/phieu/nhac", data={"dot": hall.world.run_id, "buoc": "xet"}
                                           ).status_code == 400
    assert told(hall) == []


def test_the_secretary_reads_who_has_voted_and_decides_nothing(hall: Site):
    task_id = cast(hall, "hoi-a", "a", "b", "c", answer="khong-tan-thanh")
    secretary = hall.browser(SECRETARY)

    page = secretary.get(f"/viec/{task_id}/dieu-hanh")
    tries = [secretary.post(f"/viec/{task_id}/dieu-hanh/{what}", {
        "thanh_vien": hall.world.viewer("sep-a").person_id, "viec": "absent", "ly_do": "thử"}).status_code
        for what in ("thanh-vien", "thay", "ket-thuc")]

    assert page.status_code == 200
    assert "3/4 thành viên đã bỏ phiếu" in text_of(page.text)
    assert "Ghi vắng mặt…" not in page.text and "Kiểm phiếu và kết thúc" not in page.text
    assert not re.search(r"<dt>(Không tán|Tán) thành</dt>", page.text)
    assert tries == [403, 403, 403]


def test_a_stranger_finds_neither_the_vote_nor_the_list(hall: Site):
    task_id = str(hall.world.task("xet", "hoi-a").id)

    assert hall.browser("nguoi-la").get(f"/viec/{task_id}/dieu-hanh").status_code == 404
    assert "Hội A" not in hall.browser("nguoi-la").get("/phieu").text
    assert hall.visitor().get("/phieu").status_code == 302


def test_the_list_asks_as_many_queries_for_three_votes_as_for_one(hall: Site):
    database, chair = hall.world.database, hall.world.viewer(CHAIR)

    def cost(votes: int) -> int:
        ran: list[str] = []

        def note(_connection, _cursor, statement, *_more):
            ran.append(statement)

        event.listen(database.reader, "before_cursor_execute", note)
        (group,) = vote_list(database, chair, date(2026, 3, 3))
        event.remove(database.reader, "before_cursor_execute", note)
        assert len(group.open) == votes
        return len(ran)

    many = cost(3)
    for code in ("hoi-a", "hoi-b"):
        cast(hall, code, *MEMBERS)

    assert cost(1) == many


def test_the_page_of_filters_leads_to_the_votes_where_no_column_does(hall: Site):
    assert 'href="/phieu"' in hall.browser(CHAIR).get("/viec/loc").text
    assert 'href="/phieu"' not in hall.browser("a").get("/viec/loc").text.split("<main")[1]
