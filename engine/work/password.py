"""What a password must be, and how long somebody who guesses has to wait."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.base.text import fold, nfc

SHORTEST = 10
LONGEST = 200
GUESSES_FOR_A_LOGIN = 5
GUESSES_FROM_AN_ADDRESS = 20
WINDOW = timedelta(minutes=15)
RESET_LASTS = timedelta(hours=24)

# The commonest of ten characters and more, without marks and spaces; shorter ones are refused by their length.
_COMMON = """
1234567890 0123456789 0987654321 9876543210 1234567891 12345678910 123456789a a123456789 123456789z 1234512345
1122334455 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 qwerty123456 1qazxsw23edc asdfghjkl1 asdfghjkl123
zxcvbnm123 password12 password123 password1234 password123456 passw0rd123 p@ssw0rd123 p@ssword123 administrator
admin12345 admin123456 adminadmin abcd123456 abc1234567 abcdefghij abc123456789 iloveyou12 iloveyou123 welcome123
letmein123 changeme123 football123 princess123 matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhaumoi matkhaucu1
anhyeuem123 emyeuanh123 anhyeuem1234 yeuemnhieu khongbiet123 khongcomatkhau vietnam123 vietnam1234 vietnam2024
vietnam2025 vietnam2026 saigon1234 hanoi12345 haiphong123 hanoi123456 chucmungnammoi danvankheo danvankheo123
danvan1234 danvan2025 danvan2026 danvankheo2026 kheo123456
"""


class Refused(Exception):
    """A sign-in or a change of a password that is not allowed: one Vietnamese sentence with the way out."""


def password_problem(password: str, login: str) -> str | None:
    """Why this may not be the password of that login; None when it may."""
    bare = fold(nfc(password)).replace(" ", "")
    if len(nfc(password)) < SHORTEST:
        return f"mật khẩu mới ngắn hơn {SHORTEST} ký tự; hãy đặt dài hơn, bốn tiếng ngẫu nhiên là dễ nhớ"
    if len(nfc(password)) > LONGEST:
        return f"mật khẩu mới dài hơn {LONGEST} ký tự; hãy đặt ngắn lại"
    if fold(login).replace(" ", "") == bare:
        return "mật khẩu mới trùng tên đăng nhập; hãy đặt mật khẩu khác"
    if bare in _COMMON.split() or len(set(bare)) <= 2:
        return "mật khẩu mới thuộc loại ai cũng đoán được; hãy đặt mật khẩu khác"
    return None


def wait_until(failures: Sequence[datetime], allowed: int) -> datetime | None:
    """When the next guess may be made; `failures` of the last WINDOW, newest first. None: now."""
    return failures[allowed - 1] + WINDOW if len(failures) >= allowed else None
