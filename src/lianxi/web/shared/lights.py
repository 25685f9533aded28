"""What the ledger's pages share: whose conference and which day, lamps, and due dates with their reasons."""

import re
from collections.abc import Iterable
from datetime import date
from typing import cast

from django.http import Http404, HttpRequest
from django.utils import timezone

from lianxi.bodies.queries.own import member_names
from lianxi.bodies.rows import ConferenceRow
from lianxi.bodies.rules import CONFIGURABLE
from lianxi.clocks import words
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import CONVENERS, Actor
from lianxi.core.due import from_dict, settled
from lianxi.core.words import day_of
from lianxi.ledger.queries import cutoffs_on
from lianxi.ledger.rows import ObligationRow
from lianxi.ledger.rules import OBLIGATION, Cutoffs, Light, LightReading, cutoffs
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.shapes import DueView

# The names that parts/lamp.html knows the lights by.
LAMPS = {Light.NORMAL: "normal", Light.NEAR: "near", Light.OVERDUE: "late", Light.SERIOUS: "grave"}
PEERS = "办理情况由主办、协办单位和办公室看。"
# A citation's instrument and number: the same on every row, so rows show only what follows.
_INSTRUMENT = re.compile(r"^《[^》]*》(（[^）]*〔[^）]*）)?")


def acting(request: HttpRequest) -> tuple[ConferenceRow, Actor]:
    """Return the conference and the seat that the person acts in."""
    seated = cast("SeatedRequest", request)
    if seated.tenure is None:
        raise Http404
    return seated.tenure.conference, seated.actor


def today() -> date:
    """Return the present day in China."""
    return day_of(timezone.now())


def member_units(conference: ConferenceRow, day: date) -> list[tuple[int, str]]:
    """List the member units of a day to choose from, in the printed order."""
    return member_names(conference.pk, day)


def limits_on(conference_id: int, day: date) -> Cutoffs:
    """Return the day's limits of the lights, both rules read at once."""
    return cutoffs_on(conference_id, day)


def usual_limits(day: date) -> Cutoffs:
    """Return the lights' limits of a day by the program's own values, without a query."""
    near, serious = (int(CONFIGURABLE[code][0]) for code in ("near_due_days", "serious_overdue_days"))
    return cutoffs(day, near, serious, calendar_now())


def sees_all(actor: Actor) -> bool:
    """Tell whether a seat sees every unit's lights and slips: the office and the convener do, no peer."""
    return actor.is_office or actor.kind in CONVENERS


def own_light(actor: Actor, row: ObligationRow, co_units: Iterable[int | str], own_name: str = "") -> bool:
    """Tell whether a seat sees the light of a matter: its own unit leads it or takes part.

    `co_units` are ids, or names where `own_name` is the unit's.
    """
    takes_part = bool({actor.unit_id, own_name} & set(co_units)) if actor.unit_id else False
    return sees_all(actor) or row.lead_unit_id == actor.unit_id or takes_part


def lamp(row: ObligationRow, reading: LightReading, *, lit: bool = True) -> dict[str, str]:
    """Return the lamp of an obligation for parts/lamp.html; none once it was superseded, and none of a peer's."""
    if reading.light is not None and lit:
        return {"light": LAMPS[reading.light], "light_words": reading.label}
    light = "done" if row.state == "closed" else ""
    return {"light": light, "light_words": OBLIGATION.labels[row.state]}


def due_view(row: ObligationRow, reading: LightReading, *, lit: bool = True) -> DueView:
    """Return a due date in words with its lamp and with why it is so; without `lit` as a peer reads it."""
    derived = settled(from_dict(row.due_derivation), calendar_now()) if row.due_derivation else None
    shown = lamp(row, reading, lit=lit)
    return {
        "due": due_words(row),
        "why": {
            "sentence": reading.sentence if lit else PEERS,
            "steps": [derived.sentence()] if derived else [],
            "cite": "推算过程" if derived else "",
            "url": f"/ledger/{row.pk}/due",
        },
        "why_url": f"/ledger/{row.pk}/due" if row.due_on else "",
        "serious": words.counted_day(row.serious_on) if row.serious_on else "",
        "light": shown["light"],
        "light_words": shown["light_words"],
    }


def due_words(row: ObligationRow) -> str:
    """Return a due date in words; one that rests on days not announced says 暂定."""
    return words.due_words(row.due_on, row.due_derivation)


def short_citation(citation: str) -> str:
    """Leave out the instrument's title and number: 三（十一）2."""
    return _INSTRUMENT.sub("", citation) or citation
