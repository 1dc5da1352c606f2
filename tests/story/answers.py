"""What people write into the forms of the year: one function per form, the rows of Mẫu 1 unit by unit."""

from collections.abc import Iterable, Mapping

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PAPER = "(một tệp)"
"""Stands for a signed paper; the driver hands it in and puts its id here."""
Given = dict[str, dict[str, object]]
Row = dict[str, object]


def published() -> Given:
    return {"ban-hanh": {"so_ky_hieu": "05-KH/BXDĐ", "ngay_ban_hanh": "2026-01-20", "ban_ke_hoach": PAPER}}


def acknowledged() -> Given:
    return {"quan-triet": {"ngay_quan_triet": "2026-01-26", "so_nguoi_du": 42}}


def reviewed() -> Given:
    return {"ra-soat": {"khong_co": True}}


def surveyed() -> Given:
    return {"lua-chon-khao-sat": {
        "noi_dung": "Vận động theo nhiệm vụ của đơn vị", "linh_vuc_lien_quan": ["kinh-te"],
        "dia_diem": "Địa bàn phường", "thuc_trang": "Đã khảo sát tại chỗ"}}


def initiative(key: str, name: str, field: str, origin: str, subject: str = "Tập thể đơn vị", **more: object) -> Row:
    """A row of Mẫu 1; a continued one states its higher goal unless told otherwise."""
    goal = {"muc_tieu_cao_hon": "Năm 2025 đạt 60%, năm 2026 đạt 80%"} if origin == "co-tu-truoc" else {}
    return {"_id": key, "linh_vuc": field, "chu_the": subject, "loai_chu_the": "tap-the", "ten": name,
            "nguon_goc": origin, "ket_qua_du_kien": "Từ 70% số hộ hưởng ứng", **goal, **more}


GUAVA = initiative("r1", "Trồng ổi lê phát triển kinh tế", "kinh-te", "moi", "Hội Nông dân phường")
SHRIMP = initiative(
    "r2", "Nuôi thả tép trên chân ruộng trũng", "kinh-te", "nhan-rong", "Ông Nguyễn Văn A", loai_chu_the="ca-nhan",
    loai_ca_nhan="cu-dan", dia_chi="Tổ dân phố B, Hoa Động")
BEES = initiative("r3", "Nuôi ong lấy mật", "kinh-te", "moi", "Hội Nông dân phường")
FLOWERS = initiative("r4", "Trồng hoa lay ơn cuối vụ", "kinh-te", "nhan-rong", "Hội Nông dân phường")
CLEANING = initiative("r1", "Ra quân dọn vệ sinh hằng tuần", "van-hoa-xa-hoi", "co-tu-truoc", "Chi hội phụ nữ TDP H")
FRIENDLY = initiative("r1", "Chính quyền thân thiện vì Nhân dân phục vụ", "he-thong-chinh-tri", "co-tu-truoc",
                      chu_de="chinh-quyen-than-thien", chuong_trinh="xa-phuong-hanh-phuc")
TEACHER = initiative(
    "r1", "Mỗi tuần một cuốn sách hay", "van-hoa-xa-hoi", "moi", "Bà Trần Thị Ngọc Bích", loai_chu_the="ca-nhan",
    loai_ca_nhan="thuoc-don-vi", chuc_vu="Giáo viên", noi_cong_tac="Trường Trung học cơ sở Hoa Phượng")
GARMENT = initiative("r1", "Bữa sáng cho công nhân ca sớm", "kinh-te", "moi", "Công đoàn cơ sở Công ty May")
LATHE = initiative("r1", "Tiết kiệm điện trong ca sản xuất", "kinh-te", "moi", "Công ty Cơ khí Hoa Phượng")
REGISTERED: Mapping[str, tuple[Row, ...]] = {
    "hoi-nong-dan": (GUAVA, SHRIMP, BEES), "hoi-phu-nu": (CLEANING,), "uy-ban-nhan-dan": (FRIENDLY,),
    "truong-thcs": (TEACHER,), "cong-ty-may": (GARMENT,), "cong-ty-co-khi": (LATHE,)}


def rows_of(unit: str) -> tuple[Row, ...]:
    """What the unit registers; those that play no part of their own replicate something."""
    ours = initiative("r1", f"Dân vận khéo ở {unit}", "khac", "nhan-rong")
    return REGISTERED.get(unit, (ours,))


def registration(rows: Iterable[Row]) -> Given:
    return {"mau-1": {"noi_nhan": "ban-thuong-vu", "danh_sach": [dict(row) for row in rows]}}


def plan_of(row: Mapping[str, object]) -> Given:
    """The plan of an initiative; only a new one is asked for the day of its launch."""
    texts = ("phoi_hop", "muc_tieu", "tieu_chi", "ket_qua", "bien_phap", "tien_do", "nguon_luc", "khi_khao_sat",
             "khi_kiem_tra", "khi_tong_ket", "khi_bao_cao", "lanh_dao", "can_bo_theo_doi")
    launch = {"ngay_ra_mat": "2026-03-02"} if row["nguon_goc"] == "moi" else {}
    return {"ke-hoach-mo-hinh": {**dict.fromkeys(texts, "Theo kế hoạch"), "ngay_hoan_thanh": "2026-11-15", **launch}}


def launched(day: str) -> Given:
    return {"ra-mat": {"ngay_to_chuc": day, "dia_diem_ra_mat": "Nhà văn hoá", "so_nguoi_du": 60, "bien_ban": PAPER}}


