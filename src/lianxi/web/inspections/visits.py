"""Pages of one visit, of the bodies that check, and of one firm as far as the reader may see."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import date_with_weekday, long_date
from lianxi.incidents.queries.lists import incidents_of_firm
from lianxi.inspections.actions import end_officer, upload_items
from lianxi.inspections.queries.check_facts import visit_facts
from lianxi.inspections.queries.checks import (
    checks_of_firm,
    find_subject,
    find_visit,
    items_by_part,
    list_cap_rules,
    list_findings,
    list_items_of,
    list_officers,
    list_posts,
    list_subjects,
    parts_by_visit,
    twice_found,
)
from lianxi.inspections.rows import CheckedPostRow, CheckRequestRow, FindingRow, VisitPartRow, VisitRow
from lianxi.inspections.rules.check_guards import lacks_approval
from lianxi.inspections.rules.plans import (
    FINDING,
    LEVELS,
    MEASURES,
    PART,
    PLACED,
    RESULTS,
    SUBJECT_KINDS,
    SYSTEMS,
)
from lianxi.journal.sight import sights_of
from lianxi.law.queries import list_duty_clauses
from lianxi.register.queries import find_employer, list_areas
from lianxi.web.inspections.plans import firm_url, reason_words, sent_file
from lianxi.web.shared.lights import acting, member_units, short_citation, today
from lianxi.web.shared.offers import offer, offers
from lianxi.web.shared.pages import own_record, seated

_FINDING = ("order", "file", "advise", "refer", "rectify", "recheck", "close")
_PART = ("part.approve", "part.enter", "part.skip", "finding.add")
_SUBJECT = ("subject.end", "checkitem.publish", "checkitem.upload", "officer.enter")
_VISIT = ("set_day", "lead", "join")


@require_safe
@seated
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a visit: the sheet with a part for each unit, filled on a phone or printed and entered afterwards."""
    row = own_record(request, find_visit, pk)
    conference, actor = acting(request)
    parts, items = parts_by_visit([row.pk])[row.pk], items_by_part([row.pk])
    seen = sights_of(actor, [f"inspections.visitpart:{one.pk}" for one in parts])
    findings = list_findings(actor, row)
    may = offers(actor, *(f"inspections.visit.{verb}" for verb in _VISIT), facts=visit_facts(row, today()))
    context: dict[str, object] = {
        "visit": row,
        "plan": row.plan,
        "firm_url": firm_url(row.firm),
        "when": date_with_weekday(row.day) if row.day else f"{long_date(row.week)}那一周，日期未定",
        "parts": [
            _part(
                actor,
                one,
                items[row.pk, one.subject.pk],
                whole=seen[f"inspections.visitpart:{one.pk}"].is_whole,
                late=row.plan.is_late,
            )
            for one in parts
        ],
        "joining": [one.subject.body for rows in items.values() for one in rows if one.placed == "attached"],
        "may": {key.removeprefix("inspections_visit_"): one for key, one in may.items()},
        "findings": [_finding(actor, one, conference) for one in findings],
        "posts": [_post(one) for one in list_posts(actor, row)],
        "twice": twice_found(row),
        "members": member_units(conference, today()),
        "clauses": _clauses(conference),
    }
    return render(request, "checks/visit.html", context)


def _clauses(conference: ConferenceRow) -> Sequence[tuple[str, str]]:
    rows = list_duty_clauses(conference.instrument, conference.instrument_version)
    told = [
        (one.code, f"{one.unit} {short_citation(one.citation)} {one.text[:30]}") for one in rows if one.unit
    ]
    return [("", "请选择条款"), *told]


def _part(
    actor: Actor, one: VisitPartRow, items: Sequence[CheckRequestRow], *, whole: bool, late: bool
) -> dict[str, object]:
    may = offers(actor, *(f"inspections.{verb}" for verb in _PART), record=one)
    is_own = actor.unit_id == one.subject.unit_id
    officers = list_officers(one.subject.pk) if is_own or actor.is_office else []
    chosen = [row for row in officers if row.pk in one.officers]
    return {
        "part": one,
        "body": one.subject.body,
        "state": PART.labels[one.state],
        "result": RESULTS.get(one.result, ""),
        "whole": whole,
        # Nobody takes a part along that its unit has not approved.
        "off_paper": lacks_approval(one.state, one.subject.kind, is_late=late),
        "unseen": late and lacks_approval(one.state, one.subject.kind, is_late=False),
        "may": {key.removeprefix("inspections_"): may_ for key, may_ in may.items()},
        "items": [(row.item_code, _item_name(row), row.type) for row in items],
        "officers": [(str(row.pk), f"{row.certificate_no if is_own else row.masked}，有效至{long_date(row.valid_until)}")
                     for row in officers],
        "going_officers": [row.certificate_no if is_own else row.masked for row in chosen],
        "counted": len(one.officers),
        "item_options": [("", "不对应具体事项"), *((row.item_code, f"{row.item_code} {_item_name(row)}") for row in items)],
    }  # fmt: skip


