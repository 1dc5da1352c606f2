"""Secret ballots, marks of members who take no part, ballots held again, drafts of score sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0009_votes"
down_revision = "0009_bulk"
accepts = "0006"
branch_labels = None
depends_on = None


def _member(table: str, *columns: sa.Column[object]) -> None:
    """One row per task and member."""
    op.create_table(
        table,
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f(f"fk_{table}_task_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    op.create_table(
        "vote_box",
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_vote_box_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_vote_box")),
    )
    op.create_table(
        "vote_round",
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_vote_round_task_id")),
        sa.PrimaryKeyConstraint("task_id", "round", name=op.f("pk_vote_round")),
    )
    _member(
        "vote_mark",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), sa.ForeignKey("person.id", name=op.f("fk_vote_mark_by")), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _member(
        "ballot_draft",
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
