"""R03-R06: forms named and not attached, attached and not named, two under one code, one code for two contents."""

from collections.abc import Iterator

from engine.check.finding import Finding
from engine.check.form_code import Code, code_of, free_code, named_in
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.form import Form
from engine.plan.read import Path


def r03(seen: Seen) -> Iterator[Finding]:
    """A form, or the source of a set of criteria, that the document names and does not attach."""
    for number, one in enumerate(seen.plan.criteria):
        if one.ours:
            source = one.source or one.name
            yield seen.found(
                "R03", ("criteria", number),
                sentence("Văn bản dẫn “{source}” làm căn cứ chấm mà không kèm; kheo lập thay bộ “{set}”.",
                         source=source, set=one.name),
                sentence("kèm “{source}” rồi ghi tệp của nó vào “từ tệp”, bỏ “do kheo lập”", source=source),
                named(one))
    for same in _by_code(seen):
        path, form = same[0]
        if all(each.ours for _, each in same):
            yield seen.found(
                "R03", (*path, "code"),
                sentence("Văn bản dẫn “{code}” nhưng không kèm (đã kèm {count}: {attached}); kheo lập thay “{form}”.",
                         code=form.code, **_attached(seen), form=form.name),
                sentence("kèm “{code}” vào văn bản rồi bỏ “do kheo lập”, hoặc bỏ câu dẫn tới nó", code=form.code),
                named(*(user for _, each in same for user in (*seen.users[each.id], each))))
    known = {code_of(form.code) for form in seen.plan.forms if form.code}
    for path, place, code in _named(seen):
        if code_of(code) not in known:
            known.add(code_of(code))
            yield seen.found(
                "R03", path,
                sentence("Mục {place} dẫn “{code}” nhưng kế hoạch không có biểu mẫu nào mang ký hiệu ấy "
                         "(đã kèm {count}: {attached}).", place=place, code=code, **_attached(seen)),
                sentence("thêm biểu mẫu có “ký hiệu: {code}”; văn bản không kèm thì ghi thêm “do kheo lập: có”",
                         code=code),
                (place,))


def r04(seen: Seen) -> Iterator[Finding]:
    """Two attached forms under one code."""
    codes = [form.code for form in seen.plan.forms if form.code]
    for same in _by_code(seen):
        attached = [(path, form) for path, form in same if not form.ours]
        for path, form in attached[1:]:
            first = attached[0][1]
            yield seen.found(
                "R04", (*path, "code"),
                sentence("Hai biểu mẫu kèm theo cùng mang ký hiệu “{code}”: “{first}” và “{second}”.",
                         code=form.code, first=first.name, second=form.name),
                sentence("đổi ký hiệu của “{first}” hoặc “{second}” thành “{free}”",
                         first=first.name, second=form.name, free=free_code(str(form.code), codes)),
                named(first, form))


def r05(seen: Seen) -> Iterator[Finding]:
    """A form that is attached and that no clause names, or that no step uses."""
    for number, form in enumerate(seen.plan.forms):
        called = form.code or form.name
        by = seen.users[form.id]
        if form.unnamed and not form.ours:
            yield seen.found(
                "R05", ("forms", number),
                sentence("Biểu “{form}” ({code}) kèm theo văn bản nhưng không mục nào dẫn tới.",
                         form=form.name, code=called),
                sentence("dẫn tới “{code}” ở mục giao việc dùng nó, hoặc không kèm biểu này", code=called),
                named(form))
        elif not by:
            yield seen.found(
                "R05", ("forms", number),
                sentence("Không bước nào của kế hoạch dùng biểu mẫu “{form}” ({code}).", form=form.name, code=called),
                sentence("ghi “biểu mẫu: [{id}]” ở bước dùng nó, hoặc bỏ biểu này", id=form.id),
                named(form))


def r06(seen: Seen) -> Iterator[Finding]:
    """One code for two contents, at least one of them not attached."""
    codes = [form.code for form in seen.plan.forms if form.code]
    for same in _by_code(seen):
        first = same[0][1]
        others = [(path, form) for path, form in same[1:] if _content(form) != _content(first)]
        if others and any(form.ours for _, form in same):
            path, form = others[0]
            names = "; ".join(f"“{each.name}”" for _, each in same)
            yield seen.found(
                "R06", (*path, "code"),
                sentence("Ký hiệu “{code}” chỉ {count} nội dung khác nhau: {names}.",
                         code=form.code, count=len(others) + 1, names=names),
                sentence("giữ “{code}” cho “{first}”, lấy “{free}” cho “{second}”", code=form.code, first=first.name,
                         second=form.name, free=free_code(str(form.code), codes)),
                named(*(user for _, each in same for user in (*seen.users[each.id], each))))


def _content(form: Form) -> tuple[object, ...]:
    return tuple(field.id for field in form.fields)


def _attached(seen: Seen) -> dict[str, object]:
    codes = [form.code for form in seen.plan.forms if form.code and not form.ours]
    return {"count": len(codes), "attached": ", ".join(codes) or "—"}


def _by_code(seen: Seen) -> Iterator[list[tuple[Path, Form]]]:
    """The forms that bear a code, together by code, with their paths, in the order of the file."""
    found: dict[Code, list[tuple[Path, Form]]] = {}
    for number, form in enumerate(seen.plan.forms):
        if form.code:
            found.setdefault(code_of(form.code), []).append((("forms", number), form))
    yield from found.values()


def _named(seen: Seen) -> Iterator[tuple[Path, str, str]]:
    """Path, place and code wherever a quoted sentence names a form of its own document."""
    for path, part in seen.parts:
        for number, clause in enumerate(part.clauses):
            for code in named_in(clause.quote or ""):
                yield (*path, "clauses", number), clause.at, code
