"""Pages of arrangements: all of them by unit with what they cost, switched on or off; one with its act and records."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import long_date, moment_text
from lianxi.exchange.rows import ReceiptRow
from lianxi.exchange.rules import RECEIPT
from lianxi.exchange.rules.words import OUTCOMES
from lianxi.law.queries import Words, find_words_of, list_further
from lianxi.ledger.queries.clauses import list_matters
from lianxi.ledger.rules import OBLIGATION
from lianxi.meetings.queries.choices import list_clauses
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import acting, member_units, sees_all, short_citation, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated, timeline, words_view
from lianxi.web.shared.tables import offered
from lianxi.web.work.shapes import ArrangementsField, ArrangementsLine
from lianxi.web.work.years import asked, figure_rows
from lianxi.work.actions import switch_on
from lianxi.work.queries.arrangements import (
    Cost,
    cost_of,
    costs_by_unit,
    left_out,
    list_arrangements,
    parties_of,
)
from lianxi.work.queries.figures import count_missing
from lianxi.work.queries.records import (
    find_act,
    find_arrangement,
    find_replaced,
    late_periods,
    parts_of,
    replaced_by,
    returns_of,
)
from lianxi.work.queries.rows import Span
from lianxi.work.queries.sent import list_receipts, tally_of
from lianxi.work.queries.sheets import field_note
from lianxi.work.queries.years import cell_of
from lianxi.work.rows import ArrangementRow, PartRow, PartyRow
from lianxi.work.rules.forms import KIND_LABELS, Field, read_form
from lianxi.work.rules.machines import ARRANGEMENT
from lianxi.work.rules.mechanisms import MECHANISMS
from lianxi.work.rules.periods import (
    CYCLE_LABELS,
    RETURNS_LABELS,
    before,
    period_of,
    periods_of_year,
    read_period,
)
from lianxi.work.rules.plans import LEVEL_LABELS, ORIGIN_LABELS, PATTERN_LABELS
from lianxi.work.rules.sharing import SHARE_LABELS, VIA_LABELS

STATES = {"proposed": "未启用", "on": "已启用"}
CONFERENCE = "联席会议"
STEPS = tuple(f"work.arrangement.{verb}" for verb in ("end", "revise", "give_cycle", "share"))
# Matters of the ledger that a page shows.
MATTERS = 50


@require_safe
@seated
def arrangements(request: HttpRequest) -> HttpResponse:
    """Show every arrangement by unit: what it asks, what it costs a year, whether it is on."""
    conference, actor = acting(request)
    rows = list_arrangements(conference.pk)
    wanted = {name: request.GET.get(name, "") for name in ("unit", "state")}
    shown = [row for row in rows if _is_wanted(row, wanted)]
    cited = find_words_of(row.basis for row in shown)
    doers = {pk: sum(one.role == "doer" for one in parties) for pk, parties in parties_of(shown).items()}
    day = today()
    free = {row.pk for row in shown if not switch_on.available([row], actor, day)}
    lines = [_line(row, cited.get(row.basis), doers.get(row.pk, 1), row.pk in free) for row in shown]
    unfolded = request.GET.get("open") == "all" or any(wanted.values())
    groups = [
        _group(unit, list(own), actor.unit_id)
        for unit, own in groupby(sorted(lines, key=_unit_order(lines)), key=lambda one: one["unit"])
    ]
    on, start = [row for row in rows if row.state == "on"], [row for row in rows if row.starts]
    left = [row for row in start if row.state == ARRANGEMENT.initial]
    context = {
        "title": "履职安排",
        "groups": groups,
        "unfolded": unfolded,
        "folded": len(groups) > 1 and not unfolded,
        "total": len(rows),
        "on": len(on),
        "costs": _costs(rows, on, start),
        "by_unit": [(name, cost) for name, cost in costs_by_unit(start).items()],
        "left_to_start": len(left),
        "missing": count_missing(rows),
        "left_out": [(unit or CONFERENCE, "、".join(own)) for unit, own in left_out(conference.pk).items()] if rows else [],
        "mechanisms": MECHANISMS.items(),
        "wanted": wanted,
        "states": STATES.items(),
        "units": member_units(conference, today()),
        "can": {
            **offers(actor, "work.arrangement.propose", "work.arrangement.switch_on", "work.arrangement.make"),
            **offers(actor, "work.arrangement.start", record=left),
            **offers(actor, "work.mechanism.draft", record=conference),
        },
        "files": offered(request, "/work/arrangements/export"),
    }  # fmt: skip
    return render(request, "work/arrangements.html", context)


def _group(unit: str, lines: Sequence[ArrangementsLine], own_unit: int | None) -> dict[str, object]:
    """Give a unit's lines, folded under their number: all units together are some twenty screens of a phone."""
    on = sum(line["row"].state == "on" for line in lines)
    is_own = own_unit is not None and any(line["row"].unit_id == own_unit for line in lines)
    return {"unit": unit, "rows": lines, "told": f"{len(lines)} 项，启用 {on} 项", "is_own": is_own}


