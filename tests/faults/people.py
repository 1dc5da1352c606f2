"""People as a process of their own, which can be killed: they sign and send papers, vote; and what is left of it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Row, Select, func, select

from engine.action.cast_ballot import cast_ballot
from engine.action.complete_task import complete_task
from engine.action.record_signature import record_signature
from engine.action.save_draft import save_draft
from engine.action.store_file import Upload, store_file
from engine.action.submit_to_sign import submit_to_sign
from engine.base.clock import ShiftedClock, SystemClock, local_day
from engine.base.ids import TimedIds
from engine.daemon.scheduler import tick
from engine.store import signatures
from engine.store.blobs import BlobStore
from engine.store.database import Database, open_database
from engine.store.people import account_of, viewer_of
from engine.store.schema import upgrade
from engine.store.sweeping import PREFIXES, sweep, tidy_incoming
from engine.store.tables import answer, audit, ballot, file, person, signature, task, unit, vote_box, vote_closing
from engine.work.people import Viewer
from engine.work.signature import PLACE
from engine.work.vote import AGAINST, FOR
from tests.faults.load import DUE, MEMBERS, effects, loaded

PDF = b"%%PDF-1.7\n%% %s\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%%%EOF\n"
SIGNED_ON = date(2026, 2, 2)


@dataclass(frozen=True)
class Desk:
    """Where people sit: a web process in all but its pages."""

    database: Database
    blobs: BlobStore
    now: datetime
    ids: TimedIds

    def go_round(self, units: int) -> bool:
        """Everybody does what there is to do, going on where it was broken off; whether nothing is left."""
        voted = [self._votes(login) for login in MEMBERS]
        return all([self._sends(f"h{number:03}") for number in range(units)] + voted)

    def _sends(self, code: str) -> bool:
        """The paper of that unit: its annex, its draft, its signed copy with the scan, then the task itself."""
        row = self._task("gui-van-ban", code)
        if row is None or row.status == "done":
            return row is not None
        me = self._viewer(code)
        annex = self._give(me, row.id, "van-ban", "tep", f"phụ lục của {code}")
        said = {"van-ban": {"ket_qua": f"của {code}", "tep": [annex]}}
        save_draft(self.database, me, row.id, said, self.now)
        with self.database.read() as connection:
            copy = signatures.standing(connection, row.id)
        if copy is None:
            submit_to_sign(self.database, self.ids, me, row.id, self.now)
        texts = (f"{code}-BC/H", f"Người {code}", "Chủ tịch", "TM")
        _, copy_id = record_signature(self.database, self.ids, me, row.id, texts, SIGNED_ON, True, self.now)
        self._give(me, row.id, PLACE, copy_id, f"bản ký của {code}")
        complete_task(self.database, self.ids, me, row.id, row.rev, "xong", said, None, row.id, self.now)
        return True

    def _votes(self, login: str) -> bool:
        row, me = self._task("bo-phieu"), self._viewer(login)
        if row is None or row.status == "done":
            return row is not None
        with self.database.read() as connection:
            voted = connection.execute(select(ballot.c.at).where(
                ballot.c.task_id == row.id, ballot.c.person_id == me.person_id)).first()
        if voted is None:
            marked = {"phieu": _MARKS[MEMBERS.index(login) % 3]}
            cast_ballot(self.database, self.ids, me, row.id, marked, None, self.now)
        return True

    def _give(self, me: Viewer, task_id: str, form: str, field: str, words: str) -> str:
        upload = Upload(task_id, form, field, f"{words}.pdf", BytesIO(PDF % words.encode()))
        return store_file(self.database, self.blobs, self.ids, me, upload, self.now).id

    def _viewer(self, login: str) -> Viewer:
        with self.database.read() as connection:
            account = account_of(connection, login)
            found = viewer_of(connection, account.id, account.session_key, local_day(self.now)) if account else None
        assert found
        return found

    def _task(self, step: str, code: str = "dau-moi") -> Row[Any] | None:
        with self.database.read() as connection:
            return connection.execute(select(task).join(unit, unit.c.id == task.c.unit_id).where(
                unit.c.code == code, task.c.step == step)).one_or_none()


_MARKS = (FOR, FOR, AGAINST)


def desk(database: Database, folder: Path, now: datetime) -> Desk:
    return Desk(database, BlobStore(folder), now, TimedIds())


def main(url: str, folder: str, start: str, units: int) -> None:
    """Until nothing is left to do."""
    clock = ShiftedClock(datetime.fromisoformat(start), SystemClock().now())
    while not desk(open_database(url), Path(folder), clock.now()).go_round(units):
        pass


def acts(database: Database) -> int:
    """How much people have done."""
    with database.read() as connection:
        return connection.execute(select(func.count()).where(audit.c.person_id.is_not(None))).scalar_one()


def documents(database: Database, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The bases of every document, without ids and moments; documents themselves are drawn of them when asked for.

    A file counts with what its content says now; a content that no row names, or whose bytes are others, shows.
    """
    of_unit = unit.c.code
    queries: dict[str, Select[Any]] = {
        "files": select(of_unit, file.c.form, file.c.name, file.c.digest, file.c.removed_at)
        .join(task, task.c.id == file.c.task_id).join(unit, unit.c.id == task.c.unit_id),
        "signatures": select(of_unit, signature.c.number, signature.c.signed_on, signature.c.signer,
                             signature.c.content, signature.c.ended_at)
        .join(task, task.c.id == signature.c.task_id).join(unit, unit.c.id == task.c.unit_id),
        "answers": select(of_unit, answer.c.step, answer.c.outcome, func.count()).select_from(answer)
        .join(task, task.c.id == answer.c.task_id).join(unit, unit.c.id == task.c.unit_id)
        .group_by(of_unit, answer.c.step, answer.c.outcome),
        "ballots": select(person.c.login, ballot.c.scores).join(person, person.c.id == ballot.c.person_id),
        "box": select(vote_box.c.sheets),
        "minutes": select(func.count()).select_from(vote_closing),
    }
    with database.read() as connection:
        found = {name: sorted((tuple(row) for row in connection.execute(query)), key=repr)
                 for name, query in queries.items()}
    return found | {"contents": sorted(
        (path.relative_to(folder).as_posix(), sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*") if path.is_file())}


@lru_cache
def all_unhurt(units: int, acting: int) -> dict[str, list[tuple[object, ...]]]:
    """Effects and documents when nothing goes wrong, and the people of so many units have done their tasks."""
    with TemporaryDirectory() as folder:
        url, files = f"sqlite:///{folder}/kheo.db", Path(folder) / "files"
        upgrade(url)
        database = open_database(url)
        loaded(database, units)
        tick(database, TimedIds(), lambda: DUE, None)
        desk(database, files, DUE).go_round(acting)
        found = effects(database) | documents(database, files)
        database.close()
    return found


def tidied(database: Database, folder: Path) -> None:
    """The daily sweep, as if a day had passed: what killed processes were taking in goes."""
    blobs = BlobStore(folder)
    with database.read() as connection:
        named = frozenset(connection.execute(select(file.c.digest)).scalars())
    for prefix in PREFIXES:
        sweep(blobs, prefix, lambda digests: named & frozenset(digests), age=0)
    tidy_incoming(blobs, age=0)
