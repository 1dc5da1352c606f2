"""What a person typed into a form that is refused goes back with the refusal, as a text to copy."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from flask import g, request
from werkzeug.exceptions import HTTPException

from web.i18n import _


def typed_words(named: Mapping[str, str] | None = None, but: tuple[str, ...] = ()) -> str:
    """A line for each field of this request that holds words; `named` are names of further fields, what begins with
    one of `but` is left out. Empty where nothing was typed, or where another site may have sent it."""
    if request.method != "POST" or request.blueprint == "auth" or not _from_here():
        return ""
    try:
        return "\n".join(_lines(_names() | dict(named or {}), but))
    except HTTPException:  # too large to be read at all
        return ""


def _lines(names: Mapping[str, str], but: tuple[str, ...]) -> Iterator[str]:
    for field, value in request.form.items(multi=True):
        text = value.strip()
        if not text or (but and field.startswith(but)):
            continue
        if field in names:
            yield f"{names[field]}: {text}"
        elif field.startswith(("f.", "khoi.")):
            yield text
        elif field.startswith("d."):
            yield f"{field[2:]}: {text}"


def _from_here() -> bool:
    """The token of the page came along, or the browser says that a page of this site sent it: what is shown here was
    typed here."""
    if g.get("csrf_valid"):
        return True
    sender = request.headers.get("Origin") or request.referrer or ""
    return bool(sender) and urlsplit(sender).netloc == request.host


def _names() -> dict[str, str]:
    """Every field with words of the pages' own, by its name."""
    return {
        "noi_dung": _("Ý kiến của bạn"), "loi_nhan": _("Lời nhắn"), "ly_do": _("Lý do"), "sua_loi": _("Sửa thế nào"),
        "ngay_gia_han": _("Xin đến ngày"), "ly_do_gia_han": _("Lý do xin gia hạn"),
        "ngay_cho": _("Cho gia hạn đến ngày"), "tra_loi": _("Lời trả lời"),
        "so_ky_hieu": _("Số, ký hiệu"), "ngay_ky": _("Ngày ký"), "chuc_vu_ky": _("Chức vụ người ký"),
        "nguoi_ky": _("Người ký"), "ly_do_giu": _("Lý do giữ bản đã ký"),
        "ngay_den": _("Ngày đến"), "ngay_dau": _("Ngày dấu bưu điện"), "so_van_ban": _("Số, ký hiệu văn bản"),
        "ten": _("Tên"), "ngay": _("Ngày"), "theo": _("Theo văn bản"), "ngay_qd": _("Ngày của văn bản"),
        "can_cu": _("Căn cứ"), "tu": _("Từ ngày"), "den": _("Đến hết ngày"), "ghi_chu": _("Ghi chú"),
    }
