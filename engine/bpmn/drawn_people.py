"""Who acts in a drawn task and for whom a pool stands, by the words of the plan."""

from lxml import etree

from engine.base.text import did_you_mean, fold
from engine.bpmn.drawn_refusals import Refusals
from engine.bpmn.drawn_said import attribute, extensions
from engine.bpmn.drawn_shape import Pool
from engine.plan.source import Pair, Scalar, Table
from engine.plan.step import SCOPE_WORDS


def roles_in(plan: Table) -> dict[str, str]:
    """Folded name or key of a role -> its key."""
    roles = next((p.node for p in plan.pairs if fold(p.key) == "vai tro" and isinstance(p.node, Table)), None)
    found: dict[str, str] = {}
    for pair in roles.pairs if roles else ():
        named = text_of(pair.node, "tên") if isinstance(pair.node, Table) else None
        found |= {fold(word): pair.key for word in (named, pair.key) if word}
    return found


def text_of(table: Table, key: str) -> str | None:
    """The text of a key, where it has one."""
    return next((p.node.text for p in table.pairs if fold(p.key) == fold(key) and isinstance(p.node, Scalar)), None)


def scope_of(pool: Pool, pairs: list[Pair], refusals: Refusals) -> str:
    """The scope word of a pool: its property, else its name."""
    said = next((p.node.text for p in pairs if fold(p.key) == "pham vi" and isinstance(p.node, Scalar)), pool.name)
    for word in SCOPE_WORDS:
        if fold(said).startswith(fold(word)):
            return word
    allowed = ", ".join(f"“{word}”" for word in SCOPE_WORDS)
    refusals.refuse(pool.said_by[0], "KH083", f"chưa nói là việc của ai: đặt tên pool (hoặc thuộc tính “phạm vi”) "
                    f"là một trong {allowed}{did_you_mean(said, SCOPE_WORDS)}")
    return next(iter(SCOPE_WORDS))


class Actors:
    """Finds the role of a task: what it is assigned to, else its lane."""

    def __init__(self, roles: dict[str, str], refusals: Refusals) -> None:
        self._roles = roles
        self._refusals = refusals

    def of(self, task: etree._Element, pool: Pool) -> str | None:
        """The key of the role, None where nothing says one (then it is refused)."""
        given = tuple(dict.fromkeys(_assigned(task)))
        if len(given) > 1:
            self._refusals.refuse(task, "KH083", f'giao cho nhiều nơi cùng lúc ({", ".join(given)}); giữ một vai '
                                  "trò chủ trì, nơi khác ghi ở thuộc tính “phối hợp”")
            return None
        for name in given:
            if name.startswith(("$", "#", "=")):
                self._refusals.refuse(task, "KH083", f'giao cho "{name}", một biểu thức của Camunda mà kheo không '
                                      "tính; ghi tên một vai trò của kế hoạch, hoặc bỏ đi và đặt việc vào lane của "
                                      "vai trò ấy")
                return None
            return self._role(task, name, "giao cho")
        lane = pool.lanes.get(task.get("id", ""))
        if lane is not None:
            return self._role(task, " ".join(lane.get("name", "").split()), "ở lane")
        self._refusals.refuse(task, "KH083", "chưa nói ai làm; đặt việc vào lane mang tên một vai trò, hoặc ghi "
                              "thuộc tính “chủ trì”")
        return None

    def _role(self, task: etree._Element, name: str, how: str) -> str | None:
        if not self._roles:
            return name
        role = self._roles.get(fold(name))
        if role is None:
            known = ", ".join(dict.fromkeys(self._roles.values()))
            self._refusals.refuse(task, "KH083", f'{how} "{name}" không phải vai trò nào của kế hoạch (có: {known}); '
                                  "sửa tên, khai thêm ở “vai trò”, hoặc ghi thuộc tính “chủ trì”")
        return role


def _assigned(task: etree._Element) -> list[str]:
    """To whom Camunda 7 or 8 assigns the task, groups before persons."""
    found = [attribute(task, key) for key in ("candidateGroups", "candidateUsers", "assignee")]
    for given in extensions(task, "assignmentDefinition"):
        found += [given.get(key, "") for key in ("candidateGroups", "candidateUsers", "assignee")]
    return [name.strip() for name in found if name.strip()]
