"""How documents of a unit are laid out and signed, and from which place they are dated."""

import sqlalchemy as sa
from alembic import op

revision = "0021_unit_style"
down_revision = "0020_star"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unit", sa.Column("style", sa.String(length=5), nullable=False, server_default="state"))
    op.add_column("unit", sa.Column("place", sa.Text()))


def downgrade() -> None:
    op.drop_column("unit", "place")
    op.drop_column("unit", "style")
