"""The ladder of slips: which rung comes on which day, what its words are, what stops it.

Among peers nobody supervises anybody: the timer reminds; a letter (催办函, to party organs and mass organizations
商请函) waits until somebody of the office has looked; what helps no more goes to the convener. The days are
configured, never law.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lianxi.core.transitions import Machine, Transition
from lianxi.core.words import date_with_weekday
from lianxi.core.workdays import Calendar, add_workdays, count_workdays
from lianxi.ledger.rules.machines import TRACKING

DAY = timedelta(days=1)
DUE, PREVIOUS = "due", "previous"
REMINDER, LETTER, REQUEST, TO_CONVENER = "提醒单", "催办函", "商请函", "报召集人协调"
# Party organs, mass organizations and bodies outside the government, to which one writes with a request: 市委宣传部,
# 总工会, 团市委, 法院. Names of departments that end in 委 (市卫健委) are no party committees.
_REQUESTED = re.compile(
    r"(?:^|[省市县区州盟旗])委(?!员)|中共|党组|纪委|监委|总工会|工会|共青团|团[省市县区]?委|妇联|妇女联合会|工商联|残联|残疾人联合会"
    r"|科协|文联|侨联|红十字|法院|检察院|人大|政协|军分区|武警|警备区"
)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung: its place, its name, and how many working days after the due date or the slip before.

    Only a reminder leaves by itself; every other rung waits for somebody of the office to look at it.
    """

    step: int
    label: str
    anchor: str
    workdays: int

    @property
    def is_reminder(self) -> bool:
        """Whether it comes before the due date."""
        return self.anchor == DUE and self.workdays < 0

    @property
    def is_to_convener(self) -> bool:
        """Whether it asks the convener to coordinate, and nothing of the unit."""
        return self.label == TO_CONVENER

    def name_for(self, unit: str) -> str:
        """Name the paper as it is addressed to a unit."""
        return REQUEST if self.label == LETTER and is_requested(unit) else self.label

    def words(self) -> str:
        """Say in Chinese when the rung comes."""
        if self.anchor == PREVIOUS:
            return f"上一级签发后满{self.workdays}个工作日仍无反馈"
        return f"到期前{-self.workdays}个工作日" if self.is_reminder else f"到期后第{self.workdays}个工作日"


@dataclass(frozen=True, slots=True)
class Profile:
    """A ladder to choose from, with the practice it follows."""

    label: str
    source: str
    steps: tuple[Step, ...]


DEFAULT = Profile(
    "提醒、催办函、报召集人协调",
    "单位之间的通行做法；天数为设定，待确认",
    (Step(0, REMINDER, DUE, -3), Step(1, LETTER, DUE, 1), Step(2, TO_CONVENER, PREVIOUS, 5)),
)
PROFILES: dict[str, Profile] = {"default": DEFAULT}


def is_requested(unit: str) -> bool:
    """Tell whether one writes to a unit with a request: a party organ, a mass organization, a court."""
    return _REQUESTED.search(unit) is not None


class SlipState(StrEnum):
    """Where a slip stands."""

    ISSUED = "issued"
    ANSWERED = "answered"
    RAISED = "raised"
    LAPSED = "lapsed"
    VOID = "void"


SLIP = Machine(
    name="slip",
    label="催办单",
    states=SlipState,
    labels={
        "issued": "待反馈",
        "answered": "已反馈",
        "raised": "已升级",
        "lapsed": "已停止",
        "void": "已作废",
    },
    initial="issued",
    rows=(
        Transition("ledger.progress.report", ("issued",), "answered", "主办单位反馈", TRACKING),
        Transition("ledger.obligation.return", ("answered",), "issued", "退回补办，重新计日", TRACKING),
        Transition("ledger.slip.issue", ("issued",), "raised", "办公室签发上一级", TRACKING),
        Transition("ledger.slip.lapse", ("issued",), "lapsed", "事项结束或时限已改", TRACKING),
        Transition("ledger.slip.void", ("issued",), "void", "写明理由，编号保留"),
    ),
)


