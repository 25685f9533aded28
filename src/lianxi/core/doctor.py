"""What `lianxi doctor` is told: the signs that the checks of the rooms' faces see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing a check saw: whether it is well, and a sentence that also says what to do where it is not."""

    well: bool
    sentence: str
