"""Help, the glossary and the living page: there for whoever has signed in, in both languages."""

import re

import pytest

from tests.web.site import Site
from web.help.glossary import found, terms
from web.help.swatches import swatches


@pytest.mark.parametrize("path", ["/tro-giup", "/thuat-ngu", "/kieu-dang"])
def test_help_is_for_those_who_signed_in(ward: Site, path: str):
    assert ward.visitor().get(path).status_code == 302
    assert ward.browser("a").get(path).status_code == 200


def test_every_word_of_the_glossary_has_one_place_and_both_languages():
    anchors = [term.anchor for term in terms()]

    assert len(anchors) == len(set(anchors)) > 40
    assert [term.word for term in terms() if not term.meaning or not term.meaning_english] == []


def test_help_names_the_ways_out_that_there_are(ward: Site):
    page = ward.browser("a").get("/tro-giup").text

    assert [what for what in ("“Thu hồi”", "giữ trên máy này", "“Nhập thay”", "“Trình ký”", "Vắng mặt, làm thay",
                              "“Phiếu hội đồng”", "★") if what not in page] == []


def test_a_word_is_found_without_tone_marks_and_by_its_beginning():
    assert found("han")[0].word == "hạn"
    assert [term.word for term in found("cong nhan")][:2] == ["công nhận", "cấp công nhận"]
    assert "thẩm định" in [term.word for term in found("appraisal")]
    assert found("khongco") == ()


def test_what_is_searched_is_shown_as_text(ward: Site):
    page = ward.browser("a").get("/thuat-ngu?q=<script>x</script>").text

    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


def test_the_glossary_speaks_the_readers_language(ward: Site):
    browser = ward.browser("a")
    vietnamese = browser.get("/thuat-ngu?q=viec").text
    browser.post("/ngon-ngu", {"ngon_ngu": "en"})
    english = browser.get("/thuat-ngu?q=viec").text

    assert "điều một người phải làm trong hộp việc" in vietnamese
    assert "what stands in somebody&#39;s inbox" in english


def test_a_link_to_a_word_leads_to_a_word(ward: Site):
    pages, task = ward.browser("dau-moi"), ward.world.task("dang-ky", "hoi-a").id

    linked = {path: re.findall(r'/thuat-ngu#([\w-]+)"', pages.get(path).text)
              for path in ("/tro-giup", "/su-co", f"/viec/{task}")}

    assert all(linked.values())
    assert {word for words in linked.values() for word in words} <= {term.anchor for term in terms()}


def test_every_pair_of_colours_is_legible_in_both_themes():
    assert [(theme, swatch) for theme, pairs in swatches().items() for swatch in pairs
            if swatch.ratio < swatch.floor] == []
    assert {theme: len(pairs) for theme, pairs in swatches().items()} == {"light": 20, "dark": 20}


def test_the_living_page_draws_every_state_with_the_programs_own_parts(ward: Site):
    page = ward.browser("a").get("/kieu-dang").text

    for code in ("late", "now", "soon", "week", "back", "hold"):
        assert f'class="chip {code}"' in page
    for cell in ("none", "wait", "ret", "over", "ok", "hold", "na"):
        assert f'class="cell {cell}"' in page
