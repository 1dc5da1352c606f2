"""What the views, groups and filters of the inbox are called."""

from web.i18n import _


def view_names() -> dict[str, str]:
    """The views in their order."""
    return {
        "can-lam": _("Cần làm"), "qua-han": _("Quá hạn"), "hom-nay": _("Hôm nay"), "tuan-nay": _("Tuần này"),
        "chua-nhan": _("Chưa có người nhận"), "can-bo-sung": _("Cần bổ sung"), "ban-nhap": _("Bản nháp"),
        "cho-nguoi-khac": _("Chờ người khác"), "danh-dau": _("Đã đánh dấu"),
        "da-xong": _("Đã xong"),
    }


def group_names() -> dict[str, str]:
    """The groups by due day."""
    return {
        "late": _("Quá hạn"), "now": _("Hôm nay"), "soon": _("3 ngày làm việc tới"), "week": _("Tuần này"),
        "month": _("Tháng này"), "later": _("Sau"), "none": _("Chưa có hạn"),
    }


def grouping_names() -> dict[str, str]:
    """By what the rows may be grouped."""
    return {"han": _("Hạn"), "ke-hoach": _("Kế hoạch"), "don-vi": _("Đơn vị"), "khong": _("Không nhóm")}


def filter_kinds() -> dict[str, str]:
    """What narrows the list: field -> name."""
    return {"run": _("Kế hoạch"), "step": _("Bước"), "unit": _("Đơn vị"), "query": _("Tìm")}
