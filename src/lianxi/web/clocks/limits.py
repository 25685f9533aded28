"""Pages of the clocks: time limits with their history, notices of days off with a preview, how a date came out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from lianxi.bodies.queries import unit_names
from lianxi.clocks import words
from lianxi.clocks.actions import load_notice
from lianxi.clocks.queries import (
    calendar_now,
    calendar_with,
    find_run,
    list_limits,
    list_moved,
    list_notices,
    preview_moves,
)
from lianxi.clocks.rules.limits import EVENT_LABELS
from lianxi.clocks.rules.notices import MOST_CHARACTERS, read_notice
from lianxi.core.due import Derivation, from_dict, settled
from lianxi.core.limits import KIND_LABELS, TO_CONFIRM, UNIT_LABELS, Limit, LimitKind
from lianxi.core.refusals import BadInput
from lianxi.core.words import date_with_weekday, long_date, moment_text
from lianxi.core.workdays import day_off_name
from lianxi.ledger.actions import resume_clock
from lianxi.ledger.queries.records import find_obligation, list_due_dates, list_pauses, list_recomputed
from lianxi.ledger.rows import DueDateRow, ObligationRow
from lianxi.ledger.rules import CAUSE_LABELS
from lianxi.web.clocks.shapes import LimitsCalendarPage, LimitsLimitLine
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import acting, due_words, today
from lianxi.web.shared.offers import actor_of, offer, offers
from lianxi.web.shared.pages import own_record, record_url, seated
from lianxi.web.shared.tables import offered

SHOWN = 300
MOST_BYTES = 4 * MOST_CHARACTERS


@require_safe
@seated
def limits(request: HttpRequest) -> HttpResponse:
    """List the time limits in force, with source, confidence and history."""
    conference, actor = acting(request)
    day = today()
    rows = [_limit_row(code, found) for code, found in list_limits(conference.pk).items()]
    sure = sum(row["present"] is not None and row["present"].is_confirmed for row in rows)
    context = {
        "rows": rows,
        "sure": sure,
        "unsure": len(rows) - sure,
        "units": UNIT_LABELS.items(),
        "events": EVENT_LABELS.items(),
        "today": day.isoformat(),
        "files": offered(request, "/clocks/export"),
        "can": offers(actor, "clocks.limit.replace", "clocks.limit.end"),
    }
    return render(request, "clocks/limits.html", context)


def _limit_row(code: str, found: list[Limit]) -> LimitsLimitLine:
    day = today()
    present = next((one for one in reversed(found) if one.is_in_force(day)), None)
    return {
        "code": code,
        "title": found[0].title,
        "runs": _runs(found[0]),
        "longer": f"可延长{more.words}" if present and (more := present.prolonging) else "",
        "former": found[0].note if found[0].ends_before else "",
        "present": present,
        "restarts": [EVENT_LABELS[event] for event in present.restarts] if present else [],
        "to_confirm": TO_CONFIRM if present is not None and not present.is_confirmed else "",
        "history": [{"limit": one, "span": _span(one)} for one in reversed(found)] if len(found) > 1 else [],
        "open": found[-1].ends_before is None,
    }


def _runs(limit: Limit) -> str:
    """Say from which event it runs, for whom, and what its end means where it is no duty."""
    runs = f"自{limit.event}{'向前' if limit.is_before else '起'}"
    who = f"，由{limit.who}" if limit.who else ""
    return f"{runs}{who}" if limit.kind is LimitKind.DUTY else f"{runs}{who}，{KIND_LABELS[limit.kind]}"


def _span(limit: Limit) -> str:
    first = f"{long_date(limit.starts_on)}起" if limit.starts_on else "原有"
    return f"{first}，{long_date(limit.ends_before)}停用" if limit.ends_before else first


@require_safe
@seated
def calendar(request: HttpRequest) -> HttpResponse:
    """Say which years are announced, list loaded notices, and take another one."""
    return render(request, "clocks/calendar.html", _calendar_page(request))


def _calendar_page(request: HttpRequest) -> LimitsCalendarPage:
    _conference, actor = acting(request)
    present, year = calendar_now(), today().year
    notices = list_notices(20)
    return {
        "edition": present.edition,
        "years": [(one, present.is_provisional(one)) for one in (year, year + 1)],
        "notices": [{"row": row, "at": moment_text(row.loaded_at)} for row in notices],
        "can": offers(actor, "clocks.calendar.load"),
    }


@require_POST
@seated
def preview(request: HttpRequest) -> HttpResponse:
    """Show what a notice says and which open clocks it moves, storing nothing."""
    conference, actor = acting(request)
    if not (may := offer(actor, load_notice)).ok:
        # It names what is under way, of all units.
        raise Http404(f"{may.reason}。")
    context = _calendar_page(request)
    try:
        text = _given(request)
        notice = read_notice(text, calendar_now(exact=True))
    except BadInput as refusal:
        typed = {"text": request.POST.get("text", ""), "paper": request.POST.get("paper", "")[:200]}
        return render(request, "clocks/calendar.html", context | typed | {"refusal": refusal}, status=422)
    moves = preview_moves(conference.pk, calendar_with(notice), today())
    told = {
        "text": text,
        "paper": request.POST.get("paper", "")[:200],
        "year": notice.year,
        "amends": notice.amends,
        "notes": notice.notes,
        "days": [(date_with_weekday(day), one.is_off, one.name) for day, one in notice.days.items()],
        "moves": [
            {
                "label": move.label,
                "url": record_url(move.record),
                "was": date_with_weekday(move.was),
                "due": date_with_weekday(move.due_on),
            }
            for move in moves[:SHOWN]
        ],
        "moved": len(moves),
    }
    return render(request, "clocks/preview.html", {**context, **told})


def _given(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("text", "")
    if (upload.size or 0) > MOST_BYTES:
        raise BadInput("文件太大，不像一年的放假安排。", next_step="请上传 CSV，或粘贴通知原文。")
    try:
        return bytes(upload.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            "文件不是 UTF-8 文本，读不出来。", next_step="请另存为 UTF-8 的 CSV 后再上传。"
        ) from None


@require_safe
@seated
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """List the due dates that a new calendar moved, from and to."""
    row = own_record(request, find_run, pk)
    rows = [
        {
            "label": str(one.obligation),
            "url": f"/ledger/{one.obligation_id}/due",
            "lead": one.obligation.lead_unit.name,
            "was": _was(from_dict(one.derivation)),
            "due": words.due_words(one.due_on, one.derivation, ""),
        }
        for one in list_recomputed(row.conference_id, row.at, SHOWN, to=actor_of(request))
    ]
    others = list_moved(row.conference_id, row.edition, to=actor_of(request))
    names = unit_names(pk for one in others for pk in one.units)
    rows += [
        {
            "label": one.label,
            "url": record_url(one.record),
            "lead": "、".join(names[pk] for pk in one.units),
            "was": date_with_weekday(one.was),
            "due": date_with_weekday(one.due_on),
        }
        for one in others
    ]
    context = {"run": row, "at": moment_text(row.at), "rows": rows, "more": row.moved > len(rows)}
    return render(request, "clocks/run.html", context)


def _was(derived: Derivation) -> str:
    last = derived.extensions[-1].was if derived.extensions else None
    return date_with_weekday(last) if last else "—"


@require_safe
@seated
def derivation(request: HttpRequest, pk: int) -> HttpResponse:
    """Open how an obligation's due date came out: rule, start, every day, pauses, changes."""
    row = own_record(request, find_obligation, pk)
    _conference, actor = acting(request)
    derived = settled(from_dict(row.due_derivation), calendar_now()) if row.due_derivation else None
    context = {
        "row": row,
        "due": due_words(row),
        "derived": derived,
        "facts": _facts(row, derived) if derived else [],
        "skipped": [
            {"first": date_with_weekday(a), "last": date_with_weekday(b) if b != a else "", "why": why}
            for a, b, why in (derived.skipped_runs if derived else ())
        ],
        "counted": _counted(derived) if derived else [],
        "changes": [one.sentence() for one in derived.extensions] if derived else [],
        "dates": [_date_row(one) for one in list_due_dates(row.pk)],
        "pauses": [(one, offer(actor, resume_clock, one).ok) for one in list_pauses(row.pk)],
        "today": today(),
    }
    return render(request, "clocks/derivation.html", context)


