"""Do the rules of a vote fit together, and can it ever reach its quorum?"""

from engine.base.diagnostic import Diagnostic
from engine.base.text import fold
from engine.plan.known import Found, attributes, twice
from engine.plan.read import Path, ReadPlan
from engine.plan.step import Step
from engine.plan.vote import HALF, Share, Vote

_WORDS = {"scores": "chấm điểm", "consent": "tán thành", "choose": "chọn"}


def votes(read: ReadPlan) -> Found:
    for i, step in enumerate(read.plan.steps):
        if step.vote:
            path: Path = ("steps", i, "vote")
            vote = step.vote
            yield from twice(read, (*path, "choices"), "id", tuple(one.id for one in vote.choices))
            for key, says in (*_voters(read, step, vote), *_kind(step, vote), *_choices(read, step, vote),
                              *_numbers(step, vote)):
                yield Diagnostic(read.key_at(*path, key), "KH049", f'bước "{step.id}" {says}')


Said = list[tuple[str, str]]
"""Key of the vote -> what is wrong, after the step's id."""


def _voters(read: ReadPlan, step: Step, vote: Vote) -> Said:
    found: Said = []
    role = next((role for name, role in read.plan.roles.items() if fold(name) == fold(step.actor)), None)
    if role and role.kind != "members":
        found.append(("how", f'có "bỏ phiếu" mà "{step.actor}" không phải thành viên được chọn; ghi vai trò '
                      '"là: thành viên được chọn" ở "chủ trì"'))
    if vote.secret and vote.named:
        found.append(("named", 'bỏ phiếu kín mà lại nêu tên; bỏ "kín" hoặc "nêu tên"'))
    if vote.recuse and step.scope == "run":
        found.append(("recuse", 'bỏ phiếu cho cả đợt nên không có đơn vị nào là của riêng thành viên; bỏ "không bỏ '
                      'phiếu cho đơn vị mình"'))
    return found


def _kind(step: Step, vote: Vote) -> Said:
    found: Said = []
    if vote.how == "scores":
        if step.criteria is None:
            found.append(("how", 'chấm điểm mà thiếu "bộ tiêu chí"; thêm mục ấy, hoặc ghi "cách: tán thành"'))
        found += [(key, f'chấm điểm nên không dùng "{word}"; điểm đạt ghi ở bộ tiêu chí') for key, word, unused in (
            ("passes", "thông qua", vote.passes == HALF), ("of", "tính trên", vote.of == "cast"),
            ("tie", "bằng phiếu", vote.tie == "fails")) if not unused]
    else:
        if step.criteria is not None and vote.how == "choose":
            found.append(("how", f'bỏ phiếu "{_WORDS[vote.how]}" nên không dùng "bộ tiêu chí"; bỏ một trong hai'))
        if vote.trimmed:
            found.append(("trimmed", 'không chấm điểm nên không dùng "bỏ phiếu cao nhất và thấp nhất"'))
    return found


def _choices(read: ReadPlan, step: Step, vote: Vote) -> Said:
    given = bool(vote.choices) + (vote.entries is not None)
    if vote.how != "choose":
        return [("choices" if vote.choices else "entries", 'không chọn trong danh sách nên không dùng "lựa chọn", "mô '
                 'hình khi"; ghi "cách: chọn"')] if given else []
    found: Said = []
    if given != 1:
        found.append(("how", 'chọn trong danh sách mà chưa nói danh sách nào; ghi đúng một: "lựa chọn" hoặc "mô hình '
                      'khi"'))
    if vote.choices and vote.seats >= len(vote.choices):
        found.append(("seats", f'cho chọn {vote.seats} trong {len(vote.choices)} mục nên không phải chọn; giảm "chọn '
                      'nhiều nhất" hoặc thêm lựa chọn'))
    if vote.entries is not None and (step.scope == "entry" or not attributes(read.plan)):
        found.append(("entries", 'ở đây không có nhiều mô hình để chọn; đặt phạm vi "cả đợt" và có "sổ đăng ký"'))
    return found


def _numbers(step: Step, vote: Vote) -> Said:
    most, quorum, passes = vote.members, Share(step.quorum or HALF).number, Share(vote.passes).number
    found: Said = []
    if most and quorum and quorum > most:
        found.append(("members", f'cần {quorum} phiếu để đủ túc số mà chỉ có {most} thành viên; giảm "túc số"'))
    if most and passes and passes > most:
        found.append(("passes", f'cần {passes} phiếu để thông qua mà chỉ có {most} thành viên; giảm "thông qua"'))
    return found
