"""A return may name the places that are to be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0016_asked_change"
down_revision = "0015_bulk_acts"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_change", sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False), sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_asked_change_task_id")),
        sa.PrimaryKeyConstraint("task_id", "place", name=op.f("pk_asked_change")))
