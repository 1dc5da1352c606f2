"""People are away for a time; others hold their positions meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0017_absence"
down_revision = "0016_asked_change"
accepts = "0006"
branch_labels = None
depends_on = None


def _id(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def _refs(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
            for name, target in targets.items()]


def upgrade() -> None:
    op.create_table(
        "absence", _id("id"), _id("person_id"), sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False), sa.Column("note", sa.Text()), _id("made_by"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)), _id("ended_by", nullable=True),
        *_refs("absence", person_id="person", made_by="person", ended_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")))
    op.create_index(op.f("ix_absence_person_id_last_day"), "absence", ["person_id", "last_day"])
    op.create_table(
        "substitution", _id("absence_id"), _id("position_id"), _id("person_id"),
        sa.Column("manner", sa.String(length=3), nullable=False, server_default=""),
        *_refs("substitution", absence_id="absence", position_id="position", person_id="person"),
        sa.PrimaryKeyConstraint("absence_id", "position_id", name=op.f("pk_substitution")))
    for name in ("person_id", "position_id"):
        op.create_index(op.f(f"ix_substitution_{name}"), "substitution", [name])
