"""Each process says that it lives, and what its transition cache did."""

import sqlalchemy as sa
from alembic import op

revision = "0022_process"
down_revision = "0021_unit_style"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "process",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("transitions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
    )
