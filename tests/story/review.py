"""Looking back on the year: nothing is left open, everything was told once and in working hours, all is on record."""

import re
from collections import Counter

from engine.base.clock import VIETNAM, local_day
from engine.plan.official import official_calendar
from engine.store.tables import audit, file, instance, notice, outbox, run, task, timer, wait
from tests.mail_server import MailServer
from tests.story.year import Year

LETTER = """Kính gửi Phạm Quốc Khánh,

Quá hạn 8 ngày làm việc: “Đăng ký mô hình “Dân vận khéo”” của Công ty TNHH Cơ khí Hoa Phượng, hạn thứ Tư 04/02/2026.

Vì sao hạn này:
- “trước ngày 05/02/2026”: ngày 05/02/2026 không tính, ngày cuối là thứ Tư 04/02/2026
- quá hạn khi hết ngày 05/02/2026

Kế hoạch: Thực hiện phong trào thi đua “Dân vận khéo” năm 2026.
"""


def nothing_is_left_open(year: Year, _mail: MailServer) -> None:
    assert year.rows_of(run.c.status) == [("closed",)]
    assert Counter(row.status for row in year.rows_of(task.c.status)) == Counter(done=len(year.rows_of(task.c.id)) - 1,
                                                                                 cancelled=1)
    assert year.rows_of(wait.c.node) == year.rows_of(timer.c.node) == []
    assert Counter(tuple(row) for row in year.rows_of(instance.c.scope, instance.c.status)) == {
        ("run", "ended"): 1, ("unit", "ended"): 26, ("entry", "ended"): 1, ("entry", "cancelled"): 29}


def nobody_was_told_twice(year: Year, _mail: MailServer) -> None:
    told = year.rows_of(notice.c.task_id, notice.c.level, notice.c.planned_day, notice.c.person_id, notice.c.channel)
    assert [key for key, times in Counter(map(tuple, told)).items() if times > 1] == []


def nobody_was_told_of_one_task_twice_in_one_day(year: Year, _mail: MailServer) -> None:
    told = [(row.task_id, row.person_id, row.channel, local_day(row.made_at)) for row in year.rows_of(
        notice.c.task_id, notice.c.person_id, notice.c.channel, notice.c.made_at)]
    assert [key for key, times in Counter(told).items() if times > 1] == []


def the_last_letter_about_the_late_unit_says_what_why_and_since_when(_year: Year, mail: MailServer) -> None:
    letters = [one for one in mail.letters if one["To"] == "bithu@phuong.example" and "Đăng ký" in str(one["Subject"])]

    assert [(str(one["From"]), str(one["Subject"])) for one in letters] == [(
        "kheo@phuong.example",
        "Dân vận khéo 2026: Đăng ký mô hình “Dân vận khéo” — quá hạn 8 ngày làm việc")]
    assert letters[0].get_content() == LETTER


def nobody_was_urged_when_the_work_was_done_or_at_rest(year: Year, _mail: MailServer) -> None:
    closed = {row.id: row.closed_at for row in year.rows_of(task.c.id, task.c.closed_at)}
    made = year.rows_of(notice.c.task_id, notice.c.made_at, notice.c.kind)
    urged = [row for row in made if row.kind != "information"]
    calendar = official_calendar(2026, 2026)

    assert [row for row in urged if row.made_at > closed[row.task_id]] == []
    assert {row.made_at.astimezone(VIETNAM).strftime("%H:%M") for row in urged} == {"08:05"}
    assert [row for row in urged if not calendar.is_working(local_day(row.made_at))] == []


def each_letter_went_out_once(year: Year, mail: MailServer) -> None:
    letters = year.rows_of(outbox.c.id, outbox.c.recipient, outbox.c.subject, outbox.c.sent_at, outbox.c.tries)
    by_mail = [row for row in year.rows_of(notice.c.channel) if row.channel == "email"]

    told = Counter({str(one["To"]): 0 for one in mail.letters})
    for one in mail.letters:  # several reminders to one person go out as one letter, which says how many they are
        several = re.search(r": (\d+) việc được nhắc", str(one["Subject"]))
        told[str(one["To"])] += int(several[1]) if several else 1

    assert len(letters) == len(by_mail)
    assert told == Counter(row.recipient for row in letters)
    assert {(row.sent_at is not None, row.tries) for row in letters} == {(True, 1)}
    ids = [str(letter["Message-ID"]) for letter in mail.letters]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= {f"<{row.id}@phuong.example>" for row in letters}


def every_command_is_on_record(year: Year, _mail: MailServer) -> None:
    done = [row for row in year.rows_of(task.c.status) if row.status == "done"]
    acts = Counter(tuple(row) for row in year.rows_of(audit.c.command, audit.c.outcome))

    timers = 26 + 26 + 3  # the two reports of each unit; inspection plan, appraisal team, the cut-off of the roll-up
    assert acts == {
        ("import_organisation", "done"): 1, ("prepare_run", "done"): 1, ("complete_task", "done"): len(done),
        ("store_file", "done"): len(year.rows_of(file.c.id)), ("fire_timer", "done"): timers,
        ("nominate_entry", "done"): 1, ("move_event", "done"): 1, ("cast_ballot", "done"): 24, ("close_run", "done"): 1,
        ("give_password", "done"): len(year.screens), ("sign_in", "done"): len(year.screens),
        ("POST inbox.send", "refused"): 2, ("GET runs.diagram", "refused"): 1}


CHAPTERS = (
    nothing_is_left_open, nobody_was_told_twice, nobody_was_told_of_one_task_twice_in_one_day,
    the_last_letter_about_the_late_unit_says_what_why_and_since_when,
    nobody_was_urged_when_the_work_was_done_or_at_rest, each_letter_went_out_once,
    every_command_is_on_record,
)
