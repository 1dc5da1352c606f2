"""Tasks are found by the unit whose matter they are, and by their entry, among those of the whole country."""

from alembic import op

revision = "0007"
down_revision = "0006"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_task_matter", "task", ["unit_id", "status"], unique=False)
    op.create_index("ix_task_entry", "task", ["entry_id"], unique=False)
