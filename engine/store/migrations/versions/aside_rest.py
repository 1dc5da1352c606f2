"""The unit's draft that is out of the way while its paper is entered: all of its row."""

import sqlalchemy as sa
from alembic import op

revision = "0026_aside_rest"
down_revision = "0025_bundle"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("aside_rest", sa.Text()))


def downgrade() -> None:
    op.drop_column("paper", "aside_rest")
