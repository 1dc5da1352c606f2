"""Several tasks at once may also be passed on, or given more time."""

import sqlalchemy as sa
from alembic import op

revision = "0015_bulk_acts"
down_revision = "0014_paper"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bulk", sa.Column("act", sa.String(length=8), nullable=False, server_default="outcome"))
    op.add_column("bulk", sa.Column("other", sa.String(length=64)))
    op.add_column("bulk", sa.Column("day", sa.Date()))
