"""Every page of the program in every state that somebody can meet. A new page needs a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page, dict[str, str]], None]
"""On the open page, with what stands on its stage."""


@dataclass(frozen=True)
class Shot:
    """One state of one page: `endpoint` is the page's, `act` leads from its address to the state."""

    name: str
    endpoint: str
    path: str
    who: str = ""
    stage: str = "spring"
    act: Act | None = None


def press(name: str, **fields: str) -> Act:
    """Fill the fields of that name attribute, then press the first visible button so called."""
    def do(page: Page, _at: dict[str, str]) -> None:
        for field, value in fields.items():
            page.locator(f"[name='{field}'], [name$='.{field}']").first.fill(value)
        page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()
        page.wait_for_load_state()
    return do


def too_old(page: Page, at: dict[str, str]) -> None:
    """More time is asked for on a page that has been open too long: the words come back."""
    page.goto(f"{page.url}#xin-gia-han")
    page.locator("#ly-do-gia-han").fill("Chờ họp chi hội ngày 18/02/2026")
    page.locator("#xin-gia-han [name=csrf_token]").evaluate("node => { node.value = 'x' }")
    press("Gửi đề nghị gia hạn")(page, at)


def click(selector: str) -> Act:
    """Click the first visible element that fits."""
    return lambda page, _at: page.locator(selector).locator("visible=true").first.click()


def stale(page: Page, _at: dict[str, str]) -> None:
    """The page is sent with a revision of the task that is over."""
    page.locator("[name='phien_ban']").first.evaluate("node => { node.value = '0' }")
    page.locator("button[name='ket_qua'], button.primary").locator("visible=true").first.click()
    page.wait_for_load_state()


def paste(page: Page, _at: dict[str, str]) -> None:
    """A block from Excel is pasted under the first table, and what would become of it is shown."""
    page.locator(".paste > summary", has_text="Dán từ Excel").first.click()
    page.locator("textarea[name^='khoi.']").first.fill("Đường hoa\tkinh te\tx\nVườn mẫu\tkinh doanh\tchắc có")
    page.locator("button[name='dan']").first.click()
    page.get_by_role("heading", name="Xem trước khi nhận").wait_for()


def paste_and_take(page: Page, at: dict[str, str]) -> None:
    """The same, taken over."""
    paste(page, at)
    page.get_by_role("button", name="Nhận vào biểu").click()
    page.get_by_role("button", name="Hoàn tác").wait_for()


def amend(page: Page, at: dict[str, str]) -> None:
    """A new version of the plan comes in and is read."""
    page.get_by_label("Tệp plan.yaml đã sửa").set_input_files(
        {"name": "plan.yaml", "mimeType": "application/yaml", "buffer": at["amended"].encode()})
    page.get_by_role("button", name="Xem trước", exact=True).click()
    page.wait_for_load_state()


def amend_and_apply(page: Page, at: dict[str, str]) -> None:
    """The same, approved."""
    amend(page, at)
    page.get_by_role("button", name="Duyệt và áp dụng").click()
    page.get_by_role("heading", name="Bản sửa đã áp dụng").wait_for()


def diagram(page: Page, _at: dict[str, str]) -> None:
    """The tab with the drawing is opened."""
    page.get_by_role("tab", name="Sơ đồ").click()
    page.locator("#so-do svg.flow").first.wait_for()


def choose(page: Page, _at: dict[str, str]) -> None:
    """Two tasks are ticked, and what would become of them is shown."""
    for box in page.locator("[name=chon]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Tiếp nhận", exact=True).locator("visible=true").first.click()
    page.get_by_role("heading", name="Tiếp nhận: 2 việc").wait_for()


def choose_and_do(page: Page, at: dict[str, str]) -> None:
    """The same, done."""
    choose(page, at)
    page.get_by_role("button", name="Tiếp nhận: 2 việc").click()
    page.wait_for_url("**/hang-loat/*")


def pass_on(page: Page, _at: dict[str, str]) -> None:
    """A ticked task is about to be passed on, where nobody else is at the unit."""
    page.locator("[name=chon]").first.check()
    press("Chuyển xử lý")(page, {})


