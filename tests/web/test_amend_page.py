"""The page on which a running plan is amended, from the file that comes in to the button that takes it back."""

import json
import re
from collections import OrderedDict
from io import BytesIO

import pytest
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage

from engine.store import versions
from engine.store.tables import amendment, audit, plan_version, run, task


def plan_text(ward) -> str:
    with ward.world.database.read() as connection:
        texts = connection.execute(
            select(plan_version.c.sources).join(run, run.c.version_id == plan_version.c.id)).scalar_one()
    return json.loads(texts)["plan.yaml"]


def address(ward) -> str:
    return f"/dot/{ward.world.run_id}/sua"


def upload(ward, text: str | bytes, login: str = "dau-moi"):
    content = text.encode() if isinstance(text, str) else text
    return ward.browser(login).upload(address(ward), {"tep": FileStorage(BytesIO(content), "plan.yaml")})


def renamed(ward) -> str:
    text = plan_text(ward)
    with ward.world.database.read() as connection:
        title = connection.execute(select(task.c.title).where(task.c.status == "open")).scalars().first()
    assert title and title in text
    return text.replace(title, f"{title} (sửa)")


def forms(page: str, part: str) -> tuple[str, str]:
    found = re.search(rf'action="([^"]+/{part})"', page)
    digest = re.search(r'name="ma" value="([0-9a-f]{64})"', page)
    assert found
    return found[1], digest[1] if digest else ""


def titles(ward) -> set[str]:
    with ward.world.database.read() as connection:
        return set(connection.execute(select(task.c.title).where(task.c.status == "open")).scalars())


def test_a_plan_comes_in_is_read_approved_applied_and_taken_back(ward):
    before, browser = titles(ward), ward.browser("dau-moi")

    assert upload(ward, renamed(ward)).status_code == 303
    page = browser.get(address(ward)).text
    assert "Xem trước bản sửa" in page and "(sửa)" in page and titles(ward) == before
    approve, digest = forms(page, "duyet")
    assert browser.post(approve, {"ma": digest}).status_code == 303
    assert titles(ward) != before
    page = browser.get(address(ward)).text
    assert "Bản sửa đã áp dụng" in page
    reverse, _ = forms(page, "dao-lai")
    assert browser.post(reverse).status_code == 303

    assert titles(ward) == before
    with ward.world.database.read() as connection:
        commands = connection.execute(select(audit.c.command).where(audit.c.command.like("%amendment"))).scalars().all()
    assert commands == ["prepare_amendment", "approve_amendment", "apply_amendment", "reverse_amendment"]


def test_a_new_plan_that_is_lost_half_way_is_told_on_the_page_and_taken_back_there(ward, monkeypatch):
    before, browser, database = titles(ward), ward.browser("dau-moi"), ward.world.database
    upload(ward, renamed(ward))
    approve, digest = forms(browser.get(address(ward)).text, "duyet")
    with database.read() as connection:
        found = connection.execute(select(amendment)).one()
    monkeypatch.setattr("web.runs.amend_page.PAGE", 1)
    browser.post(approve, {"ma": digest})
    with database.write() as connection:
        connection.execute(update(plan_version).where(plan_version.c.id == found.to_id).values(sources="{"))
    monkeypatch.setattr(versions, "_COMPILED", OrderedDict())  # a process that has read no plan yet

    page = browser.get(address(ward)).text
    again, _ = forms(page, "tiep")
    still = browser.post(again, follow_redirects=True)
    others = {path: browser.get(path).status_code for path in ("/dot", "/viec", "/su-co")}
    reverse, _ = forms(page, "dao-lai")
    back = browser.post(reverse, follow_redirects=True)

    assert f"Chưa áp dụng tiếp được: KH076 bản kế hoạch đã lưu {found.to_id[:12]} bị hỏng" in page
    assert "load delay" not in page
    assert (still.status_code, "Chưa áp dụng tiếp được" in still.text) == (200, True)
    assert set(others.values()) == {200}, others
    assert (back.status_code, "Bản sửa đã đảo lại" in back.text, titles(ward)) == (200, True, before)


def test_another_digest_than_that_of_the_page_changes_nothing(ward):
    before, browser = titles(ward), ward.browser("dau-moi")
    upload(ward, renamed(ward))
    approve, _ = forms(browser.get(address(ward)).text, "duyet")

    reply = browser.post(approve, {"ma": "0" * 64})

    assert (reply.status_code, "KH074" in reply.text, titles(ward) == before) == (409, True, True)


def test_only_who_leads_the_run_amends_and_nobody_from_elsewhere_sees_it(ward):
    statuses = {login: ward.browser(login).get(address(ward)).status_code for login in ("dau-moi", "a", "nguoi-la")}
    sent = {login: upload(ward, renamed(ward), login).status_code for login in ("a", "nguoi-la")}

    assert statuses == {"dau-moi": 200, "a": 403, "nguoi-la": 404}
    assert sent == {"a": 403, "nguoi-la": 404}


def test_a_form_without_its_token_is_refused(ward):
    reply = ward.browser("dau-moi").client.post(address(ward), data={})

    assert reply.status_code == 400


@pytest.mark.parametrize(("content", "says"), [
    (b"", "Chưa chọn tệp kế hoạch."), (b"\xff\xfe\x00", "không phải chữ UTF-8"), (b"x" * 2_000_001, "lớn quá 2 MB"),
    (b"ke_hoach: [", "KH0")])
def test_a_file_that_is_no_plan_is_refused_in_words(ward, content, says):
    reply = upload(ward, content)

    assert (reply.status_code, says in reply.text) == (422, True), reply.text
