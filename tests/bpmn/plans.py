"""A small plan with every kind of step the weave knows, and short ways to change it."""

from engine.bpmn.blocks import Block, read_block
from engine.bpmn.graph import Process
from engine.bpmn.weave import weave
from engine.plan.folder import data_dir
from engine.plan.read import ReadPlan, read_plan

HEAD = """\
kế hoạch: thu
tên: Kế hoạch thử
tên ngắn: Thử
thời gian: năm 2026
cơ quan ban hành: {đơn vị: ban-xay-dung-dang, thể thức: đảng}
vai trò:
  đầu mối: {tên: Ban Xây dựng Đảng, là: cơ quan, đơn vị: ban-xay-dung-dang}
  quyết định: {tên: Thường trực Đảng ủy, là: cơ quan, đơn vị: thuong-truc}
  đơn vị: {tên: Thủ trưởng đơn vị, là: đơn vị của việc}
  chủ thể: {tên: Chủ thể mô hình, là: đơn vị của việc}
  đoàn thẩm định: {tên: Đoàn thẩm định, là: thành viên được chọn, chọn ở: {bước: lap-doan, trường: thanh-vien}}
đầu mối: đầu mối
nhóm đơn vị: [{mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}]
bước mở đợt: ban-hanh
đôn đốc: {các mức: [{mức: 1, đúng ngày cuối: có, gửi: [người thực hiện]}]}
bước:
"""
RUN = """\
  - {mã: ban-hanh, tên: Ban hành kế hoạch, phạm vi: cả đợt, chủ trì: đầu mối}
  - {mã: tong-hop, tên: Tổng hợp đăng ký, phạm vi: cả đợt, chủ trì: đầu mối, quyết định: quyết định,
     quy trình: tong-hop, cần: [dang-ky], chốt: trước ngày 10/02/2026, sau: [ban-hanh]}
  - {mã: kiem-tra-dot, tên: Chỉ đạo kiểm tra, phạm vi: cả đợt, chủ trì: quyết định, sau: [ban-hanh],
     mở từ: ngày 01/06/2026}
  - {mã: lap-doan, tên: Lập đoàn thẩm định, phạm vi: cả đợt, chủ trì: đầu mối, tham mưu: đầu mối,
     quyết định: quyết định, quy trình: quyet-dinh, sau: [tong-hop]}
  - {mã: tong-ket, tên: Tổng kết năm, phạm vi: cả đợt, chủ trì: đầu mối, quy trình: binh-chon,
     sau: [lap-doan, kiem-tra-dot, ban-hanh], cần: [bao-cao-nam], chốt: trước ngày 25/11/2026}
  - {mã: gui-cap-tren, tên: Báo cáo cấp trên, phạm vi: cả đợt, chủ trì: đầu mối, quy trình: gui-cap-tren,
     sau: [tong-ket]}
  - {mã: khen-thuong, tên: Đề nghị khen thưởng, phạm vi: cả đợt, chủ trì: đầu mối, sau: [tong-ket]}
"""
UNIT = """\
  - {mã: quan-triet, tên: Quán triệt, chủ trì: đơn vị, quy trình: xac-nhan}
  - {mã: dang-ky, tên: Đăng ký mô hình, việc: Gửi phiếu đăng ký, chủ trì: đơn vị, tiếp nhận: đầu mối,
     quy trình: gui-va-tiep-nhan, hạn: {chính: trước ngày 05/02/2026, tiếp nhận: trước ngày 08/02/2026}}
  - {mã: bao-cao-nam, tên: Báo cáo năm, chủ trì: đơn vị, tiếp nhận: đầu mối, quy trình: bao-cao,
     mở từ: ngày 01/10/2026}
"""
ENTRY = """\
  - {mã: khao-sat, tên: Khảo sát, phạm vi: mỗi mô hình, chủ trì: chủ thể}
  - {mã: ra-mat, tên: Ra mắt, phạm vi: mỗi mô hình, chủ trì: chủ thể, tiếp nhận: đầu mối, quy trình: ra-mat,
     sau: [khao-sat], chỉ khi: 'mo_hinh.nguon_goc == "moi"'}
  - {mã: tuyen-truyen, tên: Tuyên truyền, phạm vi: mỗi mô hình, chủ trì: chủ thể, sau: [khao-sat]}
  - {mã: kiem-tra, tên: Kiểm tra, phạm vi: mỗi mô hình, chủ trì: quyết định, tiếp nhận: chủ thể,
     quy trình: theo-doi-khac-phuc, mở khi xong: kiem-tra-dot}
  - {mã: bao-cao, tên: Báo cáo thẩm định, phạm vi: mỗi mô hình, chủ trì: chủ thể, mở khi xong: lap-doan}
  - {mã: cham, tên: Chấm thẩm định, phạm vi: mỗi mô hình, chủ trì: đoàn thẩm định, quy trình: tham-dinh,
     sau: [bao-cao, ra-mat, tuyen-truyen]}
  - {mã: cong-nhan, tên: Công nhận mô hình, phạm vi: mỗi mô hình, chủ trì: quyết định, tham mưu: đầu mối,
     quyết định: quyết định, quy trình: quyet-dinh, sau: [cham]}
"""
WHOLE = HEAD + RUN + UNIT + ENTRY


def shipped_block(name: str) -> Block:
    file = data_dir("workflows") / f"{name}.bpmn"
    return read_block(file.read_text("utf-8"), f"workflows/{name}.bpmn")


def read(text: str = WHOLE) -> ReadPlan:
    return read_plan(text, "plan.yaml")


def woven(text: str = WHOLE) -> tuple[Process, Process, Process]:
    plan = read(text)
    return weave(plan, {s.block: shipped_block(s.block) for s in plan.plan.steps}, "vân tay")