def drop_view(page: Page, _at: dict[str, str]) -> None:
    """A view is saved, opened again and about to be deleted."""
    press("Lưu", ten="Các hội")(page, {})
    page.goto(page.url.split("/viec")[0] + "/viec/loc")
    page.get_by_role("link", name="Sửa chế độ xem Các hội").click()
    page.get_by_role("link", name="Xoá", exact=True).click()


def decide(page: Page, _at: dict[str, str]) -> None:
    """A day off is typed, and what it moves is shown."""
    page.locator("[name=la][value=nghi]").check()
    press("Xem hạn nào đổi", ngay="02/02/2026", theo="Thông báo 12/TB-UBND", ngay_qd="10/01/2026")(page, {})


def go_away(page: Page, at: dict[str, str]) -> None:
    """An absence is entered that begins today."""
    page.locator("[name^='thay.']").first.select_option(index=1)
    press("Ghi kỳ vắng", tu="06/02/2026", den="10/02/2026")(page, at)


def go_away_otherwise(page: Page, at: dict[str, str]) -> None:
    """It is about to be changed."""
    go_away(page, at)
    page.get_by_role("link", name="Sửa kỳ vắng").first.click()


def unfold(page: Page, _at: dict[str, str]) -> None:
    """Whatever can be opened in the form is open."""
    page.locator("form.desk details").evaluate_all("all => all.forEach(one => { one.open = true })")


def send_rows(page: Page, _at: dict[str, str]) -> None:
    """A registration is sent, and may be withdrawn for a while; where it is gone already, its page is shown."""
    if page.locator("[name$='.ten']").count():
        page.locator("[name$='.ten']").first.fill("Đường hoa")
        page.locator("select[name$='.linh_vuc']").first.select_option("kinh-te")
        page.locator("button.primary[data-send]").locator("visible=true").first.click()
        page.locator(".toast").get_by_role("button", name="Thu hồi").wait_for()


def remove_first(page: Page, _at: dict[str, str]) -> None:
    """It is asked whether the first file shall go."""
    page.locator("button[data-removal]").first.click()
    page.get_by_role("heading", name="Gỡ tệp này?").wait_for()


NOT_PAGES = {
    "people.choose": "leads to the page of a person",
    "inbox.counters": "a part of the inbox", "inbox.feed": "for calendar programs",
    "home": "leads to the inbox", "health.healthz": "JSON for monitors", "static": "files of the program",
    "inbox.file": "an attachment", "inbox.file_picture": "a picture", "inbox.form_file": "a form as a workbook",
    "inbox.minutes_docx": "minutes as a Word file", "inbox.sign_sheet_docx": "a form to be signed as a Word file",
    "installable.manifest": "JSON for telephones",
}

