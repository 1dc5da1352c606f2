"""Scores typed for criteria that an amendment removed."""

import sqlalchemy as sa
from alembic import op

revision = "0027_ballot_beside"
down_revision = "0026_aside_rest"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ballot_draft", sa.Column("beside", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("ballot_draft", "beside")
