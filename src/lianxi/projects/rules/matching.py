"""Which enterprise a project's builder is: by code; else by name and place, for a person to confirm.

Names are compared by what is left of them without region, legal form and branch words. Names that are not equal count
only where the places agree: two firms of one park may differ by one character. Nothing here decides: `sure` is a code
that stands on both sides, everything else is put before a person.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lianxi.register.rules import name_key

_FORMS = re.compile(
    r"股份有限公司|有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团|合伙企业|个体工商户"
)
_BRANCH = re.compile(
    r"第?[一二三四五六七八九十\d]+(?:分厂|厂区|车间|工厂|厂|期)$|(?:分厂|厂区|分店|办事处|项目部|工程部|生产基地|新厂|老厂)$"
)
_BRACKETS = re.compile(r"[()（）〔〕\[\]【】]")
_NUMBERS = re.compile(r"\d+")
SHORTEST = 2
# How far places agree: from here on they are one, below there they contradict each other.
SAME, OTHER = 0.75, 0.3
# Below this a pair found by name is looked at once more by names nearly so.
SURE_ENOUGH = 90


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a comparison: any key, a credit code or none, name, area and place as they were told."""

    key: int
    code: str
    name: str
    area: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A pair with how like it is (percent), why, and whether a code says so."""

    left: int
    right: int
    score: int
    why: str
    sure: bool = False


@dataclass(slots=True)
class _Names:
    """The right side by what it can be found under, each within its area."""

    code: dict[str, list[Party]] = field(default_factory=lambda: defaultdict(list))
    core: dict[tuple[str, str], list[Party]] = field(default_factory=lambda: defaultdict(list))
    near: dict[tuple[str, str], list[Party]] = field(default_factory=lambda: defaultdict(list))
    head: dict[tuple[str, str], list[Party]] = field(default_factory=lambda: defaultdict(list))


class Matcher:
    """Finds for each left party the right ones it may be; `regions` are the names that say where, not who."""

    def __init__(self, right: Iterable[Party], regions: Collection[str]) -> None:
        self._region = _region_words(regions)
        self._names = _Names()
        self._cores: dict[int, str] = {}
        for one in right:
            core = self.core(one.name)
            self._cores[one.key] = core
            if one.code:
                self._names.code[one.code].append(one)
            self._names.core[one.area, core].append(one)
            for short in _shorter(core):
                self._names.near[one.area, short].append(one)
            for end in range(SHORTEST, len(core)):
                self._names.head[one.area, core[:end]].append(one)

    def core(self, name: str) -> str:
        """Give what is left of a name without region, legal form, branch words and brackets."""
        text = name_key(unicodedata.normalize("NFKC", _BRACKETS.sub("", name)))
        told = self._bare(text)
        return told if len(told) >= SHORTEST else text

    def _bare(self, text: str) -> str:
        bare = _FORMS.sub("", self._region.sub("", text))
        while (shorter := _BRANCH.sub("", bare)) != bare and len(shorter) >= SHORTEST:
            bare = shorter
        return bare

    def find(self, left: Party) -> Likeness | None:
        """Find the one right party that a left one may be; none where two are as like or places contradict."""
        same_code = self._names.code.get(left.code, []) if left.code else []
        if same_code:
            return Likeness(left.key, same_code[0].key, 100, "统一社会信用代码相同", sure=True)
        core = self.core(left.name)
        equal = self._names.core.get((left.area, core), [])
        found = self._equal(left, equal) if equal else None
        if found is None or found.score < SURE_ENOUGH:
            # A name that is equal at another place may be a slip of the pen for one that is nearly so at this place.
            return self._like(left, core) or found
        return found

    def _equal(self, left: Party, found: Sequence[Party]) -> Likeness | None:
        ranked = sorted(((self._places(left, one), one) for one in found), key=lambda pair: -pair[0])
        exact = [one for one in found if name_key(one.name) == name_key(left.name)]
        best = exact[0] if len(exact) == 1 else ranked[0][1]
        if len(found) > 1 and len(exact) != 1 and (ranked[0][0] < SAME or ranked[1][0] >= SAME):
            return None
        agree = self._places(left, best)
        words = "名称相同" if exact else "名称去掉地区、组织形式后相同"
        told = (
            "，地点相符"
            if agree >= SAME
            else "，地点不同"
            if left.place and best.place and agree < OTHER
            else ""
        )
        score = 97 if agree >= SAME else 85 if agree < OTHER and not exact else 90
        return Likeness(left.key, best.key, score, f"{words}{told}")

    def _like(self, left: Party, core: str) -> Likeness | None:
        """Look for one character's difference and for short names; only an equal place makes them one."""
        near = {
            one.key: one for short in _shorter(core) for one in self._names.near.get((left.area, short), ())
        }
        near |= {one.key: one for one in self._names.near.get((left.area, core), ())}
        heads = {one.key: one for one in self._names.head.get((left.area, core), ())}
        heads |= {
            one.key: one
            for end in range(SHORTEST + 1, len(core))
            for one in self._names.core.get((left.area, core[:end]), ())
        }
        found = [(self._places(left, one), one, "简称") for one in heads.values()]
        found += [
            (self._places(left, one), one, "一字之差")
            for key, one in near.items()
            if key not in heads and _one_apart(core, self._cores[key])
        ]
        found.sort(key=lambda row: -row[0])
        if not found or found[0][0] < SAME or (len(found) > 1 and found[1][0] >= SAME):
            return None
        agree, best, why = found[0]
        return Likeness(left.key, best.key, 80 + round(5 * agree), f"名称{why}，地点相符")

    def _places(self, left: Party, right: Party) -> float:
        return place_likeness(self._region.sub("", left.place), self._region.sub("", right.place))


