"""What came of a campaign: rates of problems and rectification, and posts within limits before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Post:
    """A post's values: before, limit, and again at the re-check; None where it was not measured then."""

    measured: Decimal | None
    limit: Decimal
    again: Decimal | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its numerator and denominator; no rate where there is nothing to divide by."""

    part: int
    whole: int

    @property
    def words(self) -> str:
        return f"{self.part}/{self.whole}（{self.part / self.whole:.1%}）" if self.whole else "没有可比的"


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Posts within limits before and after, over the same posts; `unmatched` were measured at the re-check alone.

    `remaining` are posts over the limit that were not measured again: they count as over.
    """

    before: Rate
    after: Rate
    unmatched: int
    remaining: int


def compare_posts(posts: Iterable[Post]) -> BeforeAfter:
    """Compare the same posts before and after.

    A post within its limit before that was not measured again counts as within; one over it as over.
    """
    every = list(posts)
    same = [one for one in every if one.measured is not None]
    before = [(one.measured or Decimal(0)) <= one.limit for one in same]
    after = [
        (one.again if one.again is not None else one.measured or Decimal(0)) <= one.limit for one in same
    ]
    remaining = sum(one.again is None and not held for one, held in zip(same, before, strict=True))
    return BeforeAfter(
        Rate(sum(before), len(same)), Rate(sum(after), len(same)), len(every) - len(same), remaining
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as the table counts it: whether it asked to put something right, its state, whether rectified."""

    measure: str
    is_rectified: bool


def rectification(findings: Sequence[Found]) -> Rate:
    """Give findings put right of those that had to be: ordered or filed, never referred or only advised."""
    due = [one for one in findings if one.measure in ("order", "file")]
    return Rate(sum(one.is_rectified for one in due), len(due))
