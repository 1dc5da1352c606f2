"""Every key of the plan language is in an example of the tutorial or the how-to, but for those listed here."""

import re

from engine.plan.model import Plan
from tests.docs.test_how_to import EXAMPLES, PAGE
from tests.docs.tutorial import blocks

ELSEWHERE = {
    "quotas-and-scores.md": {"chia theo", "gồm cả", "gồm đơn vị cấp dưới", "thời hạn", "trong đó", "từ tệp"},
    "inheritance.md": {"cụ thể hóa", "kế thừa", "đáp ứng"},
    "votes.md": {"bỏ phiếu", "bằng phiếu", "bỏ phiếu cao nhất và thấp nhất", "chọn nhiều nhất",
                 "cho xem ý kiến của nhau", "chủ toạ", "kín",
                 "không bỏ phiếu cho đơn vị mình", "nêu tên", "số thành viên", "thay thành viên", "thông qua",
                 "thư ký", "tính trên"},
    "rehearsal.md": {"mô hình", "trừ đơn vị", "điền"},
    "paper.md": {"nhập thay", "trình ký"},
    "task-page.md": {"thu hồi", "gia hạn", "xem lại trước khi gửi"},
}
"""Page that explains keys the examples leave out -> those keys."""


def test_every_key_is_shown_or_listed():
    schema = Plan.model_json_schema(by_alias=True)
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", {})}
    tutorial = [body for kind, _, body in blocks(PAGE.with_name("tutorial.md")) if kind == "yaml"]
    examples = "\n".join([*tutorial, *(example for _, example in EXAMPLES)])

    missing = {key for key in keys if not re.search(rf"(?m)(^|[{{,-]) *{re.escape(key)}:", examples)}

    assert missing == set().union(*ELSEWHERE.values())


def test_a_key_left_out_is_explained_on_the_page_named():
    unexplained = {(page, key) for page, keys in ELSEWHERE.items() for key in keys
                   if key not in PAGE.with_name(page).read_text("utf-8")}

    assert unexplained == set()
