"""A hand that does what a person does in Chromium and counts it: presses of the mouse, presses of keys.

What is typed as content (name, password, answers) is the same in any program and is not counted.
"""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.web.site import PASSWORD

FAR = 60
HERE = "(field) => field === document.activeElement"


@dataclass
class Hand:
    """`clicks` and `keys` so far."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def choose(self, place: Locator, label: str) -> None:
        """A list is opened and an entry of it pressed."""
        place.select_option(label=label)
        self.clicks += 2

    def press(self, key: str) -> None:
        """Once the scripts of the page are there."""
        self.page.wait_for_load_state("load")
        self.page.keyboard.press(key)
        self.keys += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def reach(self, place: Locator, key: str = "Tab") -> None:
        """The key as often as it takes until the place has the focus."""
        expect(place).to_be_visible()
        for _ in range(FAR):
            if place.evaluate(HERE):
                return
            self.press(key)
        raise AssertionError(f"{FAR} × {key} do not lead to {place}")

    def sign_in(self, address: str, login: str, mouse: bool) -> None:
        """From the empty page of the door to the inbox; the cursor stands in the first field."""
        self.page.goto(f"{address}/dang-nhap")
        expect(self.page.get_by_label("Tên đăng nhập")).to_be_focused()
        self.write(login)
        if mouse:
            self.click(self.page.get_by_label("Mật khẩu", exact=True))
        else:
            self.press("Tab")
        self.write(PASSWORD)
        if mouse:
            self.click(self.page.get_by_role("button", name="Đăng nhập"))
        else:
            self.press("Enter")
        expect(self.page.locator("#ct h1")).to_be_visible()
