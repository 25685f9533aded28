"""One clock judged from its facts: when it is over, when prolonged, and to which day a right's end moves."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass as validated

from lianxi.clocks.rules.limits import shipped_limits
from lianxi.core.due import Derivation, Pause, derive
from lianxi.core.facts import BadFacts, read_facts
from lianxi.core.limits import BY_THE_HOUR, Limit, LimitKind, LimitUnit
from lianxi.core.words import CHINA
from lianxi.core.workdays import Calendar, SpecialDay, add_workdays, china, is_workday

# A clause whose words give no number, as `text:QZ-4-4 及时`: no date may be shown for it.
WORDS_ALONE = "text:"
STRICT = ConfigDict(extra="forbid")


@validated(frozen=True, config=STRICT)
class PauseFacts:
    """Days that are not counted, both included, and why."""

    starts_on: date = Field(alias="from")
    ends_on: date = Field(alias="to")
    reason: str = ""


@validated(frozen=True, config=STRICT)
class CalendarFacts:
    """The special days of the stretch that is reckoned, so that the facts stand alone."""

    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


@validated(frozen=True, config=STRICT)
class ClockFacts:
    """A rule's code, what started its clock and when, and what happened to it since."""

    rule: str
    start: str
    event: str = ""
    words: str = ""
    pauses: tuple[PauseFacts, ...] = ()
    extension_granted: bool = False
    calendar: CalendarFacts | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How a clock came out. `rolls_to`: a right's last day is a day off, and this is the next working day."""

    derivation: Derivation
    is_provisional: bool
    extended_due_on: date | None = None
    rolls_to: date | None = field(default=None)


ADAPTER = TypeAdapter(ClockFacts)


def judge(facts: dict[str, Any], _kind: str = "") -> dict[str, Any]:
    """Answer the facts of one clock: amount, unit, due day, as plain JSON. Raises BadFacts."""
    told = read_facts(ADAPTER, facts)
    if told.rule.startswith(WORDS_ALONE):
        return {
            "amount": None,
            "unit": None,
            "due_on": None,
            "needs_configuration": True,
            "provisional": False,
        }
    limit = shipped_limits().get(told.rule)
    if limit is None:
        raise BadFacts(f"rule：没有“{told.rule}”这条时限规则。")
    pauses = [Pause(one.reason, one.starts_on, one.ends_on) for one in told.pauses]
    found = reckon(
        limit, _start(told.start, limit), _calendar(told.calendar), pauses, prolonged=told.extension_granted
    )
    due = found.derivation
    answer: dict[str, Any] = {"amount": limit.amount, "unit": limit.unit.value}
    if due.due_at is not None:
        answer["due_at"] = due.due_at.isoformat()
    answer["due_on"] = due.due_on.isoformat()
    if found.extended_due_on is not None:
        answer["extended_due_on"] = found.extended_due_on.isoformat()
    if found.rolls_to is not None:
        answer["rolls_to"] = found.rolls_to.isoformat()
    return {**answer, "provisional": found.is_provisional}


def reckon(
    limit: Limit,
    start: date | datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    prolonged: bool = False,
) -> Reckoned:
    """Reckon a limit from its start, over pauses, and prolonged where that was granted.

    A prolonging runs on from the due day. Raises BadFacts for a prolonging or a pause that the limit cannot
    have, and for a pause that ends before it begins.
    """
    if any(pause.ends_on < pause.starts_on for pause in pauses):
        raise BadFacts("pauses：止日早于起日。")
    if limit.is_before and pauses:
        raise BadFacts("pauses：自事件向前计算的时限没有中止。")
    due = derive(limit, start, calendar, pauses=pauses)
    is_provisional = due.is_provisional
    extended_due_on = None
    if prolonged:
        later = _prolonged(limit, due, calendar, pauses)
        extended_due_on, is_provisional = later.due_on, is_provisional or later.is_provisional
    rolls_to = next_workday(limit, due.due_on, calendar)
    if rolls_to is not None:
        is_provisional |= any(
            calendar.is_provisional(year) for year in range(due.due_on.year, rolls_to.year + 1)
        )
    return Reckoned(due, is_provisional, extended_due_on, rolls_to)


def next_workday(limit: Limit, due_on: date, calendar: Calendar) -> date | None:
    """Return the working day to which the end of a person's right would move; None where it does not.

    民法典第二百零三条 says so of civil periods; whether periods before an authority end likewise is not
    stated, so that both days are shown and the earlier one warns.
    """
    counts_days = limit.unit in (LimitUnit.DAYS, LimitUnit.MONTHS)
    if limit.kind is not LimitKind.REMEDY or not counts_days or is_workday(due_on, calendar):
        return None
    return add_workdays(due_on, 1, calendar)


def _prolonged(limit: Limit, due: Derivation, calendar: Calendar, pauses: Sequence[Pause]) -> Derivation:
    more = limit.prolonging
    if more is None:
        raise BadFacts(f"extension_granted：“{limit.title}”的出处没有规定延长。")
    longer = Limit(**{**_plain(limit), "amount": more.amount, "unit": more.unit})
    later = [pause for pause in pauses if pause.ends_on > due.due_on]
    return derive(
        longer, due.due_at if due.due_at and more.unit in BY_THE_HOUR else due.due_on, calendar, pauses=later
    )


def _plain(limit: Limit) -> dict[str, Any]:
    return {name: getattr(limit, name) for name in asdict(limit)}


def _start(text: str, limit: Limit) -> date | datetime:
    """Read a day, or a moment where hours are counted; a moment also tells its day in China."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            start: date | datetime = date.fromisoformat(text)
        else:
            start = datetime.fromisoformat(text)
    except ValueError:
        raise BadFacts("start：不是日期或时刻（例：2026-03-09，2026-03-09T10:00:00+08:00）。") from None
    if isinstance(start, datetime):
        return start.astimezone(CHINA) if start.tzinfo else start.replace(tzinfo=CHINA)
    if limit.unit in BY_THE_HOUR:
        raise BadFacts("start：按小时计算的时限须写明时刻（例：2026-03-09T10:00:00+08:00）。")
    return start


def _calendar(told: CalendarFacts | None) -> Calendar:
    """Use the days of the facts where they name some, else the shipped calendar; years after it are not announced."""
    if told is None:
        return china()
    both = set(told.off) & set(told.work)
    if both:
        raise BadFacts(f"calendar：{min(both).isoformat()} 既休又班。")
    days = {day: SpecialDay(True, "放假") for day in told.off} | {
        day: SpecialDay(False, "上班") for day in told.work
    }
    last = max(china().announced)
    return Calendar("facts", days, frozenset(range(1, last + 1)))
