"""What a person is told when the database did not do what it was asked."""

from engine.store.trouble import StorageTrouble, storage_trouble

STORAGE_WORDS: dict[StorageTrouble, str] = {
    "full": "máy chủ đã hết chỗ trên đĩa nên lệnh này chưa ghi gì; giải phóng chỗ rồi chạy lại.",
    "busy": "nhiều người cùng ghi nên lệnh này chưa ghi gì; chờ một phút rồi chạy lại.",
    "away": "cơ sở dữ liệu chưa trả lời nên lệnh này chưa ghi gì; kiểm tra máy chủ rồi chạy lại.",
}


def storage_kind(error: Exception) -> StorageTrouble | None:
    """full, busy or away; None when the error is another one."""
    return storage_trouble(error)
