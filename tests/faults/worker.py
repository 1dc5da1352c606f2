"""A worker as a process of its own on a clock of the test's choice: `kheo worker` in all but its command line."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from engine.base.clock import ShiftedClock, SystemClock
from engine.base.ids import TimedIds
from engine.cli.log import log_to_stderr
from engine.daemon.post import SmtpSettings
from engine.daemon.pulse import Pulse
from engine.daemon.scheduler import Scheduler, can_distribute
from engine.store.blobs import BlobStore
from engine.store.database import open_database
from web.main.serving import work


def main(url: str, start: str, lease: str, mail_port: str, files: str = "") -> None:
    log_to_stderr()
    database = open_database(url)
    clock = ShiftedClock(datetime.fromisoformat(start), SystemClock().now())
    smtp = SmtpSettings("127.0.0.1", int(mail_port), "kheo@phuong.vn", security="none") if int(mail_port) else None
    ids = TimedIds()
    work(Scheduler(database, ids, clock, smtp, 0.3, timedelta(seconds=float(lease)), can_distribute(database),
                   BlobStore(Path(files)) if files else None),
         Pulse(database, ids, clock, "worker"))


if __name__ == "__main__":
    main(*sys.argv[1:])