def _post(row: CheckedPostRow) -> dict[str, str]:
    """Write the values of a measured post without the zeros that the column pads them with."""
    told = {name: getattr(row, name) for name in ("measured", "limit", "again")}
    values = {name: "—" if value is None else f"{value.normalize():f}" for name, value in told.items()}
    return {"post": row.post, "hazard": row.hazard, **values}


def _item_name(row: CheckRequestRow) -> str:
    item = getattr(row, "item", None)
    return str(item.name) if item is not None else ""


def _finding(actor: Actor, one: FindingRow, _conference: ConferenceRow) -> dict[str, object]:
    may = offers(actor, *(f"inspections.finding.{verb}" for verb in _FINDING), record=one)
    return {
        "row": one,
        "state": FINDING.labels[one.state],
        "measure": MEASURES.get(one.measure, ""),
        "recheck": {"pass": "合格", "problem": "仍不合格"}.get(one.recheck_result, ""),
        "may": [one for one in may.values() if one.ok],
    }


@require_safe
@seated
def subjects(request: HttpRequest) -> HttpResponse:
    """List the bodies that check, with their published authority, lists and caps."""
    conference, actor = acting(request)
    rows = [
        {
            "row": one,
            "kind": SUBJECT_KINDS[one.kind],
            "system": SYSTEMS[one.system],
            "level": LEVELS[one.level],
            "areas": "、".join(one.areas) or "全市",
            "items": one.item_count,
        }
        for one in list_subjects(conference.pk, today())
    ]
    caps = [
        (SYSTEMS[one.system], one.number, one.year, one.source)
        for one in list_cap_rules(conference.pk, today().year)
    ]
    context = {
        "rows": rows,
        "caps": caps,
        "may": offers(actor, "inspections.subject.enter", "inspections.caprule.set"),
        "areas": [(one.name, one.name) for one in list_areas(conference.pk, on=True)],
        "members": member_units(conference, today()) if actor.is_office else [],
        "year": today().year,
    }
    return render(request, "checks/subjects.html", context)


@require_safe
@seated
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a body that checks: its items, and the validity of its officers' certificates."""
    return _subject_page(request, pk)


def _subject_page(request: HttpRequest, pk: int, *, refusal: Refusal | None = None) -> HttpResponse:
    row = own_record(request, find_subject, pk)
    _conference, actor = acting(request)
    is_own = actor.unit_id == row.unit_id
    officers = list_officers(row.pk)
    may = offers(actor, *(f"inspections.{verb}" for verb in _SUBJECT), record=row)
    context = {
        "subject": row,
        "kind": SUBJECT_KINDS[row.kind],
        "system": SYSTEMS[row.system],
        "level": LEVELS[row.level],
        "areas": "、".join(row.areas) or "全市",
        "items": list_items_of(row.pk),
        "officers": [
            (
                one,
                one.certificate_no if is_own else one.masked,
                one.valid_until < today(),
                offer(actor, end_officer, one),
            )
            for one in officers
        ]
        if is_own or actor.is_office
        else [],
        "count": sum(one.valid_until >= today() for one in officers),
        "own": is_own or actor.is_office,
        "may": {key.removeprefix("inspections_"): one for key, one in may.items()},
        "refusal": refusal,
        "faults": getattr(refusal, "faults", ()),
    }
    return render(request, "checks/subject.html", context, status=422 if refusal else 200)


@require_POST
@seated
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a published list to the act; its faults come back row by row."""
    _conference, actor = acting(request)
    try:
        upload_items(actor, timezone.now(), subject_id=pk, file=sent_file(request))
    except Refusal as refusal:
        return _subject_page(request, pk, refusal=refusal)
    messages.success(request, "事项清单已登记。")
    return HttpResponseRedirect(f"/checks/subjects/{pk}")


@require_safe
@seated
def firm(request: HttpRequest) -> HttpResponse:
    """Show what the conference knows of a firm, as far as the seat may see."""
    _conference, actor = acting(request)
    key = request.GET.get("firm", "").strip()
    if not key:
        raise Http404("没有写企业。")
    checks, incidents = checks_of_firm(actor, key), incidents_of_firm(actor, key)
    employer = find_employer(actor, key)
    if not (checks.names or incidents or employer):
        raise Http404("没有这家企业的记录，或它们不对本席位公开。")
    context = {
        "firm": key,
        "name": next(iter(checks.names), "") or (employer.name if employer else "") or key,
        "names": checks.names,
        "employer": employer,
        "incidents": incidents,
        "checks": checks,
        "requests": [(one, PLACED[one.placed], reason_words(one)) for one in checks.requests],
        "findings": [
            (one, FINDING.labels[one.state], MEASURES.get(one.measure, "")) for one in checks.findings
        ],
        "visits": [(one, _when(one)) for one in checks.visits],
    }
    return render(request, "checks/firm.html", context)


def _when(one: VisitRow) -> str:
    return long_date(one.day) if one.day else f"{long_date(one.week)}那一周"


urlpatterns: list[URLPattern] = [
    path("checks/visits/<int:pk>", visit, name="check-visit"),
    path("checks/subjects", subjects, name="check-subjects"),
    path("checks/subjects/<int:pk>", subject, name="check-subject"),
    path("checks/subjects/<int:pk>/items", items, name="check-items"),
    path("checks/firms", firm, name="check-firm"),
]
