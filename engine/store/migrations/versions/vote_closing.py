"""Who was called to a counted vote, who conducted it and kept its minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0024_vote_closing"
down_revision = "0023_paper_file"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vote_closing",
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_vote_closing_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_vote_closing")),
    )


def downgrade() -> None:
    op.drop_table("vote_closing")
