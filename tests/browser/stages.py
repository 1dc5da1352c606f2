"""Sites in which every state of every page can be seen: the first days, spring, autumn, and a program that breaks."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from engine.action.complete_task import complete_task
from engine.action.mark_member import Marking, mark_member
from engine.action.record_signature import record_signature
from engine.action.save_draft import save_draft
from engine.action.store_file import Upload, store_file
from engine.action.submit_to_sign import submit_to_sign
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.tables import notice, plan_version, task, unit
from engine.work.asked_change import AskedChange
from engine.work.people import Stopped
from tests.action.asking import asking
from tests.action.council import MEMBERS, council, vote
from tests.action.nho import World, rows, world
from tests.action.on_paper import BY_STAMP, begin, plan_with, signed_plan
from tests.action.small_ward import small_ward
from tests.action.test_incidents import spoil
from tests.action.wide_forms import wide_forms
from tests.web.site import Site, site
from tests.web.templates import compiled_once
from tests.web.test_ballot_page import to_the_ballot
from web.app import create_app


@dataclass(frozen=True)
class Stage:
    """A site, and the addresses of what stands in it by a short name."""

    site: Site
    at: dict[str, str]


def first_days(made: World, blobs: Path) -> Stage:
    """The plan is prepared, everybody still has the first password, letters can be sent."""
    fresh = site(made, blobs, must_change=True)
    settings = replace(fresh.app.extensions["kheo"], mail=True, url="http://127.0.0.1")
    return Stage(Site(made, compiled_once(create_app(settings))), {})


def amended(made: World) -> str:
    """The plan of the run with another title for an open step."""
    with made.database.read() as connection:
        sources = json.loads(connection.execute(select(plan_version.c.sources)).scalar_one())
        title = connection.execute(select(task.c.title).where(task.c.status == "open")).scalars().first()
    return str(sources["plan.yaml"]).replace(str(title), f"{title} sau khi sửa")


def spring(made: World, blobs: Path) -> Stage:
    """Hội A was returned with a reason, Hội B waits, Hội C could not send; the day has passed."""
    made.send("dau-moi", "ban-hanh")
    ward = site(made, blobs)
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    made.send("b", "dang-ky", answers=rows("Mô hình 2", "Mô hình 3"), code="hoi-b")
    made.send("dau-moi", "dang-ky", "tra-lai", reason="Nêu rõ mục tiêu của mô hình.", code="hoi-a")
    stuck = made.task("dang-ky", "hoi-c")
    state = spoil(made, stuck.instance_id)
    with suppress(Stopped):
        made.complete("c", stuck.id, answers=rows("Mô hình 4"))
    returned, waiting = made.task("dang-ky", "hoi-a"), made.task("dang-ky", "hoi-b")
    ward.browser("a").post(f"/viec/{returned.id}/trao-doi", {"noi_dung": "Đang bổ sung, gửi lại trong tuần."})
    made.tick(date(2026, 2, 6))
    spoil(made, stuck.instance_id, state)
    reminded_before(made, "a", returned.id)
    at = {"run": made.run_id, "entry": made.entries()["Mô hình 2"].id, "amended": amended(made)}
    return Stage(ward, {**at, "returned": returned.id, "waiting": waiting.id, "stuck": stuck.id})


def reminded_before(made: World, login: str, task_id: str) -> None:
    """The person was told of the task twice before, and has read the first."""
    now, person_id = made.clock.now(), made.viewer(login).person_id
    with made.database.write() as connection:
        for days, said in ((2, "Còn 1 ngày làm việc"), (5, "Còn 3 ngày làm việc")):
            connection.execute(insert(notice).values(
                id=f"before-{days}", task_id=task_id, run_id=made.run_id, level=90 + days, channel="inbox",
                kind="reminder", planned_day=date(2026, 2, 6 - days), person_id=person_id,
                text=f"{said}: “Đăng ký mô hình”, hạn thứ Tư 04/02/2026.", made_at=now - timedelta(days=days),
                read_at=now if days > 4 else None))


def asked_again(made: World, blobs: Path) -> Stage:
    """Hội A was told three places to change and has changed one; Hội B was told two, changed one, and has sent it."""
    made.send("dau-moi", "ban-hanh")
    ward = site(made, blobs)
    made.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")
    sent = made.task("dang-ky", "hoi-a")
    place = "dang-ky.danh_sach"
    asks = (AskedChange(f"{place}.r1.ten", "nêu rõ địa bàn, thôn nào"), AskedChange(f"{place}.r2.linh_vuc"),
            AskedChange(f"{place}.r2", "gộp với mô hình 1 nếu cùng địa bàn"))
    complete_task(made.database, made.ids, made.viewer("dau-moi"), sent.id, sent.rev, "tra-lai", {}, "Xem lại ba chỗ.",
                  made.ids.new(), made.clock.now(), asks=asks)
    made.send("b", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-b")
    theirs = made.task("dang-ky", "hoi-b")
    complete_task(made.database, made.ids, made.viewer("dau-moi"), theirs.id, theirs.rev, "tra-lai", {},
                  "Nêu rõ địa bàn và người phụ trách của từng mô hình.", made.ids.new(), made.clock.now(),
                  asks=asks[:2])
    mended = rows("Mô hình 1 ở khu dân cư Đông Hưng", "Mô hình 2", "Mô hình 3")
    for n, row in enumerate(mended["dang-ky"]["danh_sach"], 1):
        row["_id"] = f"r{n}"
    made.send("b", "dang-ky", answers=mended, code="hoi-b")
    again = made.task("dang-ky", "hoi-a")
    ward.browser("a").post(f"/viec/{again.id}/nhap", {
        f"r.{place}": ["r1", "r2"], f"f.{place}.r1.ten": "Mô hình 1 ở thôn Đông", f"f.{place}.r1.linh_vuc": "kinh-te",
        f"f.{place}.r2.ten": "Mô hình 2", f"f.{place}.r2.linh_vuc": "kinh-te"})
    return Stage(ward, {"asked": again.id, "resent": made.task("dang-ky", "hoi-b").id})


def office(made: World, blobs: Path) -> Stage:
    """Three registrations wait for the coordinator."""
    made.send("dau-moi", "ban-hanh")
    for login in "abc":
        made.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")
    return Stage(site(made, blobs), {})


def autumn(made: World, blobs: Path) -> Stage:
    """A ballot is open, one member has voted; most is done."""
    made.send("dau-moi", "ban-hanh")
    ward = site(made, blobs)
    ballot = to_the_ballot(made)
    ward.browser("c").post(f"/viec/{ballot}/phieu-diem", {"d.hieu-qua": "9"})
    return Stage(ward, {"run": made.run_id, "ballot": ballot, "entry": made.entries()["Mô hình a"].id,
                        "amended": amended(made)})


def papers(made: World, blobs: Path) -> Stage:
    """A form with a field for files: a photograph and a PDF that cannot be drawn lie in it."""
    ward = small_ward(made.database, made.ids, made.clock.now())
    asked = ward.open_task("hoi-phu-nu")
    given = []
    for name, content in (("Tuyến đường hoa.jpg", photograph()), ("Biên bản họp chi hội.pdf", b"%PDF-1.4\nlocked")):
        upload = Upload(asked, "ho-so", "tep", name, BytesIO(content))
        given.append(store_file(made.database, BlobStore(blobs), made.ids, ward.viewer("phu-nu"), upload, ward.now).id)
    save_draft(made.database, ward.viewer("phu-nu"), asked, {"ho-so": {"tep": given}}, ward.now)
    return Stage(site(made, blobs), {"file": asked, "picture": given[0], "locked": given[1]})


def photograph() -> bytes:
    """A flowery road, as far as one can tell."""
    picture = Image.new("RGB", (800, 600), "skyblue")
    picture.paste("darkolivegreen", (0, 320, 800, 600))
    picture.paste("goldenrod", (0, 360, 800, 400))
    target = BytesIO()
    picture.save(target, "JPEG")
    return target.getvalue()


def on_paper(made: World, blobs: Path) -> Stage:
    """Three associations sent paper: one was entered, one is being entered, of one nothing was entered yet."""
    made.send("dau-moi", "ban-hanh")
    entered, entering, late = (str(made.task("dang-ky", f"hoi-{letter}").id) for letter in "abc")
    made.at(date(2026, 2, 6))
    begin(made, "dau-moi", entered, date(2026, 2, 6), date(2026, 2, 4), "12-BC/HNA")
    made.send("dau-moi", "dang-ky", answers=rows("Tuyến đường tự quản"), code="hoi-a")
    begin(made, "dau-moi", entering, date(2026, 2, 6), date(2026, 2, 5), "07-CV/HB")
    review = str(made.task("dang-ky", "hoi-a").id)
    return Stage(site(made, blobs), {"entered": entered, "entering": entering, "late": late, "review": review,
                                     "run": made.run_id})


def to_sign(made: World, blobs: Path) -> Stage:
    """Of three registrations one is to be put in for signature, one was changed after it was signed, one was sent."""
    made.send("dau-moi", "ban-hanh")
    drafted, changed, sent = (str(made.task("dang-ky", f"hoi-{letter}").id) for letter in "abc")
    ward = site(made, blobs)
    for login, task_id in (("b", changed), ("c", sent)):
        made_by = made.viewer(login)
        save_draft(made.database, made_by, task_id, rows("Tuyến đường tự quản"), made.clock.now())
        submit_to_sign(made.database, made.ids, made_by, task_id, made.clock.now())
        record_signature(made.database, made.ids, made_by, task_id, ("12-BC/HN", "Trần Văn Ký", "Chủ tịch", "TM"),
                         date(2026, 1, 15), True, made.clock.now())
    save_draft(made.database, made.viewer("b"), changed, rows("Tuyến đường tự quản số 2"), made.clock.now())
    made.send("c", "dang-ky", answers=rows("Tuyến đường tự quản"), code="hoi-c")
    save_draft(made.database, made.viewer("a"), drafted, rows("Vườn mẫu"), made.clock.now())
    return Stage(ward, {"drafted": drafted, "changed": changed, "sent": sent,
                        "received": str(made.task("dang-ky", "hoi-c").id)})


COUNCIL = ("túc số: 2/3, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, bằng phiếu: chủ toạ quyết định, "
           "thay thành viên: có}")
CHOICE = ("bỏ phiếu: {cách: chọn, chọn nhiều nhất: 2, lựa chọn: [{mã: x, nhãn: Tổ dân phố số 1}, {mã: y, nhãn: Tổ dân "
          "phố số 2}, {mã: z, nhãn: Chi hội Phụ nữ khu dân cư Đông Hưng}]}")


def secret_votes(made: World, blobs: Path) -> Stage:
    """Four members vote on three units: one vote has begun with a member absent, one is tied, one is over."""
    begun, tied, over = (str(made.task("xet", f"hoi-{letter}").id) for letter in "abc")
    vote(made, "a", "tan-thanh", "hoi-a")
    marking = Marking(made.viewer("sep-a").person_id, "absent", "đi công tác")
    mark_member(made.database, made.ids, made.viewer("thuong-truc"), begun, marking, made.clock.now())
    for login, answer in (("a", "tan-thanh"), ("sep-a", "khong-tan-thanh"), ("b", "tan-thanh"),
                          ("c", "khong-tan-thanh")):
        vote(made, login, answer, "hoi-b")
        vote(made, login, "tan-thanh" if login != "c" else "phieu-trang", "hoi-c")
    return Stage(site(made, blobs), {"begun": begun, "tied": tied, "over": over})


def opinions(made: World, blobs: Path) -> Stage:
    """Two bodies have said what they think, one late; the third said nothing; the coordinator is to conclude."""
    with made.database.read() as connection:
        found = {row.code: (row.id, row.rev) for row in connection.execute(
            select(task.c.id, task.c.rev, unit.c.code).join(unit, unit.c.id == task.c.candidate_unit_id)
            .where(task.c.act == "opine"))}
    words = {"y-kien": {"nhan_xet": "Kế hoạch cụ thể, đúng đối tượng; nên nêu rõ người phụ trách từng nhóm hộ."}}
    made.complete("b", *found["hoi-b"], "dong-y", words)
    made.tick(date(2026, 3, 12))
    made.complete("c", *found["hoi-c"], "khong-dong-y", words, "Trùng với mô hình của Hội C.")
    made.tick(date(2026, 3, 14))
    return Stage(site(made, blobs), {"concluding": str(made.task("hoi-y", slot="chính").id)})


def choosing(made: World, blobs: Path) -> Stage:
    """A choice of two among three, nobody has voted."""
    return Stage(site(made, blobs), {"choice": str(made.task("xet").id)})


def wide(made: World, blobs: Path) -> Stage:
    """Hội A, under its long name, assesses itself on a form with every control that is hard to place."""
    return Stage(site(made, blobs), {"wide": str(made.task("kiem", "hoi-a").id),
                                     "sending": str(made.task("dang-ky", "hoi-c").id)})


def broken(made: World, blobs: Path) -> Stage:
    """Pages that fail: by a mistake of the program, by a full disk."""
    made.send("dau-moi", "ban-hanh")
    ward = site(made, blobs)

    def mistake() -> str:
        raise RuntimeError("a mistake")

    def full() -> str:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    ward.app.add_url_rule("/thu/loi", "mistake", mistake)
    ward.app.add_url_rule("/thu/het-cho", "full", full)
    return Stage(ward, {})


STAGES: dict[str, tuple[Callable[[Database, CountedIds, ManualClock], World],
                        Callable[[World, Path], Stage]]] = {
    "first days": (world, first_days), "spring": (world, spring), "autumn": (world, autumn), "office": (world, office),
    "asked again": (world, asked_again),
    "secret votes": (lambda *three: council(*three, COUNCIL, "mỗi đơn vị", MEMBERS[:4]), secret_votes),
    "opinions": (asking, opinions),
    "choosing": (lambda *three: council(*three, CHOICE), choosing),
    "on paper": (lambda *three: world(*three, loaded=plan_with(BY_STAMP)), on_paper),
    "to sign": (lambda *three: world(*three, loaded=signed_plan("được")), to_sign),
    "papers": (World, papers), "wide forms": (wide_forms, wide), "broken": (world, broken),
}
