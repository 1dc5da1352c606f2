"""R20, R33: criteria without scale, threshold or assessor; scores whose figures do not add up."""

from collections.abc import Iterator
from itertools import pairwise

from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.check.waiving import lies_in
from engine.plan.criteria import Band, CriteriaSet, Criterion
from engine.plan.form import FormField
from engine.plan.read import Path

_PER_CENT = 100


def r20(seen: Seen) -> Iterator[Finding]:
    """Criteria without a scale or threshold of the document's own, criteria nobody assesses, a quality undefined."""
    sets = {one.id: one for one in seen.plan.criteria}
    balloted = {step.criteria for step in seen.plan.steps if step.criteria}
    assessed = {name for wanted in balloted for name in closure(sets, wanted)}
    for number, one in enumerate(seen.plan.criteria):
        path, scored = ("criteria", number), [c for c in one.criteria if c.how == "scored"]
        judged = [c for c in one.criteria if c.how != "checked"]
        if one.own_scale:
            yield seen.found(
                "R20", path,
                sentence("Văn bản nêu {count} tiêu chí ở “{set}” mà không có thang điểm, mức đạt; cơ quan ban hành đặt "
                         "tối đa {maximum:g} điểm, đạt từ {mark}%.", count=_in_section(one), set=one.name,
                         maximum=maximum_of(sets, one.id), mark=_mark(one)),
                sentence("nêu thang điểm và mức đạt trong văn bản rồi bỏ “thang điểm tự đặt”"),
                named(one, *one.criteria))
        elif scored and one.id in balloted and one.pass_mark is None and not one.bands:
            yield seen.found(
                "R20", path,
                sentence("Bộ “{set}” chấm {count} tiêu chí (tối đa {maximum:g} điểm) mà không có điểm đạt hay xếp "
                         "loại.", set=one.name, count=len(scored), maximum=maximum_of(sets, one.id)),
                sentence("thêm “điểm đạt” hoặc “xếp loại”"), named(one))
        if judged and one.id not in assessed and not _asked_for(seen, one):
            yield seen.found(
                "R20", path,
                sentence("Không bước nào đánh giá {count} tiêu chí của bộ “{set}”.", count=len(judged), set=one.name),
                sentence("ghi “bộ tiêu chí: {id}” ở bước đánh giá, hoặc bỏ bộ này", id=one.id), named(one))
    for number, target in enumerate(seen.plan.targets):
        if target.own_criteria:
            yield seen.found(
                "R20", ("targets", number),
                sentence("Chỉ tiêu “{name}” đòi {amount} mô hình mà văn bản không nêu tiêu chí.", name=target.name,
                         amount=target.amount),
                sentence("nêu tiêu chí trong văn bản rồi bỏ “tiêu chí tự đặt”"), named(target))


def _in_section(one: CriteriaSet) -> int:
    """How many criteria the document gives in the section of the set; all where no clause says."""
    inside = sum(any(lies_in(clause.at, place.at) for clause in criterion.clauses for place in one.clauses)
                 for criterion in one.criteria)
    return inside or len(one.criteria)


def _asked_for(seen: Seen, one: CriteriaSet) -> bool:
    """Whether a question of a form answers the clauses of the set: a mark "đạt bộ tiêu chí" in a list."""
    clauses = {clause.id for part in (one, *one.criteria) for clause in part.clauses if clause.id}
    return any(clause.id in clauses for _, part in seen.parts if isinstance(part, FormField)
               for clause in part.clauses)


def r33(seen: Seen) -> Iterator[Finding]:
    """Maxima, pass marks, knock-outs and bands that contradict each other."""
    for number, one in enumerate(seen.plan.criteria):
        path: Path = ("criteria", number)
        yield from _total(seen, path, one)
        yield from _bands(seen, path, one)
        for index, criterion in enumerate(one.criteria):
            yield from _criterion(seen, (*path, "criteria", index), one, criterion)


def _total(seen: Seen, path: Path, one: CriteriaSet) -> Iterator[Finding]:
    sets = {each.id: each for each in seen.plan.criteria}
    most = maximum_of(sets, one.id)
    always = all(c.when is None for name in closure(sets, one.id) for c in sets[name].criteria)
    if one.total is not None and always and abs(one.total - most) > 1e-9:
        yield seen.found(
            "R33", (*path, "total"),
            sentence("Bộ “{set}” ghi tổng {total:g} điểm, các tiêu chí cộng lại {sum:g}: lệch {by:g}.", set=one.name,
                     total=one.total, sum=most, by=abs(one.total - most)),
            sentence("sửa “tổng điểm” thành {sum:g}, hoặc sửa điểm của tiêu chí", sum=most), named(one))
    if one.pass_mark is not None and not 0 < one.pass_mark <= _PER_CENT:
        yield seen.found(
            "R33", (*path, "pass_mark"),
            sentence("Điểm đạt {mark:g}% của bộ “{set}” nằm ngoài khoảng từ trên 0 đến 100%.", mark=one.pass_mark,
                     set=one.name),
            sentence("ghi điểm đạt theo phần trăm của tổng {sum:g} điểm", sum=most), named(one))


