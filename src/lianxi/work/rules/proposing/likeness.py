"""Which pattern an act is most like, by the labelled acts of other documents.

Multinomial naive Bayes over runs of one to three characters, the act's first and last words and the head of its unit's
name, with Laplace's smoothing. Labels are few (ten patterns, some 500 acts), so that a stronger model would only learn
the documents.
"""

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# Chosen on the labelled documents, each judged without its own acts; flat between .1 and .3.
SMOOTHING = 0.15
_MARKS = re.compile(r"[，,。；;、（）()“”《》\s]")
# What opens every second act and says nothing of its kind.
_OPENERS = re.compile(r"^(?:负责|要|应当|依法|组织|积极|认真|切实|及时|会同有关部门)+")
_LEVEL = re.compile(r"^(?:省|市|州|县|区|国家|中共)")


class Example(NamedTuple):
    """A labelled act."""

    document: str
    unit: str
    text: str
    pattern: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the labelled acts."""
    text = files("lianxi.work.rules.proposing").joinpath("examples.csv").read_text(encoding="utf-8")
    return tuple(Example(**row) for row in csv.DictReader(text.splitlines()))


class Likeness:
    """A model of labelled acts: how likely each pattern is for an act."""

    def __init__(self, labelled: Iterable[Example]) -> None:
        self.classes: Counter[str] = Counter()
        self.weights: dict[str, Counter[str]] = defaultdict(Counter)
        for one in labelled:
            self.classes[one.pattern] += 1
            for name, weight in _features(one.unit, one.text).items():
                self.weights[one.pattern][name] += weight  # type: ignore[assignment]
        self.totals = {pattern: sum(own.values()) for pattern, own in self.weights.items()}
        self.names = len({name for own in self.weights.values() for name in own})

    def ranked(self, unit: str, text: str) -> list[str]:
        """Return the patterns, the likeliest first."""
        found, count = _features(unit, text), sum(self.classes.values())
        scores = {
            pattern: math.log(self.classes[pattern] / count) + self._likelihood(pattern, found)
            for pattern in self.classes
        }
        return sorted(scores, key=lambda pattern: (-scores[pattern], pattern))

    def _likelihood(self, pattern: str, found: dict[str, float]) -> float:
        own, total = self.weights[pattern], self.totals[pattern] + SMOOTHING * self.names
        return sum(weight * math.log((own[name] + SMOOTHING) / total) for name, weight in found.items())


@cache
def shipped() -> Likeness:
    """Return the model of all labelled acts."""
    return Likeness(examples())


def _features(unit: str, text: str) -> dict[str, float]:
    plain = _OPENERS.sub("", _MARKS.sub("", text))
    found = {plain[at : at + size]: 1.0 for size in (1, 2, 3) for at in range(len(plain) - size + 1)}
    # What is done stands first, to what last: they weigh more than the words between.
    return {**found, f"^{plain[:2]}": 2.0, f"${plain[-2:]}": 1.5, f"u:{_LEVEL.sub('', unit)[:3]}": 0.7}
