"""Opinions of several bodies: each reads its own before the conclusion; who was late or silent is named."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.store.tables import task, unit
from tests.action.asking import asking
from tests.web.site import Site, site
from tests.web.test_vote_page import text_of


@pytest.fixture
def office(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path) -> Site:
    return site(asking(sqlite, ids, clock), tmp_path / "blobs")


def opinion(here: Site, code: str) -> str:
    """The id of the task in which that body gives its opinion."""
    with here.world.database.read() as connection:
        return str(connection.execute(select(task.c.id).join(unit, unit.c.id == task.c.candidate_unit_id).where(
            task.c.act == "opine", unit.c.code == code)).scalar_one())


def say(here: Site, login: str, code: str, outcome: str, words: str = "", reason: str = "") -> None:
    task_id = opinion(here, code)
    reply = here.browser(login).post(f"/viec/{task_id}/xong", {
        "phien_ban": "1", "khoa": f"k{code}", "ket_qua": outcome, "f.y-kien.nhan_xet": words, "ly_do": reason})
    assert reply.status_code == 303, text_of(reply.text)


def concluding(here: Site) -> str:
    return str(here.world.task("hoi-y", slot="chính").id)


def test_a_body_reads_nothing_of_the_others_before_the_conclusion(office):
    say(office, "b", "hoi-b", "khong-dong-y", "Lời của Hội B", "Lý do của Hội B")
    office.browser("b").post(f"/viec/{opinion(office, 'hoi-b')}/trao-doi", {"noi_dung": "Trao đổi của Hội B"})

    other = office.browser("c").get(f"/viec/{opinion(office, 'hoi-c')}").text
    concerned = office.browser("a").get(f"/viec/{opinion(office, 'hoi-b')}").text
    own = office.browser("b").get(f"/viec/{opinion(office, 'hoi-b')}").text

    for words in ("Lời của Hội B", "Lý do của Hội B", "Trao đổi của Hội B"):
        assert words in own
        assert words not in other and words not in concerned
    assert "Vũ B" not in other


def test_who_concludes_reads_all_side_by_side_and_who_was_late_or_silent(office):
    say(office, "b", "hoi-b", "dong-y", "Lời của Hội B")
    office.world.tick(date(2026, 3, 12))
    say(office, "c", "hoi-c", "khong-y-kien")
    office.world.tick(date(2026, 3, 14))

    page = office.browser("dau-moi").get(f"/viec/{concluding(office)}").text

    said = text_of(page)
    assert "Hội B Đồng ý" in said and "Lời của Hội B" in said
    assert "Hội C Không có ý kiến, gửi muộn 09:00 thứ Năm 12/03/2026, hạn T3 10/03/2026" in said
    assert "Thường trực không gửi ý kiến (hạn T3 10/03/2026)" in said
    assert 'class="side-by-side"' in page


def test_no_opinion_counts_as_answered_without_a_form(office):
    for login, code in (("thuong-truc", "thuong-truc"), ("b", "hoi-b"), ("c", "hoi-c")):
        say(office, login, code, "khong-y-kien")

    assert office.world.tasks() == [("hoi-y.chính", "hoi-a", "")]


def test_an_opinion_with_a_word_needs_its_form(office):
    reply = office.browser("b").post(f"/viec/{opinion(office, 'hoi-b')}/xong",
                                     {"phien_ban": "1", "khoa": "k", "ket_qua": "dong-y"})

    assert reply.status_code == 422


def test_everybody_concerned_reads_the_opinions_once_there_is_a_conclusion(office):
    say(office, "b", "hoi-b", "dong-y", "Lời của Hội B")
    for login, code in (("thuong-truc", "thuong-truc"), ("c", "hoi-c")):
        say(office, login, code, "khong-y-kien")
    before = office.browser("a").get(f"/viec/{concluding(office)}").text
    office.world.send("dau-moi", "hoi-y", answers={"ket-luan": {"ket_luan": "Đạt"}})

    after = office.browser("a").get(f"/viec/{opinion(office, 'hoi-b')}").text

    assert "Lời của Hội B" not in before and "Lời của Hội B" in after


def test_a_plan_may_let_the_bodies_read_each_other(sqlite, ids, clock, tmp_path):
    here = site(asking(sqlite, ids, clock, "cho xem ý kiến của nhau: có"), tmp_path / "blobs")
    say(here, "b", "hoi-b", "dong-y", "Lời của Hội B")

    assert "Lời của Hội B" in here.browser("c").get(f"/viec/{opinion(here, 'hoi-c')}").text
