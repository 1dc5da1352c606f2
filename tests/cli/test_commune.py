"""A plan that makes a guide concrete is published whole: the guide may be gone afterwards."""

import shutil

from engine.plan.folder import data_dir, load_plan
from engine.store.database import open_database
from engine.store.versions import sources_of
from tests.cli.kheo import kheo

COMMUNE, PROVINCE = "xa-mau-ha-tinh-2026", "ha-tinh-annual"


def test_a_published_commune_keeps_the_guidance_of_its_province(capsys, tmp_path):
    plans, home = tmp_path / "plans", tmp_path / "home"
    for name in (COMMUNE, PROVINCE):
        shutil.copytree(data_dir("plan_configs") / name, plans / name)
    version = load_plan(plans / COMMUNE).hash
    kheo(capsys, "init", "--data", home, "--organisation", plans / COMMUNE / "organisation.yaml",
         "--administrator", "nguoi-cai-dat")

    said = kheo(capsys, "run", "publish", plans / COMMUNE, "--as", "banxdd", "--data", home)
    shutil.rmtree(plans)
    told = kheo(capsys, "run", "status", "--as", "banxdd", "--data", home)

    assert (said.code, told.code, told.err) == (0, 0, "")
    assert "Việc ban hành nằm trong hộp việc của Đảng uỷ xã" in said.out
    assert "Dân vận khéo xã Mẫu 2026" in told.out
    with open_database(f"sqlite:///{home / 'kheo.db'}").read() as connection:
        assert f"{PROVINCE}/plan.yaml" in sources_of(connection, version)
