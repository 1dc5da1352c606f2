"""Paper of a unit may be entered by who receives it; who did so does not look at it alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014_paper"
down_revision = "0013_task_act"
accepts = "0006"
branch_labels = None
depends_on = None


def _id(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    for name in ("behalf_unit_id", "entered_by"):
        op.add_column("task", _id(name))
    op.create_index("ix_task_behalf", "task", ["behalf_unit_id"], sqlite_where=sa.text("behalf_unit_id IS NOT NULL"),
                    postgresql_where=sa.text("behalf_unit_id IS NOT NULL"))
    op.create_table(
        "paper", _id("id", nullable=False), _id("task_id", nullable=False), _id("instance_id", nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False), _id("by", nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived", sa.Date()), sa.Column("stamped", sa.Date()),
        sa.Column("number", sa.Text(), nullable=False), sa.Column("counts_on", sa.Date(), nullable=False),
        sa.Column("by_stamp", sa.Boolean(), nullable=False), sa.Column("in_time", sa.Boolean()),
        sa.Column("set_aside", sa.Text()), sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)), sa.Column("alone", sa.Boolean(), nullable=False),
        *(sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_paper_{name}")) for name, table in (
            ("task_id", "task"), ("instance_id", "instance"), ("by", "person"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")))
    op.create_index(op.f("ix_paper_instance_id_step"), "paper", ["instance_id", "step"])
    op.create_index(op.f("ix_paper_task_id"), "paper", ["task_id"])
