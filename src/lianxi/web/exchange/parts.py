"""What the lists of the exchange share: their filters."""

from collections.abc import Mapping

from django.http import HttpRequest

from lianxi.exchange.queries.lists import IN, OUT, Wanted
from lianxi.web.shared.filters import number_of

BOXES = {IN: "收到", OUT: "送出"}


def wanted_of(request: HttpRequest, kinds: Mapping[str, str], states: Mapping[str, str]) -> Wanted:
    """Read the filters of a list from an address; what it does not know counts as empty."""
    get = request.GET
    return Wanted(
        box=get.get("box", "") if get.get("box", "") in BOXES else "",
        state=get.get("state", "") if get.get("state", "") in states else "",
        kind=get.get("kind", "") if get.get("kind", "") in kinds else "",
        words=get.get("q", "").strip()[:80],
        before=number_of(get.get("before", "")),
    )
