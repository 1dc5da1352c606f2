"""A plan folder is loaded with its blocks under one hash, or refused."""

from pathlib import Path

import pytest

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.plan.folder import data_dir, load_plan, load_sources
from tests.plan.small import SMALL

PLANS = sorted(path.parent for path in data_dir("plan_configs").glob("*/plan.yaml"))


def mistakes(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(PlanError) as refusal:
        load_plan(path)
    return refusal.value.diagnostics


@pytest.mark.parametrize("folder", PLANS, ids=lambda folder: folder.name)
def test_a_shipped_plan_is_accepted_and_read_back_from_its_texts(folder: Path) -> None:
    loaded = load_plan(folder)

    again = load_sources(loaded.sources)
    assert (again.plan, again.hash, again.sources) == (loaded.plan, loaded.hash, loaded.sources)


def test_a_plan_travels_with_the_blocks_its_steps_name(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(SMALL, "utf-8")

    assert list(load_plan(tmp_path).sources) == ["plan.yaml", "workflows/thuc-hien.bpmn"]


def test_line_ends_and_byte_order_mark_do_not_make_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(SMALL.encode())
    (tmp_path / "b.yaml").write_bytes(SMALL.replace("\n", "\r\n").encode("utf-8-sig"))

    assert load_plan(tmp_path / "a.yaml").hash == load_plan(tmp_path / "b.yaml").hash


def test_another_word_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "b.yaml").write_text(SMALL.replace("15/6/2026", "16/6/2026"), "utf-8")

    assert load_plan(tmp_path / "a.yaml").hash != load_plan(tmp_path / "b.yaml").hash


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == (Diagnostic(Place(str(tmp_path / "plan.yaml")), "KH050", "không có tệp này"),)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes("tên: Thuỷ".encode("utf-16-le"))

    assert mistakes(file) == (
        Diagnostic(Place(str(file)), "KH051", "byte thứ 3 không phải UTF-8; lưu lại tệp với mã UTF-8"),)
