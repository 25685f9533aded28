"""A finder over acts by character-bigram BM25. What it finds is never a basis, and every result says so."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from lianxi.law.routing.acts import Act
from lianxi.law.routing.model import Instrument

NOT_A_BASIS = "不作为依据"
_K1 = 1.2
_B = 0.75


@dataclass(frozen=True, slots=True)
class Hit:
    """One found act with its score; `label` is always NOT_A_BASIS."""

    unit: str
    clause: str
    act_id: str
    start: int
    end: int
    text: str
    score: float
    label: str = NOT_A_BASIS


class Finder:
    """The bigram index of one instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument
        self._acts: tuple[Act, ...] = instrument.acts
        bags = [Counter(_bigrams(act.unit + instrument.words(act.start, act.end))) for act in self._acts]
        self._lengths = [sum(bag.values()) for bag in bags]
        self._mean = max(1.0, sum(self._lengths) / max(1, len(bags)))
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for index, bag in enumerate(bags):
            for bigram, count in bag.items():
                self._postings.setdefault(bigram, []).append((index, count))

    def find(self, query: str, limit: int = 10) -> tuple[Hit, ...]:
        """Return up to `limit` acts whose words are nearest to the query's, best first, equal ones in printed order."""
        scores: dict[int, float] = {}
        for bigram in sorted(set(_bigrams(query))):
            for index, gain in self._gains(bigram):
                scores[index] = scores.get(index, 0.0) + gain
        best = sorted(scores, key=lambda index: (-scores[index], index))[:limit]
        return tuple(self._hit(index, scores[index]) for index in best)

    def _gains(self, bigram: str) -> list[tuple[int, float]]:
        postings = self._postings.get(bigram, [])
        rarity = math.log(1 + (len(self._acts) - len(postings) + 0.5) / (len(postings) + 0.5))
        return [
            (
                index,
                rarity
                * count
                * (_K1 + 1)
                / (count + _K1 * (1 - _B + _B * self._lengths[index] / self._mean)),
            )
            for index, count in postings
        ]

    def _hit(self, index: int, score: float) -> Hit:
        act = self._acts[index]
        words = self._instrument.words(act.start, act.end)
        return Hit(act.unit, act.clause, act.id, act.start, act.end, words, score)


def _bigrams(text: str) -> list[str]:
    letters = [letter for letter in text if letter.isalnum()]
    return [left + right for left, right in pairwise(letters)]
