"""What the points of a sheet amount to: rounding as the set says, knock-outs, the class by the total."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

from engine.plan.criteria import Band, CriteriaSet, Criterion, Rounding

_WAYS: Mapping[str, Callable[[Fraction], int]] = {
    "half_up": lambda parts: floor(parts + Fraction(1, 2)), "half_even": round, "up": ceil, "down": floor,
}
TENTH = Rounding()
TOTAL, SHARE, CLASS = "tong_diem", "ty_le", "xep_loai"
"""Under which names later steps find the total, the per cent of the maximum and the class of a sheet."""


def exact(points: float) -> Fraction:
    """As it is written: 0.1 is a tenth."""
    return Fraction(str(points))


def rounded_to(value: Fraction, rule: Rounding) -> float:
    """To a multiple of `rule.to`, from the exact value (never negative).

    >>> rounded_to(Fraction("20.25"), Rounding()), rounded_to(Fraction("20.25"), Rounding(to=0.5, how="down"))
    (20.3, 20.0)
    """
    step = exact(rule.to)
    parts = value / step
    return float(_WAYS[rule.how](parts) * step)


def knocked_out(averages: Mapping[str, Fraction], criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The criteria whose average is at or below their knock-out."""
    return tuple(c for c in criteria if c.knock_out is not None and c.id in averages
                 and averages[c.id] <= exact(c.knock_out))


def band_of(one: CriteriaSet, total: float | None, knocked: bool) -> Band | None:
    """The class of a total as it is shown; None without a total, without classes, or where they leave a gap."""
    if total is None or not one.bands:
        return None
    if knocked:
        lowest = min(one.bands, key=lambda band: band.low)
        return next((band for band in one.bands if band.id == one.knocked_band), lowest)
    return next((band for band in one.bands if _holds(band, total)), None)


def _holds(band: Band, total: float) -> bool:
    above = band.high is None or total <= band.high
    return band.low <= total and above and (band.below is None or total < band.below)
