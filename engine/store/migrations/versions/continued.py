"""An entry may go on with one of an earlier year."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("entry") as batch:
        batch.add_column(sa.Column("continues_id", sa.String(length=64), nullable=True))
        batch.create_foreign_key(op.f("fk_entry_continues_id"), "entry", ["continues_id"], ["id"])
        batch.create_index(op.f("ix_entry_continues_id"), ["continues_id"], unique=False)
