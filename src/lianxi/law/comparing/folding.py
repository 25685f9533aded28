"""From pairs of acts to one row per duty: the relation, the rule that gave it, and every point that differs.

The order of the rules is closed: nothing found, then acts left out, then condition, role, reach, and words last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from lianxi.law.comparing import sentences as say
from lianxi.law.comparing.law_words import law_changes
from lianxi.law.comparing.model import (
    About,
    Counterpart,
    Difference,
    Duty,
    DutyAct,
    Pair,
    Relation,
    Row,
    Side,
)
from lianxi.law.comparing.scopes import is_condition, mirrored, reach_of
from lianxi.law.comparing.wording import is_put_the_same, likeness, stretches

# What decides before reach and words do, in this order.
_FIRST: tuple[tuple[About, tuple[Relation, str]], ...] = (
    ("absent", ("narrower", "part_absent")),
    ("condition", ("other_condition", "condition")),
    ("negation", ("reworded", "negated")),
    ("role", ("other_role", "role")),
)
# Below this share of equal characters two texts are put differently altogether.
WORDED_ALIKE = 0.5
# Kinds of words of law that make a duty another one where unit, matter, scope and role agree.
LAW_KINDS = frozenset({"negation", "connective", "modality", "time", "aid", "extent", "number", "co_unit"})


@dataclass(frozen=True, slots=True)
class _Matched:
    """One act of a duty with the pairs that answer it."""

    act: DutyAct
    pairs: tuple[Pair, ...]

    @property
    def missing(self) -> frozenset[str]:
        """Matters of the act that no partner takes up."""
        if any(pair.equal_matter for pair in self.pairs):
            return frozenset()
        return self.act.ground - frozenset().union(*(pair.codes for pair in self.pairs))

    @property
    def surplus(self) -> frozenset[str]:
        """Matters that a partner names beyond the act."""
        wide = [pair.right.ground for pair in self.pairs if not pair.equal_matter]
        return frozenset().union(*wide) - self.act.ground


def turned(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs as they look from the right side."""
    return [
        Pair(p.right, p.left, p.codes, p.equal_matter, tuple(mirrored(c) for c in p.changes), p.link)
        for p in pairs
    ]


def fold_rows(left: Side, right: Side, pairs: Sequence[Pair]) -> tuple[Row, ...]:
    """Return a row for each duty of the left side, in printed order."""
    homes = {act.id: duty for duty in right.duties for act in duty.acts}
    found: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: (pair.right.start, pair.right.id)):
        found.setdefault(pair.left.id, []).append(pair)
    return tuple(_row(duty, found, homes, right) for duty in left.duties)


def _row(duty: Duty, found: dict[str, list[Pair]], homes: dict[str, Duty], right: Side) -> Row:
    matched = [_Matched(act, tuple(found.get(act.id, ()))) for act in duty.acts]
    counterparts = tuple(_counterpart(pair, homes[pair.right.id]) for one in matched for pair in one.pairs)
    if not counterparts:
        relation, rule = _absent(duty, right)
        why = say.RULES[rule].format(unit=duty.unit)
        return Row(duty, relation, rule, why, say.NO_COUNTERPART, (), ())
    differences = _differences(matched)
    others = {pair.right.id for one in matched for pair in one.pairs if pair.link in {"moved", "elsewhere"}}
    units = tuple(dict.fromkeys(homes[id_].unit for id_ in sorted(others)))
    relation, rule = _decide(matched, differences, elsewhere=len(others) == len(counterparts))
    why = say.RULES[rule].format(unit=duty.unit, others="、".join(units))
    return Row(duty, relation, rule, why, say.found(counterparts), counterparts, differences)


def _absent(duty: Duty, right: Side) -> tuple[Relation, str]:
    if not duty.keys & right.keys:
        return "none_unit", "no_unit"
    if all(not act.matters for act in duty.acts):
        return "none", "unread"
    has_duties = any(duty.keys & other.keys for other in right.duties)
    return "none", "no_matter" if has_duties else "no_duty"


def _decide(
    matched: Sequence[_Matched], differences: Sequence[Difference], *, elsewhere: bool
) -> tuple[Relation, str]:
    if elsewhere:
        return "other_unit", "moved"
    about = {difference.about for difference in differences}
    for kind, verdict in _FIRST:
        if kind in about:
            return verdict
    reach = _reach(matched)
    if len(reach) == 2:
        return "reworded", "crossed"
    if reach:
        return ("broader", "reaches_further") if 1 in reach else ("narrower", "reaches_less")
    return ("reworded", "law_words") if about & LAW_KINDS else _by_words(matched)


def _reach(matched: Sequence[_Matched]) -> set[int]:
    """Return the directions in which the other side differs in reach: +1 further, -1 less far."""
    reach = {reach_of(change) for one in matched for pair in one.pairs for change in pair.changes}
    reach |= {-1 for one in matched if one.missing}
    return reach | {1 for one in matched if one.surplus}


def _by_words(matched: Sequence[_Matched]) -> tuple[Relation, str]:
    """Only reached where unit, matter, limits and role agree; each act's words count by themselves."""
    pairs = [pair for one in matched for pair in one.pairs]
    if all(is_put_the_same(pair.left.words, pair.right.words) for pair in pairs):
        return "same", "agree"
    return "reworded", "put_otherwise"


def _differences(matched: Sequence[_Matched]) -> tuple[Difference, ...]:
    found = [difference for one in matched for difference in _of_act(one)]
    return tuple(dict.fromkeys(found))


def _of_act(one: _Matched) -> list[Difference]:
    act = one.act
    span = (act.start, act.end)
    if not one.pairs:
        return [Difference("absent", say.absent(act), span)]
    found = [
        Difference(
            "condition" if is_condition(change) else "scope",
            say.change(change),
            (change.left.start, change.left.end) if change.left else None,
            (change.right.start, change.right.end) if change.right else None,
        )
        for pair in one.pairs
        for change in pair.changes
    ]
    if all(pair.left.role != pair.right.role for pair in one.pairs):
        other = one.pairs[0].right
        found.append(Difference("role", say.role(act, other), span, (other.start, other.end)))
    found += [Difference("matter", say.matter(code, more=False), span) for code in sorted(one.missing)]
    other_span = (one.pairs[0].right.start, one.pairs[0].right.end)
    found += [
        Difference("matter", say.matter(code, more=True), span, other_span) for code in sorted(one.surplus)
    ]
    if len(one.pairs) == 1:
        found += _of_words(one.pairs[0], alone=not found)
    return found


def _of_words(pair: Pair, *, alone: bool) -> list[Difference]:
    """Give each kind of words of law that differs; plain rewording where nothing else does."""
    mine, theirs = (pair.left.start, pair.left.end), (pair.right.start, pair.right.end)
    if is_put_the_same(pair.left.words, pair.right.words):
        return []
    changes = law_changes(pair.left.words, pair.right.words)
    if likeness(pair.left.words, pair.right.words) < WORDED_ALIKE:
        # Where hardly a word agrees, only a negation still says something by itself.
        changes = tuple(one for one in changes if one.kind == "negation")
    if not changes:
        return [Difference("words", say.REWORDED, mine, theirs)] if alone else []
    return [Difference(cast("About", one.kind), say.law_change(one), mine, theirs) for one in changes]


def _counterpart(pair: Pair, home: Duty) -> Counterpart:
    own, words = stretches(pair.left.words, pair.left.start, pair.right.words, pair.right.start)
    return Counterpart(home.clause, pair.right.id, home.unit, home.citation, pair.left.id, own, words)
