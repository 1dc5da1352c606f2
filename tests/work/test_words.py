"""Days, figures and sentences as Vietnamese offices write them."""

from datetime import date

from engine.work.words import (
    day_in_sentence,
    lower_first,
    number_text,
    roman,
    sentence,
    size_text,
    weekday_short,
)


def test_days_carry_their_weekday():
    assert [weekday_short(date(2026, 2, day)) for day in range(2, 9)] == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    assert day_in_sentence(date(2026, 2, 8)) == "Chủ nhật 08/02/2026"


def test_figures_have_dots_between_thousands_and_a_comma():
    assert [number_text(value) for value in (0, 1234567, 1234.5, -0.25, 100.0)] == [
        "0", "1.234.567", "1.234,5", "-0,25", "100"]
    assert [size_text(size) for size in (319_488, 1_468_006)] == ["312 KB", "1,4 MB"]
    assert [roman(number) for number in (1, 4, 5, 9, 40)] == ["I", "IV", "V", "IX", "XL"]


def test_a_label_joins_a_sentence_without_losing_an_abbreviation():
    assert [lower_first(text) for text in ("Đơn vị", "UBND phường", "")] == ["đơn vị", "UBND phường", ""]
    assert [sentence(text) for text in ("đơn vị: chưa điền", "Xong.")] == ["Đơn vị: chưa điền.", "Xong."]
