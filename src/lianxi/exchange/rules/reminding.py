"""When the timer reminds of what is not signed or not answered; it never rates anybody."""

from datetime import date, timedelta

from lianxi.core.workdays import Calendar, add_workdays, count_workdays

# 设定，待确认: signing is reminded after three working days and gives no light; an answer on the working day before.
SIGN_AFTER = 3


def reminder(
    day: date,
    sent_on: date,
    due_on: date | None,
    reminded_on: date | None,
    *,
    signed: bool,
    calendar: Calendar,
) -> str:
    """Return why a receiver is reminded on a day; empty where it is not.

    Once near its day, once after it, and once where nobody signed for three working days.
    """
    if due_on is not None and day > due_on:
        return "" if reminded_on is not None and reminded_on > due_on else "已过期限，请反馈"
    if due_on is not None and add_workdays(day, 1, calendar) >= due_on:
        near = due_on - timedelta(days=5)
        return "" if reminded_on is not None and reminded_on > near else "即将到期，请反馈"
    if signed or reminded_on is not None or count_workdays(sent_on, day, calendar) < SIGN_AFTER:
        return ""
    return "已送到，请签收"
