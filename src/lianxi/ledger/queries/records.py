"""Reads of single records of the ledger by their number, and the short lists that stand on their pages."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.journal.searching import holds_words
from lianxi.journal.sight import seen
from lianxi.ledger.models import (
    Circular,
    ClockPause,
    Contest,
    DueDate,
    Handover,
    LedgerSheet,
    Obligation,
    Recheck,
    Slip,
)


def find_obligation(actor: Actor, pk: int) -> Obligation | None:
    """Find an obligation of a conference with its lead unit."""
    return own(Obligation, actor, pk, "lead_unit")


def find_circular(actor: Actor, pk: int) -> Circular | None:
    """Find a circular of a conference with its paper."""
    return own(Circular, actor, pk, "paper", "conference")


def find_any_circular(pk: int) -> Circular | None:
    """Find a circular of whatever conference, for the operator's command line."""
    return Circular.objects.select_related("conference").filter(pk=pk).first()


def find_slip(actor: Actor, pk: int) -> Slip | None:
    """Find a slip of a conference with its matter and unit."""
    return own(Slip, actor, pk, "obligation", "unit")


def find_recheck(actor: Actor, pk: int) -> Recheck | None:
    """Find a re-check of a conference with the matter it looks at and what followed."""
    return own(Recheck, actor, pk, "sampling", "obligation", "followed_by")


def find_sheet(actor: Actor, pk: int) -> LedgerSheet | None:
    """Find a spreadsheet that was sent to a conference, with its file."""
    return own(LedgerSheet, actor, pk, "file")


def list_rechecks(conference_id: int, most: int, *, to: Actor) -> list[Recheck]:
    """List the re-checks that a seat sees, those of the latest sample first."""
    rows = seen(to, Recheck.objects.filter(conference_id=conference_id))
    rows = rows.select_related("sampling", "obligation", "followed_by")
    return list(rows.order_by("-sampling_id", "place")[:most])


def list_contests(circular_id: int, *, to: Actor) -> list[Contest]:
    """List the objections to a circular's figures that a seat sees, as they came."""
    rows = seen(to, Contest.objects.filter(circular_id=circular_id))
    return list(rows.select_related("unit").order_by("pk"))


def list_handovers(conference_id: int, actor: Actor, most: int) -> list[Handover]:
    """List handovers with their matters, the latest first; a unit reads those of its own seats."""
    rows = Handover.objects.filter(conference_id=conference_id).select_related("seat__unit", "to_seat__unit")
    if not actor.is_office:
        rows = rows.filter(seat__unit_id=actor.unit_id or 0)
    return list(rows.prefetch_related("matters__obligation", "others").order_by("-at", "-pk")[:most])


def list_due_dates(obligation_id: int) -> list[DueDate]:
    """List the due dates that an obligation had, the first one first."""
    return list(DueDate.objects.filter(obligation_id=obligation_id).order_by("at", "pk"))


def list_pauses(obligation_id: int) -> list[ClockPause]:
    """List the pauses of an obligation's clock in order."""
    return list(ClockPause.objects.filter(obligation_id=obligation_id).order_by("starts_on", "pk"))


def list_recomputed(conference_id: int, at: datetime, most: int, *, to: Actor) -> list[DueDate]:
    """List the due dates that a new calendar moved at a moment and that a seat sees, the earliest first."""
    rows = seen(to, DueDate.objects.filter(conference_id=conference_id, at=at, cause="recomputed"))
    return list(rows.select_related("obligation__lead_unit").order_by("due_on", "pk")[:most])


def list_successors(to: Actor, pk: int, lead_id: int, words: str, most: int) -> Sequence[Obligation]:
    """List running obligations that a seat sees and that can take one's place: of its lead unit, or by words."""
    running = Obligation.objects.filter(conference_id=to.conference_id or 0, closed_at__isnull=True)
    rows = seen(to, running).exclude(pk=pk).select_related("lead_unit").defer("text")
    wanted = Q(number=words) | holds_words(words, "title") if words else Q(lead_unit_id=lead_id)
    return list(rows.filter(wanted).order_by("due_order", "pk")[:most])
