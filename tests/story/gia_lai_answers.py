"""What people of the commune in Gia Lai write into the forms of their two years."""

from collections.abc import Iterable, Mapping

from tests.story.answers import PAPER, Given, Row


def row(name: str, field: str, origin: str = "moi", **more: object) -> Row:
    """A row of the registration; a new initiative unless told otherwise."""
    return {"_id": "1", "ten": name, "linh_vuc": field, "chu_the": "Tập thể", "nguon_goc": origin,
            "noi_dung": "Vận động từng hộ", "nam_truoc": None, **more}


REGISTERED: Mapping[str, Row] = {
    "chi-bo-lang-1": row("Làng không hủ tục", "van-hoa-xa-hoi"),
    "cong-an-xa": row("Camera an ninh làng", "quoc-phong-an-ninh"),
    "hoi-phu-nu": row("Bếp ăn không củi rừng", "kinh-te"), "mat-tran": row("Già làng hoà giải", "he-thong-chinh-tri"),
    "phong-van-hoa-xa-hoi": row("Cồng chiêng cuối tuần", "van-hoa-xa-hoi"),
    "truong-tieu-hoc": row("Tiếng Việt cùng mẹ", "van-hoa-xa-hoi")}
"""The six units of the story, one initiative each in the first year."""


def published(day: str) -> Given:
    return {"ban-hanh": {"ngay_ban_hanh": day}}


def programme(unit_id: str) -> Given:
    return {"chuong-trinh-uy-ban": {
        "so_chuong_trinh": "12/KH-UBND", "ngay_chuong_trinh": "2025-09-20", "tep_chuong_trinh": PAPER,
        "don_vi_giao": [{"_id": "1", "don_vi_thuc_hien": unit_id, "noi_dung_giao": "Xây dựng mô hình trong trường"}]}}


def registered(*rows: Row) -> Given:
    return {"dang-ky": {"danh_sach": list(rows)}}


def planned() -> Given:
    return {"ke-hoach-don-vi": {"muc_tieu": "Một mô hình bền vững", "giai_phap": "Giao từng đảng viên, hội viên",
                                "tep_ke_hoach": PAPER}}


def spread(items: int) -> Given:
    return {"tuyen-truyen": {"hinh_thuc": "Loa làng, trang thông tin xã", "so_tin_bai": items}}


def evidence(done: str, figures: str | None = None) -> Given:
    return {"minh-chung-nhiem-vu": {"da_lam": done, "so_lieu": figures, "minh_chung": PAPER}}


def guided() -> Given:
    return {"huong-dan-binh-xet": {"noi_dung_huong_dan": "Họp toàn thể, bỏ phiếu kín"}}


def nominated(entry: str) -> Given:
    """One collective, for its initiative."""
    return {"binh-xet": {
        "ngay_hop": "2025-11-05", "bien_ban_hop": PAPER, "khong_de_nghi": False, "to_trinh": PAPER,
        "bao_cao_thanh_tich": PAPER, "danh_sach": [
            {"_id": "1", "ten_de_nghi": "Chi hội phụ nữ làng 1", "loai": "tap-the", "mo_hinh": entry,
             "thanh_tich": "120 bếp tiết kiệm củi"}]}}


def nobody_nominated() -> Given:
    return {"binh-xet": {"ngay_hop": "2025-11-05", "bien_ban_hop": PAPER, "khong_de_nghi": True}}


def reviewed(found: str) -> Given:
    return {"so-ket": {"ngay_to_chuc": "2025-11-06", "so_kiem_tra": 2, "ket_qua_kiem_tra": found, "so_bieu_duong": 1}}


def reported(count: int, new: int, kept: int, entries: Iterable[str], **more: object) -> Given:
    """The yearly report; the register's figures as they stand, unless changed."""
    return {"bao-cao-nam": {
        "tong_mo_hinh": count, "tong_moi": new, "tong_da_co": kept, "tong_nhan_rong": 0,
        "danh_gia": "Phong trào đều khắp", **more,
        "danh_sach": [{"_id": one, "mo_hinh": one, "ket_qua": "Đạt mục tiêu", "hieu_qua": True} for one in entries]}}


def consolidated() -> Given:
    return {"tong-hop": {"danh_gia_chung": "Sáu đơn vị, sáu mô hình hiệu quả"}}


def sent_up() -> Given:
    return {"gui-tinh": {"so_bao_cao": "30-BC/ĐU", "ngay_gui": "2025-12-12", "noi_dung_gui": "Sáu mô hình hiệu quả"}}


def proposed(rows: Iterable[str]) -> Given:
    return {"trinh-khen-thuong": {"danh_sach": [{"_id": one, "trinh": True} for one in rows]}}


def commended() -> Given:
    return {"quyet-dinh-khen-thuong": {"so_quyet_dinh": "55/QĐ-UBND", "ngay_quyet_dinh": "2025-12-01"}}


def assessed() -> Given:
    return {"so-ket-xa": {"ngay_so_ket": "2025-12-15", "ket_qua_xa": "Thực hiện tốt Kế hoạch"}}
