"""A commune that makes a province's guidance concrete: a registration runs to its report, every step is reached."""

from sqlalchemy import func, select

from engine.plan.folder import data_dir, load_plan
from engine.rehearse.answers import MEMBERS
from engine.rehearse.trial import failures
from engine.store.tables import ballot, task
from tests.rehearse.played import organisation_of, shipped

FOLDER = data_dir("plan_configs") / "xa-mau-ha-tinh-2026"


def test_punctual_people_reach_every_step_and_fill_every_form():
    outcome = shipped(FOLDER)

    assert (outcome.unreached, outcome.unfilled, outcome.late) == ((), (), ())
    assert {"bao-cao", "gioi-thieu-cap-tinh", "nhan-rong"} <= {task.step for task in outcome.tasks}


def test_the_members_of_the_council_vote_each_in_their_own_time():
    rehearsal = shipped(FOLDER).rehearsal
    with rehearsal.stage.database.read() as connection:
        days = connection.execute(
            select(func.count(), func.count(func.distinct(func.date(ballot.c.at)))).join(task).where(
                task.c.step == "binh-xet", task.c.status == "done").group_by(task.c.id)).all()

    assert max(count for count, _ in days) == MEMBERS
    assert min(different for _, different in days) > 1


def test_one_registration_runs_through_appraisal_approval_and_recognition_to_the_report():
    loaded = load_plan(FOLDER)

    assert "Một mô hình đi từ đăng ký đến báo cáo của xã" in [trial.name for trial in loaded.plan.trials]
    assert list(failures(loaded.in_year(2026), organisation_of(FOLDER), 2026)) == []
