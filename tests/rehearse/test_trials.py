"""Plan tests: what passes is silent, what fails says what was expected, what was found, and where it stands."""

from pathlib import Path

import pytest

from engine.base.diagnostic import PlanError
from engine.bpmn.compile import compile_plan
from engine.plan.folder import load_plan
from engine.rehearse.trial import failures
from tests.cli.kheo import kheo
from tests.rehearse.played import SHIPPED, SMALL, organisation_of, year_of

KEPT = """kiểm thử:
  - tên: Gửi rồi bị trả lại thì làm lại
    đến ngày: 04/02
    khi:
      - {ngày: 02/02/2026, làm: dang-ky, đơn vị: hoi-so-1, điền: {danh_sach: [{ten: Vườn rau}]}}
      - {ngày: 03/02/2026, làm: dang-ky, phần: tiếp nhận, kết quả: Trả lại, lý do: Thiếu}
    thì:
      - {việc: dang-ky, phần: chính, đơn vị: hoi-so-1, hạn cuối: 14/02/2026, quá hạn: không}
      - {việc: dang-ky, phần: chính, đơn vị: hoi-so-1, ngày làm việc cuối: 13/02/2026}
      - {việc: dang-ky, phần: tiếp nhận, đang mở: không}
      - {việc: mo-hinh, mô hình: Vườn rau, đang mở: không}
      - {việc: bao-cao, đang mở: không}
"""
BROKEN = """tình huống thử:
  - tên: Nhầm ngày
    đến ngày: 20/02/2026
    khi:
      - {ngày: 10/02/2026, làm: bao-cao}
      - {ngày: 10/02/2026, làm: dang-ky, đơn vị: hoi-la}
    thì:
      - {việc: dang-ky, đơn vị: hoi-so-2, hạn cuối: 15/02/2026, quá hạn: không}
      - {việc: dang-ky, đơn vị: hoi-so-2, đang mở: không}
      - {việc: hop}
"""
SAYS = "E KT Kiểm thử “Nhầm ngày”"
OF = ", đến 20/02/2026: việc “dang-ky” của “hoi-so-2” phải"
FOUND = [
    (2, f"{SAYS} nêu đơn vị “hoi-la” mà tổ chức không có."),
    (5, f"{SAYS}: ngày 10/02/2026 không có việc “bao-cao” phần “chính” nào đang mở."),
    (6, f"{SAYS}: ngày 10/02/2026 không có việc “dang-ky” phần “chính” nào đang mở của “hoi-la”."),
    (8, f"{SAYS}{OF} hạn cuối 15/02/2026, nhưng ngày 14/02/2026."),
    (8, f"{SAYS}{OF} chưa quá hạn, nhưng quá hạn."),
    (9, f"{SAYS}{OF} không còn mở, nhưng việc đang mở, hạn cuối 14/02/2026."),
    (10, f"{SAYS}, đến 20/02/2026: việc “hop” phải đang mở, nhưng không có việc nào đang mở."),
]
"""Line of the block, sentence."""


def written(folder: Path, block: str) -> Path:
    file = folder / "plan.yaml"
    file.write_text(SMALL.read_text("utf-8") + block, "utf-8")
    return file


def test_what_a_test_expects_and_finds_is_silent(tmp_path):
    loaded = load_plan(written(tmp_path, KEPT))

    assert list(failures(loaded, None, 2026)) == []


def test_what_a_test_does_not_find_is_told_at_its_place(capsys, tmp_path):
    file = written(tmp_path, BROKEN)

    said = kheo(capsys, "plan", "check", file)

    before = len(SMALL.read_text("utf-8").splitlines())
    told = [line.removeprefix(f"{file}:").split(":", 2) for line in said.out.splitlines() if " KT " in line]
    assert said.code == 1
    assert [(int(line) - before, says.strip()) for line, _, says in told] == FOUND


def test_a_failing_test_is_told_in_english_too(capsys, tmp_path):
    said = kheo(capsys, "plan", "check", written(tmp_path, BROKEN), "--lang", "en")

    assert "Test “Nhầm ngày”, by 20/02/2026: the task “hop” must be open, but no task is open." in said.out


@pytest.mark.parametrize(("act", "says"), [
    ("làm: dang-ky, phần: duyệt",
     'KH036 bước "dang-ky" không có phần việc "duyệt"; quy trình có: "chính", "tiếp nhận"'),
    ("làm: dang-ky, phần: tiếp nhận, kết quả: duyệt",
     'KH039 phần "tiếp nhận" của bước "dang-ky" không có kết quả "duyệt"; được phép: "nhan", "tra-lai"'),
])
def test_a_part_or_an_outcome_that_the_block_lacks_is_refused(tmp_path, act, says):
    block = f"kiểm thử: [{{tên: Sai, đến ngày: 04/02, khi: [{{ngày: 02/02, {act}}}], thì: [{{việc: hop}}]}}]\n"
    loaded = load_plan(written(tmp_path, block))

    with pytest.raises(PlanError) as refused:
        compile_plan(loaded)

    assert [f"{one.code} {one.message}" for one in refused.value.diagnostics] == [says]


def test_both_words_for_the_block_at_once_are_one_too_many(tmp_path):
    file = written(tmp_path, KEPT + KEPT.replace("kiểm thử", "tình huống thử"))

    with pytest.raises(PlanError) as refused:
        load_plan(file)

    assert [(one.code, one.message) for one in refused.value.diagnostics] == [
        ("KH005", 'mục "tình huống thử" nói lại mục "kiểm thử"; gộp làm một')]


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_plan_keeps_its_own_tests(folder):
    loaded = load_plan(folder)
    year = year_of(loaded)

    assert list(failures(loaded.in_year(year), organisation_of(folder), year)) == []
