"""Whether the papers of a dossier are together, and what is still missing, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.expression import parse_expression
from engine.plan.measure import Dossier, DossierItem
from engine.work.typed import is_blank
from engine.work.words import lower_first, sentence


@dataclass(frozen=True, slots=True)
class Given:
    """What is there of one item. `copies`, `confirmations` None: not counted here (rules of the form keep them)."""

    present: bool
    copies: int | None = None
    confirmations: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item that applies, and what is missing of it; an optional one that is absent misses nothing."""

    item: DossierItem
    present: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DossierState:
    """All items that apply, in order."""

    items: tuple[ItemState, ...]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything missing, as sentences."""
        return tuple(says for item in self.items for says in item.missing)


def dossier_state(dossier: Dossier, given: Mapping[str, Given], context: Mapping[str, object]) -> DossierState:
    """`given` by item id; conditions of items look at `context` (mo_hinh, don_vi, dot)."""
    asked = [i for i in dossier.items if i.when is None or parse_expression(i.when).holds(context)]
    return DossierState(tuple(_state(item, given.get(item.id, Given(False))) for item in asked))


def given_in(dossier: Dossier, values: Mapping[str, object]) -> dict[str, Given]:
    """What a form says of the items: the field of an item's id is a mark, files, or any answer."""
    return {item.id: Given(not is_blank(values.get(item.id))) for item in dossier.items}


def _state(item: DossierItem, given: Given) -> ItemState:
    if not given.present:
        return ItemState(item, False, (sentence(f"thiếu {lower_first(item.name)}"),) if item.required else ())
    missing = []
    if given.copies is not None and given.copies < item.copies:
        missing.append(sentence(f"{item.name}: có {given.copies:02d} bản, cần {item.copies:02d} bản"))
    if given.confirmations is not None:
        missing += [sentence(f"{item.name}: chưa có xác nhận của {by}")
                    for by in item.confirmations if by not in given.confirmations]
    return ItemState(item, True, tuple(missing))
