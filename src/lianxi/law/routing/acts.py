"""Acts of a document and their conditions, as routing reads them."""

from dataclasses import dataclass
from typing import Literal

IfAbsent = Literal["silent", "ask"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What an act requires (any of `codes`) or excludes (`excludes`), and the words that say so.

    `start`/`end` are code points into the instrument's text; both are None when the condition is
    inferred, and then `inferred` holds the reason and `reviewer` who has to confirm it.
    """

    dimension: str
    codes: tuple[str, ...]
    excludes: bool = False
    start: int | None = None
    end: int | None = None
    inferred: str | None = None
    reviewer: str | None = None
    if_absent: IfAbsent = "silent"
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Act:
    """The unit of law: one act of one unit, with its span, its roles as checked and its conditions."""

    id: str
    clause: str
    unit: str
    start: int
    end: int
    roles: tuple[str, ...]
    conditions: tuple[Condition, ...]
    general: str | None = None
    kind: str = "duty"

    @property
    def role(self) -> str:
        """The role of the act: the first one printed, never a higher one that stands beside it."""
        return self.roles[0] if self.roles else "unstated"
