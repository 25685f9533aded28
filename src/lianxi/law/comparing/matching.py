"""Pairing acts of two documents by unit, matter and scope: closed steps, the same from either side.

Text similarity pairs only acts of one unit whose matter could not be read; equal words under another unit have moved.

A matter of an act is spent once: an act that names two matters may answer two acts, one with one matter only one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lianxi.law.comparing.model import Duty, DutyAct, Link, Pair, Side
from lianxi.law.comparing.scopes import Fit, fit
from lianxi.law.comparing.wording import likeness, plain_words

# Words of supervision say how, not what; alone they do not carry a duty over to another unit.
_BROAD = frozenset({"supervision_of_sector", "inspection", "hazard_control", "prevention_guidance"})
# At and above this share of equal characters two unread acts of one unit are taken for one (see bench/comparing.py).
ALIKE = 0.6
# Shorter words are office formulas that any unit may have.
SHORTEST_MOVED = 6


@dataclass(frozen=True, slots=True)
class Ends:
    """Two acts with the duties they stand in."""

    left_duty: Duty
    left: DutyAct
    right_duty: Duty
    right: DutyAct


@dataclass(frozen=True, slots=True)
class Option:
    """Two acts that could answer each other, with what speaks for it."""

    ends: Ends
    common: frozenset[str]
    limits: Fit
    apart: int = 0

    @property
    def left(self) -> DutyAct:
        """The act of the left side."""
        return self.ends.left

    @property
    def right(self) -> DutyAct:
        """The act of the right side."""
        return self.ends.right

    @property
    def equal(self) -> bool:
        """Tell whether the matters are the same, as set for the acts or as their words name them."""
        named = self.left.named
        return _same_matters(self.left, self.right) or bool(named and named == self.right.named)

    @property
    def same_role(self) -> bool:
        """Tell whether both acts open with the same role."""
        return self.left.role == self.right.role

    @property
    def exact(self) -> bool:
        """Tell whether matter, scope and role agree."""
        grounded = bool(self.left.named) == bool(self.right.named)
        return self.equal and grounded and self.limits.equal and self.same_role

    @property
    def rank(self) -> tuple[object, ...]:
        """The order among options: matter, scope, role, then printed place; the same from either side."""
        places = sorted([self.left.start, self.right.start])
        ids = sorted([self.left.id, self.right.id])
        return (not self.equal, len(self.limits.changes), not self.same_role, self.apart, places, ids)


class _Book:
    """Which matters of which act are spent, and which duties have a counterpart."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self._spent: dict[tuple[str, str], set[str]] = {}
        self._covered: set[tuple[str, str]] = set()

    def left_of(self, option: Option) -> frozenset[str]:
        """Return the common matters that neither act has spent."""
        spent = self._spent.get(("left", option.left.id), set())
        return option.common - spent - self._spent.get(("right", option.right.id), set())

    def waits(self, option: Option) -> bool:
        """Tell whether one of the two duties has no counterpart yet."""
        return not self._duties(option) <= self._covered

    def both_wait(self, option: Option) -> bool:
        """Tell whether neither of the two duties has a counterpart yet."""
        return not self._duties(option) & self._covered

    @staticmethod
    def _duties(option: Option) -> set[tuple[str, str]]:
        return {("left", option.ends.left_duty.clause), ("right", option.ends.right_duty.clause)}

    def take(self, option: Option, codes: frozenset[str], link: Link) -> None:
        """Pair two acts; where the matters are equal both are spent wholly."""
        for side, act in (("left", option.left), ("right", option.right)):
            spent = self._spent.setdefault((side, act.id), set())
            spent |= act.codes | codes if option.equal else codes
        self._covered |= self._duties(option)
        self.pairs.append(Pair(option.left, option.right, codes, option.equal, option.limits.changes, link))

    def is_free(self, option: Option) -> bool:
        """Tell whether neither act is paired at all."""
        return ("left", option.left.id) not in self._spent and ("right", option.right.id) not in self._spent


def pair_acts(left: Side, right: Side) -> tuple[Pair, ...]:
    """Return the pairs of acts of two sides, in the order in which the steps find them."""
    book = _Book()
    near = sorted(_options(left, right), key=lambda option: option.rank)
    _pair_identical(book, left, right)
    steps: tuple[tuple[Link, Callable[[Option], bool]], ...] = (
        ("exact", lambda option: option.exact),
        ("uncovered", book.both_wait),
        ("uncovered", book.waits),
        ("left_over", lambda _: True),
    )
    for link, wanted in steps:
        for option in near:
            codes = book.left_of(option)
            if codes and wanted(option):
                book.take(option, codes, link)
    _share(book, near)
    _pair_worded(book, left, right)
    _pair_moved(book, left, right)
    _pair_elsewhere(book, left, right)
    return tuple(book.pairs)


