"""Review of a draft beside its source, adoption by other eyes, permanent links, and reforms of units."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.bodies.queries import list_successions
from lianxi.bodies.rows import ConferenceRow
from lianxi.bodies.rules import SUCCESSION_LABELS
from lianxi.core.refusals import NotFound, Refusal
from lianxi.core.words import long_date
from lianxi.law.actions import correct_draft, draft_version
from lianxi.law.queries import (
    draft_of,
    find_clause,
    find_latest,
    find_own_version,
    find_version_by,
    head_of,
    open_parts,
    succession_banners,
)
from lianxi.law.rows import InstrumentVersionRow
from lianxi.law.rules import PARTS, VERSION, VERSION_KINDS
from lianxi.law.selectors import NoSuchVersion
from lianxi.web.law.documents import adoption_of
from lianxi.web.law.review_forms import ReformForm, edit_of
from lianxi.web.law.review_rows import Nest, Rows, corrections_of, day_words, spans_of
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated


@seated
def review(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show a draft beside its source, each value with its words, and the forms to correct it."""
    conference, actor = acting(request)
    version = find_own_version(conference, version_id)
    if version is None:
        raise Http404("没有这份文件，或它不属于本联席会议。")
    draft = draft_of(version)
    rows = Rows(version, draft)
    is_draft = version.state == VERSION.initial
    correct = offer(actor, correct_draft, version)
    context = {
        "version": version,
        "head": head_of(version),
        "state": VERSION.labels[version.state],
        "kind": VERSION_KINDS[version.kind],
        "is_draft": is_draft,
        "since": day_words(version),
        "source": Nest(version.text, spans_of(rows)).tokens(),
        "sections": rows.sections(),
        "sayings": rows.sayings(),
        "findings": rows.findings(),
        "corrections": corrections_of(version),
        "open": open_parts(version),
        "banners": succession_banners(version),
        "may_correct": correct.ok,
        "correct": correct,
        "edit": edit_of(request.GET.get("edit", ""), draft) if correct.ok else None,
        "parts": [(part, label) for part, label in PARTS.items() if part != "units"],
        "holds_from": _day_offered(version),
        "further": offer(actor, draft_version) if _may_be_followed(conference, version) else None,
        "kinds": [(kind, label) for kind, label in VERSION_KINDS.items() if kind != "first"],
    }
    if is_draft:
        context |= adoption_of(version, draft, conference, actor)
    return render(request, "review/show.html", context)


def _day_offered(version: InstrumentVersionRow) -> str:
    """Give the day to put into the adoption's form; an erratum's own date says nothing about it."""
    own = None if version.kind == "erratum" else head_of(version).issued_on
    day = version.holds_from or own
    return day.isoformat() if day else ""


def _may_be_followed(conference: ConferenceRow, version: InstrumentVersionRow) -> bool:
    """Tell whether a further version is entered against this one: the latest of the conference's own document."""
    latest = find_latest(conference.instrument)
    return latest is not None and latest.pk == version.pk


@seated
def reforms(request: HttpRequest) -> HttpResponse:
    """List the recorded reforms of units, and offer to record one or to carry it out."""
    conference, actor = acting(request)
    rows = [
        {
            "row": row,
            "label": SUCCESSION_LABELS[row.kind],
            "from": long_date(row.effective_on),
            "done": long_date(row.carried_out_on) if row.carried_out_on else "",
            "may_carry": row.carried_out_on is None and offer(actor, carry_out_succession, row).ok,
        }
        for row in list_successions(conference.pk)
    ]
    waiting = sum(row["may_carry"] is True for row in rows)
    context = {
        "rows": rows,
        "waiting": waiting,
        "record": offer(actor, record_succession),
        "form": ReformForm(),
    }
    return render(request, "review/reforms.html", context)


@seated
def cited(request: HttpRequest, selector: str, place: str) -> HttpResponse:
    """Lead a permanent link (a version with a clause or a span) to the words it cites."""
    conference, _actor = acting(request)
    try:
        version = find_version_by(selector)
        if find_own_version(conference, version.pk) is None:
            raise _missing(f"文件 {selector} 不属于本联席会议。")
        start, end = _span(version, place)
    except Refusal as refusal:
        return render(request, "review/missing.html", {"missing": refusal}, status=404)
    url = reverse("document", args=[version.pk])
    return HttpResponseRedirect(f"{url}?at={start}-{end}#s{start}")


def _span(version: InstrumentVersionRow, place: str) -> tuple[int, int]:
    clause = find_clause(version.pk, place.upper())
    if clause is not None:
        return clause.start, clause.end
    first, dash, last = place.partition("-")
    if dash and first.isdecimal() and last.isdecimal() and len(place) < 20:
        start, end = int(first), int(last)
        if start < end <= len(version.text):
            return start, end
        raise _missing(f"文件第 {version.number} 版共 {len(version.text)} 个字，没有第 {place} 字这一段。")
    raise _missing(f"文件第 {version.number} 版没有条款“{place}”。")


def _missing(message: str) -> NotFound:
    return NoSuchVersion(
        message, rule=_("引用须指向确有的条款"), next_step=_("请从文件页面复制条款的链接，或核对版次。")
    )


urlpatterns = [
    path("documents/<int:version_id>/review", review, name="review"),
    path("documents/reforms", reforms, name="reforms"),
    path("law/<str:selector>/<str:place>", cited, name="cited"),
]
