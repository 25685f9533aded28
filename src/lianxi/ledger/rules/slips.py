"""The ladder of slips: which rung comes on which day, what its words are, what stops it.

The days are configured, never law. Conventions they follow: 交办单 → 催办单 → 督办通知单 → 通报
(邓政办〔2018〕127号), and the blue, orange and red sheets of Sanming (三明三色督查单, 2017).
"""

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


@dataclass(frozen=True, slots=True)
class Step:
    """A rung: its place, its name, and how many working days after the due date or the slip before."""

    step: int
    label: str
    anchor: str
    workdays: int

    @property
    def is_reminder(self) -> bool:
        """Whether it comes before the due date."""
        return self.anchor == DUE and self.workdays < 0

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


PROFILES: dict[str, Profile] = {
    "default": Profile(
        "提醒、催办、督办、通报",
        "通行做法（交办、催办、督办通知、通报），天数为设定，待确认",
        (
            Step(0, "提醒单", DUE, -3),
            Step(1, "催办单", DUE, 1),
            Step(2, "督办通知单", PREVIOUS, 5),
            Step(3, "列入通报告知单", PREVIOUS, 5),
        ),
    ),
    "colors": Profile(
        "蓝、橙、红三色督办单",
        "三明市三色督查单做法（2017年），天数为设定，待确认",
        (
            Step(1, "蓝色督办单", DUE, 1),
            Step(2, "橙色督办单", PREVIOUS, 5),
            Step(3, "红色督办单", PREVIOUS, 5),
        ),
    ),
}


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
        Transition("ledger.slip.issue_due", ("issued",), "raised", "到日仍无反馈", TRACKING),
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

    `due` is the date and how it is written.
    """
    due_on, written = due
    if day <= due_on:
        left = count_workdays(day, due_on, calendar)
        stand = "今天到期" if due_on == day else f"还有{left}个工作日到期"
        asked = "请抓紧办理，按期反馈；确需延期的，请在到期前申请。"
    else:
        stand = f"已逾期{count_workdays(due_on, day, calendar)}个工作日"
        asked = "请抓紧办理，并在台账中反馈办理情况和完成日期。"
    if label == "列入通报告知单":
        asked = f"经多次督促仍无反馈，将列入下一期通报。{asked}"
    return f"{unit}：\n你单位主办的{matter}，办理时限为{written}，{stand}。{asked}"
