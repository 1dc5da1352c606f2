"""A draft remembers, place by place, who wrote last and what that replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0012_places"
down_revision = "0011_comment_read"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("places", sa.Text(), nullable=True))
