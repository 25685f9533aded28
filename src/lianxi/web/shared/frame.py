"""What every page shows around its question: conference, seat, menu, unread notices."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from lianxi.bodies.queries import label_of
from lianxi.bodies.rows import TenureRow
from lianxi.core.actors import CONVENERS, Actor, SeatKind
from lianxi.core.rooms import MenuEntry, menu
from lianxi.journal.queries import count_unread
from lianxi.web.shared.middleware import SeatedRequest


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; it appears only because its room works."""

    label: str
    url: str
    icon: str
    here: bool = False
    is_tucked: bool = False


# The desk is the door's own: all rooms put what waits on it.
DESK = MenuEntry("工作台", "/", "desk", 0)
BRIEF = MenuEntry("简况", "/brief", "ledger", 10)
# What a seat of its kind opens every day; the other entries stand behind 更多. The office has them all.
UNITS_DAILY = ("/", "/meetings", "/ledger", "/topics", "/work", "/exchange", "/papers")
CONVENERS_DAILY = ("/", "/brief", "/meetings", "/ledger", "/papers", "/signals")
# All that an operator's seat opens.
OPERATORS_DESK = (
    MenuEntry("运维", "/operator", "settings", 0),
    MenuEntry("外发", "/outbox", "papers", 1),
    MenuEntry("安装状况", "/health", "journal", 2),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame's context for a person with a seat; nearly nothing without one."""
    seated = cast("SeatedRequest", request)
    actor = getattr(seated, "actor", None)
    if actor is None:
        return {
            "is_classified": settings.CLASSIFIED,
            "is_trial": not (settings.IN_SERVICE or settings.IS_DEMO),
        }
    # A demonstration is marked before anybody has signed in, too.
    shown: dict[str, object] = {"actor": actor, "home_url": "/", "is_demo": settings.IS_DEMO}
    shown["is_trial"] = not (settings.IN_SERVICE or settings.IS_DEMO)
    shown["is_classified"] = settings.CLASSIFIED
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
        "nav": [_entry(one, request.path, _daily(actor)) for one in entries_of(actor)],
        "nav_tucked": bool(_daily(actor)),
        "unread": count_unread(actor),
        "inbox_url": "/notices",
        "help_url": f"/help?{urlencode({'page': request.path})}",
        **({} if actor.kind is SeatKind.OPERATOR else {"search_url": "/search"}),
    }


def _seat_label(tenure: TenureRow, request: SeatedRequest) -> str:
    several = len({t.conference_id for t in request.tenures}) > 1
    return f"{label_of(tenure)}（{tenure.conference.short_name}）" if several else label_of(tenure)


def entries_of(actor: Actor) -> tuple[MenuEntry, ...]:
    """Return the menu of a kind of seat: what it may open; the leader's page for those whom it is for."""
    if actor.kind is SeatKind.OPERATOR:
        return OPERATORS_DESK
    leaders = (BRIEF,) if actor.is_office or actor.kind in CONVENERS else ()
    return (DESK, *leaders, *menu())


def _daily(actor: Actor) -> tuple[str, ...]:
    """Return the entries that a kind of seat opens every day; none where it has all of them before it."""
    if actor.is_office or actor.kind is SeatKind.OPERATOR:
        return ()
    return CONVENERS_DAILY if actor.kind in CONVENERS else UNITS_DAILY


def _entry(one: MenuEntry, path: str, daily: tuple[str, ...]) -> Entry:
    roots = () if one.url == "/" else (one.url, *one.also)
    here = path == one.url or any(path == root or path.startswith(f"{root}/") for root in roots)
    return Entry(one.label, one.url, one.icon, here, bool(daily) and one.url not in daily)
