"""Writes the first revision from the tables: `python -m tests.store.revision`. Of use until the first release."""

from pathlib import Path
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from engine.store.tables import Instant, metadata

FILE = Path(__file__).parents[2] / "engine/store/migrations/versions/initial.py"
_HEAD = '''"""The first tables, as tests/store/revision.py wrote them; long because a revision lists every column."""
# ruff: noqa: E501  (a machine breaks the lines)

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    '''


def revision_text() -> str:
    """The module that creates today's tables in an empty database."""
    with create_engine("sqlite://").connect() as empty:
        upgrades = produce_migrations(MigrationContext.configure(empty), metadata).upgrade_ops
    assert upgrades
    code = render_python_code(upgrades, render_item=_instant)
    return _HEAD + code.split("\n", 1)[1].replace("# ### end Alembic commands ###", "").strip() + "\n"


def _instant(_kind: str, thing: object, _context: object) -> str | Literal[False]:
    return "sa.DateTime(timezone=True)" if isinstance(thing, Instant) else False


if __name__ == "__main__":
    FILE.write_text(revision_text(), "utf-8")