@dataclass(frozen=True, slots=True)
class Windows:
    """The due dates whose rung has come on a day.

    A reminder is due for `day <= due <= remind_until`, the first rung after the date for
    `due < late_before`; None where the ladder has no such rung.
    """

    remind_until: date | None
    late_before: date | None


def windows(steps: Sequence[Step], day: date, calendar: Calendar | None = None) -> Windows:
    """Find the due dates for which a rung counted from the date has come on a working day."""
    reminder = next((one for one in steps if one.is_reminder), None)
    first = first_late(steps)
    until = add_workdays(day, -reminder.workdays, calendar) if reminder else None
    before = add_workdays(day + DAY, -first.workdays, calendar) if first else None
    return Windows(until, before)


def first_late(steps: Sequence[Step]) -> Step | None:
    """Return the first rung that comes after the due date."""
    return next((one for one in steps if not one.is_reminder), None)


def step_after(steps: Sequence[Step], step: int) -> Step | None:
    """Return the rung above one; None above the last."""
    return next((one for one in steps if one.step > step), None)


def next_on(
    steps: Sequence[Step], step: int, issued_on: date, calendar: Calendar | None = None
) -> date | None:
    """Return the day on which the rung above comes; None where it is not counted from a slip."""
    above = step_after(steps, step)
    if above is None or above.anchor != PREVIOUS:
        return None
    return add_workdays(issued_on, above.workdays, calendar)


def comes_on(
    steps: Sequence[Step],
    wanted: Step,
    due_on: date,
    issued: dict[int, date],
    calendar: Calendar | None = None,
) -> date | None:
    """Return the day a rung comes by the ladder, given the slips already issued (step → day).

    None where the rung below it, from which it is counted, was not issued yet.
    """
    if wanted.anchor == DUE:
        return add_workdays(due_on, wanted.workdays, calendar)
    below = [one for one in steps if one.step < wanted.step]
    if not below or below[-1].step not in issued:
        return None
    return add_workdays(issued[below[-1].step], wanted.workdays, calendar)


def out_of_turn(
    steps: Sequence[Step],
    wanted: Step,
    due_on: date,
    issued: dict[int, date],
    day: date,
    *,
    calendar: Calendar | None = None,
) -> str:
    """Say why a rung is not the one whose turn it is on a day; empty where it is."""
    comes = comes_on(steps, wanted, due_on, issued, calendar)
    if comes is None:
        return f"前一级还没有签发，直接签发{wanted.label}是越级。"
    if day < comes:
        return f"按催办阶梯，{wanted.label}应在{date_with_weekday(comes)}签发，现在是提前。"
    return ""


def slip_text(
    unit: str, matter: str, due: tuple[date, str], day: date, label: str, *, calendar: Calendar | None = None
) -> str:
    """Write the words of a slip: whose matter, when due, how late, what is asked.

    `due` is the date and how it is written; `label` the paper's name as `Step.name_for` gives it.
    """
    due_on, written = due
    if day <= due_on:
        left = count_workdays(day, due_on, calendar)
        stand = "今天到期" if due_on == day else f"还有{left}个工作日到期"
        asked = "请抓紧办理，按期反馈；确需延期的，请在到期前申请。"
    else:
        stand = f"已逾期{count_workdays(due_on, day, calendar)}个工作日"
        asked = "请抓紧办理，并在台账中反馈办理情况和完成日期。"
    if label == TO_CONVENER:
        return (
            f"召集人：\n{unit}主办的{matter}，办理时限为{written}，{stand}，经提醒和去函仍无反馈。请予协调。"
        )
    if label == REQUEST:
        asked = "请予支持，商请反馈办理情况和预计完成日期。"
    return f"{unit}：\n你单位主办的{matter}，办理时限为{written}，{stand}。{asked}"
