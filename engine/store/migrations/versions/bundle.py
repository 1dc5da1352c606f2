"""Letters of one run to one person may go out as one."""

import sqlalchemy as sa
from alembic import op

revision = "0025_bundle"
down_revision = "0024_vote_closing"
accepts = "0006"
branch_labels = None
depends_on = None
_TOGETHER = sa.text("bundle IS NOT NULL AND next_try_at IS NOT NULL")
_ALONE = sa.text("bundle IS NULL AND next_try_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("bundle", sa.String(length=140)))
    op.create_index("ix_outbox_together", "outbox", ["bundle"], sqlite_where=_TOGETHER, postgresql_where=_TOGETHER)
    op.create_index("ix_outbox_alone", "outbox", ["next_try_at"], sqlite_where=_ALONE, postgresql_where=_ALONE)
