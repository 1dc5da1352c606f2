"""A running plan may be amended: instances on versions of their own, what was approved, how far it is."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _id(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    _add_columns()
    op.create_table(
        "amendment", _id("id", nullable=False), _id("run_id", nullable=False), _id("from_id", nullable=False),
        _id("to_id", nullable=False), sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("drops", sa.Text(), nullable=False), sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), server_default="{}", nullable=False),
        _id("prepared_by", nullable=False), sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        _id("approved_by"), sa.Column("capacity", sa.Text(), server_default="", nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True)), sa.Column("applied_at", sa.DateTime(timezone=True)),
        _id("reversed_by"), sa.Column("reversed_at", sa.DateTime(timezone=True)),
        *(sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_amendment_{name}")) for name, table in (
            ("run_id", "run"), ("from_id", "plan_version"), ("to_id", "plan_version"), ("prepared_by", "person"),
            ("approved_by", "person"), ("reversed_by", "person"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")))
    for name in ("run_id", "status"):
        op.create_index(op.f(f"ix_amendment_{name}"), "amendment", [name])
    op.create_table(
        "amended", _id("amendment_id", nullable=False), _id("instance_id", nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("planned", sa.String(length=64), nullable=False), sa.Column("before", sa.Text()),
        sa.Column("rev", sa.Integer()),
        *(sa.ForeignKeyConstraint([f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_amended_{table}_id"))
          for table in ("amendment", "instance")),
        sa.PrimaryKeyConstraint("amendment_id", "instance_id", name=op.f("pk_amended")))


def _add_columns() -> None:
    with op.batch_alter_table("run") as batch:
        batch.add_column(sa.Column("mixed", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("draft") as batch:
        batch.add_column(sa.Column("beside", sa.Text()))
    with op.batch_alter_table("instance") as batch:
        batch.add_column(_id("version_id"))
        batch.create_foreign_key(op.f("fk_instance_version_id"), "plan_version", ["version_id"], ["id"])
