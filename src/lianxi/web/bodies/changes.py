"""Pages of changed members: the list with ticks and the notice, one change, and the form for several seats of a unit."""

from collections.abc import Collection
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.actions import (
    confirm_member_change,
    decline_member_change,
    enter_member_change,
    propose_member_change,
    withdraw_member_change,
)
from lianxi.bodies.queries import HeldSeat, list_memberships, list_seats
from lianxi.bodies.queries.changes import (
    find_change,
    holders_before,
    list_decided,
    list_undecided,
    seats_without_account,
)
from lianxi.bodies.rows import MemberChangeRow, TenureRow
from lianxi.bodies.rules import MEMBER_CHANGE, UNIT_FILLED, ChangeState
from lianxi.bodies.rules.guards import SeatFacts
from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.words import long_date, moment_text
from lianxi.papers.actions import draft_member_notice, propose_members
from lianxi.papers.members import notice_facts
from lianxi.web.bodies.conference import View
from lianxi.web.bodies.shapes import ChangesNotice, ChangesSeat, ConferenceChangeLine
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import own_record, seated, timeline

# Decided changes that the page lists; the journal holds all.
MOST = 50


@require_safe
@seated
def changes(request: HttpRequest) -> HttpResponse:
    """List what waits, with ticks where the seat decides, what was decided, and the notice that tells of it."""
    view = View(request)
    # The oldest first, as on the desk.
    waiting, found = list_undecided(view.actor), list_decided(view.actor, MOST + 1)
    decided = found[:MOST]
    held = holders_before([*waiting, *decided], view.today)
    bare = seats_without_account(view.conference.pk, [one for one in decided if _is_confirmed(one)])
    lines = [_line(one, view, held.get(one.pk), bare) for one in waiting]
    context = {
        "view": view,
        "waiting": lines,
        "decided": [_line(one, view, held.get(one.pk), bare) for one in decided],
        "most": MOST if len(found) > MOST else 0,
        "acts": [(confirm_member_change.id, "确定所选")] if any(one["may_confirm"] for one in lines) else [],
        "propose": view.offer(propose_members),
        "notice": _notice(view),
    }
    return render(request, "conference/changes.html", context)


def _is_confirmed(change: MemberChangeRow) -> bool:
    return change.state == ChangeState.CONFIRMED


def _line(
    change: MemberChangeRow, view: View, holder: TenureRow | None, bare: Collection[int]
) -> ConferenceChangeLine:
    is_waiting = change.state == MEMBER_CHANGE.initial
    confirm = view.offer(confirm_member_change, change) if is_waiting else None
    return {
        "change": change,
        "at": moment_text(change.proposed_at),
        "by": _by(change),
        "state": MEMBER_CHANGE.labels[change.state],
        "effective": long_date(change.effective_on) if change.effective_on else "",
        "holder": f"{holder.person.name}（{holder.title}）" if holder else "空缺",
        "letter": f"{change.letter}（{long_date(change.letter_on)}）" if change.letter_on else "",
        "may_confirm": confirm is not None and confirm.ok,
        "reason": confirm.reason if confirm is not None else "",
        "needs_account": change.pk in bare and view.actor.is_office,
        "is_begun": change.effective_on is not None and change.effective_on <= view.today,
    }


def _by(change: MemberChangeRow) -> str:
    if change.is_entered and change.proposed_seat is not None:
        return f"{change.proposed_seat.label}按来函登记"
    return f"{change.unit.name}提出"


def _notice(view: View) -> ChangesNotice | None:
    """Give the notice the office can draft now, with the days it tells of by default; None for other seats."""
    if not view.offer(draft_member_notice).ok:
        return None
    facts = notice_facts(view.conference, view.today)
    return {
        "offer": view.offer(draft_member_notice, facts=facts),
        "first": facts.first_on.isoformat(),
        "last": view.today.isoformat(),
        "untold": facts.untold,
    }


@require_safe
@seated
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one change: who follows whom, why and by which letter, and what the seat may do with it."""
    view = View(request)
    row = own_record(request, find_change, pk)
    holder = holders_before([row], view.today).get(row.pk)
    first = max(view.today, holder.starts_on + timedelta(days=1)) if holder else view.today
    bare = seats_without_account(view.conference.pk, [row] if _is_confirmed(row) else [])
    context = {
        "view": view,
        "row": _line(row, view, holder, bare),
        "record": f"bodies.memberchange:{row.pk}",
        "is_waiting": row.state == MEMBER_CHANGE.initial,
        "earliest": first.isoformat(),
        "confirm": view.offer(confirm_member_change, row),
        "decline": view.offer(decline_member_change, row),
        "withdraw": view.offer(withdraw_member_change, row),
        "entries": timeline(view.actor, f"bodies.memberchange:{row.pk}", of=row),
    }
    return render(request, "conference/change.html", context)


@require_safe
@seated
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for new holders of a unit's seats in one form: the own unit's, or any by letter where the office enters it."""
    view = View(request)
    members = list_memberships(view.conference, view.today)
    asked = number_of(request.GET.get("unit", "")) if view.actor.is_office else None
    own = view.actor.unit_id if view.actor.kind in UNIT_SPEAKERS else None
    chosen = next((one.unit for one in members if one.unit_id == (asked or own)), None)
    seats = list_seats(view.conference, view.today) if chosen else []
    waiting = {one.seat_id for one in list_undecided(view.actor)}
    lines = [
        _seat(view, held, waiting)
        for held in seats
        if chosen and held.seat.unit_id == chosen.pk and held.seat.kind in UNIT_FILLED
    ]
    context = {
        "view": view,
        "units": [one.unit for one in members] if view.actor.is_office else [],
        "unit": chosen,
        "lines": lines,
        "propose": view.offer(propose_members),
        "by_letter": chosen is not None and chosen.pk != own,
    }
    return render(request, "conference/propose.html", context)


def _seat(view: View, held: HeldSeat, waiting: Collection[int]) -> ChangesSeat:
    is_own = held.seat.unit_id == view.actor.unit_id and view.actor.kind in UNIT_SPEAKERS
    facts = SeatFacts(held.seat.kind, held.seat.unit_id, has_proposal=held.seat.pk in waiting)
    may = offer(view.actor, propose_member_change if is_own else enter_member_change, facts=facts)
    holder = f"{held.tenure.person.name}（{held.tenure.title}）" if held.tenure else "空缺"
    return {"seat": held.seat, "holder": holder, "refusal": "" if may.ok else may.reason}


urlpatterns: list[URLPattern] = [
    path("conference/changes", changes, name="member-changes"),
    path("conference/changes/new", propose, name="member-changes-new"),
    path("conference/changes/<int:pk>", change, name="member-change"),
]
