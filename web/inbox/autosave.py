"""What a script needs to know after it has saved a draft."""

from collections.abc import Iterable, Iterator

from flask import render_template

from engine.report.shared_draft import Newer, OlderView, Shared
from engine.report.task_page import TaskPage
from engine.work.control import Question
from engine.work.draft import Change, Unseen
from engine.work.people import Viewer
from engine.work.quota import QuotaState
from engine.work.sheet import TableView
from engine.work.words import time_text
from web.i18n import _, told


def saved_state(found: TaskPage, change: Change, viewer: Viewer) -> dict[str, object]:
    """The moment of saving, which places are asked now, how full each form is, totals and lines under tables,
    how the quotas stand; what others wrote meanwhile, and older values that may be taken back."""
    shown: dict[str, bool] = {}
    sums: dict[str, list[str]] = {}
    totals: dict[str, tuple[str, ...]] = {}
    for form in found.filling.forms:
        for item in form.items:
            if isinstance(item, TableView):
                shown[item.anchor], totals[item.anchor] = item.visible, item.totals
                sums[item.anchor] = [told(line) for line in (*item.counters, item.marks_note) if line]
                shown |= {cell.anchor: cell.visible for s in item.sections for row in s.rows for cell in row.cells}
            else:
                shown |= _asked(item)
    at = found.filling.saved_at
    return {
        "saved": _("Đã lưu {time}", time=time_text(at)) if at else "", "shown": shown, "sums": sums, "totals": totals,
        "quotas": [{"count": state.count, "kept": state.kept, "note": _note(state)} for state in found.quotas],
        **_shared(found, change, viewer), **_asked_places(found),
        "percent": {form.id: _("đã điền {n}%", n=form.percent) for form in found.filling.forms},
    }


def _shared(found: TaskPage, change: Change, viewer: Viewer) -> dict[str, object]:
    shared = found.filling.shared
    others = shared.others(change.seen if change.seen is not None else shared.n, change.tab)
    older: dict[str, list[OlderView]] = {}
    for one in shared.older:
        older.setdefault(one.anchor, []).append(one)
    return {
        "n": shared.n, "lost": _lost(found, change),
        "others": [*({"name": one.name, "anchor": one.anchor, "values": one.values} for one in others),
                   *_counted(found)],
        "told": _told(others, shared, viewer),
        "older": {anchor: render_template("inbox/older.html", items=items) for anchor, items in older.items()},
    }


def _counted(found: TaskPage) -> Iterator[dict[str, object]]:
    """Figures that kheo counts and nobody has changed, as they are by now."""
    for form in found.filling.forms:
        for item in form.items:
            if not isinstance(item, TableView) and item.reason and not item.reason.needed:
                yield {"name": item.name, "anchor": item.anchor, "values": (item.value,)}


def _lost(found: TaskPage, change: Change) -> str:
    """Which fields the form no longer has that something was typed into."""
    labels = [f"“{one.label}”" for one in found.filling.beside if one.place in change.astray]
    if not labels:
        return ""
    return _("Biểu vừa được sửa: ô {where} không còn; nội dung giữ bên cạnh.", where=", ".join(labels))


def unseen_there(found: TaskPage, change: Change, viewer: Viewer) -> Unseen | None:
    """What others wrote since the page was drawn, as a reason to look again before anything is sent."""
    shared = found.filling.shared
    others = shared.others(shared.n if change.seen is None else change.seen, change.tab)
    if not others:
        return None
    says = _("{told} Việc chưa được gửi; xem những mục ấy rồi gửi lại.", told=_told(others, shared, viewer))
    return Unseen(says, tuple(one.name.removeprefix("f.") for one in others))


def written_since(found: TaskPage, n: int, places: Iterable[str], viewer: Viewer) -> str:
    """Who wrote what at those places after the draft of that number."""
    names, shared = {f"f.{place}" for place in places}, found.filling.shared
    return _told(tuple(one for one in shared.newer if one.n > n and one.name in names), shared, viewer)


def _told(others: tuple[Newer, ...], shared: Shared, viewer: Viewer) -> str:
    """Who wrote what meanwhile, in one sentence."""
    if not others:
        return ""
    last = max(others, key=lambda one: one.n)
    who = _("Máy khác") if last.person_id == viewer.person_id else shared.names.get(last.person_id, "")
    where = ", ".join(f"“{label}”" for label in list(dict.fromkeys(one.speaks for one in others))[:3])
    return _("{who} vừa ghi {where} lúc {time}.", who=who, where=where, time=time_text(last.at))


def _note(state: QuotaState) -> str:
    if state.over or state.short:
        return _("bớt {n}", n=state.over) if state.over else _("thêm {n}", n=state.short)
    return _("còn nơi khác gửi") if state.waiting else _("đạt")


def _asked_places(found: TaskPage) -> dict[str, object]:
    done, all_of_it = len(found.asked) - len(found.asked_open), len(found.asked)
    return {"asked": {one.place: one.done for one in found.asked},
            "asked_said": _("Đã sửa {n}/{all} chỗ", n=done, all=all_of_it) if found.asked else ""}


def _asked(item: Question) -> dict[str, bool]:
    return {item.anchor: item.visible}
