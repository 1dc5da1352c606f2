"""First answers come from earlier answers, from the register, from counts; each says from where."""

from engine.plan.form import Form
from engine.work.form import Context, clean
from engine.work.prefill import Prefilled, Sources, prefill

FORM = Form.model_validate({"mã": "mau-02", "tên": "Kết quả", "trường": [
    {"mã": "kho_khan", "nhãn": "Khó khăn", "lấy từ": {"bước": "bao-cao-6-thang", "trường": "kho_khan"}},
    {"mã": "don_vi", "nhãn": "Đơn vị", "chỉ đọc": "có", "lấy từ": {"giá trị": "don_vi.ten"}},
    {"mã": "moi", "nhãn": "Mới", "loại": "số", "lấy từ": {"đếm mô hình khi": "nguon_goc == 'moi'"}},
    {"mã": "chua_co", "nhãn": "Chưa có", "lấy từ": {"bước": "buoc-khac", "trường": "x"}},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "không thêm dòng": "có",
     "dòng từ": {"mô hình khi": "trang_thai == 'accepted'", "cột": {"ten": "ten"}}, "cột": [
        {"mã": "mo_hinh", "nhãn": "Mô hình", "loại": "mô hình", "chỉ đọc": "có"},
        {"mã": "ten", "nhãn": "Tên", "chỉ đọc": "có"},
        {"mã": "ket_qua", "nhãn": "Kết quả", "lấy từ": {"bước": "bao-cao-6-thang", "trường": "ket_qua"}}]},
    {"mã": "nhap", "nhãn": "Nhập", "loại": "bảng", "ít nhất": 1, "cột": [
        {"mã": "cu", "nhãn": "Cũ", "loại": "số", "lấy từ": {"đếm mô hình khi": "nguon_goc == 'cu'"}}]}]})
ENTRIES = (
    {"ma": "e1", "ten": "Tuyến đường sáng", "trang_thai": "accepted", "nguon_goc": "moi"},
    {"ma": "e2", "ten": "Ổi lê", "trang_thai": "withdrawn", "nguon_goc": "cu"},
    {"ma": "e3", "ten": "Mương sạch", "trang_thai": "accepted", "nguon_goc": "moi"},
)
SOURCES = Sources(
    {"bao-cao-6-thang": {"mau-02": {"kho_khan": "Thiếu kinh phí", "bang": [{"_id": "e1", "ket_qua": "Đạt 70%"}]}}},
    ENTRIES, {"don_vi": {"ten": "Hội Nông dân"}}, {"bao-cao-6-thang": "Báo cáo 6 tháng"})


def test_first_answers_and_their_origins():
    assert prefill(FORM, "bao-cao-nam", SOURCES) == Prefilled(
        {"mau-02": {
            "kho_khan": "Thiếu kinh phí", "don_vi": "Hội Nông dân", "moi": 2,
            "bang": [{"_id": "e1", "mo_hinh": "e1", "ten": "Tuyến đường sáng", "ket_qua": "Đạt 70%"},
                     {"_id": "e3", "mo_hinh": "e3", "ten": "Mương sạch"}],
            "nhap": [{"_id": "1", "cu": 1}]}},
        {("mau-02", "kho_khan"): "từ báo cáo 6 tháng", ("mau-02", "don_vi"): "kheo điền từ dữ liệu",
         ("mau-02", "moi"): "đếm từ sổ mô hình",
         ("mau-02", "bang", "e1", "mo_hinh"): "từ sổ mô hình", ("mau-02", "bang", "e1", "ten"): "từ sổ mô hình",
         ("mau-02", "bang", "e1", "ket_qua"): "từ báo cáo 6 tháng",
         ("mau-02", "bang", "e3", "mo_hinh"): "từ sổ mô hình", ("mau-02", "bang", "e3", "ten"): "từ sổ mô hình",
         ("mau-02", "nhap", "1", "cu"): "đếm từ sổ mô hình"})


def test_a_table_in_sections_begins_without_rows():
    sections = Form.model_validate({"mã": "mau-01", "tên": "Đăng ký", "trường": [
        {"mã": "danh_sach", "nhãn": "Danh sách", "loại": "bảng", "ít nhất": 1, "nhóm theo": "linh_vuc", "cột": [
            {"mã": "linh_vuc", "nhãn": "Lĩnh vực", "loại": "chọn một", "lựa chọn từ": "lĩnh vực"},
            {"mã": "ten", "nhãn": "Tên"}]}]})

    assert prefill(sections, "dang-ky", SOURCES) == Prefilled({"mau-01": {"danh_sach": []}}, {})


