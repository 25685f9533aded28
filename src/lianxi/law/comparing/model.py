"""The words of a comparison as frozen values: two sides with their duties, pairs of acts, and a row for each duty."""

from dataclasses import dataclass, field
from typing import Literal

Relation = Literal[
    "same",
    "narrower",
    "broader",
    "other_role",
    "other_condition",
    "reworded",
    "other_unit",
    "none",
    "none_unit",
]
# How a limit stands on the other side: it says more, says nothing, takes in more or takes in less.
ChangeKind = Literal["added", "dropped", "widened", "tightened"]
# What led two acts to be paired, in the order in which it is tried.
Link = Literal["identical", "exact", "uncovered", "left_over", "shared", "worded", "moved", "elsewhere"]
About = Literal[
    "absent",
    "condition",
    "role",
    "matter",
    "scope",
    "negation",
    "connective",
    "modality",
    "time",
    "aid",
    "extent",
    "number",
    "co_unit",
    "words",
]


@dataclass(frozen=True, slots=True)
class Limit:
    """What bounds an act in one dimension: any of `codes`, or none of them; the span holds the words."""

    dimension: str
    codes: frozenset[str]
    excludes: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DutyAct:
    """One act of a duty; `matters` must all be touched, `named` are those that its own words name."""

    id: str
    start: int
    end: int
    words: str
    role: str
    roles: tuple[str, ...]
    matters: tuple[frozenset[str], ...]
    named: frozenset[str]
    limits: tuple[Limit, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Every matter that the act may touch."""
        return frozenset().union(*self.matters)

    @property
    def ground(self) -> frozenset[str]:
        """The matters to compare: those the words name, or all of them where the words name none."""
        return self.named or self.codes


@dataclass(frozen=True, slots=True)
class Duty:
    """One numbered duty of one unit; `keys` say which functions the unit serves."""

    clause: str
    unit: str
    keys: frozenset[str]
    place: int
    citation: str
    start: int
    end: int
    words: str
    acts: tuple[DutyAct, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents: its name, its place, its units (with duties or without), its duties as printed."""

    code: str
    title: str
    region: str
    keys: frozenset[str] = field(repr=False)
    duties: tuple[Duty, ...] = field(repr=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that have duties, in printed order."""
        return tuple(dict.fromkeys(duty.unit for duty in self.duties))


@dataclass(frozen=True, slots=True)
class Change:
    """One limit of scope or condition that differs, seen from the left side."""

    kind: ChangeKind
    left: Limit | None
    right: Limit | None

    @property
    def dimension(self) -> str:
        """The dimension in which the two differ."""
        limit = self.left or self.right
        return limit.dimension if limit else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two acts that answer each other, the matters they share and what led to it."""

    left: DutyAct
    right: DutyAct
    codes: frozenset[str]
    equal_matter: bool
    changes: tuple[Change, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an act's words, in code points of its document; `differs` where the other text reads otherwise."""

    start: int
    end: int
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One point in which a duty differs: what it is about, a sentence, and the spans on both sides where there are."""

    about: About
    sentence: str
    left: tuple[int, int] | None = None
    right: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An act of the other document, with the words of both sides cut where they differ."""

    clause: str
    act_id: str
    unit: str
    citation: str
    own_act: str
    own_words: tuple[Stretch, ...]
    words: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What the other document holds for one duty: the relation, the rule that gave it, and everything that differs."""

    duty: Duty
    relation: Relation
    rule: str
    why: str
    sentence: str
    counterparts: tuple[Counterpart, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents beside each other: a row for each duty of the left one, and for each of the right one."""

    left: Side
    right: Side
    rows: tuple[Row, ...]
    back: tuple[Row, ...]

    @property
    def warning(self) -> str:
        """What has to be said beside every comparison."""
        if self.left.code == self.right.code:
            return "这里比较的是同一份文件的两个文本；办理以现行版本为依据。"
        if self.left.region and self.left.region == self.right.region:
            return "两份文件出自同一地方，但各自独立：这里只作比较，不能把一份的条款引作另一份的依据。"
        return "两份文件出自不同的地方，互不适用：这里只作比较，不能把一地的条款引作另一地的依据。"
