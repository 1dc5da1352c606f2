"""Every table. Ids are texts, instants are UTC, days are dates in Viet Nam, JSON is canonical text."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s",
})


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """SQLAlchemy's own way, but for SQLite, where the text is written at once."""
        return _instant_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """The same for what is read."""
        return _instant_from if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=64)  # the moment of an act goes into most of the rows it writes
def _instant_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _instant_from(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{text}+00:00") if text else None  # six times as quick as to replace its zone


def _id(*extra: Any, name: str = "id", **options: Any) -> Column[str]:
    return Column(name, String(64), *extra, **options)


def _ref(target: str, name: str, **options: Any) -> Column[str]:
    return _id(ForeignKey(f"{target}.id"), name=name, **options)


unit = Table(
    "unit", metadata, _id(primary_key=True),
    _id(name="tenant_id", nullable=False),          # the root of the subtree: its own id for a root
    Column("code", String(64), nullable=False), Column("name", Text, nullable=False),
    Column("kind", String(64), nullable=False), _ref("unit", "parent_id"),
    Column("path", Text, nullable=False),           # "/root/…/own/": a subtree is a prefix
    Column("valid_from", Date), Column("valid_to", Date), _ref("unit", "successor_id"),
    Column("style", String(5), nullable=False, server_default="state"),  # party | state: layout and ways of signing
    Column("place", Text),                          # before the date of a document
    UniqueConstraint("tenant_id", "code"), Index(None, "path"),
)

person = Table(
    "person", metadata, _id(primary_key=True), _ref("unit", "tenant_id", nullable=False),
    Column("login", String(64), nullable=False, unique=True), Column("name", Text, nullable=False),
    Column("email", Text), Column("password_hash", Text), Column("must_change", Boolean, nullable=False, default=False),
    Column("language", String(2), nullable=False, default="vi"),
    Column("active", Boolean, nullable=False, default=True),
    Column("administrator", Boolean, nullable=False, default=False),
    Column("session_key", String(64), nullable=False),  # changed at every password change: old sessions end
)

position = Table(
    "position", metadata, _id(primary_key=True), _ref("person", "person_id", nullable=False),
    _ref("unit", "unit_id", nullable=False), Column("role", String(64), nullable=False),
    Column("title", Text, nullable=False), Column("valid_from", Date), Column("valid_to", Date),
    Index(None, "person_id"), Index(None, "unit_id", "role"),
)

absence = Table(  # both days are included; a changed absence is ended and followed by another
    "absence", metadata, _id(primary_key=True), _ref("person", "person_id", nullable=False),
    Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False), Column("note", Text),
    _ref("person", "made_by", nullable=False), Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant), _ref("person", "ended_by"), Index(None, "person_id", "last_day"),
)

substitution = Table(  # who holds which position of an absent person meanwhile, and how one signs: kt | tl | tuq | ""
    "substitution", metadata, _ref("absence", "absence_id", primary_key=True),
    _ref("position", "position_id", primary_key=True), _ref("person", "person_id", nullable=False),
    Column("manner", String(3), nullable=False, server_default=""), Index(None, "person_id"),
    Index(None, "position_id"),
)

tour = Table(  # how far each person came in the introduction to the pages; no row: not begun
    "tour", metadata, _ref("person", "person_id", primary_key=True), Column("step", Integer, nullable=False),
)

sign_in_attempt = Table(
    "sign_in_attempt", metadata, Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("login", String(64), nullable=False), Column("address", String(64), nullable=False),
    Column("at", Instant, nullable=False), Column("succeeded", Boolean, nullable=False), Index(None, "login", "at"),
    Index(None, "address", "at"),
)

reset_token = Table(
    "reset_token", metadata, Column("digest", String(64), primary_key=True),
    _ref("person", "person_id", nullable=False), Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

setting = Table(
    "setting", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False),
)

day_override = Table(
    "day_override", metadata, _ref("unit", "tenant_id", primary_key=True), Column("day", Date, primary_key=True),
    Column("working", Boolean, nullable=False), Column("source", Text, nullable=False),
    Column("decided_on", Date, nullable=False), _ref("person", "set_by", nullable=False),
    Column("set_at", Instant, nullable=False),
)

plan_version = Table(
    "plan_version", metadata, _id(primary_key=True),  # the content hash, forms and blocks included
    Column("plan", String(64), nullable=False), Column("name", Text, nullable=False),
    Column("sources", Text, nullable=False),          # JSON: file name -> text
    Column("created_at", Instant, nullable=False),
)

