"""Lights: how an obligation stands against its due date on a day, with a sentence that explains it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from lianxi.core.words import date_with_weekday, long_date
from lianxi.core.workdays import Calendar, add_workdays, count_workdays
from lianxi.ledger.rules.machines import WORKING

DAY = timedelta(days=1)


class Light(StrEnum):
    """The four lights; an ended obligation has none."""

    NORMAL = "normal"
    NEAR = "near"
    OVERDUE = "overdue"
    SERIOUS = "serious"


LIGHT_LABELS = {"normal": "正常", "near": "临期", "overdue": "逾期", "serious": "严重逾期"}
LIGHT_MARKS = {"normal": "○", "near": "◐", "overdue": "●", "serious": "◆"}


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """The due dates at which lights change on `today`.

    Near: today <= due < near_before. Overdue: due < today. Serious: from the day stored with the date, or
    due <= serious_until where none is stored.
    """

    today: date
    near_before: date
    serious_until: date
    near_days: int
    serious_days: int
    calendar: Calendar | None = field(default=None, repr=False, compare=False)

    def light(self, due_on: date | None, serious_on: date | None = None) -> Light:
        """Return the light of a due date whose clock runs; no date is normal."""
        if due_on is None or due_on >= self.near_before:
            return Light.NORMAL
        if due_on >= self.today:
            return Light.NEAR
        serious = serious_on <= self.today if serious_on else due_on <= self.serious_until
        return Light.SERIOUS if serious else Light.OVERDUE


def cutoffs(today: date, near_days: int, serious_days: int, calendar: Calendar | None = None) -> Cutoffs:
    """Find the due dates at which the lights of a day change.

    A date is near while at most `near_days` working days remain, today not counted, and seriously
    overdue once `serious_days` working days have passed since it, today counted. Without a calendar the
    shipped one is taken.
    """
    near_before = add_workdays(today, near_days + 1, calendar)
    serious_until = add_workdays(today + DAY, -serious_days, calendar) - DAY
    return Cutoffs(today, near_before, serious_until, near_days, serious_days, calendar)


@dataclass(frozen=True, slots=True)
class LightReading:
    """A light with its mark, word and explanation; `light` is None once the obligation has ended."""

    light: Light | None
    sentence: str

    @property
    def mark(self) -> str:
        return LIGHT_MARKS[self.light] if self.light else ""

    @property
    def label(self) -> str:
        return LIGHT_LABELS[self.light] if self.light else ""


def read_light(state: str, due_on: date | None, at: Cutoffs, serious_on: date | None = None) -> LightReading:
    """Return the light of an obligation in a state on a day and say why."""
    if state not in WORKING:
        if state == "submitted":
            return LightReading(Light.NORMAL, "已申请办结，等待核验，核验期间不计逾期。")
        return LightReading(None, "事项已结束，不再计时。")
    if due_on is None:
        return LightReading(Light.NORMAL, "没有定办理时限。")
    light, due = at.light(due_on, serious_on), date_with_weekday(due_on)
    if due_on < at.today:
        late = count_workdays(due_on, at.today, at.calendar)
        told = f"时限为{due}，已逾期{late}个工作日"
        since = f"自{long_date(serious_on)}起" if serious_on else f"逾期满{at.serious_days}个工作日"
        return LightReading(light, f"{told}（{since}为严重逾期）。")
    left = count_workdays(at.today, due_on, at.calendar)
    told = f"时限为{due}，" + ("今天到期" if due_on == at.today else f"还有{left}个工作日")
    return LightReading(light, f"{told}（剩余不超过{at.near_days}个工作日为临期）。")
