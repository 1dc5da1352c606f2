"""Until when a person has read what is said about a task."""

import sqlalchemy as sa
from alembic import op

revision = "0011_comment_read"
down_revision = "0010_saved_view"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_read",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "task_id", name=op.f("pk_comment_read")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_read_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_comment_read_task_id")),
    )
