from engine.bpmn.reach import guards_ahead
from tests.bpmn.drawn import PARTS, RETURNS, draw

CHOICES = draw("""
    bat-dau > gui > chon1
    chon1 > gui ?tra-lai
    chon1 > chon2 !
    chon2 > re ?cap-huyen
    chon2 > lam !
    re > chon3
    re > tin > kt3
    chon3 > b ?co-b
    chon3 > kt1 !
    lam > chon4
    chon4 > kt2 ?xong
    chon4 > gui !
    b > kt4
""", {"tra-lai": "ket_qua == 'tra-lai'", "cap-huyen": "mo_hinh.cap == 'huyen'"})


def test_guards_are_those_before_the_next_wait():
    assert guards_ahead(CHOICES, "gui", None) == ("cap-huyen", "co-b", "tra-lai")
    assert guards_ahead(CHOICES, "lam", None) == ("xong",)
    assert guards_ahead(CHOICES, "tin", None) == ()


def test_a_known_outcome_closes_the_ways_it_does_not_choose():
    assert guards_ahead(CHOICES, "gui", "tra-lai") == ("tra-lai",)
    assert guards_ahead(CHOICES, "gui", "nhan") == ("cap-huyen", "co-b", "tra-lai")


def test_the_start_may_reach_guards_too():
    process = draw("bat-dau > chon\nchon > a ?co-a\nchon > kt !\na > kt")

    assert guards_ahead(process, "bat-dau", None) == ("co-a",)


def test_a_task_followed_by_a_task_reaches_none():
    assert guards_ahead(RETURNS, "gui", None) == ()


def test_guards_and_counts_are_found_into_a_called_part_and_out_of_it():
    assert guards_ahead(PARTS, "lap", None) == ("so-nguoi",)
    assert guards_ahead(PARTS, "xem", None) == ()
    assert guards_ahead(PARTS, "tin-k", None) == ("lai",)
    assert guards_ahead(PARTS, "han-goi-kiem-tra", None) == ()