def test_fixed_rows_cannot_be_added_renamed_or_left_out():
    first = prefill(FORM, "bao-cao-nam", SOURCES)
    posted = {"mau-02": {"bang": [{"_id": "e3", "ten": "giả", "ket_qua": "Xong"}, {"_id": "x", "ket_qua": "lạ"}]}}

    cleaned = clean(FORM, "bao-cao-nam", posted, Context(computed=first.answers))

    assert cleaned.answers["mau-02"]["bang"] == [
        {"_id": "e1", "mo_hinh": "e1", "ten": "Tuyến đường sáng", "ket_qua": None},
        {"_id": "e3", "mo_hinh": "e3", "ten": "Mương sạch", "ket_qua": "Xong"}]


def test_a_table_of_fixed_rows_stays_empty_when_no_entry_is_in_it():
    posted = {"mau-02": {"bang": [{"_id": "x", "ket_qua": "lạ"}]}}
    first = prefill(FORM, "bao-cao-nam", Sources())

    assert clean(FORM, "bao-cao-nam", posted, Context(computed=first.answers)).answers["mau-02"]["bang"] == []


def test_a_table_begins_with_a_row_for_every_unit_that_reported():
    form = Form.model_validate({"mã": "tong-hop", "tên": "Tổng hợp", "trường": [
        {"mã": "bang", "nhãn": "Báo cáo", "loại": "bảng", "cột": [
            {"mã": "ten", "nhãn": "Đơn vị"}, {"mã": "so", "nhãn": "Số mô hình", "loại": "số"}],
         "dòng từ": {"bước": "bao-cao", "mô hình khi": "so(phieu.so_mo_hinh) > 0",
                     "cột": {"ten": "don_vi.ten", "so": "phieu.so_mo_hinh"}}}]})
    reports = tuple({"ma": code, "don_vi": {"ma": code, "ten": name}, "phieu": {"so_mo_hinh": count}}
                    for code, name, count in (("hoi-a", "Hội A", 2), ("hoi-b", "Hội B", 0), ("hoi-c", "Hội C", 1)))

    made = prefill(form, "tong-hop", Sources(
        reports={"bao-cao": reports}, step_names={"bao-cao": "Báo cáo năm"}))

    assert made.answers == {"tong-hop": {"bang": [
        {"_id": "hoi-a", "ten": "Hội A", "so": 2}, {"_id": "hoi-c", "ten": "Hội C", "so": 1}]}}
    assert set(made.origins.values()) == {"từ báo cáo năm"}


def test_a_table_begins_with_a_row_for_every_line_that_units_reported():
    form = Form.model_validate({"mã": "tong-hop", "tên": "Tổng hợp", "trường": [
        {"mã": "bang", "nhãn": "Đề nghị", "loại": "bảng", "cột": [{"mã": "ten", "nhãn": "Tên"}],
         "dòng từ": {"bước": "binh-xet", "bảng": "danh_sach", "cột": {"ten": "dong.ten"}}}]})
    lines = [{"_id": "1", "ten": "Chi hội 1"}, {"_id": "2", "ten": "Bà Hoa"}]
    reports = ({"ma": "hoi-a", "don_vi": {}, "phieu": {"danh_sach": lines}},
               {"ma": "hoi-b", "don_vi": {}, "phieu": {"danh_sach": []}})

    made = prefill(form, "tong-hop", Sources(reports={"binh-xet": reports}))

    assert made.answers == {"tong-hop": {"bang": [
        {"_id": "hoi-a--1", "ten": "Chi hội 1"}, {"_id": "hoi-a--2", "ten": "Bà Hoa"}]}}


def test_the_origin_names_the_year_where_it_is_known():
    sources = Sources(SOURCES.answers_by_step, ENTRIES, {"don_vi": {"ten": "Hội"}, "dot": {"nam": 2026}},
                      {"bao-cao-6-thang": "Báo cáo 6 tháng"}, last_year=ENTRIES)
    again = Form.model_validate({"mã": "ra-soat", "tên": "Rà soát", "trường": [
        {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "dòng từ": {"năm trước": "có", "cột": {"ten": "ten"}},
         "cột": [{"mã": "ten", "nhãn": "Tên"}]}]})

    assert prefill(FORM, "bao-cao-nam", sources).origins["mau-02", "kho_khan"] == "từ báo cáo 6 tháng 2026"
    assert set(prefill(again, "ra-soat", sources).origins.values()) == {"từ sổ mô hình năm 2025"}
