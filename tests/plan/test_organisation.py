"""An organisation file becomes a value, or all its mistakes with their places."""

from datetime import date
from pathlib import Path

import pytest

from engine.base.diagnostic import PlanError
from engine.plan.folder import data_dir, load_plan
from engine.plan.organisation import Organisation, PersonEntry, PositionEntry, UnitEntry, read_organisation

HEAD = """loại đơn vị:
  phuong: Phường
  to-dan-pho: Tổ dân phố
chức danh:
  dau-moi: Cán bộ đầu mối
đơn vị:
  - {mã: phuong-mau, tên: Phường Mẫu, loại: phuong}
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(PlanError) as error:
        read_organisation(text, "tc.yaml")
    return str(error.value).splitlines()


def test_a_file_gives_units_people_and_positions() -> None:
    text = HEAD + """  - mã: to-1
    tên: TDP 1
    loại: to-dan-pho
    thuộc: phuong-mau
    đến ngày: 30/06/2026
    thay bằng: phuong-mau
người:
  - tài khoản: nguyen-van-an
    họ tên: Nguyễn Văn An
    thư điện tử: an@example.vn
    giữ chức:
      - {chức danh: dau-moi, đơn vị: to-1, từ ngày: 01/07/2025}
"""

    assert read_organisation(text, "tc.yaml") == Organisation(
        kinds={"phuong": "Phường", "to-dan-pho": "Tổ dân phố"}, roles={"dau-moi": "Cán bộ đầu mối"},
        units=(UnitEntry(code="phuong-mau", name="Phường Mẫu", kind="phuong"),
               UnitEntry.model_construct(code="to-1", name="TDP 1", kind="to-dan-pho", parent="phuong-mau",
                                         valid_to=date(2026, 6, 30), successor="phuong-mau")),
        people=(PersonEntry(
            login="nguyen-van-an", name="Nguyễn Văn An", email="an@example.vn", positions=(
                PositionEntry.model_construct(role="dau-moi", unit="to-1", valid_from=date(2025, 7, 1)),)),))


@pytest.mark.parametrize(("rest", "expected"), [
    ("  - {mã: phuong-mau, tên: A, loại: phuong, thuộc: phuong-mau}\n",
     ['tc.yaml:8:10: KH060 "phuong-mau" đã có ở dòng 7, cột 10; đặt mã khác']),
    ("  - {mã: a, tên: A, loại: phuongg, thuộc: phuong-mua}\n",
     ['tc.yaml:8:27: KH061 không có loại đơn vị "phuongg"; ý bạn là "phuong"?',
      'tc.yaml:8:43: KH061 không có đơn vị "phuong-mua"; ý bạn là "phuong-mau"?']),
    ("  - {mã: a, tên: A, loại: phuong}\n",
     ['tc.yaml:8:5: KH062 đơn vị "a" thiếu mục "thuộc"; chỉ một đơn vị đứng đầu, là "phuong-mau"']),
    ("  - {mã: a, tên: A, loại: phuong, thuộc: b}\n  - {mã: b, tên: B, loại: phuong, thuộc: a}\n",
     ['tc.yaml:8:42: KH063 đơn vị "a" thuộc chính nó qua một vòng; sửa mục "thuộc"',
      'tc.yaml:9:42: KH063 đơn vị "b" thuộc chính nó qua một vòng; sửa mục "thuộc"']),
    ("  - {mã: a, tên: A, loại: phuong, thuộc: phuong-mau, từ ngày: 02/07/2025, đến ngày: 01/07/2025}\n",
     ['tc.yaml:8:85: KH064 "đến ngày" 01/07/2025 đứng trước "từ ngày" 02/07/2025']),
    ("  - {mã: a, tên: A, loại: phuong, thuộc: phuong-mau, từ ngày: 31/02/2025}\n",
     ['tc.yaml:8:63: KH018 mục "từ ngày" phải là một ngày có thật, viết như 01/07/2025']),
    ("người:\n  - {tài khoản: an, họ tên: An, thư điện tử: an}\n",
     ['tc.yaml:9:46: KH018 mục "thư điện tử" phải là một địa chỉ, viết như ten@coquan.gov.vn']),
    ("người:\n  - {tài khoản: an, họ tên: An, giữ chức: [{chức danh: truong, đơn vị: phuong-mau}]}\n",
     ['tc.yaml:9:56: KH061 không có chức danh "truong"']),
    ("người:\n  - {tài khoản: an, họ tên: An, mật khẩu: abc}\n",
     ['tc.yaml:9:33: KH010 không có mục "mật khẩu"']),
])
def test_every_mistake_is_told_at_its_place(rest: str, expected: list[str]) -> None:
    assert mistakes(HEAD + rest) == expected


def test_kinds_of_the_party_are_kinds_of_the_file() -> None:
    text = HEAD.replace("chức danh:", "loại theo thể thức Đảng: [phuong, to-dan-phuong]\nchức danh:", 1)

    assert mistakes(text) == ['tc.yaml:4:35: KH061 không có loại đơn vị "to-dan-phuong"; ý bạn là "to-dan-pho"?']


@pytest.mark.parametrize("folder", sorted(path.parent for path in data_dir("plan_configs").glob("*/organisation.yaml")))
def test_the_kind_of_a_shipped_issuer_agrees_with_the_layout_of_its_documents(folder: Path) -> None:
    plan = load_plan(folder).plan
    organisation = read_organisation((folder / "organisation.yaml").read_text("utf-8"), "tc.yaml")

    issuer = next(unit for unit in organisation.units if unit.code == plan.issuer.unit)

    assert (issuer.kind in organisation.party) == (plan.issuer.style == "party")