def committed() -> Given:
    return {"cam-ket": {"ngay_ky": "2026-03-02", "so_tap_the": 2, "so_ca_nhan": 30, "tep_cam_ket": PAPER}}


def spread() -> Given:
    return {"trien-khai": {"hinh_thuc": "Loa truyền thanh, nhóm Zalo", "so_nguoi_tham_gia": 120, "minh_chung": PAPER}}


def chosen(entries: Iterable[str], field: str = "chon") -> list[Row]:
    """The rows of a fixed table in which these entries are ticked; all others are not."""
    return [{"_id": entry, field: True} for entry in entries]


def inspection_plan(entries: Iterable[str]) -> Given:
    return {"ke-hoach-kiem-tra": {"tu_ngay": "2026-03-16", "den_ngay": "2026-03-20", "danh_sach": chosen(entries),
                                  "thanh_phan": "Thường trực, Ban Xây dựng Đảng, Mặt trận"}}


def inspected(weak: str = "") -> Given:
    found = {"han_che": weak} if weak else {}
    return {"phieu-kiem-tra": {"ngay_kiem_tra": "2026-03-18", "nhan_xet": "Có chuyển biến rõ", **found}}


def remedied() -> Given:
    return {"bao-cao-khac-phuc": {"da_khac_phuc": "Đã phân công lại người phụ trách", "tep_khac_phuc": PAPER}}


def found_outside(unit_id: str) -> Given:
    return {"de-xuat": {
        "don_vi": unit_id, "ten": "Tổ hoà giải ba cùng", "linh_vuc": "quoc-phong-an-ninh", "loai_chu_the": "tap-the",
        "chu_the": "Tổ hoà giải tổ dân phố 2", "nguon_goc": "moi", "co_ke_hoach": True, "da_ra_mat": True,
        "phat_hien_khi": "Kiểm tra ngày 18/3/2026", "ket_qua_du_kien": "Hoà giải thành 9 trên 10 vụ"}}


def report(kept: int, new: int, **more: object) -> Given:
    """Mẫu 2 of one unit: how many initiatives it keeps on with, how many are new."""
    return {"mau-2": {"bang": [{"_id": "1", "so_co_tu_truoc": kept, "so_moi": new, **more}]}}


def appraisal_team(persons: list[str], day: str, entries: Iterable[str]) -> Given:
    return {"lap-doan": {
        "so_van_ban_lap_doan": "12-QĐ/BXDĐ", "ngay_lap_doan": "2026-09-10", "thanh_vien": persons,
        "ngay_hoi_nghi": day, "dia_diem_hoi_nghi": "Hội trường phường", "danh_sach": chosen(entries)}}


def appraisal_report(new: bool, complete: bool = True) -> Given:
    marks = ["hs_dang_ky", "hs_ke_hoach", "hs_cam_ket", "hs_minh_chung", *(["hs_ra_mat"] if new else [])]
    return {"bao-cao-tham-dinh": {"ket_qua_thuc_hien": "Đạt mục tiêu đề ra", "tep_bao_cao": PAPER, "da_chuan_bi": True,
                                  **dict.fromkeys(marks, True), "hs_minh_chung": complete}}


def conference() -> Given:
    return {"bien-ban-hoi-nghi": {"ngay_hop": "2026-10-22", "so_co_mat": 3, "so_vang_mat": 0,
                                  "bien_ban_tham_dinh": PAPER}}


def announced() -> Given:
    return {"thong-bao": {"so_thong_bao": "31-TB/BXDĐ", "ngay_thong_bao": "2026-10-26"}}


def proposal(entries: Iterable[str]) -> Given:
    return {"to-trinh-cong-nhan": {"danh_sach": chosen(entries, "cong_nhan"), "tep_to_trinh": PAPER}}


def recognition() -> Given:
    return {"quyet-dinh-cong-nhan": {"so_quyet_dinh": "88-QĐ/ĐU", "ngay_quyet_dinh": "2026-11-05",
                                     "co_quan_cong_nhan": "ban-thuong-vu", "tep_quyet_dinh": PAPER}}


def selection(rows: Iterable[Row]) -> Given:
    return {"binh-xet": {"ngay_binh_xet": "2026-11-09", "danh_sach": list(rows), "bien_ban_binh_xet": PAPER}}


def dossier(copies: int = 2, **more: object) -> Given:
    papers = dict.fromkeys(("to_trinh", "bien_ban_hop", "bao_cao_thanh_tich", "trich_ngang"), PAPER)
    return {"ho-so-de-nghi": {**papers, "so_bo": copies, "xac_nhan_co_quan": True, "xac_nhan_cap_uy": True, **more}}


def consolidated() -> Given:
    return {"tong-hop": {"danh_gia": "Phong trào lan rộng ở các đơn vị", "ngay_tong_ket": "2026-12-22"}}


def commendation(entries: Iterable[str]) -> Given:
    return {"de-nghi-khen-thuong": {"so_to_trinh_khen": "40-TTr/BXDĐ", "ngay_trinh_khen": "2026-11-27",
                                    "danh_sach": chosen(entries, "khen_thuong")}}


def commended() -> Given:
    return {"quyet-dinh-khen-thuong": {"so_quyet_dinh_khen": "301/QĐ-UBND", "ngay_quyet_dinh_khen": "2026-12-03"}}


def sent_up() -> Given:
    return {"gui-cap-tren": {"so_van_ban_gui": "52-CV/BXDĐ", "ngay_gui": "2026-11-30"}}


def praised() -> Given:
    return {"bieu-duong": {"ngay_bieu_duong": "2026-12-22"}}
