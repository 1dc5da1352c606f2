"""A unit with a long name, a form with every control that is hard to place, an assessment with many endings."""

from sqlalchemy import update

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import data_dir, load_sources
from engine.store.database import Database
from engine.store.tables import unit
from tests.action.nho import World, world
from tests.action.on_paper import plan_with

LONG_NAME = "Ban Thường trực Uỷ ban Mặt trận Tổ quốc Việt Nam phường"
_FORM = """  - mã: phieu
    tên: Phiếu kiểm tra
    trường:
      - mã: noi_dung
        nhãn: Nội dung kiểm tra
        loại: chọn nhiều
        bắt buộc: không
        lựa chọn: [OPTIONS]
      - {mã: y_kien, nhãn: Ý kiến, loại: đoạn văn, bắt buộc: không}
      - mã: bang
        nhãn: Từng điểm kiểm tra
        loại: bảng
        ít nhất: 1
        cột:
          - {mã: noi, nhãn: Nơi kiểm tra và tên đầy đủ của người hoặc tập thể được kiểm tra tại nơi ấy}
          - mã: tinh_hinh
            nhãn: Tình hình
            loại: chọn một
            mỗi lựa chọn một cột: có
            lựa chọn: [{mã: a, nhãn: Xây dựng mới}, {mã: b, nhãn: Đã thực hiện}, {mã: c, nhãn: Nhân rộng}]
          - {mã: dat, nhãn: Đạt yêu cầu, loại: đánh dấu, bắt buộc: không}
          - {mã: anh, nhãn: Ảnh chụp tại chỗ, loại: tệp, bắt buộc: không}
          - {mã: khoang, nhãn: Thời gian, loại: khoảng tháng, bắt buộc: không}
          - {mã: don_vi, nhãn: Đơn vị liên quan, loại: đơn vị, bắt buộc: không}
          - {mã: nguoi, nhãn: Người phụ trách, loại: người, bắt buộc: không}
          - {mã: diem, nhãn: Điểm, loại: số, bắt buộc: không}
          - {mã: ghi_chu, nhãn: Ghi chú, loại: đoạn văn, bắt buộc: không}
      - mã: da_co
        nhãn: Mô hình của phường
        loại: bảng
        không thêm dòng: có
        dòng từ: {mô hình khi: 'trang_thai == "accepted"'}
        cột:
          - {mã: mo_hinh, nhãn: Mô hình, loại: mô hình, chỉ đọc: có}
  - mã: sua
    tên: Khắc phục
    trường:
      - {mã: noi_dung, nhãn: Đã khắc phục, loại: đoạn văn}
sự kiện:"""
_STEP = """  - mã: kiem
    tên: Tự kiểm tra
    chủ trì: đơn vị
    tiếp nhận: đầu mối
    quy trình: danh-gia
    biểu mẫu: {chính: [phieu], khắc phục: [sua]}
  - mã: bao-cao
    tên: Báo cáo 6 tháng"""


def wide_forms(database: Database, ids: CountedIds, clock: ManualClock) -> World:
    """Hội A, under its long name, has to assess."""
    options = ", ".join(f'{{mã: o{n}, nhãn: "Nội dung thứ {n}: cách tuyên truyền, vận động và tổ chức thực hiện"}}'
                        for n in range(10))
    loaded = plan_with(("sự kiện:", _FORM.replace("OPTIONS", options)),
                       ("  - mã: bao-cao\n    tên: Báo cáo 6 tháng", _STEP))
    block = (data_dir("workflows") / "danh-gia.bpmn").read_text("utf-8")
    made = world(database, ids, clock, loaded=load_sources({**loaded.sources, "workflows/danh-gia.bpmn": block}))
    made.send("dau-moi", "ban-hanh")
    with database.write() as connection:
        connection.execute(update(unit).where(unit.c.code == "hoi-a").values(name=LONG_NAME))
    return made
