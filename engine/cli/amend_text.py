"""A preview of an amendment in sentences, for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.cli.words import say
from engine.work.amendment_preview import Preview

MOST = 40
"""So many instances are told one by one; scripts and the page of the run have them all."""


def preview_text(found: Preview) -> str:
    """What will happen, the whole first, then each unit or initiative."""
    content, counts = found.content, found.counts
    lines = [say("Xem trước, chưa thay đổi gì. {instances} quy trình được xét: {days} việc đổi hạn, {forms} việc đổi "
                 "biểu mẫu, {roles} việc đổi người làm, {titles} việc đổi tên, {opened} việc mở thêm, {dropped} việc "
                 "được gỡ, {stuck} quy trình không chuyển được.", **counts)]
    lines += [say("Mốc “{event}”: {before} → {after}", event=one["event"], before=_day(one["from"]),
                  after=_day(one["to"])) for one in content["events"]]
    for kind, words in (("new", "Bước mới, còn sẽ đến: {names}"), ("gone", "Bước bỏ: {names}")):
        if content["steps"][kind]:
            lines.append(say(words, names=", ".join(one["name"] for one in content["steps"][kind])))
    for form in content["forms"]:
        lines.append(say("Biểu mẫu “{name}”:", name=form["name"]))
        lines += [f"  {_field(one)}" for one in form["fields"]]
    if counts["drafts"]:
        lines.append(say("Bản nháp: {drafts} bản giữ nguyên các mục còn trong biểu; {beside} giá trị của mục không còn "
                         "được giữ bên cạnh.", **counts))
    if content["newcomers"]:
        lines.append(say("Đơn vị tham gia thêm: {names}", names=", ".join(content["newcomers"])))
    if content["at_once"]:
        lines.append(say("Đã đủ nơi cần nên mở ngay khi áp dụng xong: {names}", names=", ".join(content["at_once"])))
    for move in content["moves"][:MOST]:
        lines.append(f"{move['unit']} — “{move['subject']}”:" if move["subject"] else f"{move['unit']}:")
        lines += [f"  {line}" for line in move_lines(move)]
    if len(content["moves"]) > MOST:
        lines.append(say("… và {n} quy trình nữa; xem đủ bằng --format json.", n=len(content["moves"]) - MOST))
    lines.append(say("Mã bản xem trước: {digest}", digest=found.digest))
    return "\n".join(lines)


def move_lines(move: Mapping[str, Any]) -> Iterator[str]:
    """What happens to one instance."""
    if move["stays"]:
        yield say("không chuyển được, làm tiếp theo bản cũ đến hết: {reason}", reason=move["stays"])
    if move["reopened"]:
        yield say("đã xong, nay mở lại để làm bước mới")
    for task in move["tasks"]:
        yield from _task(task)
    for new in move["opened"]:
        yield say("mở thêm “{title}” cho {role}, hạn {day}", title=new["title"], role=new["role"],
                  day=_day(new["last_day"]))
    for gone in move["dropped"]:
        yield say("gỡ “{title}” khỏi hộp việc của {role}", title=gone["title"], role=gone["role"])
    for timer in move["timers"]:
        yield say("mốc chờ {node}: {before} → {after}", node=timer["node"], before=_moment(timer["from"]),
                  after=_moment(timer["to"]))


def _task(task: Mapping[str, Any]) -> Iterator[str]:
    title = task["title"]
    if task["title_from"]:
        yield say("“{before}” đổi tên thành “{title}”", before=task["title_from"], title=title)
    if task["days"]:
        before, after = task["days"]["from"], task["days"]["to"]
        yield say("“{title}”: hạn {before} → {after}", title=title, before=_day(before["last_day"]),
                  after=_day(after["last_day"]))
        yield from (f"  {why}" for why in task["days"]["why"])
    if task["role_from"]:
        yield say("“{title}”: {before} → {after}", title=title, before=task["role_from"], after=task["role"])
    if task["act_from"]:
        yield say("“{title}”: đổi cách làm", title=title)
    if task.get("sheets"):
        yield say("“{title}”: đổi tiêu chí khi {n} phiếu đang chấm dở, {beside} điểm giữ bên cạnh", title=title,
                  n=task["sheets"], beside=task["scores_beside"])
    if task["forms"]:
        yield say("“{title}”: đổi biểu mẫu{draft}", title=title, draft=say(
            ", có bản nháp ({n} giá trị giữ bên cạnh)", n=task["beside"]) if task["draft"] else "")


def _field(one: Mapping[str, str]) -> str:
    words = {"added": "thêm mục {field}: “{after}”", "removed": "bỏ mục {field}: “{before}”",
             "renamed": "mục {field}: “{before}” thành “{after}”",
             "retyped": "mục {field} đổi loại: {before} → {after}",
             "required": "mục {field} “{after}” nay bắt buộc", "optional": "mục {field} “{after}” nay không bắt buộc",
             "options": "mục {field} đổi lựa chọn: {before} → {after}"}
    return say(words[one["change"]], field=one["field"], before=one["from"], after=one["to"])


def _moment(timer: Mapping[str, Any] | None) -> str:
    return _day(timer["day"]) if timer else say("không có")


def _day(iso: str | None) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else say("chưa có ngày")
