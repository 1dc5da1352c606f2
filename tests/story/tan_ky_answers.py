"""What people of Tân Kỳ write into the forms of their year: one function per form, the initiatives unit by unit."""

from collections.abc import Iterable, Mapping

from tests.story.answers import PAPER, Given, Row


def row(name: str, field: str, subject: str, **more: object) -> Row:
    """A row of the registration; a new initiative unless told otherwise."""
    return {"_id": "1", "ten": name, "linh_vuc": field, "chu_the": subject, "loai_chu_the": "tap-the", "cach": "moi",
            "dia_chi": "Xã Tân Kỳ", "thoi_gian": "2025-09/2025-12", "ket_qua_du_kien": "Từ 80% số hộ tham gia", **more}


ROAD = row("Hiến đất mở đường thôn Đông", "van-hoa-xa-hoi", "Chi bộ thôn Đông")
SMOKE = row("Thôn Đoài không khói rơm", "kinh-te", "Chi bộ thôn Đoài")
RICE = row("Cánh đồng liên kết vụ đông", "kinh-te", "Hợp tác xã Nông nghiệp", thoi_gian="2025-09/2026-03")
DESK = row("Một cửa không chờ", "he-thong-chinh-tri", "Bộ phận một cửa")
DIGITAL = row("Mỗi nhà một người biết dịch vụ công", "chuyen-doi-so", "Tổ công nghệ số")
BOOKS = row("Tủ sách lớp em", "van-hoa-xa-hoi", "Chị Ngô Thị Hạnh", loai_chu_the="ca-nhan")
CAMERA = row("Camera an ninh thôn xóm", "quoc-phong-an-ninh", "Công an xã")
WASTE = row("Biến rác thành tiền", "van-hoa-xa-hoi", "Chi hội phụ nữ thôn Đông", cach="tiep-tuc")
REGISTERED: Mapping[str, Row] = {
    "chi-bo-thon-dong": ROAD, "chi-bo-thon-doai": SMOKE, "dang-bo-hop-tac-xa": RICE, "uy-ban-nhan-dan": DESK,
    "phong-van-hoa-xa-hoi": DIGITAL, "truong-tieu-hoc": BOOKS, "cong-an-xa": CAMERA, "hoi-phu-nu": WASTE}
"""The eight units of the story, one initiative each."""


def published() -> Given:
    return {"ban-hanh": {"so_ky_hieu": "11-KH/ĐU", "ngay_ban_hanh": "2025-08-12"}}


def chosen(what: Row) -> Given:
    return {"lua-chon": {"danh_sach": [{"_id": "1", "ten": what["ten"], "cach": what["cach"],
                                        "ly_do": "Nhân dân kiến nghị nhiều lần", "ten_truoc": None}]}}


def surveyed(what: Row) -> Given:
    seen = dict.fromkeys(("thuc_trang", "thuan_loi", "kho_khan"), "Đã khảo sát tại chỗ")
    known = {key: what[key] for key in ("_id", "ten", "dia_chi", "linh_vuc", "cach")}
    return {"khao-sat": {"danh_sach": [known | seen]}}


def registered(*rows: Row) -> Given:
    return {"mau-1": {"kinh_gui": "Cấp uỷ đơn vị", "danh_sach": [dict(one) for one in rows]}}


def sent_up() -> Given:
    return {"phu-luc-01": {"so_van_ban_gui": "21-CV/BXDĐ", "ngay_gui": "2025-09-05"}}


def planned() -> Given:
    texts = ("phoi_hop", "muc_tieu", "tieu_chi", "ket_qua", "bien_phap", "tien_do", "nguon_luc", "lanh_dao",
             "can_bo_theo_doi")
    dates = {"ngay_khao_sat": "2025-09-10", "ngay_kiem_tra": "2025-11-03", "ngay_tong_ket": "2025-11-20",
             "ngay_bao_cao": "2025-11-25", "ngay_hoan_thanh": "2025-12-15"}
    return {"ke-hoach": {**dict.fromkeys(texts, "Theo kế hoạch"), **dates}}


def spread() -> Given:
    return {"tuyen-truyen": {"hinh_thuc": "Loa truyền thanh, họp thôn", "so_nguoi_tham_gia": 150,
                             "so_tien_van_dong": 12500000, "minh_chung": PAPER}}


def evaluated(good: bool = True) -> Given:
    return {"phieu-danh-gia": {"ngay_danh_gia": "2025-10-20", "hieu_qua": "ro-net" if good else "chua",
                               "phuong_phap": "dat", "ten_goi": "dat", "nhan_xet": "Đúng việc, đúng người"}}


def remedied() -> Given:
    return {"khac-phuc": {"da_khac_phuc": "Đã giao lại người phụ trách"}}


def reviewed(entries: Iterable[str], outcome: str) -> Given:
    """The review table: only what people add to the prefilled rows."""
    return {"mau-3-bieu": {"danh_sach": [{"_id": one, "ra_soat": outcome, "thoi_gian": "2025-09/2025-12"}
                                         for one in entries]}, "bo-sung": {"bo_sung": []}}


def listed() -> Given:
    return {"phu-luc-02-danh-sach": {}}


def reported(entry: Mapping[str, object], rating: str) -> Given:
    texts = ("noi_dung", "viec_trien_khai", "viec_theo_doi", "ket_qua_dat", "ben_vung")
    return {"mau-3-bao-cao": {
        **dict.fromkeys(texts, "Theo kế hoạch"), "dia_chi_co_quan": "Xã Tân Kỳ", "ngay_dang_ky": "2025-08-27",
        "thoi_gian": entry["thoi_gian"], "tu_danh_gia": rating, "de_nghi_xac_nhan": "co-so"}}


FIGURES = {"so_mo_hinh": 8, "so_moi": 7, "so_dua_ra": 1, "so_bo_sung": 1, "so_nhan_rong": 1, "so_vuot": 1, "so_bang": 5,
           "so_kem": 1}
"""What the register counts when the result report is drafted."""


def result(exemplars: Iterable[str]) -> Given:
    texts = ("trien_khai", "ket_qua_chung", "nhiem_vu")
    return {"phu-luc-02-bao-cao": {**FIGURES, **dict.fromkeys(texts, "Phong trào lan rộng"),
                                   "danh_sach": [{"_id": one, "tieu_bieu": True} for one in exemplars]}}


def signed() -> Given:
    return {"van-ban-da-gui": {"so_bao_cao": "45-BC/ĐU", "ngay_ky": "2025-12-03", "ngay_gui_bao_cao": "2025-12-04",
                               "ban_bao_cao": PAPER}}
