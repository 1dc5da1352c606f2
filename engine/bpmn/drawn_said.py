"""What the extension elements of a drawing say: properties of kheo, Camunda 7 and Camunda 8 as keys of a plan."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from pydantic import BaseModel

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import did_you_mean, fold
from engine.bpmn.drawn_refusals import CAMUNDA, ZEEBE, Refusals, called
from engine.bpmn.write import KHEO, bpmn
from engine.plan.shape import Key, item_in, keys_of, part_in
from engine.plan.source import Items, Node, Pair, Scalar, Table, compose
from engine.plan.step import MAIN

_OURS = (CAMUNDA, ZEEBE, KHEO)
_READ = frozenset({"properties", "formData", "userTask", "assignmentDefinition", "taskSchedule", "formDefinition",
                   "userTaskForm", "priorityDefinition", "versionTag", "node", "process", "calledElement"})
_TECHNICAL = frozenset({"asyncBefore", "asyncAfter", "async", "exclusive", "jobPriority", "priority", "versionTag",
                        "historyTimeToLive", "isStartableInTasklist", "taskPriority", "modelerTemplate",
                        "modelerTemplateVersion", "modelerTemplateIcon", "initiator", "retryCounter"})
_TAKEN = frozenset({"assignee", "candidateGroups", "candidateUsers", "dueDate", "followUpDate", "formKey", "formRef",
                    "formRefBinding", "formRefVersion"})
_SENTENCES = frozenset({"notices", "said_receivers"})
"""Lists whose items may hold commas."""


def extensions(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The extension elements of that name in a namespace that kheo reads."""
    for inner in element.iterfind(f"{bpmn('extensionElements')}/*"):
        if isinstance(inner.tag, str) and etree.QName(inner).namespace in _OURS and (
                etree.QName(inner).localname == name):
            yield inner


def attribute(element: etree._Element, name: str) -> str:
    """An attribute of Camunda 7's namespace."""
    return " ".join(element.get(f"{{{CAMUNDA}}}{name}", "").split())


def foreign(element: etree._Element, refusals: Refusals) -> None:
    """Refuses extensions of Camunda whose effect the element would lose."""
    for inner in element.iterfind(f"{bpmn('extensionElements')}/*"):
        if not isinstance(inner.tag, str) or etree.QName(inner).namespace not in _OURS:
            continue
        name = etree.QName(inner).localname
        if name not in _READ:
            refusals.refuse(element, "KH082", f"có phần mở rộng {inner.prefix}:{name} mà kheo không làm được (kheo "
                            "không chạy mã, không ánh xạ biến); bỏ nó trong Camunda Modeler")
    for attributed in map(etree.QName, map(str, element.attrib)):
        if attributed.namespace in (CAMUNDA, ZEEBE) and attributed.localname not in _TECHNICAL | _TAKEN:
            refusals.refuse(element, "KH082", f'có thuộc tính "{attributed.localname}" của Camunda mà kheo không làm '
                            "được; bỏ nó trong Camunda Modeler")


def pairs_said(element: etree._Element, part: type[BaseModel], refusals: Refusals) -> list[Pair]:
    """The properties of the element as keys of the part; `hạn.tiếp nhận` is the key `tiếp nhận` within `hạn`."""
    known = keys_of(part)
    found: dict[str, Pair] = {}
    for prop in (p for holder in extensions(element, "properties") for p in holder if isinstance(p.tag, str)):
        word, _, slot = " ".join(prop.get("name", "").split()).partition(".")
        key = known.get(fold(word))
        place = refusals.place(prop)
        try:
            node = _value(prop.get("value", ""), key, place)
        except PlanError as error:
            refusals.found += [replace(d, place=place) for d in error.diagnostics]
            continue
        before = found.get(fold(word))
        if slot or (before is not None and isinstance(before.node, Table)):
            slots = () if before is None else _slots(before.node)
            node = Table(place, (*slots, Pair(slot or MAIN, place, node)))
        elif before is not None:
            refusals.refuse(element, "KH085", f'ghi thuộc tính "{word}" hai lần; giữ lại một')
        found[fold(word)] = Pair(word, place, node)
    return list(found.values())


def refuse_unknown(element: etree._Element, pairs: list[Pair], part: type[BaseModel], refusals: Refusals) -> None:
    """Refuses properties that are no key of the part."""
    known = keys_of(part)
    for pair in pairs:
        if fold(pair.key) not in known:
            near = did_you_mean(pair.key, [key.word for key in known.values()])
            message = f'{called(element)}: không có thuộc tính "{pair.key}"{near}'
            refusals.found.append(Diagnostic(pair.place, "KH010", message))


def _slots(node: Node) -> tuple[Pair, ...]:
    return node.pairs if isinstance(node, Table) else (Pair(MAIN, node.place, node),)


def _value(text: str, key: Key | None, place: Place) -> Node:
    """A value as a plan file would say it; for a list, items apart by ";" or ","."""
    text = text.strip()
    if text[:1] in ("[", "{"):
        return _moved(compose(text, place.file), place)
    listed = key is not None and (item_in(key.annotation) is not None or key.field == "forms")
    if not listed or key is None or not text:
        return Scalar(place, text)
    if (part := part_in(item_in(key.annotation))) is not None:
        first = next(iter(keys_of(part).values()))
        return Items(place, (Table(place, (Pair(first.word, place, Scalar(place, text)),)),))
    apart = ";" if ";" in text or key.field in _SENTENCES else ","
    return Items(place, tuple(Scalar(place, one.strip()) for one in re.split(apart, text) if one.strip()))


def _moved(node: Node, place: Place) -> Node:
    """The node, all of it at that place."""
    if isinstance(node, Table):
        return Table(place, tuple(Pair(p.key, place, _moved(p.node, place)) for p in node.pairs))
    if isinstance(node, Items):
        return Items(place, tuple(_moved(item, place) for item in node.items))
    return replace(node, place=place)
