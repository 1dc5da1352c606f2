"""A task may be in somebody's hands; what people do about tasks beside answering them is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013_task_act"
down_revision = "0012_places"
accepts = "0006"
branch_labels = None
depends_on = None


def _id(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    for name in ("claimed_by", "delegated_by"):
        op.add_column("task", _id(name))
    op.create_table(
        "task_act", _id("id", nullable=False), _id("task_id", nullable=False), _id("instance_id", nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        _id("by", nullable=False), sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False), _id("other"), sa.Column("text", sa.Text()),
        sa.Column("day", sa.Date()),
        *(sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_task_act_{name}")) for name, table in (
            ("task_id", "task"), ("instance_id", "instance"), ("by", "person"), ("other", "person"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_act")))
    op.create_index(op.f("ix_task_act_instance_id_step"), "task_act", ["instance_id", "step"])
