"""Time limits as values: amount, unit, what pauses and restarts them, where they are written and how surely."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

# What a limit's words are worth: read in the primary text; set out by the conference's own document; anything
# else is shown as set here, to be confirmed.
PRIMARY, DOCUMENT, CONFIGURED = "S1", "document", "configured"
TO_CONFIRM = "设定，待确认"


class LimitUnit(StrEnum):
    """What a limit counts."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    MINUTES = "minutes"


class LimitKind(StrEnum):
    """What the end of a limit means: something is to be done, a right ends, or a fact stops counting."""

    DUTY = "duty"
    REMEDY = "remedy"
    WINDOW = "window"


# Limits that run from a moment and skip no day.
BY_THE_HOUR = (LimitUnit.HOURS, LimitUnit.MINUTES)
UNIT_LABELS = {"workdays": "个工作日", "days": "日", "months": "个月", "hours": "小时", "minutes": "分钟"}
KIND_LABELS = {"duty": "办理期限", "remedy": "权利期限", "window": "时间范围"}


@dataclass(frozen=True, slots=True)
class Prolonging:
    """By how much a limit may be prolonged, on approval, and how often."""

    amount: int
    unit: LimitUnit
    times: int = 1

    @property
    def words(self) -> str:
        """The length in words: 30日, 3个月（2次）."""
        often = f"（{self.times}次）" if self.times > 1 else ""
        return f"{self.amount}{UNIT_LABELS[self.unit]}{often}"


def read_prolonging(text: str) -> Prolonging | None:
    """Read `30 days` or `3 months x2`; None for an empty text. Raises ValueError for anything else."""
    if not text:
        return None
    amount, unit, *times = text.split()
    return Prolonging(int(amount), LimitUnit(unit), int(times[0].removeprefix("x")) if times else 1)


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit as it holds from `starts_on` until the day before `ends_before`.

    `record` names its row as the journal does, or the shipped file; `event` says what starts the clock and
    `who` acts, where the source names somebody; a `before` limit counts backwards from its event; `extend` is
    how far it may be prolonged (`read_prolonging`); `note` says what the source leaves open.
    `pauses` are the reasons for which it may stand still, `restarts` the events (EVENT_LABELS of
    clocks.rules) that start it anew. `confidence` is S1, document, or anything less.
    """

    code: str
    title: str
    event: str
    amount: int
    unit: LimitUnit
    source: str
    confidence: str
    pauses: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    record: str = ""
    starts_on: date | None = None
    ends_before: date | None = None
    who: str = ""
    kind: LimitKind = LimitKind.DUTY
    is_before: bool = False
    extend: str = ""
    note: str = ""

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be shown as written somewhere, and not as set here."""
        return self.confidence in (PRIMARY, DOCUMENT)

    @property
    def words(self) -> str:
        """The length in words: 3个工作日."""
        if self.unit is LimitUnit.MINUTES and self.amount == 0:
            return "立即"
        return f"{'前' if self.is_before else ''}{self.amount}{UNIT_LABELS[self.unit]}"

    @property
    def prolonging(self) -> Prolonging | None:
        """By how much it may be prolonged; None where its source names nothing."""
        return read_prolonging(self.extend)

    @property
    def source_words(self) -> str:
        """The source, with 设定，待确认 behind it wherever it is not the primary text."""
        return self.source if self.is_confirmed else "，".join(filter(None, (self.source, TO_CONFIRM)))

    def is_in_force(self, on: date) -> bool:
        """Tell whether the limit holds on a day."""
        begun = self.starts_on is None or self.starts_on <= on
        return begun and (self.ends_before is None or on < self.ends_before)

    def as_dict(self) -> dict[str, Any]:
        """Return the limit as plain JSON; `limit_from_dict` reads it back."""
        return {
            "code": self.code,
            "title": self.title,
            "event": self.event,
            "amount": self.amount,
            "unit": self.unit.value,
            "source": self.source,
            "confidence": self.confidence,
            "pauses": list(self.pauses),
            "restarts": list(self.restarts),
            "record": self.record,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "ends_before": self.ends_before.isoformat() if self.ends_before else None,
            "who": self.who,
            "kind": self.kind.value,
            "is_before": self.is_before,
            "extend": self.extend,
            "note": self.note,
        }


def limit_from_dict(stored: Mapping[str, Any]) -> Limit:
    """Read a stored limit. Raises KeyError or ValueError where it is none."""
    told = dict(stored)
    for name in ("starts_on", "ends_before"):
        told[name] = date.fromisoformat(told[name]) if told.get(name) else None
    lists = {name: tuple(told.get(name, ())) for name in ("pauses", "restarts")}
    kind = LimitKind(told.get("kind", LimitKind.DUTY))
    return Limit(**{**told, **lists, "unit": LimitUnit(told["unit"]), "kind": kind})
