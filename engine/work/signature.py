"""A form that is printed, signed and sealed before it is sent: who signed it in which capacity, and whether it is still
what was signed."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from engine.plan.form import Form
from engine.work.context import Answers
from engine.work.form import FieldError
from engine.work.manner import abbreviation, capacities
from engine.work.people import FormRefused

PLACE = "_ky"
"""The form under which scans of signed copies lie among the files of a task; the field is the id of the signature."""
Demand = Literal["none", "offered", "demanded"]
LONGEST = 120
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands under a signed copy. `capacity`: a code of `manner`, "" for who signs in the own name."""

    number: str
    signed_on: date
    signer: str
    title: str
    capacity: str = ""
    sealed: bool = True


def demand_of(forms: Iterable[Form]) -> Demand:
    """Whether what the forms say is signed before it is sent."""
    found = {form.confirmation.signing for form in forms if form.confirmation}
    return "demanded" if "demanded" in found else "offered" if "offered" in found else "none"


def content_hash(forms: Iterable[Form], answers: Answers) -> str:
    """Of what is printed: the answers without attached files, also those in tables, and without the ids of rows.

    >>> content_hash((), {})[:8]
    '44136fa3'
    """
    fields = {(form.id, field.id): field for form in forms for field in form.fields}
    attached = {place for place, field in fields.items() if field.type == "file"}
    beside = {place: {"_id", *(column.id for column in field.columns if column.type == "file")}
              for place, field in fields.items()}
    kept = {form: {key: _plain(value, beside.get((form, key), {"_id"})) for key, value in values.items()
                   if (form, key) not in attached and value is not None} for form, values in answers.items()}
    return sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: object, left_out: Collection[str]) -> object:
    if isinstance(value, list):
        return [{k: v for k, v in row.items() if k not in left_out} if isinstance(row, dict) else row for row in value]
    return value


def checked(number: str, day: date | None, signer: str, title: str, capacity: str, sealed: bool, style: str,
            today: date) -> Signature:
    """What a person wrote about a signed copy; raises FormRefused with every mistake."""
    wrong: list[FieldError] = []
    for field, name, text in (("so_ky_hieu", "Số, ký hiệu", number), ("nguoi_ky", "Người ký", signer),
                              ("chuc_vu_ky", "Chức vụ người ký", title)):
        if not text:
            wrong.append(FieldError("", field, None, None, f"{name}: hãy ghi như trên bản đã ký."))
        elif len(text) > LONGEST:
            wrong.append(FieldError("", field, None, None, f"{name} dài quá {LONGEST} ký tự; hãy viết gọn lại."))
    if day is None:
        wrong.append(FieldError("", "ngay_ky", None, None, "Ngày ký: hãy ghi ngày/tháng/năm trên bản đã ký."))
    elif day > today:
        wrong.append(FieldError("", "ngay_ky", None, None, f"Ngày ký {day:%d/%m/%Y} sau hôm nay; hãy ghi đúng ngày "
                                                           "trên bản đã ký."))
    if capacity and capacity not in capacities(style):
        wrong.append(FieldError("", "tu_cach", None, None, "Tư cách ký: hãy chọn một trong các cách ghi có sẵn."))
    if wrong or day is None:
        raise FormRefused(tuple(wrong), {})
    return Signature(number, day, signer, title, capacity, sealed)


def said_of(signature: Signature, style: str) -> str:
    """In one line, as the history keeps it."""
    how = abbreviation(signature.capacity, style)
    seal = "đã đóng dấu" if signature.sealed else "không đóng dấu"
    return (f"{signature.number}, ngày {signature.signed_on:%d/%m/%Y}; {how} {signature.title} {signature.signer}"
            f" ký, {seal}").replace(";  ", "; ")
