"""Contents are found by their digest when the folder is swept."""

from alembic import op

revision = "0019_file_digest"
down_revision = "0018_signature"
accepts = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_file_digest"), "file", ["digest"])


def downgrade() -> None:
    op.drop_index(op.f("ix_file_digest"), "file")
