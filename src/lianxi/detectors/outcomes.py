"""Owns the form of every detector's answer."""

from dataclasses import dataclass

from lianxi.detectors.windows import Floats, Ints


@dataclass(frozen=True)
class Outcome:
    """By series and week: alarm (1, 0; −1 where undefined), expected, upper bound (NaN: none), reason code.

    `tail` is the probability of as many cases or more without a rise, where the detector has one.
    """

    alarm: Ints
    expected: Floats
    upper: Floats
    reason: Ints
    tail: Floats | None = None
