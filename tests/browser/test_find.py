"""Controls by themselves: a long list is searched in without tone marks, a figure and a day are shown as they stand."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[2] / "web" / "static"
FILE = STATIC / "find.js"
FIND = ('data-find-script="/find.js" data-find-label="Tìm" data-find-hint="tìm" data-find-found="{n} mục khớp" '
        'data-find-none="không có mục nào khớp"')
PEOPLE = (("1", "Nguyễn Văn An — Chủ tịch, Hội Nông dân"), ("2", "Đỗ Hoà — Trưởng ban, Ban Xây dựng Đảng"),
          ("3", "Lê Thuỷ — Bí thư, Đoàn Thanh niên"))


def test_a_select_is_searched_in_and_chosen_from_by_keyboard(page: Page):
    near, *far = (f'<option value="{key}">{text}</option>' for key, text in PEOPLE)
    page.set_content(f'<form><select name="nguoi" {FIND}><option value="">chọn</option><optgroup label="Đây">{near}'
                     f'</optgroup><optgroup label="Khác">{"".join(far)}</optgroup></select></form>')
    page.add_script_tag(path=FILE)
    field, select = page.get_by_label("Tìm"), page.locator("select")
    whole = select.locator("option").all_text_contents()

    field.press_sequentially("do hoa")
    expect(page.get_by_text("1 mục khớp")).to_be_visible()
    field.press("Enter")
    expect(select).to_be_focused()
    page.keyboard.press("Tab")

    expect(select).to_have_value("2")
    assert select.locator("option").all_text_contents() == whole
    assert select.evaluate("list => list.size") == 0
    field.fill("khong co ai")
    expect(page.get_by_text("không có mục nào khớp")).to_be_visible()
    expect(select).to_have_value("2")


def test_ticked_boxes_stay_in_sight(page: Page):
    boxes = "".join(f'<label class="pick"><input type="checkbox" name="ai" value="{key}"><span>{text}</span></label>'
                    for key, text in PEOPLE)
    page.set_content(f"<style>[hidden] {{ display: none; }}</style><fieldset {FIND}>{boxes}</fieldset>")
    page.add_script_tag(path=FILE)
    page.get_by_label("Nguyễn Văn An").check()

    page.get_by_label("Tìm").fill("thuy")

    expect(page.get_by_label("Lê Thuỷ")).to_be_visible()
    expect(page.get_by_label("Nguyễn Văn An")).to_be_checked()
    expect(page.get_by_label("Nguyễn Văn An")).to_be_visible()
    expect(page.get_by_label("Đỗ Hoà")).to_be_hidden()


@pytest.mark.parametrize(("kind", "typed", "shown"), [
    ("money", "1500000", "1.500.000"), ("money", "ba triệu", "ba triệu"), ("money", "500", "500"),
    ("date", "5/2/26", "05/02/2026"), ("date", "5-2-2026", "05/02/2026"), ("date", "5/2/68", "5/2/68")])
def test_what_was_typed_is_shown_as_it_will_stand(page: Page, kind: str, typed: str, shown: str):
    page.set_content(f'<form class="desk"><input aria-label="ô" data-as="{kind}"></form>')
    page.add_script_tag(path=STATIC / "form.js")
    page.evaluate("document.dispatchEvent(new Event('htmx:afterSwap'))")

    page.get_by_label("ô").fill(typed)
    page.get_by_label("ô").blur()

    expect(page.get_by_label("ô")).to_have_value(shown)


def test_a_text_shows_all_its_lines_where_the_style_cannot_make_it_grow(page: Page):
    page.set_content('<form class="desk"><textarea aria-label="ô" rows="1" style="overflow: hidden"></textarea></form>')
    page.add_script_tag(path=STATIC / "form.js")
    page.evaluate("document.dispatchEvent(new Event('htmx:afterSwap'))")
    field, tall = page.get_by_label("ô"), []

    for text in ("một dòng", "một\nhai\nba\nbốn\nnăm\nsáu", "một dòng"):
        field.fill(text)
        tall.append(field.evaluate("box => [box.offsetHeight, box.scrollHeight - box.clientHeight]"))

    assert tall[0] == tall[2]
    assert tall[1][0] > 3 * tall[0][0]
    assert [hidden for _height, hidden in tall] == [0, 0, 0]
