"""What may be uploaded where: the limits of a file field, names that do no harm, the sentences of refusal."""

import unicodedata
from dataclasses import dataclass

from engine.base.text import nfc
from engine.plan.form import Form, FormField
from engine.work.on_behalf import SCANS
from engine.work.people import Conflict
from engine.work.signature import PLACE
from engine.work.words import number_text

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
"""Extensions kheo knows how to look into; a plan chooses among them."""
DRAWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""Media types of which a small picture can be drawn."""
_LONGEST_NAME = 150


class FileRefused(Exception):
    """A file that is not taken; one sentence with the reason and the way out. Nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field takes. `size` in bytes."""

    extensions: frozenset[str]
    size: int
    files: int

    @property
    def shown(self) -> tuple[str, ...]:
        """The extensions as people are told them."""
        return tuple(sorted(self.extensions - {"jpeg"}))


def limits_of(forms: tuple[Form, ...], form: str, field: str) -> Limits | None:
    """Of a file field of these forms; a column of a table is named "table.column". None: there is no such field.

    The scan of a paper has a place at every task, that of a signed copy at its signature.
    """
    if (form, field) == SCANS or form == PLACE:
        return Limits(frozenset({"pdf", "jpg", "jpeg", "png"}), 20 * 1024 * 1024, 10)
    fields = next((f.fields for f in forms if f.id == form), ())
    table, _, column = field.rpartition(".")
    if table:
        fields = next((f.columns for f in fields if f.id == table), ())
    return next((limits_in(f) for f in fields if f.id == column and f.type == "file"), None)


def limits_in(field: FormField) -> Limits:
    """Of this file field."""
    known = {form.lower().removeprefix(".") for form in field.formats} & MEDIA_TYPES.keys()
    if known & {"jpg", "jpeg"}:
        known |= {"jpg", "jpeg"}
    return Limits(frozenset(known), field.max_mb * 1024 * 1024, field.max_files)


def file_name(given: str) -> str:
    """The name without folders, control characters and marks that turn the reading direction.

    >>> file_name("..\\\\..\\\\boot.ini"), file_name("/etc/passwd"), file_name("bao\\u202ecao.pdf"), file_name("..")
    ('boot.ini', 'passwd', 'baocao.pdf', 'tep')
    """
    last = nfc(given).replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, extension = plain.rpartition(".")
    return (f"{stem[:_LONGEST_NAME]}{dot}{extension[:10]}" if dot else plain[:_LONGEST_NAME]) or "tep"


def extension_of(name: str, limits: Limits) -> str:
    """The extension in lower case; raises FileRefused for one that the field does not take."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in limits.extensions:
        raise wrong_kind(name, limits)
    return extension


def wrong_kind(name: str, limits: Limits) -> FileRefused:
    return FileRefused(f"Tệp “{name}” không thuộc dạng được nhận ở đây ({', '.join(limits.shown)}); "
                       "hãy lưu lại ở một trong các dạng đó rồi tải lên.")


def too_large(name: str, limits: Limits) -> FileRefused:
    most = number_text(limits.size // (1024 * 1024))
    return FileRefused(f"Tệp “{name}” lớn hơn {most} MB là mức nhận ở đây; "
                       "hãy giảm dung lượng hoặc chia nhỏ rồi tải lên.")


def too_many(limits: Limits) -> FileRefused:
    return FileRefused(f"Mục này đã có đủ {limits.files} tệp; hãy bỏ bớt một tệp rồi tải lên.")


def sent_already(name: str) -> Conflict:
    return Conflict(f"Tệp “{name}” thuộc bản đã gửi nên không gỡ được; cần sửa thì thu hồi bản ấy hoặc đề nghị "
                    "nơi nhận trả lại.")
