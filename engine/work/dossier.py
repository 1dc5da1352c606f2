"""Whether the papers of a dossier are together, and what is still missing, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.expression import parse_expression
from engine.plan.measure import Dossier, DossierItem
from engine.plan.model import Plan
from engine.plan.step import Step
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
    """All items that apply, in order, under the dossier's name."""

    name: str
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
    return DossierState(dossier.name, tuple(_state(item, given.get(item.id, Given(False))) for item in asked))


def dossier_of(plan: Plan, step: Step, values: Mapping[str, object],
               context: Mapping[str, object]) -> DossierState | None:
    """How the dossier of the step stands by the answers to its forms, field by field; None where it has none."""
    dossier = next((one for one in plan.dossiers if one.id == step.dossier), None)
    return dossier_state(dossier, given_in(dossier, values), context) if dossier else None


def given_in(dossier: Dossier, values: Mapping[str, object]) -> dict[str, Given]:
    """What the answers say of the items: the field of an item's id is a mark, files, or any answer."""
    return {item.id: _given(item, values) for item in dossier.items}


def _given(item: DossierItem, values: Mapping[str, object]) -> Given:
    counted = values.get(item.copies_in) if item.copies_in else None
    copies = int(counted) if isinstance(counted, int | float) else 0
    confirmed = frozenset(by for by, field in zip(item.confirmations, item.confirmed_in, strict=False)
                          if not is_blank(values.get(field)))
    return Given(not is_blank(values.get(item.id)), copies if item.copies_in else None,
                 confirmed if item.confirmed_in else None)


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
