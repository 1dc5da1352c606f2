"""What is attached while a unit's paper is entered is kept apart from what the unit attached to its own draft."""

import sqlalchemy as sa
from alembic import op

revision = "0021_paper_file"
down_revision = "0020_star"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("file", sa.Column("paper_id", sa.String(length=64)))
    op.execute(
        "UPDATE file SET paper_id = (SELECT paper.id FROM paper WHERE paper.task_id = file.task_id "
        "AND paper.status = 'open') WHERE EXISTS (SELECT 1 FROM paper WHERE paper.task_id = file.task_id "
        "AND paper.status = 'open' AND paper.begun_at <= file.at)")


def downgrade() -> None:
    op.drop_column("file", "paper_id")
