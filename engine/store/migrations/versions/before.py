"""A draft keeps what the last paste, filled file or deleted row replaced in it, so that it can be taken back once."""

import sqlalchemy as sa
from alembic import op

revision = "0009_before"
down_revision = "0008"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("before", sa.Text(), nullable=True))
