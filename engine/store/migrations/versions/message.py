"""Messages between the instances of a run are rows until they are delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_UNDELIVERED = sa.text("status IN ('waiting', 'failed')")
_WAITING = sa.text("status = 'waiting'")
_OF_UNIT = sa.text("entry_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("sender_id", sa.String(length=64), nullable=True),
        sa.Column("sender_node", sa.String(length=200), nullable=False),
        sa.Column("receiver_id", sa.String(length=64), nullable=False),
        sa.Column("node", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_message_run_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["instance.id"], name=op.f("fk_message_sender_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["instance.id"], name=op.f("fk_message_receiver_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_message")),
    )
    op.create_index("uq_message_undelivered", "message", ["receiver_id", "node"], unique=True,
                    sqlite_where=_UNDELIVERED, postgresql_where=_UNDELIVERED)
    op.create_index("ix_message_due", "message", ["next_try_at", "seq"], unique=False, sqlite_where=_WAITING,
                    postgresql_where=_WAITING)
    op.create_index(op.f("ix_message_run_id_status"), "message", ["run_id", "status"], unique=False)
    op.create_index("uq_instance_unit", "instance", ["run_id", "scope", "unit_id"], unique=True,
                    sqlite_where=_OF_UNIT, postgresql_where=_OF_UNIT)
