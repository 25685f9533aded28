"""The page of the number register: every number of a year, used, held or voided; and as a file."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import day_of, moment_text
from lianxi.journal.payloads import YEARS
from lianxi.papers.actions import void_numbers
from lianxi.papers.kinds import drafted_kinds
from lianxi.papers.letterhead import letterhead_of
from lianxi.papers.register import MISSING, STANDINGS, RegisterLine, list_register, register_years
from lianxi.web.papers.shapes import NumbersLine
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import actor_of, offer
from lianxi.web.shared.pages import conference_of, record_url, seated
from lianxi.web.shared.tables import Column, offered, table_response

COLUMNS = (
    Column("发文字号", 24),
    Column("去向", 14),
    Column("标题或理由", 48),
    Column("登记日期", 12, is_day=True),
    Column("经办", 24),
)


@require_safe
@seated
def show(request: HttpRequest) -> HttpResponse:
    """Show the register of a year, register by register."""
    conference, actor = acting(request)
    years = register_years(conference.pk)
    year = _year(request)
    lines = list_register(conference.pk, year, to=actor)
    head = letterhead_of(conference, today())
    groups: dict[str, list[NumbersLine]] = {}
    for line in lines:
        groups.setdefault(line.prefix, []).append(_row(line))
    context = {
        "title": "发文字号登记簿",
        "year": year,
        "years": years,
        "groups": groups.items(),
        "counts": list(Counter(STANDINGS[line.standing] for line in lines).items()),
        "total": len(lines),
        "missing": sum(line.standing == MISSING for line in lines),
        "files": offered(request, "/papers/register/export"),
        "organ": head.organ,
        "organ_is_set": head.is_set,
        "void": offer(actor, void_numbers),
        "kinds": [
            (code, f"{kind.drafted}（{head.prefix_of(kind) or '无字头'}）")
            for code, kind in drafted_kinds().items()
        ],
    }
    return render(request, "papers/register.html", context)


def _year(request: HttpRequest) -> int:
    year = number_of(request.GET.get("year", ""), digits=4)
    return year if year is not None and year in YEARS else today().year


def _standing(line: RegisterLine) -> str:
    return STANDINGS[line.standing] + ("（办公系统编号）" if line.is_outside else "")


def _row(line: RegisterLine) -> NumbersLine:
    return {
        "number": line.number,
        "standing": line.standing,
        "words": _standing(line),
        "what": line.words,
        "url": record_url(line.record) if line.record else "",
        "at": moment_text(line.at) if line.at else "",
        "by": line.by,
    }


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the register of a year as a file."""
    year = _year(request)
    rows = (
        (line.number, _standing(line), line.words, day_of(line.at) if line.at else None, line.by)
        for line in list_register(conference_of(request), year, to=actor_of(request))
    )
    return table_response(request, f"发文字号登记簿-{year}", COLUMNS, rows)


urlpatterns: list[URLPattern] = [
    path("papers/register", show, name="paper-register"),
    path("papers/register/export", export, name="paper-register-export"),
]
