"""A difficulty is kept with the task and told to those whom the plan names for it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.action.raise_difficulty import raise_difficulty
from engine.store.tables import audit, comment, notice, person
from engine.work.people import Forbidden, FormRefused
from tests.action.nho import World, published


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def raised(world: World, login: str, task_id: str, text: str) -> str:
    return raise_difficulty(world.database, world.ids, world.viewer(login), task_id, text, world.clock.now())


def told(world: World) -> list[tuple[str, str]]:
    query = (select(person.c.login, notice.c.text).join(person, person.c.id == notice.c.person_id)
             .where(notice.c.kind == "information").order_by(notice.c.made_at, notice.c.level.desc()))
    with world.database.read() as connection:
        return [(row.login, row.text) for row in connection.execute(query)]


def test_each_difficulty_is_told_even_two_on_one_day(running: World) -> None:
    running.at(date(2026, 1, 26))
    task_id = running.task("dang-ky", "hoi-a").id

    for words in ("Thiếu kinh phí", "Thiếu người"):
        raised(running, "a", task_id, words)

    assert told(running) == [
        ("dau-moi", f"Vướng mắc ở việc “Đăng ký mô hình” của Hội A: {words}")
        for words in ("Thiếu kinh phí", "Thiếu người")]
    with running.database.read() as connection:
        assert connection.execute(select(comment.c.text)).scalars().all() == [
            "Vướng mắc: Thiếu kinh phí", "Vướng mắc: Thiếu người"]
        assert connection.execute(select(audit.c.command).where(audit.c.command == "raise_difficulty")).all()


def test_nothing_is_kept_of_an_empty_one_or_of_a_stranger(running: World) -> None:
    task_id = running.task("dang-ky", "hoi-a").id

    with pytest.raises(FormRefused):
        raised(running, "a", task_id, "  ")
    with pytest.raises(Forbidden):
        raised(running, "b", task_id, "Chào")

    assert told(running) == []


def test_a_button_that_is_pressed_twice_says_it_once_and_the_same_words_count_again_later(running: World) -> None:
    task_id = running.task("dang-ky", "hoi-a").id

    first, second = (raised(running, "a", task_id, "Thiếu kinh phí") for _press in range(2))
    running.clock.advance(timedelta(minutes=1))
    later = raised(running, "a", task_id, "Thiếu kinh phí")

    assert (first == second, first == later) == (True, False)
    assert len(told(running)) == 2
    with running.database.read() as connection:
        assert len(connection.execute(select(comment.c.id)).all()) == 2
