"""Who may do what on an obligation, and what an obligation's state was at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lianxi.core.actors import OFFICE, Actor, SeatKind
from lianxi.core.due import Derivation, add_months
from lianxi.ledger.rules.machines import CYCLE_LABELS, CYCLE_MONTHS, ObligationState


class Judges(StrEnum):
    """Who verifies a matter: the office, else a seat of a unit without a part in it, else the convener."""

    OFFICE = "office"
    PEERS = "peers"
    CONVENER = "convener"


def who_judges(
    seats: Iterable[tuple[SeatKind, int, int]],
    lead_unit_id: int,
    reporters: Iterable[int],
    parts: Iterable[int],
) -> Judges:
    """Say who verifies a matter of a lead unit, from the held seats (kind, unit, seat) of the day.

    A seat that reported in this round does not count, nor, beside the office's, one of a co-unit.
    """
    told, inside = set(reporters), {lead_unit_id, *parts}
    others = [(kind, unit) for kind, unit, seat in seats if unit != lead_unit_id and seat not in told]
    if any(kind in OFFICE for kind, _ in others):
        return Judges.OFFICE
    return Judges.PEERS if any(unit not in inside for _, unit in others) else Judges.CONVENER


def conflict_of_interest(actor: Actor, lead_unit_id: int, reporters: Iterable[int]) -> str:
    """Say why a seat may not judge an obligation; empty where it may.

    `reporters` are the seats that reported in this round. Judging one's own unit's work, or one's own
    report, is no verification.
    """
    if actor.unit_id == lead_unit_id:
        return "这项由你所在单位主办，不能由本单位的席位核定。"
    if actor.seat_id in set(reporters):
        return "你反馈过这项的办理情况，不能再由你核定。"
    return ""


def next_due(before: Derivation, cycle: str) -> Derivation:
    """Derive the due date of the next period: the same day of a later month.

    It is reckoned from the period's own date, not from an extension of it, and aims at the day of month
    of the first period. Raises KeyError for an obligation that does not recur.
    """
    due = before.first_due_on
    anchor = before.anchor or due.day
    later = add_months(due, CYCLE_MONTHS[cycle], anchor=anchor)
    rule = f"{CYCLE_LABELS[cycle]}一期，每期{anchor}日到期（当月无此日的为月末）"
    return Derivation(rule=rule, source=before.source, due_on=later, anchor=anchor)


@dataclass(frozen=True, slots=True)
class Happened:
    """The moments that decide a state: the lead's acknowledgement, requests for closing and their answers.

    `verified` holds (moment, result) in order; every request is answered by at most one verification.
    `since` is when it came to the present lead, if it changed hands: what happened before counts no more.
    """

    acknowledged_at: datetime | None
    requested: Sequence[datetime]
    verified: Sequence[tuple[datetime, str]]
    ended: tuple[datetime, str] | None = None
    since: datetime | None = None


def state_as_of(happened: Happened, moment: datetime) -> ObligationState:
    """Return an obligation's state at a moment from what had happened until then."""
    if happened.ended and happened.ended[0] <= moment:
        return ObligationState(happened.ended[1])
    since = happened.since
    requests = sum(at <= moment for at in happened.requested if since is None or at > since)
    answers = [result for at, result in happened.verified if at <= moment and (since is None or at > since)]
    if requests > len(answers):
        return ObligationState.SUBMITTED
    if answers:
        return ObligationState.RETURNED if answers[-1] == "return" else ObligationState.IN_PROGRESS
    signed = happened.acknowledged_at
    if signed and signed <= moment and (since is None or signed > since):
        return ObligationState.IN_PROGRESS
    return ObligationState.ISSUED
