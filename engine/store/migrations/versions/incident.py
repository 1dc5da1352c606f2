"""What cannot go on is kept as an incident."""
# ruff: noqa: E501  (a machine breaks the lines)

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident", sa.Column("id", sa.String(64), nullable=False), sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("run_id", sa.String(64)), sa.Column("instance_id", sa.String(64)), sa.Column("unit_id", sa.String(64)),
        sa.Column("subject", sa.String(200), nullable=False), sa.Column("node", sa.String(200), nullable=False),
        sa.Column("command", sa.String(16), nullable=False), sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False), sa.Column("heals", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False), sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True)), sa.Column("status", sa.String(16), nullable=False),
        sa.Column("resolved_by", sa.String(64)), sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text()), sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        *(sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_incident_{name}")) for name, table in (
            ("tenant_id", "unit"), ("run_id", "run"), ("instance_id", "instance"), ("unit_id", "unit"),
            ("resolved_by", "person"))))
    is_open = sa.text("status = 'open'")
    op.create_index("uq_incident_open", "incident", ["subject", "node", "command"], unique=True, sqlite_where=is_open,
                    postgresql_where=is_open)
    op.create_index("ix_incident_next_try", "incident", ["next_try_at"], sqlite_where=is_open, postgresql_where=is_open)
    for columns in (["tenant_id", "status", "opened_at"], ["run_id", "status"], ["instance_id"]):
        op.create_index(op.f(f"ix_incident_{'_'.join(columns)}"), "incident", columns)
