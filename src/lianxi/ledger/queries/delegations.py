"""Reads across the border between conferences: exactly the delegated record, and nothing beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from lianxi.core.actors import Actor
from lianxi.core.refusals import NotFound
from lianxi.journal.sight import seen_by
from lianxi.ledger.models import Delegation, DelegationAnswer
from lianxi.ledger.rules import OBLIGATION
from lianxi.ledger.rules.beside import OfferFacts


@dataclass(frozen=True, slots=True)
class Delegated:
    """An offer as the conference below may read it: the record's own words, never its units or reports."""

    pk: int
    from_name: str
    number: str
    title: str
    text: str
    note: str
    due_on: date | None
    evidence_wanted: str
    evidence_kinds: tuple[str, ...]
    offered_at: datetime
    state: str
    result: str
    obligation_id: int | None


@dataclass(frozen=True, slots=True)
class Progressing:
    """A delegation as the conference above may read it: how far the obligation made of it has come."""

    pk: int
    to_name: str
    note: str
    due_on: date | None
    offered_at: datetime
    state: str
    result: str
    reason: str
    answered_by: str
    number: str
    state_label: str
    child_due_on: date | None
    child_derivation: dict[str, Any] | None
    last_reported_at: datetime | None
    closed_at: datetime | None


_BELOW = {
    "from_name": F("conference__name"),
    "number": F("obligation__number"),
    "title": F("obligation__title"),
    "text": F("obligation__text"),
    "evidence_wanted": F("obligation__evidence_wanted"),
    "evidence_kinds": F("obligation__evidence_kinds"),
    "offered_at": F("at"),
    "result": F("answered__result"),
    "own_id": F("answered__obligation_id"),
}


def list_offers_to(
    conference_id: int, *, to: Actor | None, open_only: bool = False, size: int = 100
) -> list[Delegated]:
    """List what conferences above have delegated to this one that a seat sees (None: all), the latest first."""
    rows = seen_by(to, Delegation.objects.filter(to_conference_id=conference_id))
    if open_only:
        rows = rows.filter(state="offered", answered__isnull=True, obligation__closed_at__isnull=True)
    found = rows.order_by("-at", "-pk").values("pk", "note", "due_on", "state", **_BELOW)[:size]
    return [_delegated(row) for row in found]


def get_offer_to(conference_id: int, delegation_id: int) -> Delegated:
    """Return one offer to this conference, before or after it was answered. Raises NotFound."""
    rows = Delegation.objects.filter(to_conference_id=conference_id, pk=delegation_id)
    row = rows.values("pk", "note", "due_on", "state", **_BELOW).first()
    if row is None:
        raise NotFound(
            "没有找到这项交办。", rule="只能查看交办给本联席会议的事项", next_step="请从列表中重新打开。"
        )
    return _delegated(row)


def _delegated(row: dict[str, object]) -> Delegated:
    given = {**row, "result": row["result"] or "", "obligation_id": row["own_id"]}
    given["evidence_kinds"] = tuple(given["evidence_kinds"] or ())  # type: ignore[arg-type]
    given.pop("own_id")
    return Delegated(**given)  # type: ignore[arg-type]


_ABOVE = {
    "to_name": F("to_conference__name"),
    "offered_at": F("at"),
    "result": F("answered__result"),
    "reason": F("answered__reason"),
    "answered_by": F("answered__by"),
    "number": F("answered__obligation__number"),
    "child_state": F("answered__obligation__state"),
    "child_due_on": F("answered__obligation__due_on"),
    "child_derivation": F("answered__obligation__due_derivation"),
    "last_reported_at": F("answered__obligation__last_reported_at"),
    "closed_at": F("answered__obligation__closed_at"),
}


def list_delegations_of(conference_id: int, obligation_ids: Iterable[int]) -> list[Progressing]:
    """Tell how far the conferences below have come with obligations of this conference."""
    rows = Delegation.objects.filter(conference_id=conference_id, obligation_id__in=list(obligation_ids))
    found = rows.order_by("pk").values("pk", "note", "due_on", "state", **_ABOVE)
    return [_progressing(row) for row in found]


def _progressing(row: dict[str, object]) -> Progressing:
    state = str(row.pop("child_state") or "")
    words = {name: row[name] or "" for name in ("result", "reason", "answered_by", "number")}
    return Progressing(**{**row, **words, "state_label": OBLIGATION.labels.get(state, "")})  # type: ignore[arg-type]


def offer_facts(row: Delegation, _day: date) -> OfferFacts:
    """Load what decides on a matter offered to a conference below."""
    is_answered = DelegationAnswer.objects.filter(delegation=row).exists()
    return OfferFacts(row.state, is_answered, row.obligation.closed_at is not None)


def facts_of_offer(pk: int, day: date) -> OfferFacts:
    """Load what decides on the offer of this number."""
    return offer_facts(Delegation.objects.select_related("obligation").get(pk=pk), day)
