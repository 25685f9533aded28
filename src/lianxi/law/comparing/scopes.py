"""How the scope and conditions of two acts stand to each other: whether they meet at all, and each limit that differs."""

from dataclasses import dataclass

from lianxi.law.comparing.model import Change, ChangeKind, Limit

# On these a duty arises or not: the state of the employer or the person, what has happened. The rest is extent.
CONDITIONS = frozenset({"employer_status", "person_status", "event"})
_MIRROR: dict[ChangeKind, ChangeKind] = {
    "added": "dropped",
    "dropped": "added",
    "widened": "tightened",
    "tightened": "widened",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether two acts can meet, whether they share a limit, and what differs, seen from the left."""

    meets: bool
    shares: bool
    changes: tuple[Change, ...]

    @property
    def equal(self) -> bool:
        """Tell whether the limits are the same on both sides."""
        return self.meets and not self.changes


def mirrored(change: Change) -> Change:
    """Return a change as it looks from the other side."""
    return Change(_MIRROR[change.kind], change.right, change.left)


def reach_of(change: Change) -> int:
    """Return +1 where the right side reaches further by this change, -1 where less far."""
    return 1 if change.kind in ("dropped", "widened") else -1


def is_condition(change: Change) -> bool:
    """Tell whether a change is one of condition: a state of things asked for on one side only."""
    return change.dimension in CONDITIONS and change.kind in ("added", "dropped")


def fit(left: tuple[Limit, ...], right: tuple[Limit, ...]) -> Fit:
    """Return how two acts' limits stand; acts do not meet where both are bounded but share no bound."""
    pairs, only_left, only_right = _matched(left, right)
    if _conflicts(only_left, only_right, pairs):
        return Fit(meets=False, shares=False, changes=())
    shares = any(not one.excludes for one, _ in pairs)
    both_bounded = any(not one.excludes for one in left) and any(not one.excludes for one in right)
    changes = [change for one, other in pairs for change in _code_changes(one, other)]
    changes += [Change("dropped", one, None) for one in only_left]
    changes += [Change("added", None, other) for other in only_right]
    return Fit(meets=shares or not both_bounded, shares=shares, changes=tuple(changes))


def _matched(
    left: tuple[Limit, ...], right: tuple[Limit, ...]
) -> tuple[list[tuple[Limit, Limit]], list[Limit], list[Limit]]:
    options = [
        (one, other)
        for one in left
        for other in right
        if (one.dimension, one.excludes) == (other.dimension, other.excludes) and one.codes & other.codes
    ]
    options.sort(key=_likeness)
    pairs: list[tuple[Limit, Limit]] = []
    for one, other in options:
        if all(one is not taken and other is not gone for taken, gone in pairs):
            pairs.append((one, other))
    only_left = [one for one in left if all(one is not taken for taken, _ in pairs)]
    only_right = [other for other in right if all(other is not gone for _, gone in pairs)]
    return pairs, only_left, only_right


def _likeness(option: tuple[Limit, Limit]) -> tuple[int, list[str], list[str]]:
    one, other = option
    texts = sorted(["|".join(sorted(one.codes)), "|".join(sorted(other.codes))])
    return len(one.codes ^ other.codes), [one.dimension], texts


def _conflicts(left: list[Limit], right: list[Limit], pairs: list[tuple[Limit, Limit]]) -> bool:
    """Two acts bounded to different things in one dimension are about different things."""
    agreed = {one.dimension for one, _ in pairs}
    here = {one.dimension for one in left if not one.excludes} - agreed
    return bool(here & {other.dimension for other in right if not other.excludes})


def _code_changes(one: Limit, other: Limit) -> list[Change]:
    more, less = other.codes - one.codes, one.codes - other.codes
    if one.excludes:
        more, less = less, more
    changes = [Change("widened", one, other)] if more else []
    return changes + ([Change("tightened", one, other)] if less else [])
