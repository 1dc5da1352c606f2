"""Several pages write one draft: the newest stands place by place, what it replaced is kept, rows come and go."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.work.draft import Change, Draft, Older, settled, unseen
from engine.work.draft_merge import changed

TABLES = frozenset({"f.bang"})
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)


def rows(**names: str) -> list[dict[str, object]]:
    return [{"_id": key, "ten": name} for key, name in names.items()]


def typed(tab: str, seen: int, ago: int = 0, **fields: object) -> Change:
    """A script says what was changed in it."""
    places = frozenset(f"f.{key}" for key in fields)
    return Change({"f": fields}, places, seen=seen, tab=tab, ages=dict.fromkeys(places, timedelta(seconds=ago)))


def page(tab: str, seen: int | None, **fields: object) -> Change:
    """The whole page was posted."""
    return Change({"f": fields}, seen=seen, tab=tab)


def listed(tab: str, seen: int, table: list[dict[str, object]], *cells: str) -> Change:
    """A script says which cells were changed, and the rows it has."""
    places = frozenset(f"f.bang.{cell}" for cell in cells)
    return Change({"f": {"bang": table}}, places, frozenset({"f.bang"}), seen, tab)


def after(*changes: tuple[Change, str, datetime], start: Draft | None = None) -> Draft:
    draft = start or Draft({})
    for change, by, now in changes:
        draft = changed(draft, change, TABLES, by, now)
    return draft


def test_two_pages_write_two_fields_and_both_stand():
    draft = after((typed("t1", 0, ten="A"), "lan", NOW), (typed("t2", 0, noi="B"), "mai", NOW))

    assert draft.forms == {"f": {"ten": "A", "noi": "B"}}
    assert draft.older == {}


def test_the_newer_of_two_values_stands_and_the_older_is_kept_with_its_writer():
    draft = after((typed("t1", 0, ten="A"), "lan", NOW), (typed("t2", 0, ten="B"), "mai", LATER))

    assert draft.forms == {"f": {"ten": "B"}}
    assert draft.older == {"f.ten": (Older("A", "lan", NOW),)}


def test_what_was_typed_earlier_and_arrives_later_does_not_replace_the_newer():
    draft = after((typed("t1", 0, ten="A"), "lan", NOW), (typed("t2", 0, ago=3600, ten="B"), "mai", LATER))

    assert draft.forms == {"f": {"ten": "A"}}
    assert draft.older == {"f.ten": (Older("B", "mai", LATER - timedelta(hours=1)),)}


def test_a_page_goes_on_with_its_own_words_without_asking():
    draft = after((typed("t1", 0, ten="A"), "lan", NOW), (typed("t1", 0, ten="AB"), "lan", NOW))

    assert (draft.forms, draft.older) == ({"f": {"ten": "AB"}}, {})


def test_a_page_that_has_seen_a_value_replaces_it_for_good():
    first = after((typed("t1", 0, ten="A"), "lan", NOW))

    draft = after((typed("t2", first.n, ten="B"), "mai", LATER), start=first)

    assert (draft.forms, draft.older) == ({"f": {"ten": "B"}}, {})


def test_a_whole_page_drawn_before_does_not_put_back_what_it_did_not_change():
    first = Draft({"f": {"ten": "A", "noi": "C"}}, 4)

    draft = after((typed("t1", 4, ten="AB"), "lan", NOW), (typed("t1", 4, ten="ABC"), "lan", NOW),
                  (page("t2", 4, ten="A", noi="D"), "mai", LATER), start=first)

    assert (draft.forms, draft.older) == ({"f": {"ten": "ABC", "noi": "D"}}, {})


@pytest.mark.parametrize(("kept", "posted"), [(12, "12"), (1234.5, "1.234,5"), ("2026-02-05", "05/02/2026"), (None, ""),
                                              (False, ""), (None, [])])
def test_a_value_and_the_same_as_an_input_shows_it_are_no_change(kept, posted):
    first = Draft({"f": {"x": kept}}, 1)

    assert after((page("t", 1, x=posted), "lan", NOW), start=first).marks == {}


def test_without_a_number_a_page_is_written_over_whatever_is_there():
    draft = after((typed("t1", 0, ten="A"), "lan", NOW), (page("", None, ten="B"), "mai", LATER))

    assert (draft.forms, draft.older) == ({"f": {"ten": "B"}}, {})


def test_rows_that_two_pages_add_stand_side_by_side():
    first = Draft({"f": {"bang": rows(r1="Một")}})

    draft = after((listed("t1", 0, rows(r1="Một", a="Lan"), "a.ten"), "lan", NOW),
                  (listed("t2", 0, rows(r1="Một", b="Mai"), "b.ten"), "mai", NOW), start=first)

    assert draft.forms == {"f": {"bang": rows(r1="Một", a="Lan", b="Mai")}}


def test_rows_keep_the_order_of_the_page_that_moved_them():
    first = Draft({"f": {"bang": rows(r1="Một", r2="Hai")}})

    draft = after((listed("t1", 0, rows(r2="Hai", r1="Một")), "lan", NOW), start=first)

    assert draft.forms == {"f": {"bang": rows(r2="Hai", r1="Một")}}


def test_a_row_that_one_page_removed_does_not_come_back_by_another_that_still_shows_it():
    first = Draft({"f": {"bang": rows(r1="Một", r2="Hai")}})
    whole = Change({"f": {"bang": rows(r1="Một mới", r2="Hai")}}, seen=0, tab="t2")

    draft = after((listed("t1", 0, rows(r1="Một")), "lan", NOW), (whole, "mai", LATER), start=first)

    assert draft.forms == {"f": {"bang": rows(r1="Một mới")}}


def test_a_removed_row_comes_back_whole_when_somebody_was_typing_in_it():
    first = Draft({"f": {"bang": [{"_id": "r1", "ten": "Một", "noi": "Xã"}]}})

    draft = after((listed("t1", 0, []), "lan", NOW),
                  (listed("t2", 0, [{"_id": "r1", "ten": "Một!", "noi": "Xã"}], "r1.ten"), "mai", LATER), start=first)

    assert draft.forms == {"f": {"bang": [{"_id": "r1", "ten": "Một!", "noi": "Xã"}]}}


def test_a_row_removed_while_another_typed_in_it_is_kept_beside_the_table_and_can_be_taken_back():
    first = Draft({"f": {"bang": rows(r1="Một")}})

    draft = after((listed("t1", 0, rows(r1="Một sửa"), "r1.ten"), "lan", NOW), (listed("t2", 0, []), "mai", LATER),
                  start=first)

    assert draft.forms == {"f": {"bang": []}}
    assert draft.older == {"f.bang": (Older({"_id": "r1", "ten": "Một sửa"}, "lan", NOW),)}
    back = settled(draft, "f.bang", 0, True, "mai", LATER)
    assert (back.forms, back.older) == ({"f": {"bang": rows(r1="Một sửa")}}, {})


def test_a_kept_value_is_taken_or_let_go_and_an_unknown_one_changes_nothing():
    draft = after((typed("t1", 0, ten="A"), "lan", NOW), (typed("t2", 0, ten="B"), "mai", LATER))

    taken, left = (settled(draft, "f.ten", 0, take, "mai", LATER) for take in (True, False))

    assert (taken.forms, taken.older) == ({"f": {"ten": "A"}}, {})
    assert (left.forms, left.older) == ({"f": {"ten": "B"}}, {})
    assert settled(draft, "f.ten", 7, True, "mai", LATER) == draft
    assert settled(draft, "f.khac", 0, True, "mai", LATER) == draft


def test_files_that_two_pages_add_are_both_there_and_one_taken_away_is_gone_everywhere():
    first = Draft({"f": {"tep": ["a"], "bang": [{"_id": "r1", "tep": ["b"]}]}})

    draft = after((Change({"f": {"tep": ["a"]}}, seen=0, tab="t1", added={"f.tep": ("c",)}), "lan", NOW),
                  (Change({"f": {"tep": ["a"]}}, seen=0, tab="t2", added={"f.tep": ("d",)}), "mai", NOW),
                  (Change({}, frozenset(), seen=0, tab="t2", dropped=frozenset({"a", "b"})), "mai", NOW), start=first)

    assert draft.forms == {"f": {"tep": ["c", "d"], "bang": [{"_id": "r1", "tep": []}]}}


def test_what_others_wrote_after_a_page_was_drawn_is_unseen_unless_the_page_holds_the_same():
    draft = after((typed("t1", 0, ten="A", noi="C"), "lan", NOW))

    assert unseen(draft, page("t2", 0, ten="B", noi="C"), TABLES) == ("f.ten",)
    assert unseen(draft, page("t2", draft.n, ten="B", noi="C"), TABLES) == ()
    assert unseen(draft, page("t1", 0, ten="B", noi="C"), TABLES) == ()


def test_a_row_that_others_added_is_unseen():
    draft = after((listed("t1", 0, rows(a="Lan"), "a.ten"), "lan", NOW))

    assert unseen(draft, page("t2", 0, bang=[]), TABLES) == ("f.bang.a", "f.bang.a.ten")
