"""kheo run publish, status, close: a run's life from the command line."""

import json

import pytest
from sqlalchemy import select, update

from engine.store.database import open_database
from engine.store.tables import audit, task
from tests.cli.kheo import PLAN, Said, installed, kheo


@pytest.fixture
def home(capsys, tmp_path):
    """An installation with its organisation."""
    return installed(capsys, tmp_path)


def published(capsys, home):
    return json.loads(kheo(capsys, "run", "publish", PLAN, "--as", "quantri", "--data", home, "--format", "json").out)


def test_a_plan_is_prepared_for_its_coordinator(capsys, home):
    said = kheo(capsys, "run", "publish", PLAN, "--as", "dau-moi", "--data", home)

    first, second = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert first.startswith("Đã chuẩn bị đợt ")
    assert first.endswith(": Kế hoạch nhỏ, năm 2026.")
    assert second == "Việc ban hành nằm trong hộp việc của Ban Dân vận; gửi xong là mở đợt."


def test_runs_are_listed_with_what_is_open(capsys, home):
    run = published(capsys, home)["run"]

    told = kheo(capsys, "run", "status", "--as", "dau-moi", "--data", home)
    english = kheo(capsys, "run", "status", "--as", "dau-moi", "--data", home, "--lang", "en")
    listed = json.loads(kheo(capsys, "run", "status", "--as", "dau-moi", "--data", home, "--format", "json").out)

    assert told == Said(0, f"{run}  Kế hoạch nhỏ, năm 2026: chờ ban hành; 1 việc mở, 0 quá hạn, 0 đã xong\n", "")
    assert english == Said(0, f"{run}  Kế hoạch nhỏ, 2026: prepared; 1 open, 0 overdue, 0 done\n", "")
    assert listed == {"runs": [{"run": run, "plan": "ke-hoach-nho", "year": 2026, "status": "prepared", "open": 1,
                                "late": 0, "done": 0}]}


def test_where_there_is_no_run_the_list_says_so(capsys, home):
    assert kheo(capsys, "run", "status", "--as", "quantri", "--data", home).out == "Chưa có đợt nào.\n"


def test_a_plan_cannot_be_published_twice_for_a_year(capsys, home):
    published(capsys, home)

    again = kheo(capsys, "run", "publish", PLAN, "--as", "quantri", "--data", home, "--format", "json")

    assert (again.code, json.loads(again.out)["error"]["code"]) == (1, "conflict")


def yearly(folder):
    """The small plan as one that recurs."""
    text = (PLAN / "plan.yaml").read_text("utf-8")
    folder.mkdir()
    (folder / "plan.yaml").write_text(text.replace("thời gian: năm 2026", "thời gian: hằng năm từ năm 2025")
                                      .replace("tên ngắn: Kế hoạch nhỏ", "tên ngắn: Kế hoạch nhỏ {năm}"), "utf-8")
    return folder


def test_a_plan_that_recurs_is_published_for_one_year_after_the_other(capsys, home, tmp_path):
    plan = yearly(tmp_path / "hang-nam")

    unsaid = kheo(capsys, "run", "publish", plan, "--as", "quantri", "--data", home)
    said = [kheo(capsys, "run", "publish", plan, "--year", year, "--as", "quantri", "--data", home).code
            for year in (2025, 2026)]
    listed = kheo(capsys, "run", "status", "--as", "quantri", "--data", home).out.splitlines()

    assert (unsaid.code, unsaid.err) == (
        1, 'Kế hoạch ghi thời gian "hằng năm từ năm 2025", không có năm; thêm --year.\n')
    assert said == [0, 0]
    assert [line.split("  ", 1)[1] for line in listed] == [
        "Kế hoạch nhỏ 2026, năm 2026: chờ ban hành; 1 việc mở, 0 quá hạn, 0 đã xong",
        "Kế hoạch nhỏ 2025, năm 2025: chờ ban hành; 1 việc mở, 0 quá hạn, 0 đã xong"]


@pytest.mark.parametrize("command", ["publish", "check"])
def test_a_plan_is_refused_for_a_year_it_is_not_made_for(capsys, home, tmp_path, command):
    def asked(plan, year):
        words = ["run", "publish", plan, "--as", "quantri", "--data", home] if command == "publish" else [
            "plan", "check", plan]
        return kheo(capsys, *words, "--year", year)

    of_2026, too_early = asked(PLAN, 2027), asked(yearly(tmp_path / "hang-nam"), 2024)

    assert (of_2026.code, of_2026.err) == (
        1, "Kế hoạch “Kế hoạch nhỏ” là kế hoạch của năm 2026, không thực hiện cho năm 2027; hãy bỏ năm 2027, hoặc lập "
        "kế hoạch năm 2027.\n")
    assert (too_early.code, too_early.err) == (
        1, "Kế hoạch “Kế hoạch nhỏ” thực hiện từ năm 2025, không có cho năm 2024; hãy nêu năm 2025 hoặc năm sau "
        "đó.\n")


def test_a_broken_plan_cannot_be_published(capsys, home, tmp_path):
    text = (PLAN / "plan.yaml").read_text("utf-8")
    (tmp_path / "plan.yaml").write_text(text.replace("quy trình: thuc-hien", "quy trình: thuc-hie"), "utf-8")

    said = kheo(capsys, "run", "publish", tmp_path, "--as", "quantri", "--data", home)

    assert (said.code, said.out) == (1, "")
    assert 'KH052' in said.err
    assert kheo(capsys, "run", "status", "--as", "quantri", "--data", home).out == "Chưa có đợt nào.\n"


