"""Every revision of the schema says whom it lets go on working, and what it says is true of the tables it leaves."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Inspector, create_engine, inspect

from engine.store.schema import upgrade

ASKED_SINCE = "0006"
"""Programs before it refuse any newer schema, whatever that accepts."""


def chain() -> list[Script]:
    """The revisions, the oldest first."""
    config = Config()
    config.set_main_option("script_location", "engine.store:migrations")
    return list(ScriptDirectory.from_config(config).walk_revisions())[::-1]


def shape(inspector: Inspector) -> dict[str, tuple[dict[str, Any], set[str]]]:
    """Table -> its columns, and the rules that its rows must keep."""
    found = {}
    for table in inspector.get_table_names():
        columns = {column["name"]: (str(column["type"]), column["nullable"], column["default"])
                   for column in inspector.get_columns(table)}
        unique = [*inspector.get_unique_constraints(table),
                  *(index for index in inspector.get_indexes(table) if index["unique"])]
        rules = {f"unique {sorted(map(str, one['column_names']))}" for one in unique}
        rules |= {f"check {one['sqltext']}" for one in inspector.get_check_constraints(table)}
        rules |= {f"refers {one['constrained_columns']}" for one in inspector.get_foreign_keys(table)}
        found[table] = columns, rules
    return found


def hinders(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What a program that knows the tables of `before` alone would stumble over in those of `after`."""
    found = [f"{table} is gone" for table in before.keys() - after.keys()]
    for table in before.keys() & after.keys():
        (old, old_rules), (new, new_rules) = before[table], after[table]
        found += [f"{table}.{name} is not what it was" for name in old if new.get(name) != old[name]]
        found += [f"{table}.{name} must be given" for name, (_, nullable, default) in new.items()
                  if name not in old and not nullable and default is None]
        found += [f"{table}: {rule}" for rule in new_rules - old_rules
                  if not rule.startswith("refers") or any(f"'{name}'" in rule for name in old)]
    return found


def test_every_revision_since_it_is_asked_states_which_programs_may_go_on():
    known = [script.revision for script in chain()]
    asked = chain()[known.index(ASKED_SINCE):]

    silent = [script.path for script in asked if not hasattr(script.module, "accepts")]
    ahead = [script.path for script in asked if script.path not in silent
             and script.module.accepts not in known[:known.index(script.revision) + 1]]

    assert silent == [], f'write accepts = "{ASKED_SINCE}" in a revision that only adds'
    assert ahead == []


def test_a_revision_that_accepts_older_programs_only_adds(tmp_path: Path):
    url, known = f"sqlite:///{tmp_path / 'kheo.db'}", [script.revision for script in chain()]
    upgrade(url, ASKED_SINCE)
    shapes = {}
    for script in chain()[known.index(ASKED_SINCE):]:
        upgrade(url, script.revision)
        engine = create_engine(url)
        shapes[script.revision] = shape(inspect(engine))
        engine.dispose()

    found = {script.revision: hinders(shapes[accepted], shapes[script.revision]) for script in chain()
             if script.revision in shapes and (accepted := script.module.accepts) in shapes}

    assert {revision: said for revision, said in found.items() if said} == {}