run = Table(
    "run", metadata, _id(primary_key=True), _ref("unit", "tenant_id", nullable=False),
    _ref("plan_version", "version_id", nullable=False), Column("plan", String(64), nullable=False),
    Column("name", Text, nullable=False), Column("short", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("status", String(16), nullable=False),     # prepared | running | closed
    Column("prepared_at", Instant, nullable=False), Column("published_at", Instant), Column("closed_at", Instant),
    Column("mixed", Boolean, nullable=False, server_default=false()),  # an instance stands on another version
    UniqueConstraint("tenant_id", "plan", "year"),
)

amendment = Table(  # a running plan gets another version: first shown, then approved, applied in batches
    "amendment", metadata, _id(primary_key=True), _ref("run", "run_id", nullable=False),
    _ref("plan_version", "from_id", nullable=False), _ref("plan_version", "to_id", nullable=False),
    Column("status", String(16), nullable=False),     # prepared | applying | applied | reversed | withdrawn
    Column("drops", Text, nullable=False),            # JSON: steps whose open tasks may be taken away
    Column("digest", String(64), nullable=False), Column("preview", Text, nullable=False),
    Column("before", Text, nullable=False, server_default="{}"),  # JSON: rows of the run as they were
    _ref("person", "prepared_by", nullable=False), Column("prepared_at", Instant, nullable=False),
    _ref("person", "approved_by"), Column("capacity", Text, nullable=False, server_default=""),
    Column("approved_at", Instant), Column("applied_at", Instant),
    _ref("person", "reversed_by"), Column("reversed_at", Instant),
    Index(None, "run_id"), Index(None, "status"),
)

event = Table(
    "event", metadata, _ref("run", "run_id", primary_key=True), Column("name", String(128), primary_key=True),
    Column("planned_on", Date), Column("actual_on", Date), _ref("person", "set_by"), Column("set_at", Instant),
)

run_member = Table(
    "run_member", metadata, _ref("run", "run_id", primary_key=True), Column("role", String(128), primary_key=True),
    _ref("person", "person_id", primary_key=True),
)

entry = Table(
    "entry", metadata, _id(primary_key=True), _ref("run", "run_id", nullable=False),
    _ref("unit", "unit_id", nullable=False),
    Column("row_key", String(64), nullable=False),    # the row of the registration it came from
    Column("name", Text, nullable=False), Column("status", String(16), nullable=False),  # sent | accepted | withdrawn
    Column("registered", Boolean, nullable=False),    # false: nominated outside registration
    Column("data", Text, nullable=False), Column("created_at", Instant, nullable=False),
    Column("rev", Integer, nullable=False, default=1), Column("search", Text, nullable=False),
    _ref("entry", "continues_id"),                    # the entry of an earlier year that this one goes on with
    UniqueConstraint("run_id", "unit_id", "row_key"), Index(None, "run_id", "status"), Index(None, "continues_id"),
)

instance = Table(
    "instance", metadata, _id(primary_key=True), _ref("run", "run_id", nullable=False),
    Column("scope", String(8), nullable=False), _ref("unit", "unit_id"), _ref("entry", "entry_id"),
    Column("state", LargeBinary, nullable=False), Column("rev", Integer, nullable=False),
    Column("status", String(16), nullable=False),     # active | ended | cancelled
    _ref("plan_version", "version_id"),               # None: the run's
    UniqueConstraint("run_id", "scope", "unit_id", "entry_id"), Index(None, "entry_id"),
    Index("uq_instance_unit", "run_id", "scope", "unit_id", unique=True,  # NULLs are never equal in the one above
          sqlite_where=text("entry_id IS NULL"), postgresql_where=text("entry_id IS NULL")),
)

amended = Table(  # how far an amendment is with one instance
    "amended", metadata, _ref("amendment", "amendment_id", primary_key=True),
    _ref("instance", "instance_id", primary_key=True),
    Column("status", String(16), nullable=False),     # waiting | moved | kept | overtaken
    Column("reason", Text, nullable=False, server_default=""),
    Column("planned", String(64), nullable=False),    # digest of what was approved for it
    Column("before", Text),                           # JSON: its rows as they were
    Column("rev", Integer),                           # the instance's when the amendment was done
)

task = Table(
    "task", metadata, _id(primary_key=True), _ref("instance", "instance_id", nullable=False),
    _ref("run", "run_id", nullable=False), _ref("unit", "tenant_id", nullable=False),
    _ref("unit", "unit_id", nullable=False),          # whose matter it is
    _ref("entry", "entry_id"), Column("node", Text, nullable=False), Column("step", String(64), nullable=False),
    Column("slot", String(64), nullable=False), Column("act", String(16), nullable=False),
    Column("role", Text, nullable=False), _ref("unit", "candidate_unit_id"),  # who may do it: a unit…
    Column("candidate_positions", Text, nullable=False, default=""),          # …and positions in it, ",a,b,"; "" = any
    Column("title", Text, nullable=False), Column("subject", Text, nullable=False, default=""),
    Column("round", Integer, nullable=False), Column("step_index", Integer, nullable=False),
    Column("step_total", Integer, nullable=False), Column("status", String(16), nullable=False),  # open|done|cancelled
    Column("opened_at", Instant, nullable=False), Column("closed_at", Instant), _ref("person", "closed_by"),
    Column("outcome", String(64)), Column("returned", Integer, nullable=False, default=0),
    Column("draft_percent", Integer), Column("phrase", Text), Column("last_day", Date),
    Column("last_working_day", Date),
    Column("overdue_after", Date), Column("why", Text, nullable=False, default="[]"),
    Column("next_act_at", Instant), Column("rev", Integer, nullable=False, default=1),
    Column("search", Text, nullable=False, default=""),
    _id(name="claimed_by"), _id(name="delegated_by"),  # persons: in whose hands it is, who passed it on to them
    _id(name="behalf_unit_id"), _id(name="entered_by"),  # body entering a unit's paper; who entered what is looked at
    UniqueConstraint("instance_id", "node"),
    Index("ix_task_inbox", "candidate_unit_id", "status", "last_day"),
    Index("ix_task_due", "next_act_at", "id", sqlite_where=text("status = 'open'"),
          postgresql_where=text("status = 'open'")),
    Index("ix_task_run", "run_id", "step", "status"),
    Index("ix_task_behalf", "behalf_unit_id", sqlite_where=text("behalf_unit_id IS NOT NULL"),
          postgresql_where=text("behalf_unit_id IS NOT NULL")),
    Index("ix_task_matter", "unit_id", "status"), Index("ix_task_entry", "entry_id"),
)

task_person = Table(
    "task_person", metadata, _ref("task", "task_id", primary_key=True), _ref("person", "person_id", primary_key=True),
    Index(None, "person_id"),
)

task_act = Table(  # what people did about a task beside answering it, with their word; shown in its history
    "task_act", metadata, _id(primary_key=True), _ref("task", "task_id", nullable=False),
    _ref("instance", "instance_id", nullable=False), Column("step", String(64), nullable=False),
    Column("kind", String(16), nullable=False),       # withdraw | claim | release | delegate | take-back | ask | …
    _ref("person", "by", nullable=False), Column("capacity", Text, nullable=False),
    Column("at", Instant, nullable=False), _ref("person", "other"), Column("text", Text),
    Column("day", Date),                              # of an extension: the day asked for or granted
    Index(None, "instance_id", "step"),
)

paper = Table(  # the paper of a unit, each time somebody took the task in hand to enter it
    "paper", metadata, _id(primary_key=True), _ref("task", "task_id", nullable=False),
    _ref("instance", "instance_id", nullable=False), Column("step", String(64), nullable=False),
    _ref("person", "by", nullable=False), Column("capacity", Text, nullable=False),
    Column("begun_at", Instant, nullable=False), Column("arrived", Date), Column("stamped", Date),
    Column("number", Text, nullable=False), Column("counts_on", Date, nullable=False),
    Column("by_stamp", Boolean, nullable=False), Column("in_time", Boolean), Column("set_aside", Text),
    Column("aside_rest", Text),                       # JSON: the rest of the row of the draft in set_aside
    Column("status", String(16), nullable=False),     # open | entered | left
    Column("ended_at", Instant), Column("alone", Boolean, nullable=False),
    Index(None, "instance_id", "step"), Index(None, "task_id"),
)

signature = Table(  # signed copies of what tasks send, each time one was put in for signature
    "signature", metadata, _id(primary_key=True), _ref("task", "task_id", nullable=False),
    _ref("instance", "instance_id", nullable=False), Column("step", String(64), nullable=False),
    _ref("person", "by", nullable=False), Column("submitted_at", Instant, nullable=False),
    Column("content", String(64), nullable=False),    # the hash of what was printed
    Column("number", Text), Column("signed_on", Date), Column("signer", Text), Column("title", Text),
    Column("capacity", String(8)), Column("sealed", Boolean),
    Column("kept_content", String(64)), Column("kept_reason", Text), Column("ended_at", Instant),
    Index(None, "instance_id", "step"), Index(None, "task_id"),
)

wait = Table(
    "wait", metadata, _ref("instance", "instance_id", primary_key=True), Column("node", String(200), primary_key=True),
    _ref("run", "run_id", nullable=False), Column("message", String(128), nullable=False),
    Index(None, "run_id", "message"),
)

timer = Table(
    "timer", metadata, _ref("instance", "instance_id", primary_key=True), Column("node", String(200), primary_key=True),
    Column("rule", Text, nullable=False), Column("due_at", Instant),
    Index("ix_timer_due", "due_at", "instance_id", "node"),
)

message = Table(  # between instances of one run; what was delivered or closed stays as a record
    "message", metadata, Column("seq", Integer, primary_key=True, autoincrement=True),
    _ref("run", "run_id", nullable=False), Column("name", String(128), nullable=False),
    _ref("instance", "sender_id"), Column("sender_node", String(200), nullable=False),
    _ref("instance", "receiver_id", nullable=False),
    Column("node", String(200), nullable=False),      # where the receiver waits; "" starts it
    Column("status", String(16), nullable=False),     # waiting | delivered | closed | failed
    Column("tries", Integer, nullable=False), Column("next_try_at", Instant),
    Column("made_at", Instant, nullable=False), Column("delivered_at", Instant), Column("error", Text),
    Index("uq_message_undelivered", "receiver_id", "node", unique=True,
          sqlite_where=text("status IN ('waiting', 'failed')"),
          postgresql_where=text("status IN ('waiting', 'failed')")),
    Index("ix_message_due", "next_try_at", "seq", sqlite_where=text("status = 'waiting'"),
          postgresql_where=text("status = 'waiting'")),
    Index(None, "run_id", "status"),
)

step_end = Table(  # which steps are over in which instance: what roll-ups count and late listeners still hear
    "step_end", metadata, _ref("instance", "instance_id", primary_key=True),
    Column("step", String(64), primary_key=True),
    _ref("run", "run_id", nullable=False), Column("at", Instant, nullable=False), Index(None, "run_id", "step"),
)

answer = Table(
    "answer", metadata, _id(primary_key=True), _ref("task", "task_id", nullable=False),
    _ref("instance", "instance_id", nullable=False), _ref("run", "run_id", nullable=False),
    Column("step", String(64), nullable=False), Column("slot", String(64), nullable=False),
    Column("round", Integer, nullable=False), _ref("person", "by", nullable=False),
    Column("capacity", Text, nullable=False),
    Column("at", Instant, nullable=False), Column("outcome", String(64), nullable=False), Column("reason", Text),
    Column("forms", Text, nullable=False),            # JSON: form id -> field id -> value
    Column("submit_key", String(64), unique=True),    # a double click finds its first effect
    Index(None, "instance_id", "step"), Index(None, "task_id"),
)

asked_change = Table(  # the places that the return of a task asks to be changed
    "asked_change", metadata, _ref("task", "task_id", primary_key=True), Column("place", String(300), primary_key=True),
    Column("n", Integer, nullable=False), Column("words", Text, nullable=False),
)

draft = Table(
    "draft", metadata, _ref("task", "task_id", primary_key=True), Column("forms", Text, nullable=False),
    _ref("person", "by", nullable=False), Column("at", Instant, nullable=False),
    Column("beside", Text),                           # JSON: form -> label -> value of fields that an amendment removed
    Column("before", Text),                           # JSON: what a paste, a filled file, a deleted row replaced last
    Column("places", Text),                           # JSON: who changed which place last, and what it replaced
)

ballot = Table(
    "ballot", metadata, _ref("task", "task_id", primary_key=True), _ref("person", "person_id", primary_key=True),
    Column("scores", Text, nullable=False), Column("note", Text), Column("at", Instant, nullable=False),
)

vote_box = Table(  # the ballots of a secret vote: what they say and nothing else, sorted; `ballot` says who has voted
    "vote_box", metadata, _ref("task", "task_id", primary_key=True), Column("sheets", Text, nullable=False),
)

vote_mark = Table(  # members who take no part in a vote
    "vote_mark", metadata, _ref("task", "task_id", primary_key=True), _ref("person", "person_id", primary_key=True),
    Column("kind", String(16), nullable=False),       # absent | recused | replaced
    Column("reason", Text, nullable=False), _ref("person", "by"), Column("at", Instant, nullable=False),
)

vote_closing = Table(  # the people of a counted vote as they were then
    "vote_closing", metadata, _ref("task", "task_id", primary_key=True),
    Column("kept", Text, nullable=False),             # JSON: the roll, who conducted, who kept the minutes
)

vote_round = Table(  # a counted ballot that was held again
    "vote_round", metadata, _ref("task", "task_id", primary_key=True), Column("round", Integer, primary_key=True),
    Column("result", Text, nullable=False),           # JSON: the tally
    Column("at", Instant, nullable=False),
)

ballot_draft = Table(  # what a member has typed into an open score sheet and not handed in
    "ballot_draft", metadata, _ref("task", "task_id", primary_key=True), _ref("person", "person_id", primary_key=True),
    Column("scores", Text, nullable=False), Column("note", Text, nullable=False), Column("at", Instant, nullable=False),
    Column("beside", Text),                           # JSON as in `draft`: scores of criteria that an amendment removed
)

file = Table(
    "file", metadata, _id(primary_key=True), Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False), Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    _ref("task", "task_id", nullable=False), Column("form", String(64), nullable=False),
    Column("field", String(64), nullable=False), _ref("person", "by", nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant), _id(name="paper_id"),  # of what was attached while that paper was entered
    _id(name="row_id"),                               # the row of a table, for a file in one of its cells
    Index(None, "task_id"), Index(None, "digest"),
)

