"""The steps of a draft: one for each act the document binds somebody to, with its deadline, forms and clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.base.text import fold
from engine.document.deadline_phrase import DeadlineFound
from engine.document.draft_forms import OPENING, RESULT, Forms
from engine.document.draft_people import COORDINATOR, UNIT, People, is_many, oversees
from engine.document.naming import Names, short, upper
from engine.document.obligation import Obligation
from engine.document.paper import papers_in
from engine.document.read import Document
from engine.document.yaml_text import Node, Part, part
from engine.plan.rule import BUILT_IN

_GATHERS = ("tổng hợp", "báo cáo", "tiếp nhận", "tham mưu")
_WORDY = 60
_MOST = 400
"""Steps and duties of one draft: a longer document is no plan."""


@dataclass
class Events:
    """Events that deadlines hang on: name -> question of the opening form that fixes the day. `ids`: of steps and
    duties, which share one row of names."""

    fields: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names("_"))
    ids: Names = field(default_factory=Names)

    def note(self, event: str) -> None:
        if fold(event) not in map(fold, (*BUILT_IN, *self.fields)):
            self.fields[event] = self.names.take(f"ngay {event}", "ngay")


def acts_of(document: Document) -> tuple[Obligation, ...]:
    """What becomes a step: everything but standing duties and mere oversight."""
    return tuple(o for o in document.obligations
                 if not is_duty(o) and not (oversees(o) and (o.deadline is None or o.deadline.weak)))[:_MOST]


def is_duty(said: Obligation) -> bool:
    """A content of the movement without a day: kept up all year, not done once."""
    concrete = said.who is not None and said.verb in ("lựa chọn", "đăng ký", "gửi", "nộp", "lập", "báo cáo")
    return said.topic == "duty" and (said.deadline is None or said.deadline.weak) and not concrete


def events_of(acts: Sequence[Obligation]) -> Events:
    events = Events()
    events.ids.take(OPENING)
    for act in acts:
        if usable(act.deadline) and act.deadline and act.deadline.rule:
            for event in act.deadline.rule.events:
                events.note(event)
    return events


def usable(found: DeadlineFound | None) -> bool:
    """Whether the plan language takes the phrase as the deadline of a step."""
    return found is not None and found.rule is not None and found.rule.kind not in ("start", "target", "untimed")


def steps(document: Document, people: People, forms: Forms, events: Events) -> tuple[Node, ...]:
    acts = acts_of(document)
    ids = [events.ids.take(_words(act), "buoc") for act in acts]
    opening = part(
        ("mã", OPENING), ("tên", "Ban hành kế hoạch"), ("phạm vi", "cả đợt"), ("chủ trì", COORDINATOR), ("tự đặt",
                                                                                                         "có"),
        ("biểu mẫu", (OPENING,)), ("ấn định", part(*((event, name) for event, name in events.fields.items()))
                                   if events.fields else None))
    made = [_step(act, name, people, forms, _fed(act, acts, ids, people)) for act, name in zip(acts, ids, strict=True)]
    return (opening, *made)


def _step(act: Obligation, name: str, people: People, forms: Forms, feeds: Sequence[str]) -> Part:
    role = people.role_of(act.who)
    asks = [] if act.who else ["văn bản không nói ai làm việc này; tạm giao đơn vị"]
    due = act.deadline.phrase if usable(act.deadline) and act.deadline else None
    if due is None:
        asks.append("văn bản không nêu hạn" if act.deadline is None else
                    f"không hiểu hạn “{act.deadline.phrase}”: {act.deadline.problem or 'không nêu ngày'}")
    elif act.deadline and act.deadline.weak:
        asks.append(f"“{due}” không nêu ngày: ấn định ngày")
    sends = role == UNIT and act.to is not None and due is not None
    return part(
        ("mã", name), ("tên", short(upper(act.what), 90)), ("phạm vi", "mỗi đơn vị" if role == UNIT else "cả đợt"),
        ("chủ trì", role), ("chủ trì tự đặt", None if act.who else "có"), ("tiếp nhận", COORDINATOR if sends else None),
        ("đề nghị", "có" if act.asked else None), ("quy trình", "gui-va-tiep-nhan" if sends else None),
        ("biểu mẫu", _forms(act, forms)), ("hạn", due), ("cung cấp cho", tuple(feeds)),
        ("trích mục", (part(("mục", act.clause), ("nguyên văn", act.quote)),)), asks=asks)


def _forms(act: Obligation, forms: Forms) -> tuple[str, ...]:
    named = [name for code in act.forms for name in forms.of_code.get(code, ())]
    own = forms.of_clause.get(act.clause)
    return tuple(dict.fromkeys([*named, *([own] if own else [])])) or (RESULT,)


def _fed(act: Obligation, acts: Sequence[Obligation], ids: Sequence[str], people: People) -> tuple[str, ...]:
    """What one body gathers from many: papers of one kind, handed to it or to nobody named."""
    if people.role_of(act.who) != UNIT or act.deadline is None or act.deadline.weak or not papers_in(act.quote):
        return ()
    return tuple(name for other, name in zip(acts, ids, strict=True) if _gathers(act, other, people))


def _gathers(act: Obligation, other: Obligation, people: People) -> bool:
    if other.deadline is None or other.deadline.weak or other.who is None or is_many(other.who):
        return False
    if not papers_in(act.quote) & papers_in(other.quote):
        return False
    to = people.role_of(act.to) if act.to else people.role_of(other.who)
    return any(word in other.quote.lower() for word in _GATHERS) and to == people.role_of(other.who)


def duties(document: Document, people: People, events: Events) -> tuple[Node, ...]:
    return tuple(part(
        ("mã", events.ids.take(_words(said), "nhiem-vu")), ("tên", short(upper(said.what), 200)),
        ("chủ trì", people.role_of(said.who)), ("chủ trì tự đặt", None if said.who else "có"),
        ("trích mục", (part(("mục", said.clause), ("nguyên văn", said.quote)),)),
        asks=[] if said.who else ["văn bản không nói ai giữ nhiệm vụ này"])
        for said in list(filter(is_duty, document.obligations))[:_MOST])


def events_part(events: Events) -> Part | None:
    """Each event is fixed when the plan is issued: the document names no other step for it."""
    if not events.fields:
        return None
    return part(*((event, part(("ấn định ở bước", OPENING), ("tự ấn định", "có"),
                               asks=["văn bản không nói ngày này, cũng không nói bước nào ấn định"]))
                  for event in events.fields))


def _words(act: Obligation) -> str:
    words = act.what.split()
    at = next((n for n in range(len(words)) if act.verb and fold(" ".join(words[n:])).startswith(fold(act.verb))), 0)
    return " ".join(words[at: at + 8])[:_WORDY]


def pairs(events: Events) -> Iterator[tuple[str, str]]:
    """Question of the opening form -> event."""
    return ((name, event) for event, name in events.fields.items())