def match_all(left: Iterable[Party], right: Iterable[Party], regions: Collection[str]) -> Iterator[Likeness]:
    """Give for each left party the right one it may be, where there is one."""
    matcher = Matcher(right, regions)
    for one in left:
        found = matcher.find(one)
        if found is not None:
            yield found


def _region_words(regions: Collection[str]) -> re.Pattern[str]:
    words = {word for name in regions for word in (name, name.rstrip("省市县区")) if len(word) >= SHORTEST}
    words |= {f"{word}市" for word in words if not word.endswith(("省", "市", "县", "区"))}
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)) if ordered else r"(?!)")


def _shorter(core: str) -> set[str]:
    """Give a name with each of its characters left out once, and itself: names one apart share one of them."""
    return (
        {core, *(core[:at] + core[at + 1 :] for at in range(len(core)))} if len(core) > SHORTEST else {core}
    )


def _one_apart(one: str, other: str) -> bool:
    """Tell whether one character was changed, left out, put in, or two neighbours were exchanged."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, of = one[at:], other[at:]
    swapped = len(rest) > 1 and rest[:2] == of[:2][::-1] and rest[2:] == of[2:]
    return rest[1:] == of[1:] or rest[1:] == of or rest == of[1:] or swapped


def place_likeness(left: str, right: str) -> float:
    """Say how far two places agree, from 0 to 1; 0.5 where one is not told. Other numbers are other places."""
    one, other = (_plain_place(text) for text in (left, right))
    if not one or not other:
        return 0.5
    if one == other:
        return 1.0
    numbers, others = set(_NUMBERS.findall(one)), set(_NUMBERS.findall(other))
    if numbers and others and not numbers & others:
        return 0.0
    pairs, of = _pairs(one), _pairs(other)
    shared = len(pairs & of) / min(len(pairs), len(of)) if pairs and of else 0.0
    return shared if numbers == others else shared / 2


def _plain_place(text: str) -> str:
    return re.sub(r"[\s,，。、()（）\-—#号]+", "", unicodedata.normalize("NFKC", text))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
