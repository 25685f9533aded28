"""The duty sheet: units and areas with their telephones, for a week on an A4 page; the call list of an event."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.clocks.queries import calendar_now
from lianxi.core.words import CHINA, day_of, long_date
from lianxi.core.workdays import is_workday
from lianxi.incidents.actions import end_duty_phone, note_print, set_duty_phone
from lianxi.incidents.actions.duty import CALLS
from lianxi.incidents.queries.lists import duty_sheet, printed_sheet
from lianxi.incidents.rows import DutyPhoneRow
from lianxi.incidents.rules.lists import call_items, sourced
from lianxi.web.incidents.shapes import Call, DutyPhoneLine
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

# When offices are open; outside these hours the duty telephone stands first (设定，待确认).
OPENS, CLOSES = time(8, 0), time(18, 0)


def in_office_hours(now: datetime) -> bool:
    """Tell whether offices are open at a moment."""
    local = now.astimezone(CHINA)
    return is_workday(local.date(), calendar_now()) and OPENS <= local.time() < CLOSES


def phone_row(row: DutyPhoneRow, now: datetime) -> DutyPhoneLine:
    """Give a line of the sheet with the telephone of this hour first."""
    open_now = in_office_hours(now)
    day = ("工作时间", row.day_phone)
    night = ("非工作时间", row.night_phone)
    phones = [one for one in ((day, night) if open_now else (night, day)) if one[1]]
    if row.day_phone == row.night_phone:
        phones = [("昼夜", row.day_phone)]
    return {"row": row, "body": row.body, "post": row.post, "phones": phones}


def call_list(rows: Sequence[DutyPhoneRow], now: datetime) -> list[Call]:
    """Give the call list in its order, each with its reason, source and telephones."""
    found: list[Call] = []
    for item in call_items(day_of(now)):
        own = [phone_row(row, now) for row in rows if row.call_code == item.code]
        found.append(
            {
                "code": item.code,
                "body": item.body,
                "why": item.why,
                "source": sourced(item.source, item.confidence),
                "phones": own,
            }
        )
    return found


@require_safe
@seated
def sheet(request: HttpRequest) -> HttpResponse:
    """Show the duty sheet of this week, to be printed; the office enters its lines here."""
    conference, actor = acting(request)
    now = timezone.now()
    day = day_of(now)
    monday = day - timedelta(days=day.weekday())
    rows = duty_sheet(conference.pk, day)
    context = {
        "rows": [{**phone_row(row, now), "end": offer(actor, end_duty_phone, row)} for row in rows],
        "missing": [one.body for one in call_items(day) if one.code not in {row.call_code for row in rows}],
        "week": f"{long_date(monday)}至{long_date(monday + timedelta(days=6))}",
        "open_now": in_office_hours(now),
        "hours": f"{OPENS:%H:%M} 至 {CLOSES:%H:%M}",
        "calls": CALLS.items(),
        "printed": printed_sheet(conference.pk, monday),
        "may_set": offer(actor, set_duty_phone),
        "note_print": offer(actor, note_print, conference),
    }
    return render(request, "incidents/duty.html", context)


urlpatterns: list[URLPattern] = [path("incidents/duty", sheet, name="duty-sheet")]
