"""A unit sent paper, and who receives it enters it: what is said of the paper, and which day counts."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.base.clock import local_day
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.plan.rule import Receipt
from engine.plan.step import Step
from engine.work.form import FieldError
from engine.work.people import Forbidden, FormRefused
from engine.work.task import Task

SCANS = ("_giay", "ban_chup")
"""The place of the scanned paper among the files of a task: no form of a plan has such an id."""
LONGEST = 120
_BY_STAMP: tuple[Receipt, ...] = ("postmark", "sent")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is said of the paper. `number`: its number and symbol, where it bears one."""

    arrived: date | None = None
    stamped: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """The day that decides. `by_stamp`: it is that of the postmark. `in_time`: None where the task has no day."""

    day: date
    by_stamp: bool
    in_time: bool | None


def enterable(plan: Plan, step: Step, task: Task) -> bool:
    """Whether the step is one that a unit does by itself, so that its paper can stand for it."""
    return step.on_behalf and task.act == "do" and step.scope != "run" and task.candidate_unit_id == task.unit_id


def not_receiving(task: Task) -> Forbidden:
    """The refusal to everybody else."""
    return Forbidden(f"Chỉ nơi nhận việc “{task.title}” hoặc đầu mối của đợt nhập thay được bản giấy; "
                     "hãy chuyển văn bản cho nơi nhận.")


def stamp_counts(plan: Plan, task: Task) -> bool:
    """Whether the deadline of the task is kept by the postmark, as its phrase says."""
    if task.phrase is None:
        return False
    return parse_deadline(task.phrase, plan.before_is_inclusive).receipt in _BY_STAMP


def counted(paper: Paper, by_stamp: bool, task: Task) -> Counted:
    """The day of the postmark where the plan counts by it and it can be read, else the day of arrival.

    Raises ValueError for a paper without any day.
    """
    day = paper.stamped if by_stamp and paper.stamped else paper.arrived or paper.stamped
    if day is None:
        raise ValueError("a paper without a day")
    in_time = None if task.overdue_after is None else day <= task.overdue_after
    return Counted(day, by_stamp and paper.stamped is not None, in_time)


def checked(paper: Paper, by_stamp: bool, task: Task, now: datetime) -> Counted:
    """The same for what a person wrote; raises FormRefused with every mistake."""
    wrong: list[FieldError] = []
    today, opened = local_day(now), local_day(task.opened_at)

    def refuse(field: str, says: str) -> None:
        wrong.append(FieldError("", field, None, None, says))

    if paper.arrived is None and not (by_stamp and paper.stamped):
        refuse("ngay_den", "Hãy ghi ngày đến hoặc ngày dấu bưu điện." if by_stamp else "Hãy ghi ngày đến.")
    for field, name, day in (("ngay_den", "Ngày đến", paper.arrived), ("ngay_dau", "Ngày dấu bưu điện", paper.stamped)):
        if day and day > today:
            refuse(field, f"{name} {day:%d/%m/%Y} sau hôm nay; hãy ghi đúng ngày trên văn bản.")
        elif day and day < opened:
            refuse(field, f"{name} {day:%d/%m/%Y} trước ngày mở việc {opened:%d/%m/%Y}; văn bản ấy không phải của việc "
                          "này, hãy xem lại ngày.")
    if paper.arrived and paper.stamped and paper.arrived < paper.stamped <= today:
        refuse("ngay_dau", f"Ngày dấu bưu điện {paper.stamped:%d/%m/%Y} sau ngày đến {paper.arrived:%d/%m/%Y}; "
                           "hãy xem lại hai ngày.")
    if len(paper.number) > LONGEST:
        refuse("so_van_ban", f"Số, ký hiệu dài quá {LONGEST} ký tự; hãy ghi đúng số, ký hiệu của văn bản.")
    if wrong:
        raise FormRefused(tuple(wrong), {})
    return counted(paper, by_stamp, task)