def _is_wanted(row: ArrangementRow, wanted: dict[str, str]) -> bool:
    unit, state = wanted["unit"], wanted["state"]
    return (not unit or str(row.unit_id) == unit) and (not state or row.state == state)


def _unit_order(lines: Sequence[ArrangementsLine]) -> Callable[[ArrangementsLine], int]:
    order: dict[str, int] = {}
    for line in lines:
        order.setdefault(line["unit"], len(order))
    return lambda line: order[line["unit"]]


def _line(row: ArrangementRow, words: Words | None, doers: int, may_start: bool) -> ArrangementsLine:
    return {
        "row": row,
        "unit": row.unit.name if row.unit else CONFERENCE,
        "cite": short_citation(words.citation) if words else row.basis_clause,
        "pattern": PATTERN_LABELS[row.pattern],
        "cycle": CYCLE_LABELS.get(row.cycle, row.cycle),
        "returns": row.returns,
        "cost": cost_of(row, doers),
        "state": ARRANGEMENT.labels[row.state],
        "may_start": may_start,
    }


def _costs(
    rows: Sequence[ArrangementRow], on: Sequence[ArrangementRow], start: Sequence[ArrangementRow]
) -> Sequence[Mapping[str, object]]:
    told = (("全部启用", rows), ("起步范围", start), ("现已启用", on))
    found = []
    for label, some in told:
        cost = sum(costs_by_unit(some).values(), Cost())
        found.append({"label": label, "acts": len(some), "returns": cost.returns, "fields": cost.fields})
    return found


@require_safe
@seated
def arrangement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one act: its words, what is asked of whom, what is due and came in, the figures with their records."""
    row = own_record(request, find_arrangement, pk)
    conference, actor = acting(request)
    day, misread = asked(request)
    words = find_words_of([row.basis]).get(row.basis)
    parties = parties_of([row])[row.pk]
    mine = {one.role for one in parties if one.unit_id == actor.unit_id}
    if row.entered_by_id and row.entered_by_id == actor.unit_id:
        mine.add("doer")
    periods = periods_of_year(day.year, row.returns)
    named = [one.unit_id for one in parties if one.unit_id and one.role != "receiver"]
    matters, cut_matters = cut(
        list_matters(conference.pk, row.basis_clause, named, MATTERS + 1, to=actor), MATTERS
    )
    context = {
        "title": row.title,
        "row": row,
        "clause": words_view(words),
        "facts": _facts(row, parties),
        "fields": [_field(one) for one in read_form(row.form).fields],
        "answers": [_field(one) for one in read_form(row.answer).fields],
        "limits": row.limits,
        "periods": periods,
        "figures": figure_rows(row, periods, day, actor),
        "returns": _returns(request, row, day),
        "parts": _parts(row, sees_all(actor) or bool(mine)),
        "matters": [{"row": one, "state": OBLIGATION.labels[one.state]} for one in matters],
        "cut_matters": cut_matters,
        "tally": tally_of(row, Span(date(day.year, 1, 1), day)),
        "shares": SHARE_LABELS.items(),
        "ways": VIA_LABELS.items(),
        "sent": [_sent(one) for one in list_receipts(actor, row)],
        "mine": mine,
        "fillable": _fillable(row, day),
        "on": day.isoformat(),
        "day": long_date(day),
        "misread": misread,
        "can": {
            **offers(actor, *STEPS, "work.part.tell", record=row),
            **offers(actor, "work.arrangement.switch_on", record=[row]),
        },
        "cycle_clauses": _cycle_clauses(conference.pk),
        "cycles": CYCLE_LABELS.items(),
        "units": member_units(conference, today()),
        "newer": replaced_by(row),
        "adopting": _adopting(row, parties, member_units(conference, today())),
        "entries": timeline(actor, f"work.arrangement:{row.pk}"),
    }
    return render(request, "work/arrangement.html", context)


def _cycle_clauses(conference_id: int) -> list[tuple[str, str]]:
    """Give the clauses of the further instruments in force, each with the document's title."""
    found: list[tuple[str, str]] = []
    for one in list_further(conference_id, in_force=True):
        version = one.instrument_version
        clauses = list_clauses(version.instrument.code, version.number)
        found += [(code, f"《{one}》{label}") for _kind, _unit, (code, label) in clauses]
    return found


def _cycle_basis(row: ArrangementRow) -> str:
    """Say which clause gave the cycle, and how often it was before."""
    if not row.cycle_basis:
        return ""
    old = find_replaced(row)
    was = f"；此前{CYCLE_LABELS.get(old.cycle, old.cycle)}（设定）" if old and not old.cycle_basis else ""
    return f"{row.cycle_basis}{was}"


