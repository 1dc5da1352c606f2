"""What people write into the forms of Vĩnh Long 2025."""

from collections.abc import Iterable

from tests.story.answers import PAPER, Given, Row

CONTENTS = ("nd_chi_thi", "nd_tham_muu", "nd_hoc_tap", "nd_cai_cach", "nd_doi_thoai", "nd_thong_tin")
"""The fields of the report on the six standing contents."""


def issued() -> Given:
    return {"trien-khai": {"so_ky_hieu": "553/QĐ-UBND", "ngay_ban_hanh": "2025-04-02", "tep_ke_hoach": PAPER}}


def launched() -> Given:
    return {"phat-dong": {"ngay_phat_dong": "2025-04-07", "so_nguoi": 60}}


def registered(unit: str, collectives: int, individuals: int) -> Given:
    """So many models of collectives and of individuals; the names begin with the unit's code."""
    kinds = ["tap-the"] * collectives + ["ca-nhan"] * individuals
    return {"dang-ky": {"danh_sach": [_model(unit, n, kind) for n, kind in enumerate(kinds, 1)]}}


def _model(unit: str, number: int, kind: str) -> Row:
    person = {"chuc_vu": "Chuyên viên"} if kind == "ca-nhan" else {}
    return {"_id": f"r{number}", "chu_the": f"{unit} {number}", "loai_chu_the": kind,
            "ten": f"{unit}: mô hình {number}", "linh_vuc": "he-thong-chinh-tri",
            "noi_dung": "Một cửa thân thiện, hẹn giờ trả kết quả", **person}


def consolidated() -> Given:
    return {"tong-hop-dang-ky": {"nhan_xet_dang_ky": "Ba nơi chưa đúng số lượng, đã hướng dẫn điều chỉnh",
                                 "tep_tong_hop": PAPER}}


def carried_out() -> Given:
    return {"thuc-hien": {"ket_qua_mo_hinh": "Rút ngắn một nửa thời gian chờ", "minh_chung": PAPER}}


def group_set_up(persons: list[str]) -> Given:
    return {"lap-to": {"thanh_vien": persons, "ngay_lap": "2025-10-24"}}


def scores(talking: str = "tot", **more: str) -> dict[str, str]:
    """A sheet as its form posts it; `talking`: the level of the criterion that can knock it out."""
    return {"chi-thi-33": "14", "tham-muu": "13,5", "hoc-tap": "9", "cai-cach-dan-chu": "18", "doi-thoai": talking,
            "thong-tin": "dung-han", "mo-hinh": "4,5", **more}


def classified(weak: str = "") -> Given:
    found = {"han_che": weak} if weak else {}
    return {"phan-loai": {"uu_diem": "Tiếp dân đều", **found}}


def remedied() -> Given:
    return {"khac-phuc": {"bien_phap": "Giải quyết dứt điểm trong quý I năm 2026"}}


def evidence() -> Given:
    return {"minh-chung-nhiem-vu": {"da_lam": "Mười hai buổi đối thoại, 100% đơn đúng hạn", "minh_chung": PAPER}}


def minutes(rows: Iterable[Row]) -> Given:
    return {"bien-ban-binh-xet": {"ngay_hop": "2025-12-02", "so_du_hop": 25, "danh_sach": list(rows)}}


def judged(entry: str, *qualities: str) -> Row:
    """A row of the minutes: the qualities found, and the model chosen."""
    return {"_id": entry, "chon": True, **dict.fromkeys(qualities, True)}


def proposed(paper: bool = True) -> Given:
    return {"danh-sach-de-nghi": {"ban_thanh_tich": PAPER} if paper else {}}


def dossier(copies: int = 2, **more: object) -> Given:
    papers = dict.fromkeys(("to_trinh", "bien_ban", "bao_cao", "ban_cham_diem"), PAPER)
    report = {"so_mo_hinh": 6, "so_tap_the": 2, "so_ca_nhan": 4, "so_tieu_bieu": 1,
              **dict.fromkeys(CONTENTS, "Làm đúng kế hoạch"),
              "ket_qua_thuc_hien": "Sáu mô hình đang chạy"}
    return {"ho-so-khen-thuong": {**papers, "so_bo": copies, **more}, "bao-cao-ket-qua": report}


def submitted(entries: Iterable[str]) -> Given:
    return {"to-trinh-tinh": {"danh_sach": [{"_id": entry, "khen_thuong": True} for entry in entries],
                              "tep_to_trinh": PAPER}}


def decided() -> Given:
    return {"quyet-dinh-khen-thuong": {"so_quyet_dinh": "2890/QĐ-UBND", "ngay_quyet_dinh": "2025-12-24",
                                       "tep_quyet_dinh": PAPER}}


def summed_up() -> Given:
    return {"tong-ket": {"ngay_tong_ket": "2025-12-30", "danh_gia": "Phong trào đi vào thực chất"}}
