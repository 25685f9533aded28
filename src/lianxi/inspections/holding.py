"""Figures that supervisions and merged checks hold, counted from their records in a span of days, for a unit or all."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from lianxi.inspections.models import CheckRequest, Finding, Mandate, RectItem, SupervisionResult, VisitPart
from lianxi.inspections.rules.requests import COUNTED
from lianxi.ledger.holding import Held

_CHECKS, _SUPERVISIONS = "本系统统筹检查记录", "本系统督查记录"


def count_mandated(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the supervisions whose full designation began in the span."""
    rows = Mandate.objects.filter(
        conference_id=conference_id, read_at__isnull=False, starts_on__range=(first, last)
    )
    return Held(Decimal(rows.values("supervision").distinct().count()), _SUPERVISIONS, "/supervisions")


def _items(conference_id: int, first: date, last: date) -> QuerySet[RectItem]:
    return RectItem.objects.filter(conference_id=conference_id, supervision__served_on__range=(first, last))


def count_items(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count what conclusions served in the span asked to put right."""
    return Held(Decimal(_items(conference_id, first, last).count()), _SUPERVISIONS, "/supervisions")


def count_items_done(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count of these what was checked as put right."""
    done = _items(conference_id, first, last).filter(state="done").count()
    return Held(Decimal(done), _SUPERVISIONS, "/supervisions")


def _proposals(conference_id: int, first: date, last: date) -> QuerySet[SupervisionResult]:
    rows = SupervisionResult.objects.filter(conference_id=conference_id, proposed_on__range=(first, last))
    return rows.exclude(kind="clue")


def count_proposals(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the proposals that supervisions made in the span; clues handed over are not counted."""
    found = _proposals(conference_id, first, last).count()
    return Held(Decimal(found), _SUPERVISIONS, "/supervisions")


def count_proposals_taken(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count of these what was taken up."""
    taken = _proposals(conference_id, first, last).filter(state="taken").count()
    return Held(Decimal(taken), _SUPERVISIONS, "/supervisions")


def _findings(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Finding]:
    rows = Finding.objects.filter(conference_id=conference_id, part__checked_on__range=(first, last))
    return rows.filter(part__subject__unit_id=unit_id) if unit_id else rows


def count_to_rectify(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the problems of checks in the span whose term for putting right has come by its last day."""
    rows = _findings(conference_id, unit_id, first, last).filter(measure="order", term__lte=last)
    return Held(Decimal(rows.count()), _CHECKS, "/checks")


def count_rectified(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count of these those that passed their re-check."""
    rows = _findings(conference_id, unit_id, first, last).filter(measure="order", term__lte=last)
    return Held(Decimal(rows.filter(recheck_result="pass").count()), _CHECKS, "/checks")


def count_referred(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the problems of checks in the span that were referred to another unit."""
    rows = _findings(conference_id, unit_id, first, last).filter(obligation__isnull=False)
    return Held(Decimal(rows.count()), _CHECKS, "/checks")


def count_referred_answered(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count of these those whose matter on the receiver's ledger was closed."""
    rows = _findings(conference_id, unit_id, first, last).filter(obligation__state="closed")
    return Held(Decimal(rows.count()), _CHECKS, "/checks")


def count_over_cap(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the firms at which a body made more counted checks in the span than its published cap."""
    rows = VisitPart.objects.filter(
        conference_id=conference_id, state="done", checked_on__range=(first, last), subject__cap__gt=0
    )
    counted = rows.filter(visit__requests__subject=F("subject"), visit__requests__type__in=COUNTED)
    visits = counted.values("subject", "subject__cap", "visit__firm").annotate(
        n=Count("visit", distinct=True)
    )
    over = {row["visit__firm"] for row in visits.order_by() if row["n"] > row["subject__cap"]}
    return Held(Decimal(len(over)), _CHECKS, "/checks")


def count_unlawful(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the checks in the span made by a body that may not enforce, or of an item on no published list."""
    rows = CheckRequest.objects.filter(
        conference_id=conference_id, placed="scheduled", visit__parts__subject=F("subject"),
        visit__parts__state="done", visit__parts__checked_on__range=(first, last),
    )  # fmt: skip
    unlawful = rows.filter(~Q(subject__kind="enforcement") | Q(item__isnull=True))
    return Held(Decimal(unlawful.values("visit", "subject").distinct().count()), _CHECKS, "/checks")
