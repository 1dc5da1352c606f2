"""A page of work that was given up is done again, because a person says so."""

from datetime import datetime

from engine.store import incidents, jobs
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Conflict, Forbidden, Viewer


def retry_job(database: Database, viewer: Viewer, job_id: str, now: datetime) -> None:
    """The job waits from now on, with all its tries; its incident ends.

    Raises Forbidden (administrators alone), Conflict (gone, or not given up).
    """
    if not viewer.administrator:
        raise Forbidden("chỉ người quản trị chạy lại được việc nền")
    with database.write() as connection:
        if not jobs.retry(connection, job_id, now, viewer.tenant_id):
            raise Conflict(f"việc nền {job_id} không còn, hoặc chưa thôi tự chạy; xem kheo job list")
        found = incidents.about_job(connection, job_id)
        if found is not None:
            incidents.end(connection, found, "retried", viewer.person_id, now)
        record(connection, Act("retry_job", now, viewer.person_id, subject=job_id))