comment = Table(
    "comment", metadata, _id(primary_key=True), _ref("run", "run_id", nullable=False), _ref("task", "task_id"),
    _ref("entry", "entry_id"), _ref("person", "by", nullable=False), Column("capacity", Text, nullable=False),
    Column("at", Instant, nullable=False), Column("text", Text, nullable=False), Index(None, "task_id"),
    Index(None, "entry_id"),
)

notice = Table(
    "notice", metadata, _id(primary_key=True), _ref("task", "task_id"), _ref("run", "run_id"),
    Column("level", Integer, nullable=False), Column("planned_day", Date, nullable=False),
    _ref("person", "person_id", nullable=False), Column("channel", String(16), nullable=False),
    Column("kind", String(16), nullable=False),       # reminder | escalation | information
    Column("text", Text, nullable=False), Column("made_at", Instant, nullable=False), Column("read_at", Instant),
    UniqueConstraint("task_id", "level", "planned_day", "person_id", "channel", name="uq_notice_once"),
    Index(None, "person_id", "read_at"),
)

outbox = Table(
    "outbox", metadata, _id(primary_key=True), Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False), Column("body", Text, nullable=False),
    Column("made_at", Instant, nullable=False), Column("next_try_at", Instant),
    Column("tries", Integer, nullable=False, default=0),
    Column("sent_at", Instant), Column("error", Text), Index(None, "next_try_at"),
    Column("bundle", String(140)),                    # what has the same one may go out as one letter
    Index("ix_outbox_together", "bundle", sqlite_where=text("bundle IS NOT NULL AND next_try_at IS NOT NULL"),
          postgresql_where=text("bundle IS NOT NULL AND next_try_at IS NOT NULL")),
    Index("ix_outbox_alone", "next_try_at", sqlite_where=text("bundle IS NULL AND next_try_at IS NOT NULL"),
          postgresql_where=text("bundle IS NULL AND next_try_at IS NOT NULL")),
)

