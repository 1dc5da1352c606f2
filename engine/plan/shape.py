"""What a plan's model classes expect at each place: which keys, and whether text, number, list or mapping."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from engine.base.text import fold


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a part: the field of the class, the word of the file, the annotation of its value."""

    field: str
    word: str
    annotation: Any


_ALSO = "cũng viết"


def also(*words: str) -> dict[str, Any]:
    """For `json_schema_extra` of a field: other words for its key."""
    return {_ALSO: list(words)}


def other_words(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties of a JSON Schema with each other word beside its key."""
    found = dict(properties)
    for known in properties.values():
        for word in known.pop(_ALSO, ()) if isinstance(known, dict) else ():
            found[word] = known
    return found


@cache
def keys_of(part: type[BaseModel]) -> dict[str, Key]:
    """Folded word -> key."""
    found: dict[str, Key] = {}
    for name, info in part.model_fields.items():
        extra = info.json_schema_extra
        others = extra.get(_ALSO, ()) if isinstance(extra, dict) else ()
        key = Key(name, info.alias or name, info.annotation)
        found |= {fold(str(word)): key for word in (key.word, *(others if isinstance(others, list) else ()))}
    return found


def bare(annotation: Any) -> Any:
    """The annotation without Annotated and without `| None`."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    options = [a for a in get_args(annotation) if a is not type(None)]
    if len(options) == 1 and get_origin(annotation) not in (tuple, dict, Literal):
        return bare(options[0])
    return annotation


def part_in(annotation: Any) -> type[BaseModel] | None:
    """The part that a mapping at this place becomes."""
    shape = bare(annotation)
    return shape if isinstance(shape, type) and issubclass(shape, BaseModel) else None


def item_in(annotation: Any) -> Any:
    """The annotation of a list's items, or None where no list is expected."""
    shape = bare(annotation)
    return get_args(shape)[0] if get_origin(shape) is tuple else None


def value_in(annotation: Any) -> Any:
    """The annotation of a mapping's values where the plan chooses the keys, or None."""
    shape = bare(annotation)
    return get_args(shape)[1] if get_origin(shape) is dict else None


def wants_text(annotation: Any) -> bool:
    """Whether a scalar here is text however it looks: `số: 12` is the text "12" unless a number is expected."""
    shape = bare(annotation)
    if get_origin(shape) in (Union, Literal):
        return all(isinstance(a, str) for a in get_args(shape))
    return shape is str
