"""Passwords become argon2id digests and are compared with them."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine.base.text import nfc

# 19 MiB and two passes: the least OWASP advises. About 30 ms, so that eight sign-ins at a time neither fill the memory
# of a small server nor stop its pages; guessing is bounded by the attempts counted in sign_in_attempt.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The digest to keep, with a salt of its own; the password may be typed in any Unicode form."""
    return _HASHER.hash(nfc(password))


def is_password(digest: str | None, password: str) -> bool:
    """Whether the digest is of that password; without a digest it takes as long to say no."""
    try:
        return _HASHER.verify(digest or _of_nobody(), nfc(password)) and digest is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _of_nobody() -> str:
    return _HASHER.hash("nobody")