job = Table(  # a page of due keys, from the moment it is found until it is done
    "job", metadata, _id(primary_key=True), Column("kind", String(16), nullable=False),
    Column("keys", Text, nullable=False),             # JSON: at most 500 keys of what is due
    Column("priority", Integer, nullable=False),
    Column("status", String(8), nullable=False),      # waiting | leased | dead
    Column("tries", Integer, nullable=False), Column("fence", Integer, nullable=False),  # counts the leases
    Column("next_try_at", Instant),                   # waiting: from when; leased: the lease's end; dead: none
    Column("made_at", Instant, nullable=False), Column("offered_at", Instant), Column("worker", String(64)),
    Column("error", Text), Index(None, "next_try_at"), Index(None, "kind", "status"),
)

process = Table(  # a process of kheo that lives, or did within the last days; each writes its own row
    "process", metadata, _id(primary_key=True), Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),       # serve | worker | demo
    Column("started_at", Instant, nullable=False), Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant), Column("transitions", Text, nullable=False),  # JSON: what its cache holds and did
)

incident = Table(
    "incident", metadata, _id(primary_key=True), _ref("unit", "tenant_id", nullable=False), _ref("run", "run_id"),
    _ref("instance", "instance_id"), _ref("unit", "unit_id"),
    Column("subject", String(200), nullable=False),   # the id of what cannot go on
    Column("node", String(200), nullable=False), Column("command", String(16), nullable=False),
    Column("reason", Text, nullable=False), Column("detail", Text, nullable=False),
    Column("heals", Boolean, nullable=False),         # tried again by itself
    Column("opened_at", Instant, nullable=False), Column("tries", Integer, nullable=False),
    Column("last_tried_at", Instant, nullable=False), Column("next_try_at", Instant),
    Column("status", String(16), nullable=False),     # open | retried | resolved | dismissed
    _ref("person", "resolved_by"), Column("resolved_at", Instant), Column("note", Text),
    Index("uq_incident_open", "subject", "node", "command", unique=True, sqlite_where=text("status = 'open'"),
          postgresql_where=text("status = 'open'")),
    Index("ix_incident_next_try", "next_try_at", sqlite_where=text("status = 'open'"),
          postgresql_where=text("status = 'open'")),
    Index(None, "tenant_id", "status", "opened_at"), Index(None, "run_id", "status"), Index(None, "instance_id"),
)

