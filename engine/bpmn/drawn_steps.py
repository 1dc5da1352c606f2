"""The tasks of a drawing as steps of a plan: who, when, after what, under which condition, with which forms."""

import re

from lxml import etree

from engine.base.text import fold, slug
from engine.bpmn.drawn_forms import Forms
from engine.bpmn.drawn_people import Actors, scope_of, text_of
from engine.bpmn.drawn_refusals import Refusals
from engine.bpmn.drawn_said import attribute, extensions, foreign, pairs_said, refuse_unknown
from engine.bpmn.drawn_shape import Drawing, DrawnNode, Pool
from engine.bpmn.drawn_step import StepSaid
from engine.bpmn.drawn_times import TimeError, due_by, open_from
from engine.bpmn.drawn_ways import Ways, without_returns
from engine.bpmn.drawn_whole import whole_steps
from engine.bpmn.parse import local
from engine.bpmn.write import bpmn
from engine.plan.source import Items, Table
from engine.plan.step import MAIN, Step

_RETURNING = "gui-va-tiep-nhan"
_REVIEW = "tiếp nhận"
_RUN = "cả đợt"
_ID = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
"""An element's own id that can be a step's."""
_OF_REVIEW = frozenset({"chu tri", "han", "bieu mau"})


class Steps:
    """All steps of a drawing, and the forms that it carries."""

    def __init__(self, drawing: Drawing, actors: Actors, refusals: Refusals) -> None:
        self._drawing = drawing
        self._actors = actors
        self._refusals = refusals
        self._forms = Forms(drawing.root, refusals)
        self._by_node: dict[str, StepSaid] = {}
        self._tasks = {n.id for pool in drawing.pools for n in pool.nodes.values() if n.kind == "task"}
        self._sources: dict[str, tuple[str, ...]] = {}
        self._targets: dict[str, tuple[str, ...]] = {}
        self._read()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(step.table() for step in self._by_node.values())

    @property
    def forms(self) -> tuple[Table, ...]:
        return tuple(self._forms.made)

    @property
    def opening(self) -> str | None:
        """The only step of the run that nothing stands before."""
        first = [s.id for s in self._by_node.values()
                 if s.scope == _RUN and not {"sau", "can", "mo khi xong"} & set(s.pairs)]
        return first[0] if len(first) == 1 else None

    def _read(self) -> None:
        pools = [(whole_steps(p), self._scope(p)) for p in self._drawing.pools if p.nodes]
        ready = [(*without_returns(p, self._refusals), p, scope) for p, scope in pools]
        for plain, _, whole, scope in ready:
            for node in (n for n in plain.nodes.values() if n.kind == "task"):
                self._by_node[node.id] = self._step(node, whole, scope)
        for plain, reviewers, whole, _ in ready:
            for sender, review in reviewers.items():
                self._reviewed(self._by_node[sender], whole.nodes[review])
            self._order(plain, Ways(plain, self._refusals))
            for sender, review in reviewers.items():
                self._sources[review] = (sender,)
        for to_run in (True, False):
            for message in self._drawing.messages:
                self._message(message, to_run)

    def _scope(self, pool: Pool) -> str:
        said = [pair for element in pool.said_by for pair in pairs_said(element, Step, self._refusals)
                if fold(pair.key) == "pham vi"]
        for element in pool.said_by:
            foreign(element, self._refusals)
        return scope_of(pool, said, self._refusals)

    def _step(self, node: DrawnNode, pool: Pool, scope: str) -> StepSaid:
        task, r = node.element, self._refusals
        foreign(task, r)
        said = pairs_said(task, Step, r)
        refuse_unknown(task, said, Step, r)
        pairs = {fold(p.key): p for p in said}
        name = " ".join(task.get("name", "").split())
        own = text_of(Table(r.place(task), tuple(said)), "mã")
        step_id = own or (node.id if _ID.fullmatch(node.id) else slug(name))
        if not name and "ten" not in pairs:
            r.refuse(task, "KH085", "chưa có tên; ghi tên việc")
        if not own and step_id in {s.id for s in self._by_node.values()}:
            r.refuse(task, "KH085", f'cùng mã "{step_id}" với một việc khác; ghi thuộc tính “mã” cho một trong hai')
        step = StepSaid(step_id, task, pool, scope, r)
        step.pairs = {"ma": r.pair("mã", task, step_id), "pham vi": r.pair("phạm vi", task, scope), **pairs}
        if name and name != text_of(step.table(), "tên"):
            key = "việc" if "ten" in pairs else "tên"
            step.pairs.setdefault(fold(key), r.pair(key, task, name))
        if "chu tri" not in pairs and (role := self._actors.of(task, pool)):
            step.pairs["chu tri"] = r.pair("chủ trì", task, role)
        if local(task) == "callActivity":
            self._called(step, task)
        self._work(step, task, MAIN)
        return step

    def _called(self, step: StepSaid, task: etree._Element) -> None:
        """A call of one of the plan's blocks says how the step is carried out."""
        named = [task.get("calledElement", ""), *(e.get("processId", "") for e in extensions(task, "calledElement"))]
        block = next((one for one in named if one), "")
        if not block:
            self._refusals.refuse(task, "KH085", "chưa nói gọi quy trình mẫu nào; ghi tên một tệp của workflows/ ở "
                                  "called element, như bao-cao")
        elif block in {pool.id for pool in self._drawing.pools}:
            self._refusals.refuse(task, "KH085", f'gọi quy trình "{block}" vẽ trong cùng tệp: một bước không chứa '
                                  "quy trình khác; vẽ các bước của nó ngay trong pool, hoặc gọi một quy trình mẫu")
        else:
            step.once(task, "quy trình", block)

    def _work(self, step: StepSaid, task: etree._Element, slot: str) -> None:
        """Form, deadline and opening day that the task itself carries."""
        form = self._forms.of(task, step.id if slot == MAIN else f"{step.id}-{slug(slot)}", task.get("name", ""))
        if form is not None:
            step.slot("biểu mẫu", slot, Items(form.place, (form.node,)))
        hung = [e for e in self._around(step, task) if local(e) == "boundaryEvent"]
        for said, element in [*_scheduled(task, "dueDate", "dueDate"), *(_timer(e) for e in hung)]:
            if (phrase := self._time(element, said, due=True)) is not None:
                step.slot("hạn", slot, self._refusals.scalar(element, phrase))
        for said, element in _scheduled(task, "followUpDate", "followUpDate"):
            if (phrase := self._time(element, said, due=False)) is not None:
                step.once(element, "mở từ", phrase)

    def _around(self, step: StepSaid, task: etree._Element) -> list[etree._Element]:
        hung = [n for n in step.pool.nodes.values()
                if n.kind == "boundary" and n.element.get("attachedToRef") == task.get("id")]
        for node in hung:
            for flow in (f for f in step.pool.flows if f.source == node.id):
                if step.pool.nodes[flow.target].kind != "end":
                    self._refusals.refuse(node.element, "KH086", "hẹn giờ gắn vào việc chỉ là hạn của việc ấy; mũi "
                                          "tên đi ra chỉ được tới sự kiện kết thúc: việc trễ được nhắc và báo lên "
                                          "theo “đôn đốc”")
        return [node.element for node in hung]

    def _time(self, element: etree._Element, said: str, *, due: bool) -> str | None:
        if not said:
            self._refusals.refuse(element, "KH086", "hẹn giờ không có ngày (timeDate) hay thời lượng "
                                  "(timeDuration); lặp lại (timeCycle) thì ghi thuộc tính “định kỳ” ở bước")
            return None
        try:
            return due_by(said) if due else open_from(said)
        except TimeError as error:
            self._refusals.refuse(element, "KH086", str(error))
            return None

    def _reviewed(self, step: StepSaid, review: DrawnNode) -> None:
        """The review becomes part of the step: its role, deadline and forms go to the reviewer's slot."""
        task, r = review.element, self._refusals
        foreign(task, r)
        said = pairs_said(task, Step, r)
        for pair in said:
            if fold(pair.key) not in _OF_REVIEW:
                r.refuse(task, "KH085", f'là phần tiếp nhận của bước "{step.id}", không nhận thuộc tính '
                         f'"{pair.key}"; chỉ nhận “chủ trì”, “hạn”, “biểu mẫu”; thuộc tính khác ghi ở việc '
                         "gửi")
            elif fold(pair.key) != "chu tri":
                step.slot(pair.key, _REVIEW, pair.node)
        role = text_of(Table(r.place(task), tuple(said)), "chủ trì") or self._actors.of(task, step.pool)
        if role:
            step.once(task, "tiếp nhận", role)
        step.pairs.setdefault("quy trinh", r.pair("quy trình", task, _RETURNING))
        self._work(step, task, _REVIEW)

    def _order(self, pool: Pool, ways: Ways) -> None:
        for node in pool.nodes.values():
            foreign(node.element, self._refusals)
            self._told(node)
            if node.kind != "task":
                self._targets[node.id] = ways.after(node.id)
                self._sources[node.id] = ways.before(node.id).steps
                continue
            step, before = self._by_node[node.id], ways.before(node.id)
            for one in before.steps:
                step.add("sau", node.element, self._by_node[one].id)
            for wait in before.waits:
                said, _ = _timer(wait.element)
                if wait.event == "timerEventDefinition" and (phrase := self._time(wait.element, said, due=False)):
                    step.once(wait.element, "mở từ", phrase)
            condition, flow = ways.condition(node.id)
            if flow is not None:
                own = text_of(step.table(), "chỉ khi")
                whole = f"({own}) and ({condition})" if own else condition
                step.pairs["chi khi"] = self._refusals.pair("chỉ khi", flow.element, whole)

    def _told(self, node: DrawnNode) -> None:
        """Refuses what would be drawn in vain: a message from or to nobody, a timer on no task."""
        ends = {m.get(key) for m in self._drawing.messages for key in ("sourceRef", "targetRef")}
        if node.event == "messageEventDefinition" and node.id not in ends:
            self._refusals.refuse(node.element, "KH084", "là sự kiện tin mà không có luồng tin (mũi tên đứt nét) "
                                  "nào; nối nó với bước của pool khác, hoặc dùng sự kiện trơn")
        if node.kind == "boundary" and node.element.get("attachedToRef") not in self._tasks:
            self._refusals.refuse(node.element, "KH086", "hẹn giờ phải gắn vào một việc; gắn lại vào việc có hạn ấy")

    def _message(self, message: etree._Element, to_run: bool) -> None:
        """A message flow: the receiver opens when the sender's step has ended, everywhere when it is the run's."""
        source, target = message.get("sourceRef", ""), message.get("targetRef", "")
        senders = self._sources.get(source, (source,) if source in self._by_node else ())
        receivers = self._targets.get(target, (target,) if target in self._by_node else ())
        if len(senders) != 1 or not receivers:
            if to_run:
                self._refusals.refuse(message, "KH084", f'đi từ "{source}" đến "{target}", không nối một bước với '
                                      "bước nó mở; nối từ một việc tới một việc (hoặc sự kiện bắt đầu, sự kiện tin) "
                                      "của pool khác; nơi nhận ngoài kế hoạch ghi ở “nơi nhận”")
            return
        sender = self._by_node[senders[0]]
        for receiver in (self._by_node[one] for one in receivers):
            if (receiver.scope == _RUN) == to_run:
                self._heard(message, sender, receiver)

    def _heard(self, message: etree._Element, sender: StepSaid, receiver: StepSaid) -> None:
        if sender.scope == receiver.scope:
            self._refusals.refuse(message, "KH084", f'nối hai bước cùng phạm vi "{sender.scope}"; dùng mũi tên '
                                                    'trong một pool')
        elif receiver.scope == _RUN:
            receiver.add("cần", message, sender.id)
        elif not self._starts(sender, message.get("targetRef", "")):
            receiver.once(message, "mở khi xong", sender.id)

    def _starts(self, sender: StepSaid, target: str) -> bool:
        """Whether the message only says that the run's first step starts the units' pools, which it does anyway."""
        starting = any(p.nodes[target].kind == "start" for p in self._drawing.pools if target in p.nodes)
        return starting and sender.id == self.opening


def _scheduled(task: etree._Element, key: str, zeebe: str) -> list[tuple[str, etree._Element]]:
    """Days that Camunda 7 or 8 gives the task."""
    said = [(attribute(task, key), task)] + [(e.get(zeebe, ""), task) for e in extensions(task, "taskSchedule")]
    return [(text, element) for text, element in said if text]


def _timer(event: etree._Element) -> tuple[str, etree._Element]:
    """What a timer event says, "" for nothing that a plan can say."""
    definition = event.find(bpmn("timerEventDefinition"))
    said = [definition.findtext(bpmn(key)) for key in ("timeDate", "timeDuration")] if definition is not None else []
    return next((" ".join(text.split()) for text in said if text), ""), event
