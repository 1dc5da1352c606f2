"""What a password must be, and how long somebody who guesses has to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.work.password import password_problem, wait_until

NOW = datetime(2026, 1, 15, 1, tzinfo=UTC)


@pytest.mark.parametrize(("password", "word"), [
    ("chín ký t", "ngắn hơn 10 ký tự"), ("x" * 201, "dài hơn 200 ký tự"), ("Nguyen-van-binh", "trùng tên đăng nhập"),
    ("1234567890", "ai cũng đoán được"), ("Mật khẩu 123", "ai cũng đoán được"), ("aaaaaaaaaaaa", "ai cũng đoán được"),
    ("Qwerty12345", "ai cũng đoán được"), ("abababababab", "ai cũng đoán được"),
])
def test_a_poor_password_is_refused_with_the_reason(password: str, word: str) -> None:
    assert word in (password_problem(password, "nguyen-van-binh") or "")


@pytest.mark.parametrize("password", ["bốn tiếng dễ nhớ", "Dc7-quan-mat-troi", "x7Qp!2mZ4k"])
def test_a_good_password_is_taken(password: str) -> None:
    assert password_problem(password, "binh") is None


def test_the_wait_ends_when_the_oldest_counted_failure_is_old_enough() -> None:
    failures = [NOW - timedelta(minutes=n) for n in range(5)]

    assert wait_until(failures, 5) == NOW + timedelta(minutes=11)
    assert wait_until(failures[:4], 5) is None
