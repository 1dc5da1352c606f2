"""How the task of a row can end without a form, read from the version of the plan on which its instance stands."""

from typing import Any

from sqlalchemy import Connection, Row, func

from engine.base.diagnostic import PlanError
from engine.bpmn.graph import LOOKS, Outcome, ProcessNode
from engine.plan.model import Plan
from engine.store import versions
from engine.store.tables import instance, run
from engine.work.bulk import bulk_outcomes
from engine.work.route import element_of

NODE_COLUMNS = (
    run.c.year, instance.c.scope, func.coalesce(instance.c.version_id, run.c.version_id).label("version_id"))
"""What a row needs beside the columns of its task, to be joined with its run and its instance."""


def outcomes_of_row(connection: Connection, row: Row[Any]) -> tuple[Outcome, ...]:
    """Of a row with NODE_COLUMNS; none where an amendment has removed the node."""
    found = node_of_row(connection, row)
    return bulk_outcomes(*found) if found else ()


def sent_back(connection: Connection, row: Row[Any]) -> bool:
    """Whether the task of the row ended by returning what it looked at."""
    found = node_of_row(connection, row) if row.status == "done" and row.act in LOOKS else None
    return found is not None and any(one.id == row.outcome and one.needs_reason for one in found[1].outcomes)


def node_of_row(connection: Connection, row: Row[Any]) -> tuple[Plan, ProcessNode] | None:
    """The plan and the node at which the task stands; None where the plan cannot be read any more or lacks the node.

    A version is read and compiled once per process.
    """
    try:
        compiled = versions.compiled(connection, row.version_id, row.year)
        process = compiled.processes.get(row.scope)
        return (compiled.plan, process.node(element_of(row.node))) if process else None
    except (KeyError, PlanError):
        return None
