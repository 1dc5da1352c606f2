"""A person ends several tasks at once: what was asked for, and what came of each."""

import sqlalchemy as sa
from alembic import op

revision = "0009_bulk"
down_revision = "0009_before"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bulk_person_id")),
        sa.UniqueConstraint("person_id", "submit_key", name=op.f("uq_bulk_person_id_submit_key")),
    )
    op.create_index(op.f("ix_bulk_status_due_at"), "bulk", ["status", "due_at"])
    op.create_table(
        "bulk_item",
        sa.Column("bulk_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("says", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("bulk_id", "place", name=op.f("pk_bulk_item")),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk.id"], name=op.f("fk_bulk_item_bulk_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_bulk_item_task_id")),
    )
