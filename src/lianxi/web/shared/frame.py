"""What every page shows around its question: conference, seat, menu, unread notices."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from lianxi.core.actors import SeatKind
from lianxi.journal.queries import count_unread
from lianxi.web.shared.middleware import SeatedRequest


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; it appears only because its room works."""

    label: str
    url: str
    icon: str
    here: bool = False


MENU = (
    ("工作台", "/", "desk"),
    ("会议", "/meetings", "meeting"),
    ("台账", "/ledger", "ledger"),
    ("议题", "/topics", "topic"),
    ("谁负责", "/ask", "duty"),
    ("监测", "/surveillance", "stats"),
    ("预警", "/signals", "warning"),
    ("履职", "/duties", "duty"),
    ("公文", "/papers", "paper"),
    ("单位席位", "/conference", "conference"),
    ("文件", "/documents", "document"),
    ("日志", "/journal", "journal"),
    ("设置", "/settings", "settings"),
)
# Pages of a room under another address.
ALSO_HERE = {
    "/surveillance": ("/identities",),
    "/settings": ("/outbox", "/clocks"),
    "/ledger": ("/circulars", "/slips"),
    "/meetings": ("/minutes",),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context for a person with a seat; nearly nothing without one."""
    seated = cast("SeatedRequest", request)
    actor = getattr(seated, "actor", None)
    if actor is None:
        return {}
    # A demonstration is marked before anybody has signed in, too.
    shown: dict[str, Any] = {"actor": actor, "home_url": "/", "is_demo": settings.IS_DEMO}
    if request.user.is_authenticated:
        shown |= {"signout_url": "/sign-out", "account_url": "/account", "switch_url": "/seat"}
    if actor.kind is SeatKind.VISITOR or seated.tenure is None:
        return shown
    conference = seated.tenure.conference
    return shown | {
        "conference": conference,
        "is_demo": conference.is_demo or settings.IS_DEMO,
        "is_simulated": conference.is_simulated,
        "seats": [{"id": t.seat_id, "label": _seat_label(t, seated)} for t in seated.tenures],
        "nav": [Entry(label, url, icon, _is_here(request.path, url)) for label, url, icon in MENU],
        "unread": count_unread(actor),
        "inbox_url": "/notices",
    }


def _seat_label(tenure: Any, request: SeatedRequest) -> str:
    several = len({t.conference_id for t in request.tenures}) > 1
    return f"{tenure.seat.label}（{tenure.conference.short_name}）" if several else tenure.seat.label


def _is_here(path: str, url: str) -> bool:
    if url == "/":
        return path == url
    return any(path == root or path.startswith(f"{root}/") for root in (url, *ALSO_HERE.get(url, ())))
