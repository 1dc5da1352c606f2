"""How far each person came in the introduction to the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0009_tour"
down_revision = "0009_votes"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tour",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tour_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_tour")),
    )
