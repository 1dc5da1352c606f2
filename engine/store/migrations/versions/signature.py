"""A form may be put in for signature, signed and sealed before it is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0018_signature"
down_revision = "0017_absence"
accepts = "0006"
branch_labels = None
depends_on = None


def _id(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "signature", _id("id", nullable=False), _id("task_id", nullable=False), _id("instance_id", nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False), _id("by", nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text()), sa.Column("signed_on", sa.Date()), sa.Column("signer", sa.Text()),
        sa.Column("title", sa.Text()), sa.Column("capacity", sa.String(length=8)), sa.Column("sealed", sa.Boolean()),
        sa.Column("kept_content", sa.String(length=64)), sa.Column("kept_reason", sa.Text()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        *(sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_signature_{name}")) for name, table in (
            ("task_id", "task"), ("instance_id", "instance"), ("by", "person"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")))
    op.create_index(op.f("ix_signature_instance_id_step"), "signature", ["instance_id", "step"])
    op.create_index(op.f("ix_signature_task_id"), "signature", ["task_id"])