def _criterion(seen: Seen, path: Path, one: CriteriaSet, criterion: Criterion) -> Iterator[Finding]:
    if criterion.knock_out is not None and criterion.knock_out >= criterion.maximum:
        yield seen.found(
            "R33", (*path, "knock_out"),
            sentence("Điểm liệt {mark:g} của “{criterion}” không thấp hơn điểm tối đa {maximum:g}: ai cũng bị liệt.",
                     mark=criterion.knock_out, criterion=criterion.name, maximum=criterion.maximum),
            sentence("ghi điểm liệt thấp hơn {maximum:g}", maximum=criterion.maximum), named(criterion, one))
    best = max((level.points for level in criterion.levels), default=criterion.maximum)
    if best != criterion.maximum:
        yield seen.found(
            "R33", (*path, "levels"),
            sentence("Mức cao nhất của “{criterion}” được {best:g} điểm, điểm tối đa ghi {maximum:g}.",
                     criterion=criterion.name, best=best, maximum=criterion.maximum),
            sentence("sửa “điểm tối đa” thành {best:g}, hoặc sửa điểm của mức", best=best), named(criterion, one))


def _bands(seen: Seen, path: Path, one: CriteriaSet) -> Iterator[Finding]:
    """Read from the lowest up: each band must begin where the one below ends; the last must reach the maximum."""
    if not one.bands:
        return
    most = maximum_of({each.id: each for each in seen.plan.criteria}, one.id)
    bands = sorted(one.bands, key=lambda band: band.low)
    at = {band.id: (*path, "bands", number) for number, band in enumerate(one.bands)}
    if bands[0].low > 0:
        yield _gap(seen, at[bands[0].id], one, 0, bands[0].low)
    for lower, upper in pairwise(bands):
        end = _end(lower)
        if end is None or end < upper.low:
            step = 0.0 if lower.below is not None else one.rounding.to
            if end is not None and upper.low - end > step + 1e-9:
                yield _gap(seen, at[upper.id], one, end, upper.low)
        elif end > upper.low or lower.below is None:
            yield seen.found(
                "R33", at[upper.id],
                sentence("Hai mức xếp loại chồng nhau: “{lower}” tới {end:g}, “{upper}” từ {low:g}.", lower=lower.name,
                         end=end, upper=upper.name, low=upper.low),
                sentence("ghi “dưới: {low:g}” ở “{lower}”", low=upper.low, lower=lower.name), named(one))
    top = _end(bands[-1])
    for band in bands:
        if band.low > most or (band is bands[-1] and top is not None and top < most):
            yield seen.found(
                "R33", at[band.id],
                sentence("Xếp loại “{band}” từ {low:g} tới {end:g}, tổng điểm tối đa là {most:g}.", band=band.name,
                         low=band.low, end=most if top is None else top, most=most),
                sentence("sửa xếp loại cho khớp với {most:g} điểm", most=most), named(one))


def _gap(seen: Seen, path: Path, one: CriteriaSet, end: float, low: float) -> Finding:
    return seen.found(
        "R33", path,
        sentence("Bộ “{set}”: tổng điểm trong khoảng {end:g} đến {low:g} không thuộc mức xếp loại nào.", set=one.name,
                 end=end, low=low),
        sentence("cho hai mức xếp loại liền nhau gặp nhau ở {low:g}", low=low), named(one))


def _end(band: Band) -> float | None:
    return band.below if band.below is not None else band.high


def closure(sets: dict[str, CriteriaSet], name: str) -> tuple[str, ...]:
    """The set and every set it includes, each once."""
    found = [name]
    for each in found:
        found.extend(other for other in sets[each].includes if other not in found)
    return tuple(found)


def maximum_of(sets: dict[str, CriteriaSet], name: str) -> float:
    """The highest total, weights counted; a criterion under one id counts once."""
    scored = {c.id: c.maximum * c.weight for each in closure(sets, name) for c in sets[each].criteria
              if c.how == "scored"}
    return sum(scored.values())


def _mark(one: CriteriaSet) -> str:
    return "—" if one.pass_mark is None else f"{one.pass_mark:g}"