def _adopting(
    row: ArrangementRow, parties: Sequence[PartyRow], units: Sequence[tuple[int, str]]
) -> list[int]:
    """Give the receivers that the office would have with those suggested; none where nothing is suggested."""
    named = {name: pk for pk, name in units}
    suggested = [named[name] for name in row.suggested if name in named]
    there = [one.unit_id for one in parties if one.role == "receiver" and one.unit_id and not one.printed]
    return list(dict.fromkeys([*there, *suggested])) if set(suggested) - set(there) else []


def _facts(row: ArrangementRow, parties: Sequence[PartyRow]) -> list[Fact]:
    def named(role: str) -> str:
        return "、".join(
            f"{one.unit.name if one.unit else one.words}{'' if one.printed or role == 'doer' else '（办公室选定）'}"
            + (f"：{one.part}" if one.part else "")
            for one in parties
            if one.role == role
        )

    facts = [
        ("责任单位", named("doer") or CONFERENCE),
        ("办理方式", PATTERN_LABELS[row.pattern] + ("（简表，专门页面以后提供）" if row.plain else "")),
        ("周期", f"{CYCLE_LABELS.get(row.cycle, row.cycle)}；{RETURNS_LABELS[row.returns]}报送"),
        ("周期依据", _cycle_basis(row)),
        ("触发情形", row.trigger),
        ("接收单位", named("receiver")),
        ("可加的接收单位（建议，未启用）", "、".join(row.suggested)),
        ("配合单位", named("partner")),
        ("共享属性", _sharing(row)),
        ("由谁填报", row.entered_by.name if row.entered_by else ""),
        ("本期无", row.nil_words or ("可以" if row.nil_allowed else "不另报")),
        ("办结标准", row.note),
        ("可见范围", LEVEL_LABELS.get(row.level, row.level)),
        ("状态", ARRANGEMENT.labels[row.state]),
        ("启用", long_date(row.starts_on) if row.starts_on else ""),
        ("来源", ORIGIN_LABELS.get(row.origin, row.origin)),
        ("表样", f"第 {row.form_version} 版"),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _sharing(row: ArrangementRow) -> str:
    if not row.share:
        return ""
    ground = f"（{row.share_ground}）" if row.share_ground else ""
    return f"{SHARE_LABELS[row.share]}{ground}；经{VIA_LABELS[row.via]}"


def _field(one: Field) -> ArrangementsField:
    return {
        "label": one.heading,
        "kind": KIND_LABELS[one.kind],
        "note": field_note(one) if one.is_typed else "由系统带出" if one.derived else "附件",
        "required": one.required,
        "group": one.group,
    }


def _returns(request: HttpRequest, row: ArrangementRow, day: date) -> Sequence[Mapping[str, object]]:
    _conference, actor = acting(request)
    told = []
    for one in returns_of(actor, row, day.year):
        cell = cell_of(one, read_period(one.period), day)
        told.append(
            {
                "row": one,
                "period": cell.period.words,
                "unit": one.unit.name,
                "words": cell.words,
                "due": long_date(one.due_on),
                "handed": moment_text(one.handed_at) if one.handed_at else "",
            }
        )
    return told


def _parts(row: ArrangementRow, is_seen: bool) -> Sequence[PartRow]:
    return parts_of(row) if is_seen else []


def _sent(one: ReceiptRow) -> dict[str, object]:
    return {
        "row": one,
        "state": RECEIPT.labels[one.state],
        "outcome": OUTCOMES.get(one.outcome, one.outcome),
        "at": moment_text(one.sending.sent_at),
        "answered": moment_text(one.answered_at) if one.answered_at else "",
    }


def _fillable(row: ArrangementRow, day: date) -> list[tuple[str, str]]:
    now = period_of(day, row.returns or 1)
    periods = {one.code: one.words for one in (now, before(now, row.returns or 1))}
    periods |= {code: read_period(code).words for code in late_periods(row)}
    return sorted(periods.items(), reverse=True)


@require_safe
@seated
def act(request: HttpRequest, clause: str, place: int) -> HttpResponse:
    """Lead to how an act of the conference's own document is carried out now."""
    _conference, actor = acting(request)
    row = find_act(actor, f"{clause}#{place}")
    if row is None:
        raise Http404("这项职责还没有安排，由办公室在“履职安排”中生成。")
    return HttpResponseRedirect(f"/work/arrangements/{row.pk}")


urlpatterns: list[URLPattern] = [
    path("work/arrangements", arrangements, name="work-arrangements"),
    path("work/arrangements/<int:pk>", arrangement, name="work-arrangement"),
    path("work/acts/<str:clause>/<int:place>", act, name="work-act"),
]
