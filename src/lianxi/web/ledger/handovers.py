"""Pages of handovers: the own open matters to hand over, what was handed over, and what lies with vacant seats."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.queries.own import list_vacant, list_workers
from lianxi.bodies.rows import SeatRow
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, Actor, SeatKind
from lianxi.core.hands import InHand
from lianxi.core.words import moment_text
from lianxi.ledger.actions import take_handover
from lianxi.ledger.queries.handovers import list_unseen, matters_of_seats
from lianxi.ledger.queries.hands import list_others
from lianxi.ledger.queries.records import list_handovers
from lianxi.ledger.rows import ObligationRow
from lianxi.ledger.rules import HANDOVER
from lianxi.web.ledger.shapes import HandoversGroup, HandoversMatter, HandoversShown
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.lights import acting, due_words, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import record_url, seated

SHOWN = 50


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """Show whose hands the open matters are in, with the forms to hand them over or take them."""
    conference, actor = acting(request)
    day = today()
    by_unit: dict[int, list[SeatRow]] = {}
    for seat in list_workers(conference.pk, day):
        by_unit.setdefault(seat.unit_id, []).append(seat)
    unseen = list_unseen(conference.pk, day) if actor.is_office else []
    matters = {one.seat.pk: one.matters for one in unseen}
    vacant = list_vacant(conference.pk, day) if actor.is_office else []
    left = list_others(conference.pk, [seat.pk for seat in vacant]) if vacant else {}
    groups = [
        _group(seat, matters.get(seat.pk, ()), by_unit, left[seat.pk], vacant=True)
        for seat in vacant
        if matters.get(seat.pk) or left[seat.pk]
    ]
    own = next((one for one in by_unit.get(actor.unit_id or 0, []) if one.pk == actor.seat_id), None)
    if own is not None:
        others = list_others(conference.pk, [own.pk])[own.pk]
        groups.insert(0, _group(own, matters_of_seats(conference.pk, [own.pk])[own.pk], by_unit, others))
    rows, told = _handovers(conference.pk, actor)
    context = {
        "groups": groups,
        "rows": rows,
        "cut": told,
        "vacant": sum(len(one.matters) for one in unseen),
        "office": actor.is_office,
    }
    return render(request, "handovers/list.html", context)


def _group(
    seat: SeatRow,
    matters: Iterable[ObligationRow],
    by_unit: dict[int, list[SeatRow]],
    others: Sequence[InHand] = (),
    *,
    vacant: bool = False,
) -> HandoversGroup:
    return {
        "seat": seat,
        "label": seat.label,
        "vacant": vacant,
        "matters": [_matter(row) for row in matters],
        "others": [{"url": record_url(one.record), "title": one.title, "state": one.state} for one in others],
        "to": [
            (one.pk, one.label + "（同一席位的继任者）" * (one.pk == seat.pk))
            for one in by_unit.get(seat.unit_id, [])
            if SeatKind(one.kind)
            in (UNIT_SPEAKERS | OFFICE if SeatKind(seat.kind) in OFFICE else UNIT_SPEAKERS)
        ],
    }


def _matter(row: ObligationRow) -> HandoversMatter:
    return {"pk": row.pk, "text": str(row), "due": due_words(row)}


def _handovers(conference_id: int, actor: Actor) -> tuple[list[HandoversShown], str]:
    found, told = cut(list_handovers(conference_id, actor, SHOWN + 1), SHOWN)
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
            "others": [
                {"url": record_url(o.record), "title": o.title, "state": ""} for o in one.others.all()
            ],
            "mine": offer(actor, take_handover, one).ok,
        }
        for one in found
    ], told


urlpatterns: list[URLPattern] = [path("handover", index, name="handover")]
