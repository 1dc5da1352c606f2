"""The form attached to the plan of Thủy Nguyên, as it is filled in Word: merged headings, numbers, sections I to V."""

import io
from pathlib import Path

import docx

from engine.base.ids import CountedIds
from engine.plan.folder import data_dir, load_plan
from engine.plan.form import FormField
from engine.report.form_file import pages_of
from engine.work.choices import choices_of
from engine.work.form import Context, table_surroundings
from engine.work.official_file import read_filled
from engine.work.taken import Into

HEAD = ("Stt", "Chủ thể thực hiện\n(ghi địa chỉ, chức vụ, nơi công tác nếu là cá nhân )", "Mô hình tập thể",
        "Mô hình cá nhân", "Tên mô hình", "Mô hình đăng ký mới năm 2026", "Mô hình có từ trước", "Mô hình nhân rộng",
        "Dự kiến kết quả cần đạt")
ROWS = ("Lĩnh vực phát triển kinh tế",
        ("1", "Chi hội Nông dân Tổ dân phố Đông", "x", "", "Vườn mẫu không rác", "X", "", "", "100% hộ phân loại rác"),
        ("2", "Bà Nguyễn Thị Hoa", "", "x", "Hoa nở trên tường rào", "", "x", "", "500 m đường hoa"),
        "LĨNH VỰC VĂN HOÁ - XÃ HỘI", "Lĩnh vực quốc phòng an ninh, tôn giáo dân tộc",
        ("3", "Tổ tự quản số 4", "x", "x", "Tiếng kẻng an ninh", "", "", "v", "Không có trộm cắp"))


def official(path: Path) -> Path:
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.rows[0].cells[0].text, head.rows[0].cells[1].text = "ĐẢNG ỦY PHƯỜNG", "ĐẢNG CỘNG SẢN VIỆT NAM"
    document.add_paragraph("Tổng hợp đăng ký mô hình “Dân vận khéo” năm 2026")
    document.add_paragraph("Đăng ký với: Uỷ ban nhân dân phường")
    table = document.add_table(rows=0, cols=9)
    for line in (HEAD, tuple(map(str, range(1, 10))), *ROWS):
        cells = table.add_row().cells
        if isinstance(line, str):
            cells[0].merge(cells[8]).text = f"I. {line}"
        else:
            for cell, text in zip(cells, line, strict=True):
                cell.text = text
    foot = document.add_table(rows=1, cols=2)
    foot.rows[0].cells[0].text, foot.rows[0].cells[1].text = "NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"
    held = io.BytesIO()
    document.save(held)
    path.write_bytes(held.getvalue())
    return path


def test_the_official_form_filled_in_word_is_read_into_the_register(tmp_path: Path):
    plan = load_plan(data_dir("plan_configs") / "thuy-nguyen-2026").plan
    form, context = plan.form("mau-1"), Context(choices=choices_of(plan))

    def into(table: FormField) -> Into:
        return Into(table, table_surroundings(form, "dang-ky", {}, context, table.id), (), CountedIds())

    read = read_filled(form, "dang-ky", pages_of(official(tmp_path / "mau-1.docx"), "docx"), context.choices, into)

    field = next(f for f in form.fields if f.id == "noi_nhan")
    assert {o.id: o.label for o in field.options}[read.plain["noi_nhan"]] == "Uỷ ban nhân dân phường"
    assert [(r["linh_vuc"], r["ten"], r["loai_chu_the"], r["nguon_goc"]) for r in read.tables["danh_sach"].rows] == [
        ("kinh-te", "Vườn mẫu không rác", "tap-the", "moi"),
        ("kinh-te", "Hoa nở trên tường rào", "ca-nhan", "co-tu-truoc"),
        ("quoc-phong-an-ninh", "Tiếng kẻng an ninh", None, "nhan-rong")]
    assert [(r.label, r.says, r.line) for r in read.tables["danh_sach"].remarks] == [
        ("Loại chủ thể", "đánh dấu 2 ô, chỉ được chọn 1; để trống", 8)]
