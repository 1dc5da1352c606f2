"""Whose a row is: the tenant and the run, for what kheo reports about its own work."""

from sqlalchemy import Connection, select

from engine.store.tables import amendment, run, task

Owner = tuple[str, str | None]
"""Tenant and, where there is one, run."""


def run_owner(connection: Connection, run_id: str) -> Owner | None:
    """The run's tenant; None when there is no such run."""
    found = connection.execute(select(run.c.tenant_id).where(run.c.id == run_id)).scalar()
    return (str(found), run_id) if found else None


def task_owner(connection: Connection, task_id: str) -> Owner | None:
    """The task's tenant and run; None when there is no such task."""
    row = connection.execute(select(task.c.tenant_id, task.c.run_id).where(task.c.id == task_id)).one_or_none()
    return (str(row[0]), str(row[1])) if row else None


def amendment_owner(connection: Connection, amendment_id: str) -> Owner | None:
    """The tenant and the run that is amended; None when there is no such amendment."""
    run_id = connection.execute(select(amendment.c.run_id).where(amendment.c.id == amendment_id)).scalar()
    return run_owner(connection, str(run_id)) if run_id else None
