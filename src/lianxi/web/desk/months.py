"""The month of a seat: what is due and when it meets, day by day, with the days off as the calendar notices have them."""

import re
from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.clocks.queries import calendar_now
from lianxi.core.desk import FeedEntry
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import Calendar as DaysOff
from lianxi.core.workdays import is_workday
from lianxi.journal.sight import sights_of
from lianxi.ledger.queries.desk import list_days
from lianxi.ledger.waiting import MOST_DATED
from lianxi.web.desk.shapes import MonthDay, MonthEntry
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import seated

WEEK = "一二三四五六日"
# Years that a month is shown of; the notices of days off begin in 2015.
FIRST_YEAR, LAST_YEAR = 2015, 2100


@require_safe
@seated
def month(request: HttpRequest) -> HttpResponse:
    """Show a month (`m=2026-12`) of the acting seat; without one, or where none can be read, the present one."""
    _conference, actor = acting(request)
    day = today()
    asked = request.GET.get("m", "")
    first = _first_of(asked)
    entries = list(list_days(actor, timezone.now()))
    told = sights_of(actor, [one.record for one in entries])
    by_day: dict[date, list[FeedEntry]] = defaultdict(list)
    for one in entries:
        if told[one.record].is_whole and (on := _day_of(one)) is not None:
            by_day[on].append(one)
    shown, days_off = first or day.replace(day=1), calendar_now()
    weeks = [
        [_day(one, (shown, day), days_off, by_day.get(one, [])) for one in week]
        for week in Calendar().monthdatescalendar(shown.year, shown.month)
    ]
    context = {
        "title": f"{shown.year}年{shown.month}月",
        "misread": bool(asked) and first is None,
        "week": WEEK,
        "most": MOST_DATED,
        "weeks": weeks,
        "count": sum(len(one["entries"]) for week in weeks for one in week if one["is_own"]),
        "before": _code(shown - timedelta(days=1)),
        "after": _code(shown + timedelta(days=31)),
        "is_now": (shown.year, shown.month) == (day.year, day.month),
    }
    return render(request, "workbench/month.html", context)


def _first_of(asked: str) -> date | None:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", asked, re.ASCII)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _code(day: date) -> str:
    return f"{day.year}-{day.month:02d}" if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _day_of(one: FeedEntry) -> date | None:
    return one.due_on or (day_of(one.starts_at) if one.starts_at else None)


def _day(day: date, months: tuple[date, date], days_off: DaysOff, entries: list[FeedEntry]) -> MonthDay:
    """Show a day of the month that is `shown`, as it stands `now`."""
    shown, now = months
    is_off = not is_workday(day, days_off)
    # A day off by the week says nothing; one that a notice moved is marked as calendars print it.
    usual = day.weekday() >= 5
    is_own = (day.year, day.month) == (shown.year, shown.month)
    looks = {"other": not is_own, "off": is_off, "now": day == now, "bare": not entries or not is_own}
    return {
        "day": day,
        "label": f"{day.month}月{day.day}日 周{WEEK[day.weekday()]}",
        "css": " ".join(name for name, holds in looks.items() if holds),
        "is_own": is_own,
        "is_today": day == now,
        "mark": ("休" if is_off else "班") if is_off != usual else "",
        "entries": [_entry(one) for one in sorted(entries, key=_order)],
    }


def _order(one: FeedEntry) -> tuple[bool, str, str]:
    return one.starts_at is None, one.starts_at.isoformat() if one.starts_at else "", one.title


def _entry(one: FeedEntry) -> MonthEntry:
    at = one.starts_at.astimezone(CHINA).strftime("%H:%M") if one.starts_at else ""
    return {"at": at, "kind": one.kind, "title": one.title, "url": one.url}


urlpatterns: list[URLPattern] = [path("month", month, name="month")]
