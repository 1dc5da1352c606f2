"""The smallest plan that is accepted, for tests that change one thing in it."""

SMALL = """\
kế hoạch: nho
tên: Kế hoạch nhỏ
tên ngắn: Nhỏ
thời gian: năm 2026
cơ quan ban hành: {đơn vị: co-quan, thể thức: đảng}
vai trò:
  cán bộ: {tên: Cán bộ phụ trách, đơn vị: co-quan}
  thủ trưởng đơn vị: {tên: Thủ trưởng đơn vị, là: đơn vị của việc}
đầu mối: cán bộ
nhóm đơn vị:
  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}
bước mở đợt: ban-hanh
bước:
  - mã: ban-hanh
    tên: Ban hành kế hoạch
    phạm vi: cả đợt
    chủ trì: cán bộ
  - mã: bao-cao
    tên: Báo cáo
    chủ trì: thủ trưởng đơn vị
    hạn: trước ngày 15/6/2026
đôn đốc:
  các mức:
    - {mức: 1, trước ngày làm việc: 5, gửi: [người thực hiện]}
"""
