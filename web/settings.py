"""What the web is handed by its starter: where data live, who tells the time, what it is called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from engine.base.calendar import WorkCalendar
from engine.base.clock import Clock
from engine.base.ids import IdSource
from engine.plan.official import official_calendar


@dataclass(frozen=True)
class Settings:
    """One installation. `database` and `blobs` are only handed on to actions and reports, never touched here."""

    database: Any
    blobs: Any
    clock: Clock
    ids: IdSource
    secret_key: str
    installation: str
    """Whose installation this is; stands on the sign-in page."""
    help_line: str = "Quên mật khẩu? Liên hệ người quản trị của đơn vị trong giờ làm việc."
    secure_cookies: bool = False
    """True where the pages are served over HTTPS."""
    url: str = ""
    """The address people open ("https://kheo.phuong.vn"): links in letters lead there, other hosts are not answered."""
    max_upload_mb: int = 50
    """What one request may bring, in units of 1024 x 1024 bytes, as plans count; a plan asks for 50 at most."""
    mail: bool = False
    """Whether an e-mail can be sent, which needs `url` too; without it the reset page says whom to ask."""
    scheduler_beat: Callable[[], datetime | None] | None = None
    """When the scheduler last ticked; None where the scheduler lives in another process."""

    def calendar(self) -> WorkCalendar:
        """Working days around the present year; plans and their reports never look further."""
        year = self.clock.now().year
        return official_calendar(year - 1, year + 1)


def settings() -> Settings:
    """The settings of the application that answers this request."""
    found = current_app.extensions["kheo"]
    assert isinstance(found, Settings)
    return found