bulk = Table(  # several tasks that one person ends at once
    "bulk", metadata, _id(primary_key=True), _ref("person", "person_id", nullable=False),
    Column("submit_key", String(64), nullable=False),  # a double click finds its first effect
    Column("label", Text, nullable=False), Column("reason", Text),
    Column("act", String(8), nullable=False, server_default="outcome"),  # outcome | delegate | extend
    _id(name="other"), Column("day", Date),           # to whom they are passed on; until when there is time
    Column("status", String(8), nullable=False),      # running | paused | stopped | done
    Column("made_at", Instant, nullable=False), Column("due_at", Instant, nullable=False),
    UniqueConstraint("person_id", "submit_key"), Index(None, "status", "due_at"),
)

bulk_item = Table(
    "bulk_item", metadata, _ref("bulk", "bulk_id", primary_key=True), Column("place", Integer, primary_key=True),
    _ref("task", "task_id", nullable=False), Column("rev", Integer, nullable=False),
    Column("title", Text, nullable=False), Column("outcome", String(64), nullable=False),
    Column("status", String(8), nullable=False),      # waiting | done | refused
    Column("says", Text, nullable=False, server_default=""),
)

comment_read = Table(  # until when a person has read what is said about a task
    "comment_read", metadata, _ref("person", "person_id", primary_key=True), _ref("task", "task_id", primary_key=True),
    Column("at", Instant, nullable=False),
)