def test_a_run_with_open_tasks_cannot_be_closed(capsys, home):
    run = published(capsys, home)["run"]

    said = kheo(capsys, "run", "close", run, "--as", "dau-moi", "--data", home, "--format", "json")

    assert said.code == 1
    assert json.loads(said.out)["error"]["code"] == "conflict"
    with open_database(f"sqlite:///{home / 'kheo.db'}").read() as connection:
        refused = select(audit.c.command, audit.c.subject).where(audit.c.outcome == "refused")
        assert [tuple(row) for row in connection.execute(refused)] == [("close_run", run)]


def test_a_run_that_is_not_there_is_named(capsys, home):
    said = kheo(capsys, "run", "close", "khong-co", "--as", "quantri", "--data", home)

    assert (said.code, said.out) == (1, "")
    assert "đợt" in said.err


def test_a_plan_with_an_error_that_nobody_accepted_cannot_be_published(capsys, home, tmp_path):
    text = (PLAN / "plan.yaml").read_text("utf-8")
    quote = "trích mục: [{mục: III.1, nguyên văn: trước ngày 31/6/2026}]"
    folder = tmp_path / "sai"
    folder.mkdir()
    (folder / "plan.yaml").write_text(text.replace("2026}", f"2026, {quote}}}"), "utf-8")

    said = kheo(capsys, "run", "publish", folder, "--as", "quantri", "--data", home)

    assert (said.code, said.out) == (1, "")
    assert "còn 1 lỗi nên chưa đưa vào thực hiện được" in said.err
    assert "R30 “ngày 31/6/2026”: tháng 6 không có ngày 31." in said.err
    assert kheo(capsys, "run", "status", "--as", "quantri", "--data", home).out == "Chưa có đợt nào.\n"


def amended(folder):
    text = (PLAN / "plan.yaml").read_text("utf-8").replace("tên: Ban hành, phạm", "tên: Ban hành kế hoạch, phạm")
    folder.mkdir()
    (folder / "plan.yaml").write_text(text, "utf-8")
    return folder


def test_an_amendment_is_shown_applied_by_its_digest_and_taken_back(capsys, home, tmp_path):
    run, plan = published(capsys, home)["run"], amended(tmp_path / "moi")
    mine = ("--as", "dau-moi", "--data", home)

    told = kheo(capsys, "run", "amend", run, plan, *mine)
    shown = json.loads(kheo(capsys, "run", "amend", run, plan, *mine, "--format", "json").out)
    wrong, said = (kheo(capsys, "run", "amend", run, plan, "--apply", digest, *mine, "--format", "json")
                   for digest in ("0" * 64, shown["digest"]))
    done = json.loads(said.out)
    back = kheo(capsys, "run", "amend", run, "--reverse", done["amendment"], *mine)

    assert (told.code, "“Ban hành” đổi tên thành “Ban hành kế hoạch”" in told.out, shown["digest"] in told.out) == (
        0, True, True)
    assert sorted(shown) == ["at_once", "counts", "digest", "drops", "events", "forms", "moves", "newcomers",
                             "run", "status", "steps", "version"]
    assert (wrong.code, "KH074" in wrong.out) == (1, True)
    assert {key: done[key] for key in ("status", "moved", "kept", "overtaken")} == {
        "status": "applied", "moved": 1, "kept": 0, "overtaken": 0}
    assert (back.code, "Đã đảo lại bản sửa" in back.out) == (0, True)


def test_an_amendment_without_a_plan_says_what_is_missing(capsys, home):
    said = kheo(capsys, "run", "amend", "dot", "--as", "dau-moi", "--data", home)

    assert (said.code, said.err) == (
        1, "Thiếu bản kế hoạch mới; nêu thư mục hoặc tệp của nó sau mã đợt.\n")


def test_rows_are_compared_with_the_saved_states(capsys, home):
    run = published(capsys, home)["run"]

    def reconciled(*words):
        said = kheo(capsys, "run", "reconcile", *words, "--as", "dau-moi", "--data", home, "--format", "json")
        return said.code, json.loads(said.out)

    fine = reconciled(run, "--all")
    with open_database(f"sqlite:///{home / 'kheo.db'}").write() as connection:
        here = connection.execute(select(task.c.instance_id, task.c.node, task.c.step)).one()
        connection.execute(update(task).values(status="cancelled"))
    code, said = reconciled(run, "--sample", "5", "--record")
    told = kheo(capsys, "run", "reconcile", run, "--as", "dau-moi", "--data", home)

    assert fine == (0, {"checked": 1, "instances": 1, "differences": [], "recorded": None})
    (one,) = said["differences"]
    assert (code, said["checked"], said["recorded"]) == (1, 1, 1)
    assert {key: one[key] for key in ("run", "instance", "scope", "unit", "entry", "node", "kind")} == {
        "run": run, "instance": here.instance_id, "scope": "run", "unit": None, "entry": None, "node": here.node,
        "kind": "task"}
    assert (one["found"], one["expected"]) == ("không có việc đang mở", "việc đang mở")
    assert (told.code, told.out.splitlines()[-1]) == (1, "Đã đối chiếu 1 trong 1 quá trình: 1 chỗ khác.")
    listed = kheo(capsys, "incident", "list", "--as", "dau-moi", "--data", home)
    assert (listed.code, "đối chiếu dữ liệu với trạng thái đã lưu" in listed.out) == (1, True)


@pytest.mark.parametrize(("words", "code", "named"), [
    (("khong-co",), 1, "notfound"), ((), 1, "forbidden"), (("x", "--sample", "0"), 2, "usage"),
    (("x", "--sample", "5", "--all"), 2, "usage")])
def test_a_comparison_that_cannot_be_is_refused(capsys, home, words, code, named):
    said = kheo(capsys, "run", "reconcile", *words, "--as", "dau-moi", "--data", home, "--format", "json")

    assert (said.code, json.loads(said.out)["error"]["code"]) == (code, named)