def _facts(row: ObligationRow, derived: Derivation) -> list[Fact]:
    limit, years = derived.limit, "、".join(f"{year}年" for year in derived.provisional)
    facts: list[Fact] = [
        {"label": "规则", "value": derived.rule, "url": f"/clocks#l-{limit.code}" if limit else ""},
        {"label": "出处", "value": derived.source},
        {"label": "规则施行", "value": _span(limit) if limit else ""},
        {"label": "起算", "value": _start(derived)},
        {"label": "日历", "value": derived.edition or "不计工作日"},
        {"label": "暂定", "value": f"{years}放假安排尚未公布，公布并载入后重算" if years else "否"},
    ]
    if row.serious_on:
        told = f"{date_with_weekday(row.serious_on)}（逾期满{derived.serious_days}个工作日）"
        unsure = "，暂定" if calendar_now().is_provisional(row.serious_on.year) else ""
        facts.append({"label": "严重逾期起", "value": told + unsure})
    if row.agreed_on:
        facts.append({"label": "逾期后约定办结", "value": date_with_weekday(row.agreed_on)})
    return facts


def _start(derived: Derivation) -> str:
    if derived.start is None:
        return "日期直接定下，没有起算日"
    when = moment_text(derived.start_at) if derived.start_at else date_with_weekday(derived.start)
    return f"{when}（{derived.event}），当天不计" if derived.event else f"{when}，当天不计"


def _counted(derived: Derivation) -> list[str]:
    """List the days counted, numbered; a compensatory working day says so."""
    return [
        date_with_weekday(day)
        + ("，调休上班" if day.weekday() > 4 and not day_off_name(day, calendar_now()) else "")
        for day in derived.counted
    ]


def _date_row(one: DueDateRow) -> dict[str, str]:
    return {
        "at": moment_text(one.at),
        "cause": CAUSE_LABELS.get(one.cause, one.cause),
        "due": words.due_words(one.due_on, one.derivation),
    }


urlpatterns: list[URLPattern] = [
    path("clocks", limits, name="limits"),
    path("clocks/calendar", calendar, name="calendar"),
    path("clocks/calendar/preview", preview, name="calendar_preview"),
    path("clocks/runs/<int:pk>", run, name="calendar_run"),
    path("ledger/<int:pk>/due", derivation, name="derivation"),
]
