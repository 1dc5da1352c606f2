"""Files attached while a paper is entered are told from those of the own draft of the unit, files in a table by row."""

import sqlalchemy as sa
from alembic import op

revision = "0023_paper_file"
down_revision = "0022_process"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("paper_id", "row_id"):
        op.add_column("file", sa.Column(name, sa.String(length=64)))
    op.execute(
        "UPDATE file SET paper_id = (SELECT min(paper.id) FROM paper WHERE paper.task_id = file.task_id "
        "AND paper.status <> 'left' AND paper.begun_at <= file.at) WHERE task_id IN (SELECT task_id FROM paper)")


def downgrade() -> None:
    for name in ("row_id", "paper_id"):
        op.drop_column("file", name)
