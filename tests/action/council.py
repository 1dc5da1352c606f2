"""A council of the small plan's people that votes by the rules of the day: its world, its votes, its results."""

import json
from datetime import date

from sqlalchemy import select

from engine.action.cast_ballot import cast_ballot
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, LoadedPlan, data_dir, load_sources
from engine.plan.organisation import read_organisation
from engine.store import answers
from engine.store.database import Database
from engine.store.tables import task
from tests.action.nho import ELSEWHERE, ORGANISATION, World

_PLAN = """kế hoạch: hoi-dong
tên: Xét tập thể tiêu biểu
tên ngắn: Xét tập thể
thời gian: năm 2026
cơ quan ban hành: {đơn vị: dau-moi, thể thức: đảng}
vai trò:
  đầu mối: {tên: Ban đầu mối, đơn vị: dau-moi, chức danh: [can-bo], xem cả đợt: có}
  chủ tịch: {tên: Chủ tịch Hội đồng, đơn vị: thuong-truc, chức danh: [thu-truong]}
  đơn vị: {tên: Đơn vị, là: đơn vị của việc, chức danh: [can-bo, thu-truong]}
  hội đồng: {tên: Hội đồng, là: thành viên được chọn, chọn ở: {bước: lap-hoi-dong, trường: thanh_vien}}
đầu mối: đầu mối
nhóm đơn vị:
  - {mã: hoi, tên: Các hội, loại: [hoi]}
bộ tiêu chí:
  - mã: diem
    tên: Bảng điểm
    điểm đạt: 50
    làm tròn: {tới: 0.01}
    tiêu chí:
      - {mã: hieu-qua, nội dung: Hiệu quả, cách đánh giá: chấm điểm, điểm tối đa: 10}
      - {mã: cach-lam, nội dung: Cách làm, cách đánh giá: chấm điểm, điểm tối đa: 10, hệ số: 2}
biểu mẫu:
  - {mã: hoi-dong, tên: Lập hội đồng, trường: [{mã: thanh_vien, nhãn: Thành viên, loại: nhiều người}]}
bước mở đợt: ban-hanh
bước:
  - {mã: ban-hanh, tên: Ban hành kế hoạch, phạm vi: cả đợt, chủ trì: đầu mối}
  - {mã: lap-hoi-dong, tên: Lập hội đồng, phạm vi: cả đợt, chủ trì: đầu mối, biểu mẫu: [hoi-dong], sau: [ban-hanh]}
  - {mã: xet, tên: Xét tập thể, việc: Bỏ phiếu xét tập thể, phạm vi: SCOPE, chủ trì: hội đồng, quy trình: tham-dinh,
     OPENS: lap-hoi-dong, RULES}
  - {mã: ket-thuc, tên: Kết thúc, phạm vi: SCOPE, chủ trì: đầu mối, sau: [xet]}
đôn đốc:
  các mức:
    - {mức: 1, trước ngày làm việc: 5, gửi: [người thực hiện]}
"""
MEMBERS = ("a", "sep-a", "b", "c", "dau-moi")
CONSENT = "bỏ phiếu: {cách: tán thành, chủ toạ: chủ tịch}"
SECRET = "bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch}"


def council_plan(rules: str, scope: str = "cả đợt", more: str = "", style: str = "đảng",
                 code: str = "hoi-dong") -> LoadedPlan:
    """`more`: further parts of the plan; `style`: of the documents of its issuer."""
    opens = "sau: [lap-hoi-dong]" if scope == "cả đợt" else "mở khi xong: lap-hoi-dong"
    text = _PLAN.replace("RULES", rules).replace("SCOPE", scope).replace("OPENS: lap-hoi-dong", opens)
    text = text.replace("thể thức: đảng", f"thể thức: {style}") + more
    text = text.replace("kế hoạch: hoi-dong", f"kế hoạch: {code}")
    blocks = {f"workflows/{name}.bpmn": (data_dir("workflows") / f"{name}.bpmn").read_text("utf-8")
              for name in ("thuc-hien", "tham-dinh")}
    return load_sources({PLAN_FILE: text, **blocks})


def council(database: Database, ids: CountedIds, clock: ManualClock, rules: str, scope: str = "cả đợt",
            members: tuple[str, ...] = MEMBERS, **plan: str) -> World:
    """The members are chosen, their ballots open."""
    made = World(database, ids, clock)
    made.at(date(2026, 3, 2))
    for text in (ORGANISATION, ELSEWHERE):
        import_organisation(database, ids, read_organisation(text, "tổ-chức.yaml"), clock.now())
    loaded = council_plan(rules, scope, **plan)
    made.run_id = prepare_run(database, ids, made.viewer("dau-moi"), loaded, 2026, clock.now())
    made.send("dau-moi", "ban-hanh")
    persons = [made.viewer(login).person_id for login in members]
    made.send("dau-moi", "lap-hoi-dong", answers={"hoi-dong": {"thanh_vien": persons}})
    return made


def vote(world: World, login: str, given: object, code: str = "") -> str:
    """The sentence after a ballot: a word of consent, a list of marks, or scores."""
    marked = ({"phieu": given} if isinstance(given, str) else {"chon": given, "phieu-trang": not given}
              if isinstance(given, list) else given)
    assert isinstance(marked, dict)
    return cast_ballot(world.database, world.ids, world.viewer(login), str(world.task("xet", code).id), marked, None,
                       world.clock.now()).message


def result(world: World, task_id: str) -> dict[str, object]:
    """What the finished vote left among the answers of its step."""
    with world.database.read() as connection:
        status = connection.execute(select(task.c.status).where(task.c.id == task_id)).scalar_one()
        sent = answers.of_task(connection, task_id)
    assert status == "done" and sent
    (found,) = json.loads(json.dumps(sent.forms)).values()
    return dict(found)
