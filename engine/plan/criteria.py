"""Criteria that initiatives or units are measured by: scored, graded, assessed or checked; weights, floors, bands."""

from typing import Annotated, Literal

from pydantic import Field

from engine.plan.element import Binding, Ident, Part, Text, Yes, words

_HOW = words({"hệ thống kiểm tra": "checked", "đánh giá đạt": "assessed", "chấm điểm": "scored"})
_ROUND = words({"nửa lên": "half_up", "nửa chẵn": "half_even", "lên": "up", "xuống": "down"})
_USUAL_MAXIMUM = 10.0


class Level(Part):
    """One level of a graded criterion and what it is worth."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="nội dung")
    points: float = Field(alias="điểm", ge=0)


class Criterion(Binding):
    """One criterion. `checked` ones carry a condition over data; `scored` ones a maximum, or levels to choose from.

    `weight` multiplies its points and its maximum. `knock_out`: an average of so many points or fewer (before the
    weight) knocks the whole sheet out.
    """

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="nội dung")
    how: Annotated[Literal["checked", "assessed", "scored"], *_HOW] = Field("assessed", alias="cách đánh giá")
    holds: Text | None = Field(None, alias="điều kiện")
    when: Text | None = Field(None, alias="chỉ khi")
    said_maximum: float | None = Field(None, alias="điểm tối đa", ge=0.01)
    weight: float = Field(1, alias="hệ số", ge=0.01)
    knock_out: float | None = Field(None, alias="điểm liệt", ge=0)
    levels: tuple[Level, ...] = Field((), alias="mức điểm")
    evidence: Yes = Field(False, alias="cần minh chứng")

    @property
    def maximum(self) -> float:
        """What is said, else what the best level is worth, else 10; before the weight."""
        if self.said_maximum is not None:
            return self.said_maximum
        return max((level.points for level in self.levels), default=_USUAL_MAXIMUM)


class Band(Part):
    """A class (xếp loại) of results: totals from `low` on, through `high`, or below `below`."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    low: float = Field(0, alias="từ", ge=0)
    high: float | None = Field(None, alias="đến", ge=0)
    below: float | None = Field(None, alias="dưới", ge=0)


class Rounding(Part):
    """How an average of several assessors is rounded: to a multiple of `to`."""

    to: float = Field(0.1, alias="tới", ge=0.01)
    how: Annotated[Literal["half_up", "half_even", "up", "down"], *_ROUND] = Field("half_up", alias="cách")


class CriteriaSet(Binding):
    """Criteria that apply together; may include other sets, which become its sections."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    file: Text | None = Field(None, alias="từ tệp")
    """A file beside the plan that holds the rest of this set."""
    source: Text | None = Field(None, alias="nguồn")
    """The document that lays the criteria down, where it is another one."""
    ours: Yes = Field(False, alias="do kheo lập")
    """The source is not attached; we drew the criteria up from what is known of it."""
    includes: tuple[Ident, ...] = Field((), alias="gồm cả")
    when: Text | None = Field(None, alias="chỉ khi")
    criteria: tuple[Criterion, ...] = Field((), alias="tiêu chí")
    pass_mark: float | None = Field(None, alias="điểm đạt")
    """Average total, in per cent of the maximum, from which the proposal is to recognise."""
    own_scale: Yes = Field(False, alias="thang điểm tự đặt")
    """The document gives neither scale nor pass mark; the issuing body sets them."""
    total: float | None = Field(None, alias="tổng điểm", ge=0.01)
    """The maximum in all, weights counted, as the document states it."""
    rounding: Rounding = Field(default_factory=Rounding, alias="làm tròn")
    bands: tuple[Band, ...] = Field((), alias="xếp loại")
    """Classes by total points, weights counted."""
    knocked_band: Ident | None = Field(None, alias="xếp loại khi bị liệt")
    """The band a knocked-out sheet falls to; the one with the lowest totals when absent."""
