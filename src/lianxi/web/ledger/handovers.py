"""Pages of handovers: the own open matters to hand over, what was handed over, and what lies with vacant seats."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.models import Seat
from lianxi.bodies.queries import in_force
from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.core.words import moment_text
from lianxi.ledger.models import Handover, Obligation
from lianxi.ledger.queries.handovers import list_unseen, matters_of_seats
from lianxi.ledger.rules import HANDOVER
from lianxi.web.shared.lights import acting, due_words, today
from lianxi.web.shared.pages import seated

SHOWN = 50


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """Show whose hands the open matters are in, with the forms to hand them over or take them."""
    conference, actor = acting(request)
    day = today()
    kinds = [kind.value for kind in UNIT_SPEAKERS]
    seats = Seat.objects.filter(in_force(day), conference=conference, kind__in=kinds).select_related("unit")
    by_unit: dict[int, list[Seat]] = {}
    for seat in seats.order_by("ordinal", "pk"):
        by_unit.setdefault(seat.unit_id, []).append(seat)
    unseen = list_unseen(conference.pk, day) if actor.is_office else []
    groups = [_group(one.seat, one.matters, by_unit, vacant=True) for one in unseen]
    own = next((one for one in by_unit.get(actor.unit_id or 0, []) if one.pk == actor.seat_id), None)
    if own is not None:
        groups.insert(0, _group(own, matters_of_seats(conference.pk, [own.pk])[own.pk], by_unit))
    context = {
        "groups": groups,
        "rows": _handovers(conference.pk, actor),
        "vacant": sum(len(one.matters) for one in unseen),
        "office": actor.is_office,
    }
    return render(request, "handovers/list.html", context)


def _group(
    seat: Seat, matters: Any, by_unit: dict[int, list[Seat]], *, vacant: bool = False
) -> dict[str, Any]:
    return {
        "seat": seat,
        "label": seat.label,
        "vacant": vacant,
        "matters": [_matter(row) for row in matters],
        "to": [(one.pk, one.label) for one in by_unit.get(seat.unit_id, [])],
    }


def _matter(row: Obligation) -> dict[str, Any]:
    return {"pk": row.pk, "text": str(row), "due": due_words(row)}


def _handovers(conference_id: int, actor: Actor) -> list[dict[str, Any]]:
    rows = Handover.objects.filter(conference_id=conference_id).select_related("seat__unit", "to_seat__unit")
    if not actor.is_office:
        rows = rows.filter(seat__unit_id=actor.unit_id or 0)
    rows = rows.prefetch_related("matters__obligation").order_by("-at", "-pk")
    return [
        {
            "pk": one.pk,
            "from": one.seat.label,
            "to": one.to_seat.label,
            "by": f"{one.by}，{moment_text(one.at)}",
            "note": one.note,
            "state": HANDOVER.labels[one.state],
            "taken": f"{one.taken_by}，{moment_text(one.taken_at)}" if one.taken_at else "",
            "matters": [
                {"url": f"/ledger/{m.obligation_id}", "text": str(m.obligation), "note": m.note}
                for m in one.matters.all()
            ],
            "mine": one.state == HANDOVER.initial
            and one.to_seat_id == actor.seat_id
            and one.person_id != actor.person_id,
        }
        for one in rows[:SHOWN]
    ]


urlpatterns: list[URLPattern] = [path("handover", index, name="handover")]
