"""What is due is read in the order of its index, however much is due at one moment."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
accepts = "0006"
branch_labels = None
depends_on = None
_OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.drop_index("ix_task_due", "task")
    op.create_index("ix_task_due", "task", ["next_act_at", "id"], unique=False, sqlite_where=_OPEN,
                    postgresql_where=_OPEN)
    op.drop_index("ix_timer_due_at", "timer")
    op.create_index("ix_timer_due", "timer", ["due_at", "instance_id", "node"], unique=False)
