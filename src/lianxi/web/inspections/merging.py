"""Where the newest merge of a plan stands: a line on its page, which asks until the worker is done."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.words import moment_text
from lianxi.inspections.queries.checks import find_plan, last_order
from lianxi.inspections.rules.plans import MERGE_ORDER
from lianxi.web.shared.lights import acting
from lianxi.web.shared.pages import own_record, seated


def order_row(actor: Actor, plan_id: int) -> dict[str, object] | None:
    """Say where the newest merge stands; one that was made is told by the plan itself."""
    order = last_order(actor, plan_id)
    if order is None or order.state == "made":
        return None
    return {
        "row": order,
        "label": MERGE_ORDER.labels[order.state],
        "when": moment_text(order.ordered_at),
        "waits": order.state == MERGE_ORDER.initial,
    }


@require_safe
@seated
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a page that waits for a merge: nothing while it waits, then load anew."""
    plan = own_record(request, find_plan, pk)
    _conference, actor = acting(request)
    order = order_row(actor, plan.pk)
    if order is not None and order["waits"]:
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


urlpatterns: list[URLPattern] = [path("checks/<int:pk>/merge", watch, name="check-merge")]
