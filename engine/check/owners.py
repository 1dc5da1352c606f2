"""R10, R23: who acts: what nobody owns, a role or group without a unit, work given to whom one cannot order."""

from collections.abc import Iterable, Iterator

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.measure import Duty, Target
from engine.plan.organisation import Organisation, UnitEntry
from engine.plan.people import Role, UnitGroup
from engine.plan.read import Path
from engine.plan.step import Step


def r10(seen: Seen) -> Iterator[Finding]:
    """A step or duty the document gives to nobody; with the organisation, a role or group nobody is in."""
    for path, part in seen.parts:
        if isinstance(part, Step | Duty) and part.own_actor:
            what = sentence("bước") if isinstance(part, Step) else sentence("nhiệm vụ thường xuyên")
            yield seen.found(
                "R10", (*path, "actor"),
                sentence("Văn bản không nêu ai chủ trì {what} “{name}”; cơ quan ban hành đặt “{actor}”.",
                         what=what, name=part.name, actor=_role(seen, part.actor).name),
                sentence("ghi rõ người chủ trì trong văn bản rồi bỏ “chủ trì tự đặt”"), named(part))
    for number, group in enumerate(seen.plan.groups):
        if not group.kinds and not group.units:
            yield _empty(seen, ("groups", number), group, sentence("không nêu loại đơn vị hay đơn vị nào"))
    if seen.organisation is not None:
        yield from _without_unit(seen, seen.organisation)


def _without_unit(seen: Seen, organisation: Organisation) -> Iterator[Finding]:
    codes = {unit.code for unit in organisation.units}
    for number, group in enumerate(seen.plan.groups):
        if (group.kinds or group.units) and not members(organisation, [group]):
            yield _empty(seen, ("groups", number), group, sentence("không có đơn vị nào trong tổ chức"))
    for name, role in seen.plan.roles.items():
        says = None
        if role.unit and role.unit not in codes:
            says = sentence("Vai trò “{role}” do đơn vị “{unit}” giữ mà tổ chức không có đơn vị ấy.",
                            role=role.name, unit=role.unit)
        elif role.positions and not _held(seen, role, organisation):
            says = sentence("Vai trò “{role}” không ai giữ: không người nào có chức danh {positions} ở đơn vị ấy.",
                            role=role.name, positions=", ".join(role.positions))
        if says:
            yield seen.found("R10", ("roles", name), says,
                             sentence("sửa “đơn vị”, “chức danh” của vai trò, hoặc bổ sung tệp tổ chức"), named(role))


def _empty(seen: Seen, path: Path, group: UnitGroup, why: str) -> Finding:
    return seen.found("R10", path, sentence("Nhóm đơn vị “{group}” {why}.", group=group.name, why=why),
                      sentence("sửa “loại”, “đơn vị” của nhóm, hoặc bỏ nhóm này"), named(group))


def _held(seen: Seen, role: Role, organisation: Organisation) -> bool:
    """Whether anybody holds the role; an organisation without people yet says nothing."""
    if not organisation.people or role.kind in ("members", "near"):
        return True
    units = {role.unit} if role.unit else {unit.code for unit in members(organisation, seen.plan.groups)}
    return any(held.role in role.positions and held.unit in units
               for person in organisation.people if person.active for held in person.positions)


def members(organisation: Organisation, groups: Iterable[UnitGroup]) -> tuple[UnitEntry, ...]:
    """The units of the organisation that are in any of the groups."""
    wanted = tuple(groups)
    return tuple(unit for unit in organisation.units
                 if any(unit.kind in group.kinds or unit.code in group.units for group in wanted))


def r23(seen: Seen) -> Iterator[Finding]:
    """Work given to a body that the issuer can only ask; an award granted by another than the law says."""
    for number, step in enumerate(seen.plan.steps):
        role = _role(seen, step.actor)
        if role.beyond and not step.asked:
            yield _ordered(seen, ("steps", number, "actor"), step, role, sentence("bước"))
    for number, target in enumerate(seen.plan.targets):
        owner = next((r for r in seen.plan.roles.values() if r.beyond and r.unit and r.unit == target.unit), None)
        if owner and not target.asked:
            yield _ordered(seen, ("targets", number, "unit"), target, owner, sentence("chỉ tiêu"))
    for number, outcome in enumerate(seen.plan.outcomes):
        lawful = _role(seen, outcome.authority).name if outcome.authority else None
        if lawful and outcome.said_authority and fold(lawful) != fold(outcome.said_authority):
            yield seen.found(
                "R23", ("outcomes", number, "said_authority"),
                sentence("Văn bản nêu “{said}” là nơi quyết định “{outcome}”, thẩm quyền thuộc “{lawful}”.",
                         said=outcome.said_authority, outcome=outcome.name, lawful=lawful),
                sentence("sửa văn bản thành “{lawful}”", lawful=lawful), named(outcome))


def _ordered(seen: Seen, path: Path, part: Step | Target, role: Role, what: str) -> Finding:
    return seen.found(
        "R23", path,
        sentence("Cơ quan ban hành giao {what} “{name}” cho “{role}” là nơi không thuộc quyền giao việc.",
                 what=what, name=part.name, role=role.name),
        sentence("viết thành đề nghị rồi ghi “đề nghị: có” ở đây, hoặc để cơ quan có quyền ban hành kế hoạch"),
        named(part))


def _role(seen: Seen, name: str) -> Role:
    return seen.plan.role(name)