GALLERY = [
    Shot("sign-in", "auth.sign_in", "/dang-nhap"),
    Shot("sign-in-refused", "auth.sign_in", "/dang-nhap", act=press("Đăng nhập", ten="a", mat_khau="không đúng")),
    Shot("forgotten-without-mail", "auth.forgotten", "/quen-mat-khau"),
    Shot("forgotten", "auth.forgotten", "/quen-mat-khau", stage="first days"),
    Shot("forgotten-asked", "auth.forgotten", "/quen-mat-khau", stage="first days",
         act=press("Gửi liên kết đặt lại", ten="a")),
    Shot("reset", "auth.reset", "/quen-mat-khau/abc"),
    Shot("reset-refused", "auth.reset", "/quen-mat-khau/abc",
         act=press("Đặt mật khẩu", moi="một hai ba bốn", lai="một")),
    Shot("first-password", "auth.password", "/mat-khau", "a", "first days"),
    Shot("password", "auth.password", "/mat-khau", "a"),
    Shot("password-refused", "auth.password", "/mat-khau", "a",
         act=press("Đổi mật khẩu", cu="x", moi="một hai ba bốn", lai="một hai ba bốn")),

    Shot("inbox", "inbox.tasks", "/viec", "dau-moi"),
    Shot("inbox-menu", "inbox.tasks", "/viec", "dau-moi", act=click("details.menu > summary")),
    Shot("inbox-late", "inbox.tasks", "/viec?xem=qua-han", "a"),
    Shot("inbox-done", "inbox.tasks", "/viec?xem=da-xong", "dau-moi"),
    Shot("inbox-none-found", "inbox.tasks", "/viec?q=khongco", "dau-moi"),
    Shot("inbox-none-in-view", "inbox.tasks", "/viec?xem=ban-nhap", "dau-moi"),
    Shot("inbox-empty", "inbox.tasks", "/viec", "thuong-truc"),
    Shot("inbox-no-position", "inbox.tasks", "/viec", "quan-tri"),
    Shot("inbox-narrow", "inbox.narrow", "/viec/loc", "dau-moi", "office"),
    Shot("inbox-of-many", "inbox.tasks", "/viec", "dau-moi", "office"),
    Shot("bulk-preview", "inbox.bulk_result", "/viec", "dau-moi", "office", choose),
    Shot("bulk-result", "inbox.bulk_result", "/viec", "dau-moi", "office", choose_and_do),
    Shot("bulk-pass-on", "inbox.bulk_result", "/viec", "dau-moi", "office", pass_on),
    Shot("bulk-more-time", "inbox.bulk_result", "/dot/{run}?buoc=dang-ky", "dau-moi",
         act=press("Gia hạn “Đăng ký mô hình”")),
    Shot("view-form", "inbox.save_view", "/viec/che-do-xem?q=hoi", "dau-moi", "office"),
    Shot("view-form-errors", "inbox.save_view", "/viec/che-do-xem?q=hoi", "dau-moi", "office", press("Lưu")),
    Shot("inbox-saved-view", "inbox.tasks", "/viec/che-do-xem?q=hoi", "dau-moi", "office", press("Lưu", ten="Các hội")),
    Shot("view-drop", "inbox.drop_view", "/viec/che-do-xem?q=hoi", "a", "office", drop_view),
    Shot("own", "inbox.own", "/cai-dat", "a"),
    Shot("own-feed", "inbox.own", "/cai-dat", "a", act=press("Bật lịch")),
    Shot("away", "people.away", "/vang-mat", "a"),
    Shot("away-errors", "people.away", "/vang-mat", "a", act=press("Ghi kỳ vắng", tu="mai", den="01/02/2026")),
    Shot("away-entered", "people.away", "/vang-mat", "a", act=go_away),
    Shot("away-of", "people.away_of", "/vang-mat", "quan-tri", act=press("Mở")),
    Shot("away-change", "people.absence", "/vang-mat", "a", act=go_away_otherwise),
    Shot("handover", "people.handover", "/ban-giao", "quan-tri"),
    Shot("handover-preview", "people.handover", "/ban-giao?cu=a&moi=c", "quan-tri"),
    Shot("handover-refused", "people.handover", "/ban-giao?cu=a&moi=a", "quan-tri"),
    Shot("more", "inbox.more", "/them", "dau-moi"),
    Shot("notices", "inbox.notices", "/thong-bao", "a"),
    Shot("notices-of-one-task", "inbox.notices", "/thong-bao", "a", act=click(".notice-list summary")),
    Shot("notices-empty", "inbox.notices", "/thong-bao", "quan-tri"),

    Shot("task-returned", "inbox.task", "/viec/{returned}", "a"),
    Shot("task-errors", "inbox.task", "/viec/{stuck}", "c", act=click("button.primary")),
    Shot("task-row-added", "inbox.task", "/viec/{returned}", "a", act=click("button[name='them']")),
    Shot("task-paste-preview", "inbox.task", "/viec/{returned}", "a", act=paste),
    Shot("task-pasted", "inbox.task", "/viec/{returned}", "a", act=paste_and_take),
    Shot("task-asked", "inbox.task", "/viec/{asked}", "a", "asked again"),
    Shot("task-resent", "inbox.task", "/viec/{resent}", "dau-moi", "asked again"),
    Shot("pane-resent", "inbox.tasks", "/viec?mo={resent}", "dau-moi", "asked again"),
    Shot("task-menu", "inbox.task", "/viec/{asked}", "a", "asked again", click(".taskbar .rest-acts summary")),
    Shot("pane-menu", "inbox.tasks", "/viec?mo={resent}", "dau-moi", "asked again",
         lambda page, at: click("#ct .rest-acts summary")(page, at) if page.viewport_size["width"] > 800 else None),
    Shot("task-confirm", "inbox.task", "/viec/{asked}", "a", "asked again", act=click("[data-send]")),
    Shot("task-diagram", "inbox.task", "/viec/{asked}", "a", "asked again", act=diagram),
    Shot("task-keys", "inbox.task", "/viec/{asked}", "a", "asked again",
         act=lambda page, _at: page.keyboard.press("?")),
    Shot("task-of-others", "inbox.task", "/viec/{returned}", "b"),
    Shot("task-review", "inbox.task", "/viec/{waiting}", "dau-moi"),
    Shot("task-too-old", "inbox.task", "/viec/{returned}", "a", act=too_old),
    Shot("task-changed", "inbox.task", "/viec/{returned}", "a", act=stale),
    Shot("task-wide", "inbox.task", "/viec/{wide}", "a", "wide forms", unfold),
    Shot("task-wide-errors", "inbox.task", "/viec/{wide}", "a", "wide forms", click("button.primary")),
    Shot("task-sent", "inbox.task", "/viec/{sending}", "c", "wide forms", send_rows),
    Shot("task-files", "inbox.task", "/viec/{file}", "phu-nu", "papers"),
    Shot("file-picture", "inbox.file_view", "/tep/{picture}/xem", "phu-nu", "papers"),
    Shot("file-removal", "inbox.file_removal", "/viec/{file}/tep/{picture}/go", "phu-nu", "papers"),
    Shot("file-removal-asked", "inbox.task", "/viec/{file}", "phu-nu", "papers", act=remove_first),
    Shot("file-without-picture", "inbox.file_view", "/tep/{locked}/xem", "phu-nu", "papers"),
    Shot("task-ballot", "inbox.task", "/viec/{ballot}", "b", "autumn"),
    Shot("task-ballot-errors", "inbox.task", "/viec/{ballot}", "b", "autumn",
         act=click(".taskbar button.primary, .botbar button.primary")),

    Shot("paper", "inbox.paper", "/viec/{late}/nhap-thay", "dau-moi", "on paper"),
    Shot("paper-errors", "inbox.paper", "/viec/{late}/nhap-thay", "dau-moi", "on paper",
         act=press("Bắt đầu nhập thay", ngay_dau="01/01/2027")),
    Shot("paper-entering", "inbox.task", "/viec/{entering}", "dau-moi", "on paper"),
    Shot("paper-leaving", "inbox.leaving_paper", "/viec/{entering}/thoi-nhap-thay", "dau-moi", "on paper"),
    Shot("paper-taking-back", "inbox.leaving_paper", "/viec/{entering}/thoi-nhap-thay", "b", "on paper"),
    Shot("paper-entered", "inbox.task", "/viec/{entered}", "a", "on paper"),
    Shot("paper-barred", "inbox.task", "/viec/{review}", "dau-moi", "on paper"),
    Shot("sign-draft", "inbox.task", "/viec/{drafted}", "a", "to sign"),
    Shot("sign-submitted", "inbox.task", "/viec/{drafted}", "a", "to sign", act=press("Trình ký")),
    Shot("sign-changed", "inbox.task", "/viec/{changed}", "b", "to sign"),
    Shot("sign-received", "inbox.task", "/viec/{received}", "dau-moi", "to sign"),
    Shot("sign-sheet", "inbox.sign_sheet", "/viec/{changed}/ban-trinh", "b", "to sign"),
    Shot("overview-paper", "runs.run", "/dot/{run}", "dau-moi", "on paper"),

    Shot("vote", "inbox.task", "/viec/{begun}", "b", "secret votes"),
    Shot("vote-error", "inbox.task", "/viec/{begun}", "b", "secret votes",
         act=click(".taskbar button.primary, .botbar button.primary")),
    Shot("vote-cast", "inbox.task", "/viec/{begun}", "a", "secret votes"),
    Shot("vote-absent", "inbox.task", "/viec/{begun}", "sep-a", "secret votes"),
    Shot("vote-tied", "inbox.task", "/viec/{tied}", "c", "secret votes"),
    Shot("vote-over", "inbox.task", "/viec/{over}", "c", "secret votes"),
    Shot("vote-chair", "inbox.conduct", "/viec/{begun}/dieu-hanh", "thuong-truc", "secret votes"),
    Shot("vote-chair-marks", "inbox.conduct", "/viec/{begun}/dieu-hanh", "thuong-truc", "secret votes",
         act=click("details.noting > summary")),
    Shot("vote-chair-tie", "inbox.conduct", "/viec/{tied}/dieu-hanh", "thuong-truc", "secret votes"),
    Shot("vote-minutes", "inbox.minutes", "/viec/{over}/bien-ban", "c", "secret votes"),
    Shot("votes", "inbox.votes", "/phieu", "thuong-truc", "secret votes"),
    Shot("votes-urged", "inbox.votes", "/phieu", "thuong-truc", "secret votes", press("Nhắc 2 người chưa bỏ phiếu")),
    Shot("votes-none", "inbox.votes", "/phieu", "a", "secret votes"),
    Shot("opinions", "inbox.task", "/viec/{concluding}", "dau-moi", "opinions"),
    Shot("vote-choice", "inbox.task", "/viec/{choice}", "b", "choosing"),

    Shot("runs", "runs.runs", "/dot", "dau-moi"),
    Shot("runs-empty", "runs.runs", "/dot", "nguoi-la"),
    Shot("plans", "runs.plans", "/ke-hoach", "dau-moi"),
    Shot("overview", "runs.run", "/dot/{run}", "dau-moi"),
    Shot("overview-autumn", "runs.run", "/dot/{run}", "dau-moi", "autumn"),
    Shot("overview-unit", "runs.run", "/dot/{run}", "a"),
    Shot("diagram", "runs.diagram", "/dot/{run}/so-do", "dau-moi"),
    Shot("diagram-node", "runs.diagram", "/dot/{run}/so-do", "dau-moi",
         act=lambda page, _at: page.locator("a.here").first.dispatch_event("click")),
    Shot("events", "runs.events", "/dot/{run}/su-kien", "dau-moi"),
    Shot("events-autumn", "runs.events", "/dot/{run}/su-kien", "dau-moi", "autumn"),
    Shot("closing", "runs.closing", "/dot/{run}/ket-thuc", "dau-moi"),
    Shot("log", "runs.log", "/dot/{run}/nhat-ky", "dau-moi"),
    Shot("amendments", "runs.amendments", "/dot/{run}/sua", "dau-moi"),
    Shot("amendment", "runs.amendments", "/dot/{run}/sua", "dau-moi", act=amend),

    Shot("register", "entries.entries", "/mo-hinh", "dau-moi"),
    Shot("register-empty", "entries.entries", "/mo-hinh?q=khongco", "dau-moi"),
    Shot("entry", "entries.entry", "/mo-hinh/{entry}", "dau-moi"),
    Shot("entry-autumn", "entries.entry", "/mo-hinh/{entry}", "dau-moi", "autumn"),
    Shot("nomination", "entries.nominate", "/mo-hinh/de-xuat?dot={run}", "dau-moi"),

    Shot("calendar", "calendar.year", "/lich?thang=2026-02", "dau-moi"),
    Shot("calendar-unit", "calendar.year", "/lich", "a"),
    Shot("decisions", "calendar.decisions", "/lich/quyet-dinh", "quan-tri"),
    Shot("decision", "calendar.decisions", "/lich/quyet-dinh", "quan-tri", act=decide),
    Shot("incidents", "incidents.incidents", "/su-co", "dau-moi"),
    Shot("incidents-none", "incidents.incidents", "/su-co", "quan-tri", "autumn"),

    Shot("amendment-applied", "runs.amendments", "/dot/{run}/sua", "dau-moi", "autumn", act=amend_and_apply),
    Shot("help", "help.how_to", "/tro-giup", "a"),
    Shot("tour", "inbox.tasks", "/tro-giup", "dau-moi", "office", press("Xem lại phần giới thiệu")),
    Shot("words", "help.words", "/thuat-ngu", "a"),
    Shot("words-found", "help.words", "/thuat-ngu?q=cong", "a"),
    Shot("words-none", "help.words", "/thuat-ngu?q=khongco", "a"),
    Shot("design", "help.design", "/kieu-dang", "a"),

    Shot("forbidden", "runs.amendments", "/dot/{run}/sua", "a"),
    Shot("not-found", "inbox.task", "/viec/khong-co", "a"),
    Shot("no-such-page", "home", "/khong-co-trang-nay", "a"),
    Shot("mistake", "home", "/thu/loi", "a", "broken"),
    Shot("disk-full", "home", "/thu/het-cho", "a", "broken"),
]
