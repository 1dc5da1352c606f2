"""What keeps a database from answering, told apart as far as a person can do something about it."""

import sqlite3
from typing import Literal

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

STORAGE_ERRORS = (OperationalError, InterfaceError, NoConnection, sqlite3.OperationalError)
"""The database did not do what it was asked, whatever was asked."""
StorageTrouble = Literal["full", "busy", "away"]
_FULL = ("disk is full", "disk I/O error", "No space left on device")
_DISK_FULL = "53100"
_CROSSED = ("40001", "40P01")
"""Two transactions waited for each other, or one read what the other changed: the database ended one of them."""
_NOT_FREE = "55P03"
_AWAY = ("08", "53", "57")
"""Classes of SQLSTATE: the connection failed, the server lacks something, an operator intervened."""


def storage_trouble(error: BaseException) -> StorageTrouble | None:
    """full: no room on the disk; busy: others write the same; away: not to be reached. None: the error is another one.

    Sources: SQLITE_FULL, SQLITE_IOERR and SQLITE_BUSY of sqlite.org/rescode.html; SQLSTATE 53100, 55P03, 40001 and
    40P01 of PostgreSQL.
    """
    if not isinstance(error, STORAGE_ERRORS):
        return None
    cause = getattr(error, "orig", None) or error
    said, state = str(cause), getattr(cause, "sqlstate", None)
    if state == _DISK_FULL or any(words in said for words in _FULL):
        return "full"
    if isinstance(cause, sqlite3.Error):
        return "busy" if "database is locked" in said else "away" if "unable to open" in said else None
    if state == _NOT_FREE or has_crossed(error):
        return "busy"
    return "away" if state is None or state[:2] in _AWAY else None


def has_crossed(error: BaseException) -> bool:
    """Whether the transaction was ended because it and another were in each other's way: done again, it goes well."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _CROSSED
