"""What people of the province write into the forms of the guidance, year after year."""

from collections.abc import Iterable, Mapping

Given = dict[str, dict[str, object]]
Row = dict[str, object]
CRITERIA = ("gan-lanh-dao", "van-de-moi-kho", "nhiem-vu-chinh-tri", "tu-thuc-tien", "dat-dang-ky", "hieu-qua-ro",
            "sang-kien")


def opened(year: int) -> Given:
    return {"ban-hanh": {"so_ky_hieu": "05-CV/BTGDVTU", "ngay_ban_hanh": f"{year}-01-06"}}


def guidance(year: int) -> Given:
    fields = ["kinh-te", "van-hoa-xa-hoi", "quoc-phong-an-ninh", "he-thong-chinh-tri"]
    return {"van-ban-huong-dan": {
        "so_van_ban": "01-HD/ĐU", "ngay_van_ban": f"{year}-01-14", "linh_vuc_dang_ky": fields}}


def choice() -> Given:
    return {"lua-chon": {"noi_dung": "Phân loại rác tại hộ", "uu_tien": ["vuong-mac"]}}


def row(key: str, name: str, field: str = "van-hoa-xa-hoi", origin: str = "moi", **more: object) -> Row:
    return {"_id": key, "linh_vuc": field, "ten": name, "chu_the": "Chi hội", "loai_chu_the": "tap-the", **more,
            "dia_chi": "Thôn 1", "lo_trinh": "Tháng 3 đến tháng 10", "nguon_goc": origin, "de_cuong": "Đề cương"}


def registration(*rows: Row) -> Given:
    return {"phieu-dang-ky": {"danh_sach": list(rows)}}


def opinion(text: str = "Hồ sơ rõ, làm được") -> Given:
    return {"phieu-y-kien": {"nhan_xet_ho_so": text}}


def conclusion(word: str = "nen") -> Given:
    return {"ket-luan-tham-dinh": {"ket_luan": word, "can_cu_ket_luan": "Theo ý kiến các cơ quan"}}


def survey(year: int) -> Given:
    return {"bien-ban-khao-sat": {"ngay_khao_sat": f"{year}-02-12", "dia_diem": "Thôn 1", "thanh_phan": "Ban, Mặt trận",
                                  "tinh_hinh": "Bà con đồng thuận"}}


def submitted(entries: Iterable[str]) -> Given:
    return {"to-trinh-danh-sach": {"danh_sach": [{"_id": key, "de_nghi": True} for key in entries]}}


def approval(year: int, decided: Mapping[str, str], count: int) -> Given:
    """Entry id -> "" when approved, else why not."""
    rows = [{"_id": key, "quyet_dinh": "khong" if why else "duyet", "ly_do": why or None}
            for key, why in decided.items()]
    return {"quyet-dinh-danh-sach": {"so_van_ban_duyet": f"09-TB/ĐU/{year}", "ngay_duyet": f"{year}-03-10",
                                     "duyet": rows, "so_luong": count}}


def detailed(year: int) -> Given:
    texts = ("yeu_cau", "phoi_hop", "muc_tieu", "tieu_chi", "ket_qua_can_dat", "bien_phap", "nguon_luc")
    return {"ke-hoach-chi-tiet": {**dict.fromkeys(texts, "Theo kế hoạch"), "chu_the_thuc_hien": "Chi hội",
                                  "ngay_hoan_thanh": f"{year}-10-10"}}


def followed(year: int) -> Given:
    return {"phieu-theo-doi": {"ngay_theo_doi": f"{year}-05-12", "tien_do": "Đúng lộ trình"}}


def evaluated(entries: Iterable[str]) -> Given:
    return {"danh-gia": {"danh_sach": [{"_id": key, "tien_do": "tot"} for key in entries], "giai_phap": "Làm tiếp",
                         "danh_gia_chung": "Phong trào đều khắp"}}


def ticked(form: str, entries: Iterable[str], column: str = "chon", **more: object) -> Given:
    """The fixed table of a form with these rows ticked."""
    return {form: {"danh_sach": [{"_id": key, column: True} for key in entries], **more}}


def decision(form: str, year: int, number: str) -> Given:
    return {form: {"so_quyet_dinh": number, "ngay_quyet_dinh": f"{year}-11-26"}}


def report() -> Given:
    return {"bao-cao-nam": {"ket_qua_chung": "Đạt"}}


def council(persons: list[str]) -> Given:
    return {"hoi-dong": {"so_quyet_dinh_hoi_dong": "17-QĐ/BTGDVTU", "thanh_vien": persons}}
