"""A person marks an open task, to find it again, or takes the mark away. Nobody else sees it."""

from engine.store.database import Database
from engine.store.stars import set_star, star_of
from engine.work.people import NotFound, Viewer


def star_task(database: Database, viewer: Viewer, task_id: str, on: bool) -> None:
    """Raises NotFound where no list of the viewer's shows the task as open."""
    with database.write() as connection:
        if star_of(connection, viewer, task_id) is None:
            raise NotFound("Việc này đã xong hoặc không nằm trong hộp việc của bạn nên không đánh dấu được; "
                           "mở lại từ hộp việc.")
        set_star(connection, viewer.person_id, task_id, on)