saved_view = Table(  # a list that a person looks at again
    "saved_view", metadata, _id(primary_key=True), _ref("person", "owner_id", nullable=False),
    _ref("unit", "unit_id"),                          # whose people see it too
    Column("name", Text, nullable=False), Column("colour", String(16), nullable=False),
    Column("query", Text, nullable=False),            # as it stands in the address
    Index(None, "owner_id"), Index(None, "unit_id"),
)

star = Table(  # what a person has marked to find it again
    "star", metadata, _ref("person", "person_id", primary_key=True), _ref("task", "task_id", primary_key=True),
)

calendar_feed = Table(  # the address at which a calendar program reads a person's due days
    "calendar_feed", metadata, _ref("person", "person_id", primary_key=True),
    Column("digest", String(64), nullable=False, unique=True), Column("made_at", Instant, nullable=False),
)

person_choice = Table(  # what a person has switched on or off
    "person_choice", metadata, _ref("person", "person_id", primary_key=True),
    Column("name", String(32), primary_key=True), Column("value", Text, nullable=False),
)

audit = Table(
    "audit", metadata, Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    _id(name="person_id"), Column("capacity", Text, nullable=False, default=""),
    Column("command", String(64), nullable=False),
    Column("subject", Text, nullable=False, default=""),
    Column("outcome", String(16), nullable=False),  # done | refused
    Column("detail", Text, nullable=False, default="{}"), _id(name="run_id"), Index(None, "run_id", "seq"),
)
