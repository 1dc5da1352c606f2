"""A small plan whose coordinator asks three bodies for their opinion on each association, then concludes."""

from datetime import date

from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, data_dir, load_sources
from engine.plan.organisation import read_organisation
from engine.store.database import Database
from tests.action.nho import ELSEWHERE, ORGANISATION, World

_PLAN = """kế hoạch: hoi-y
tên: Hỏi ý kiến các cơ quan
tên ngắn: Hỏi ý kiến
thời gian: năm 2026
cơ quan ban hành: {đơn vị: dau-moi, thể thức: đảng}
vai trò:
  đầu mối: {tên: Ban đầu mối, đơn vị: dau-moi, chức danh: [can-bo]}
  thường trực: {tên: Thường trực, đơn vị: thuong-truc}
  hội b: {tên: Hội B, đơn vị: hoi-b}
  hội c: {tên: Hội C, đơn vị: hoi-c}
  đơn vị: {tên: Đơn vị, là: đơn vị của việc}
đầu mối: đầu mối
nhóm đơn vị:
  - {mã: hoi, tên: Hội được hỏi, đơn vị: [hoi-a]}
biểu mẫu:
  - {mã: y-kien, tên: Phiếu ý kiến, trường: [{mã: nhan_xet, nhãn: Nhận xét, loại: đoạn văn}]}
  - {mã: ket-luan, tên: Kết luận, trường: [{mã: ket_luan, nhãn: Kết luận, loại: đoạn văn}]}
bước mở đợt: ban-hanh
bước:
  - {mã: ban-hanh, tên: Ban hành kế hoạch, phạm vi: cả đợt, chủ trì: đầu mối}
  - mã: hoi-y
    tên: Hỏi ý kiến
    chủ trì: đầu mối
    quy trình: lay-y-kien
    lấy ý kiến: [thường trực, hội b, hội c]
    biểu mẫu: {ý kiến: [y-kien], chính: [ket-luan]}
    hạn: {ý kiến: ngày 10/3/2026, chính: ngày 20/3/2026}
    chốt: ngày 13/3/2026
MORE  - {mã: ket-thuc, tên: Kết thúc, chủ trì: đầu mối, sau: [hoi-y]}
đôn đốc:
  các mức:
    - {mức: 1, trước ngày làm việc: 5, gửi: [người thực hiện]}
"""


def asking(database: Database, ids: CountedIds, clock: ManualClock, more: str = "") -> World:
    """The three bodies are asked about Hội A."""
    made = World(database, ids, clock)
    made.at(date(2026, 3, 2))
    for text in (ORGANISATION, ELSEWHERE):
        import_organisation(database, ids, read_organisation(text, "tổ-chức.yaml"), clock.now())
    blocks = {f"workflows/{name}.bpmn": (data_dir("workflows") / f"{name}.bpmn").read_text("utf-8")
              for name in ("thuc-hien", "lay-y-kien")}
    plan = load_sources({PLAN_FILE: _PLAN.replace("MORE", f"    {more}\n" if more else ""), **blocks})
    made.run_id = prepare_run(database, ids, made.viewer("dau-moi"), plan, 2026, clock.now())
    made.send("dau-moi", "ban-hanh")
    return made
