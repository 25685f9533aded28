"""What a page of the ledger shows: the filters that are offered, and the rows that each of them keeps."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.journal.payloads import is_unreadable
from lianxi.journal.sight import seen_by
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.words import holding
from lianxi.ledger.rules import ENDED, OBLIGATION, WORKING, Cutoffs

ALL, LATE = "all", "late"
_NUMBER = re.compile(r"([0-9]{4})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What a page of the ledger shows.

    `state` is a state, "all", or empty for what is under way; `light` is a light, "late" for both kinds
    of overdue, or empty; `unit_id` takes what a unit leads or takes part in; `text` is a number such as
    2026-015 or words of the title.
    """

    unit_id: int | None = None
    light: str = ""
    state: str = ""
    text: str = ""


def filtered(
    conference: ConferenceRow, wanted: LedgerFilter, limits: Cutoffs, to: Actor | None = None
) -> QuerySet[Obligation]:
    """Return the rows that a filter keeps of what the seat `to` sees, the unit apart. Raises BadInput for no such filter.

    Conditions are written so that each meets the narrowest index: a running state says that it runs.
    """
    rows: QuerySet[Obligation] = seen_by(to, Obligation.objects.filter(conference_id=conference.pk))
    state, light, text = wanted.state, wanted.light, wanted.text.strip()
    if state not in ("", ALL) and state not in OBLIGATION.labels:
        raise BadInput("没有这种状态。", next_step="请从列出的状态中选择。")
    if is_unreadable(text):
        raise BadInput("查找的字里有控制字符。", next_step="请重新输入要查找的字。")
    running = bool(light) or state == "" or state not in (ALL, *ENDED)
    if running:
        rows = rows.filter(closed_at__isnull=True)
    if state not in ("", ALL):
        rows = rows.filter(state=state)
    if light:
        rows = rows.filter(shown_as(light, limits, state))
    number = _NUMBER.fullmatch(text)
    if number:
        return rows.filter(year=int(number[1]), sequence=int(number[2]))
    return holding(rows, conference.pk, text, running=running) if text else rows


# A date is seriously late at the latest 60 working days after it (bodies.rules): within so many days.
LONGEST = timedelta(days=120)


def shown_as(light: str, limits: Cutoffs, state: str = "") -> Q:
    """Return the filter of a light: the same limits that `Cutoffs.light` applies to one date.

    With a state that is asked for as well, only the condition that is left over. Raises BadInput.
    """
    today = limits.today
    dues = {
        "near": Q(due_order__gte=today, due_order__lt=limits.near_before),
        "overdue": Q(due_order__lt=today, due_order__gt=today - LONGEST, serious_on__gt=today),
        "serious": Q(due_order__lt=today, serious_on__lte=today),
        LATE: Q(due_order__lt=today),
        "normal": Q(due_order__gte=limits.near_before),
    }
    if light not in dues:
        raise BadInput("没有这种灯。", next_step="请从正常、临期、逾期、严重逾期中选择。")
    if state in ENDED:
        return Q(pk__in=())
    if state == "submitted":
        return Q() if light == "normal" else Q(pk__in=())
    if state in WORKING:
        return dues[light]
    if light == "normal":
        return Q(state="submitted") | dues[light]
    return dues[light] & Q(state__in=WORKING)
