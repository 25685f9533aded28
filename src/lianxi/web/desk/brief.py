"""The leader's page: one A4 of how the conference stands as of a day, every figure with the records behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.desk import Task
from lianxi.core.words import CHINA, day_of, long_date
from lianxi.exchange.queries.lists import sent_between
from lianxi.incidents.queries.records import told_between
from lianxi.ledger.actions import draft_report
from lianxi.ledger.queries.briefing import Brief, brief_of, list_named
from lianxi.ledger.queries.desk import list_tasks
from lianxi.ledger.queries.moments import RESTS_ON
from lianxi.ledger.queries.reports import report_periods
from lianxi.ledger.rules import OBLIGATION
from lianxi.ledger.rules.briefing import BriefFigure, UnitLine
from lianxi.meetings.queries.course import held_between
from lianxi.surveillance.queries.signals import raised_between
from lianxi.web.desk.shapes import BriefFigureLine, BriefRecord, BriefUnitLine
from lianxi.web.shared.filters import day_asked
from lianxi.web.shared.lights import acting, sees_all, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

SPANS = {"30": "近30天", "90": "近90天", "365": "近一年"}
USUAL = "30"
# Days of the longest period that an address may ask for: a leap year, which a yearly report's figures open.
LONGEST = 366
MOST = 200
UNIT_PARTS = {"due": "到期", "done": "其中已办结", "running": "在办", "late": "逾期"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the last day, the span in days; `misread` where the day could not be read."""

    until: date
    days: int
    misread: str

    @property
    def since(self) -> date:
        return self.until - timedelta(days=self.days)

    @property
    def query(self) -> str:
        return urlencode({"on": self.until.isoformat(), "span": str(self.days)})


def _asked(request: HttpRequest) -> Asked:
    until, misread = day_asked(request.GET.get("on", ""), today())
    span = request.GET.get("span", USUAL)
    days = int(span) if span.isascii() and span.isdecimal() and len(span) < 4 else 0
    return Asked(min(until, today()), days if 0 < days <= LONGEST else int(USUAL), misread)


@require_safe
@seated
def brief(request: HttpRequest) -> HttpResponse:
    """Show the page as of a day; it is for the office and the conveners, who see every unit's matters."""
    conference, actor = acting(request)
    if not sees_all(actor):
        return render(request, "workbench/brief_closed.html", {"title": "工作简况"}, status=403)
    asked, now = _asked(request), timezone.now()
    told = brief_of(conference.pk, asked.since, asked.until, now)
    context = {
        "title": "工作简况",
        "asked": asked,
        "since": long_date(asked.since + timedelta(days=1)),
        "until": long_date(asked.until),
        "spans": [(int(days), words) for days, words in SPANS.items()],
        "figures": [_figure(one, asked) for one in told.figures],
        "units": [_unit(one, asked) for one in told.units],
        "widest": max((len(one.running) for one in told.units), default=0),
        "others": _others(actor, asked),
        "deciding": _deciding(actor, now) if asked.until == day_of(now) else None,
        "rests_on": RESTS_ON,
        "report": offer(actor, draft_report),
        "periods": [(one.code, one.words) for one in report_periods(today())],
    }
    return render(request, "workbench/brief.html", context)


def _figure(one: BriefFigure, asked: Asked) -> BriefFigureLine:
    change = f"比上期{'多' if one.change > 0 else '少'} {abs(one.change)}" if one.change else "与上期相同"
    return {
        "label": one.label,
        "value": one.value,
        "change": change,
        "url": f"/brief/records?key={one.key}&{asked.query}",
    }


def _unit(one: UnitLine, asked: Asked) -> BriefUnitLine:
    return {
        "name": one.name,
        "running": len(one.running),
        "cells": [
            (len(getattr(one, part)), f"/brief/records?key=unit.{one.unit_id}.{part}&{asked.query}")
            for part in UNIT_PARTS
        ],
    }


def _others(actor: Actor, asked: Asked) -> list[tuple[str, list[BriefRecord]]]:
    """Give what happened in the period beside the ledger, each kind with its records."""
    after, until = (datetime.combine(day, time.max, CHINA) for day in (asked.since, asked.until))
    own = actor.conference_id or 0
    meetings: list[BriefRecord] = [
        {"words": f"{one.title}（{_minutes_of(one)}）", "url": f"/meetings/{one.pk}"}
        for one in held_between(own, after, until)
    ]
    sent = [(one.title, f"/exchange/{one.pk}") for one in sent_between(actor, after, until)]
    signals = [(one.sentence, f"/signals/{one.pk}") for one in raised_between(actor, after, until)]
    incidents = [(one.title, f"/incidents/{one.pk}") for one in told_between(actor, after, until)]
    return [
        ("召开会议", meetings),
        ("部门间往来", _records(sent)),
        ("监测信号", _records(signals)),
        ("群体事件", _records(incidents)),
    ]


def _records(rows: Sequence[tuple[str, str]]) -> list[BriefRecord]:
    return [{"words": words, "url": url} for words, url in rows]


def _minutes_of(meeting: object) -> str:
    paper = getattr(getattr(meeting, "minutes", None), "paper", None)
    return paper.number if paper is not None else "纪要还没有印发"


def _deciding(actor: Actor, now: datetime) -> list[Task]:
    """List what waits for the convener's word: his own, or what the office waits for."""
    rows = list_tasks(actor, now).rows
    return [one for one in rows if one.first or (not one.mine and one.kind.startswith("等召集人"))]


@require_safe
@seated
def records(request: HttpRequest) -> HttpResponse:
    """List the matters behind a figure of the page, as of the same day."""
    conference, actor = acting(request)
    if not sees_all(actor):
        return render(request, "workbench/brief_closed.html", {"title": "工作简况"}, status=403)
    asked, key = _asked(request), request.GET.get("key", "")
    told = brief_of(conference.pk, asked.since, asked.until, timezone.now())
    numbers = told.records(key)
    if numbers is None:
        raise Http404("没有这个数字。")
    found = list_named(conference.pk, numbers[:MOST])
    context = {
        "title": _label(told, key),
        "asked": asked,
        "until": long_date(asked.until),
        "count": len(numbers),
        "shown": len(found),
        "rows": [
            {"row": one, "lead": one.lead_unit.name, "state": OBLIGATION.labels[one.state]} for one in found
        ],
    }
    return render(request, "workbench/brief_records.html", context)


def _label(told: Brief, key: str) -> str:
    kind, _, rest = key.partition(".")
    if kind != "unit":
        return next(one.label for one in told.figures if one.key == key)
    unit, _, part = rest.partition(".")
    name = next(one.name for one in told.units if str(one.unit_id) == unit)
    return f"{name}：{UNIT_PARTS[part]}"


urlpatterns: list[URLPattern] = [
    path("brief", brief, name="brief"),
    path("brief/records", records, name="brief-records"),
]
