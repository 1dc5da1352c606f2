"""A vote counted: what one ballot says, who was called and came, how many for what, whether it passes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.plan.vote import HALF, Share, Vote

Sheet = Mapping[str, object]
"""What one ballot says: scores by criterion; the answer to `ANSWER`; the ids marked under `MARKED`."""
Options = Mapping[str, str]
"""Id -> words of what may be chosen."""
ANSWER, MARKED, BLANK = "phieu", "chon", "phieu-trang"
TIED, SEATS_LEFT = "ngang_phieu", "con_cho"
NOBODY = "-"
"""What the chair says of a tied choice to take none of the tied; no id can be the same."""
FOR, AGAINST, NONE = "tan-thanh", "khong-tan-thanh", "khong-y-kien"
_FEW = 3
_AGREE = 0.85
State = Literal["voted", "waiting", "absent", "recused", "replaced", "closed"]


@dataclass(frozen=True, slots=True)
class Member:
    """One of those called. `closed`: the account is closed and no ballot came; `reason` of absence and the like."""

    person_id: str
    name: str
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is called to a vote, by name."""

    members: tuple[Member, ...] = ()

    def of(self, *states: State) -> tuple[Member, ...]:
        return tuple(one for one in self.members if one.state in states)

    @property
    def called(self) -> int:
        """Those who may vote, come or not."""
        return len(self.of("voted", "waiting", "absent"))

    @property
    def voted(self) -> int:
        return len(self.of("voted"))

    def needed(self, quorum: str | None) -> int:
        """How many ballots make the quorum; one where the plan names none."""
        return Share(quorum).least(self.called) if quorum else 1

    def may_close(self, quorum: str | None) -> bool:
        """Whether the chair may end it now: with the quorum, and nobody waited for where the plan names none."""
        enough = self.voted >= self.needed(quorum)
        return enough and (quorum is not None or not self.of("waiting"))

    def never(self, quorum: str | None) -> bool:
        """Whether the quorum cannot be reached even if everybody votes."""
        return self.needed(quorum) > len(self.of("voted", "waiting"))

    def over(self, quorum: str | None, ended: bool) -> bool:
        """Whether nobody is waited for, or the waiting has `ended`; in both cases with the quorum."""
        enough = 0 < self.voted >= self.needed(quorum)
        return enough and (ended or not self.of("waiting"))


@dataclass(frozen=True, slots=True)
class Line:
    """One of several to choose from."""

    id: str
    name: str
    votes: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """A counted vote. `passed` is None, and `tied` says what, while a tie is undecided; `needed` is out of `base`."""

    cast: int
    invalid: int
    base: int
    needed: int
    passed: bool | None
    yes: int = 0
    no: int = 0
    none: int = 0
    lines: tuple[Line, ...] = ()
    tied: tuple[str, ...] = ()
    seats_left: int = 0

    @property
    def answers(self) -> dict[str, object]:
        """What later steps may take from the vote."""
        counts: dict[str, object] = {"so_phieu": self.cast, "khong_hop_le": self.invalid, "mau_so": self.base,
                                     "can_phieu": self.needed, "thong_qua": self.passed}
        if self.tied:
            counts |= {TIED: list(self.tied), SEATS_LEFT: self.seats_left}
        if self.lines:
            rows = [{"_id": one.id, "mo_hinh": one.id, "ten": one.name, "so_phieu": one.votes, "trung": one.chosen}
                    for one in self.lines]
            return {**counts, "danh_sach": rows}
        return {**counts, "tan_thanh": self.yes, "khong_tan_thanh": self.no, "khong_y_kien": self.none}


def likely(vote: Vote, options: Options, draw: Callable[[str], float]) -> Sheet:
    """What somebody would vote, for plays and rehearsals; `draw`: from 0 to 1, the same for the same words."""
    if vote.how == "consent":
        return {ANSWER: FOR if draw(ANSWER) < _AGREE else AGAINST}
    return {MARKED: sorted(options, key=draw)[:vote.seats], BLANK: not options}


def read_sheet(vote: Vote, options: Options, given: Mapping[str, object]) -> tuple[Sheet, str]:
    """What a member marked, or one sentence about what is wrong; the sentence never says what was marked."""
    if vote.how == "consent":
        answer = str(given.get(ANSWER) or "")
        known = answer in (FOR, AGAINST, NONE, BLANK)
        return {ANSWER: answer}, "" if known else "Chưa đánh dấu ô nào; không muốn đánh dấu thì chọn “Phiếu trắng”."
    marked = given.get(MARKED)
    chosen = sorted({str(one) for one in marked} & set(options)) if isinstance(marked, list) else []
    if not chosen and not given.get(BLANK):
        return {}, "Chưa chọn mục nào; không muốn chọn thì đánh dấu “Phiếu trắng”."
    if chosen and given.get(BLANK):
        return {}, "Phiếu vừa đánh dấu vừa để trắng; bỏ một trong hai."
    if len(chosen) > vote.seats:
        return {}, f"Phiếu chọn quá số được phép: chọn nhiều nhất {vote.seats}."
    return {MARKED: chosen}, ""