def _meetings(left: Side, right: Side, *, same_unit: bool) -> Iterator[Ends]:
    for one in _printed(left):
        for other in _printed(right):
            if bool(one.keys & other.keys) == same_unit:
                yield from (Ends(one, a, other, b) for a in one.acts for b in other.acts)


def _options(left: Side, right: Side) -> Iterator[Option]:
    first, second = _first_places(left), _first_places(right)
    for ends in _meetings(left, right, same_unit=True):
        one, other = ends.left_duty, ends.right_duty
        limits = fit(ends.left.limits, ends.right.limits)
        common = _common(ends.left, ends.right, limits)
        if common and limits.meets:
            apart = abs((one.place - first[one.unit]) - (other.place - second[other.unit]))
            yield Option(ends, common, limits, apart)


def _first_places(side: Side) -> dict[str, int]:
    return {duty.unit: duty.place for duty in reversed(_printed(side))}


def _printed(side: Side) -> list[Duty]:
    return sorted(side.duties, key=lambda duty: duty.place)


def _same_matters(a: DutyAct, b: DutyAct) -> bool:
    return set(a.matters) == set(b.matters)


def _common(a: DutyAct, b: DutyAct, limits: Fit) -> frozenset[str]:
    """Return the matters two acts share; every matter that must be touched has to be touched by the other."""
    if not a.codes or not b.codes:
        return frozenset()
    if _same_matters(a, b):
        return (a.ground & b.ground) or a.codes
    if not all(group & b.codes for group in a.matters) or not all(group & a.codes for group in b.matters):
        return frozenset()
    if a.named and b.named:
        return a.named & b.named
    # An act whose words name no matter is paired on its set matters only where its scope is shared too.
    return a.ground & b.ground if limits.shares else frozenset()


def _pair_identical(book: _Book, left: Side, right: Side) -> None:
    """Pair the very same words of the same unit, which need no reading; this alone pairs acts without a matter."""
    for ends in _meetings(left, right, same_unit=True):
        if plain_words(ends.left.words) != plain_words(ends.right.words):
            continue
        codes = ends.left.codes & ends.right.codes
        option = Option(ends, codes, fit(ends.left.limits, ends.right.limits))
        if option.limits.equal and book.is_free(option):
            book.take(option, codes, "identical")


def _pair_worded(book: _Book, left: Side, right: Side) -> None:
    """Acts of one unit whose matter nobody could read are paired by their words, the most alike first."""
    near = []
    for ends in _meetings(left, right, same_unit=True):
        if ends.left.matters or ends.right.matters:
            continue
        alike = likeness(ends.left.words, ends.right.words)
        if alike >= ALIKE:
            option = Option(ends, frozenset(), fit(ends.left.limits, ends.right.limits))
            near.append((-alike, option.rank, option))
    for _, _, option in sorted(near, key=lambda row: row[:2]):
        if option.limits.meets and book.is_free(option):
            book.take(option, frozenset(), "worded")


def _pair_moved(book: _Book, left: Side, right: Side) -> None:
    """Take a duty word for word under another unit as moved there, whatever matter it is of."""
    for ends in _meetings(left, right, same_unit=False):
        words = plain_words(ends.left.words)
        if len(words) < SHORTEST_MOVED or words != plain_words(ends.right.words):
            continue
        option = Option(ends, ends.left.codes & ends.right.codes, fit(ends.left.limits, ends.right.limits))
        if book.is_free(option) and book.waits(option):
            book.take(option, option.common, "moved")


def _share(book: _Book, near: Iterable[Option]) -> None:
    """Let a duty still without counterpart share one: the very same matters, a shared scope and a shared role."""
    for option in near:
        role = set(option.left.roles) & set(option.right.roles)
        if _same_matters(option.left, option.right) and role and option.limits.shares and book.waits(option):
            book.take(option, option.common, "shared")


def _pair_elsewhere(book: _Book, left: Side, right: Side) -> None:
    """Another unit's act counts only where matter and limits are the very same, with a limit or the role shared."""
    for option in sorted(_far_options(left, right), key=lambda option: option.rank):
        if book.is_free(option) and book.waits(option):
            book.take(option, option.common, "elsewhere")


def _far_options(left: Side, right: Side) -> Iterator[Option]:
    for ends in _meetings(left, right, same_unit=False):
        codes = ends.left.codes
        if not _same_matters(ends.left, ends.right) or codes <= _BROAD:
            continue
        option = Option(ends, codes, fit(ends.left.limits, ends.right.limits))
        if option.limits.equal and (option.limits.shares or option.same_role):
            yield option
