"""What a person has marked to find it again."""

import sqlalchemy as sa
from alembic import op

revision = "0020_star"
down_revision = "0019_file_digest"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "star",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_star_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_star_task_id")),
        sa.PrimaryKeyConstraint("person_id", "task_id", name=op.f("pk_star")),
    )


def downgrade() -> None:
    op.drop_table("star")