def count(vote: Vote, options: Options, sheets: Sequence[Sheet], called: int, decided: Sequence[str] = ()) -> Tally:
    """The tally of consent or of a choice; `decided`: what the chair says of a tie."""
    return _consent(vote, sheets, called, decided) if vote.how == "consent" else _choice(
        vote, options, sheets, called, decided)


def _consent(vote: Vote, sheets: Sequence[Sheet], called: int, decided: Sequence[str]) -> Tally:
    said = [sheet.get(ANSWER) for sheet in sheets]
    yes, no, none = said.count(FOR), said.count(AGAINST), said.count(NONE)
    base = _base(vote, called, len(said), yes + no + none)
    needed = Share(vote.passes).least(base)
    passed: bool | None = yes >= needed > 0
    tied = yes == no > 0 and vote.passes == HALF and not passed
    if tied and vote.tie != "fails":
        passed = decided[0] == FOR if decided else None
    return Tally(len(said), len(said) - yes - no - none, base, needed, passed, yes, no, none,
                 tied=(FOR,) if passed is None else ())


def _choice(vote: Vote, options: Options, sheets: Sequence[Sheet], called: int, decided: Sequence[str]) -> Tally:
    marked = [sheet.get(MARKED) for sheet in sheets]
    valid = [one for one in marked if isinstance(one, list) and one]
    votes = {key: sum(key in one for one in valid) for key in options}
    base = _base(vote, called, len(sheets), len(valid))
    needed = max(1, Share(vote.passes).least(base))
    enough = sorted((key for key in options if votes[key] >= needed), key=lambda key: -votes[key])
    cut = len(enough) > vote.seats and votes[enough[vote.seats - 1]] == votes[enough[vote.seats]]
    last = votes[enough[vote.seats]] if cut else 0
    chosen = {key for key in enough[:vote.seats] if votes[key] > last}
    tied = tuple(key for key in enough if votes[key] == last)
    left = vote.seats - len(chosen)
    if decided or vote.tie == "fails":
        chosen |= {key for key in decided if key in tied} if len(set(decided)) <= left else set()
        tied = ()
    lines = tuple(Line(key, options[key], votes[key], key in chosen)
                  for key in sorted(options, key=lambda key: (-votes[key], options[key])))
    return Tally(len(sheets), len(sheets) - len(valid), base, needed, None if tied else bool(chosen), lines=lines,
                 tied=tied, seats_left=left if tied else 0)


def _base(vote: Vote, called: int, cast: int, valid: int) -> int:
    return {"members": called, "cast": cast, "valid": valid}[vote.of]


def again(vote: Vote, options: Options, earlier: Mapping[str, object]) -> tuple[Vote, Options]:
    """The rules of the ballot that follows a tie, and what it chooses from; a second tie fails."""
    tied, left = earlier.get(TIED), earlier.get(SEATS_LEFT)
    kept = {key: name for key, name in options.items() if isinstance(tied, list) and key in tied}
    return vote.model_copy(update={"tie": "fails", "seats": left or vote.seats}), kept


def with_earlier(earlier: Iterable[Mapping[str, object]], found: Mapping[str, object]) -> Mapping[str, object]:
    """The answers of a second ballot together with what the first has already chosen."""
    for first in earlier:
        rows, now = first.get("danh_sach"), found.get("danh_sach")
        if isinstance(rows, list) and isinstance(now, list):
            chosen = {row["_id"] for row in now if row["trung"]}
            listed = [{**row, "trung": row["trung"] or row["_id"] in chosen} for row in rows]
            found = {**found, "danh_sach": listed, "thong_qua": any(row["trung"] for row in listed)}
    return found


def trimmed(vote: Vote, sheets: Iterable[Sheet], weights: Mapping[str, float]) -> list[Sheet]:
    """The score sheets that count: of three or more, not the highest nor the lowest total where the plan says so."""
    given = list(sheets)
    if not vote.trimmed or len(given) < _FEW:
        return given
    return sorted(given, key=lambda sheet: (_total(sheet, weights), sorted(map(str, sheet.items()))))[1:-1]


def _total(sheet: Sheet, weights: Mapping[str, float]) -> float:
    return sum(value * weights.get(name, 1) for name, value in sheet.items()
               if isinstance(value, int | float) and not isinstance(value, bool))
