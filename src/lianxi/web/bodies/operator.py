"""Pages of the operator's seat, and of the convener who looks through what it did: no matter is shown on either."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianxi.bodies.actions import order_backup, review_operators
from lianxi.bodies.queries import HeldSeat, list_seats, rule_values
from lianxi.bodies.queries.links import list_open_invitations
from lianxi.bodies.queries.operators import list_orders, operators_acts
from lianxi.bodies.rows import InvitationRow
from lianxi.bodies.rules import BACKUP_ORDER, LETTERHEAD
from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.words import moment_text
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.reading import read_entry
from lianxi.outbox.queries import way_words, ways_of
from lianxi.web.bodies.conference import View
from lianxi.web.shared.pages import seated
from lianxi.web.shared.rule_words import RULE_LABELS, help_of

MOST = 200


@require_safe
@never_cache
@seated
def operator(request: HttpRequest) -> HttpResponse:
    """Show an operator the accounts, the backups, the letterhead and where days off are loaded."""
    view = View(request)
    if view.actor.kind is not SeatKind.OPERATOR:
        raise Http404("这一页由运维管理员使用。")
    waiting = {one.seat_id: one for one in list_open_invitations(view.actor)}
    values = rule_values(view.conference, LETTERHEAD, view.today)
    context = {
        "seats": [_seat(held, waiting) for held in list_seats(view.conference, view.today)],
        "orders": [
            {"row": one, "at": moment_text(one.ordered_at), "state": BACKUP_ORDER.labels[one.state]}
            for one in list_orders(view.conference.pk)
        ],
        "order": view.offer(order_backup),
        "ways": [
            {"ill": not one.by or one.troubled, "label": one.label, "words": way_words(one)}
            for one in ways_of()
        ],
        "letterhead": [
            {"code": code, "label": RULE_LABELS[code], "help": help_of(code), "value": values[code]}
            for code in LETTERHEAD
        ],
    }
    return render(request, "conference/operator.html", context)


def _seat(held: HeldSeat, waiting: Mapping[int, InvitationRow]) -> dict[str, object]:
    person, link = held.tenure.person if held.tenure else None, waiting.get(held.seat.pk)
    return {
        "pk": held.seat.pk,
        "label": held.seat.label,
        "holder": person.name if person else "",
        "has_account": bool(person and person.login),
        "link": link,
        "link_state": "待放行" if link and link.state == "waiting" else "已放行，未使用" if link else "",
    }


@require_safe
@never_cache
@seated
def acts(request: HttpRequest) -> HttpResponse:
    """Show a convener what the operators did since somebody last looked, and let it be noted as seen."""
    view = View(request)
    if view.actor.kind not in CONVENERS:
        raise Http404("运维办理的事项由召集人查看。")
    load_catalogue()
    rows = operators_acts(view.conference.pk)
    numbers = list(rows.order_by("-seq").values_list("seq", flat=True)[:MOST])
    found = [read_entry(view.actor, seq) for seq in numbers]
    context = {
        "rows": [
            {
                "seq": one.entry.seq,
                "at": moment_text(one.entry.at),
                "actor": one.entry.actor,
                "title": one.title,
                "door": one.door,
                "remark": one.remark,
            }
            for one in found
            if one is not None
        ],
        "count": rows.count(),
        "review": view.offer(review_operators),
        "now": moment_text(timezone.now()),
    }
    return render(request, "conference/operators_acts.html", context)


urlpatterns: list[URLPattern] = [
    path("operator", operator, name="operator"),
    path("operator/acts", acts, name="operators-acts"),
]
