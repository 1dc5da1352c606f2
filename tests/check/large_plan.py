"""A synthetic plan of as many lines as wanted: run, unit and entry steps that feed each other, forms with tables."""

from itertools import count

HEAD = """\
kế hoạch: lon
tên: Kế hoạch lớn
tên ngắn: Lớn
thời gian: năm 2026
cơ quan ban hành: {đơn vị: co-quan, thể thức: đảng}
vai trò:
  đầu mối: {tên: Ban đầu mối, đơn vị: co-quan}
  đơn vị: {tên: Đơn vị, là: đơn vị của việc}
đầu mối: đầu mối
nhóm đơn vị:
  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}
lĩnh vực:
  - {mã: kinh-te, tên: Kinh tế}
sổ đăng ký:
  tên: Sổ
  tên gọi theo: ten
  lĩnh vực theo: linh_vuc
  thuộc tính: [{mã: ten, nhãn: Tên}, {mã: linh_vuc, nhãn: Lĩnh vực}]
"""
FORM = """\
  - mã: bieu-{n}
    ký hiệu: Mẫu {n}
    tên: Báo cáo số {n}
    trích mục:
      - {{mục: Mẫu {n}, nguyên văn: 'Báo cáo số {n} gửi trước ngày {day:02}/{month:02}/2026'}}
    trường:
      - mã: bang
        nhãn: Kết quả
        loại: bảng
        cột:
          - {{mã: noi_dung, nhãn: Nội dung, trích mục: [{{mục: Mẫu {n} cột 2}}]}}
          - {{mã: so, nhãn: Số lượng, loại: số, lấy từ: {{đếm mô hình khi: not rong(ten)}}}}
      - mã: nhan_xet
        nhãn: Nhận xét
        loại: đoạn văn
        trích mục: [{{mục: Mẫu {n} cột 3}}]
"""
STEP = """\
  - mã: buoc-{n}
    tên: Bước {n}
    chủ trì: đơn vị
    tiếp nhận: đầu mối
    quy trình: gui-va-tiep-nhan
    biểu mẫu: [bieu-{n}]
    {order}hạn:
      chính: trước ngày {day:02}/{month:02}/2026
      tiếp nhận: trong thời hạn 03 ngày làm việc kể từ ngày nhận việc
    trích mục:
      - mục: III.{n}
        nguyên văn: 'Báo cáo trước ngày {day:02}/{month:02}/2026 về đầu mối'
      - {{mục: Mẫu {n}}}
"""
TAIL = """\
đôn đốc:
  các mức:
    - {mức: 1, trước ngày làm việc: 5, gửi: [người thực hiện]}
"""


def large_plan(lines: int) -> str:
    """The text of a plan of at least so many lines that reads without a mistake."""
    opening = "bước mở đợt: ban-hanh\nbước:\n  - {mã: ban-hanh, tên: Ban hành, phạm vi: cả đợt, chủ trì: đầu mối}\n"
    forms, steps = "biểu mẫu:\n", opening
    for n in count(1):
        day, month = 2 + n // 12 % 26, 1 + (n - 1) % 12
        order = f"sau: [buoc-{n - 1}]\n    " if month > 1 else ""
        forms += FORM.format(n=n, day=day, month=month)
        steps += STEP.format(n=n, day=day, month=month, order=order)
        text = HEAD + forms + steps + TAIL
        if text.count("\n") >= lines:
            return text
    raise AssertionError
