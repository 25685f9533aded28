"""The facts that decide which steps may be taken on an obligation, loaded in one place for actions and pages."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from lianxi.bodies.queries import list_held_seats
from lianxi.core.due import from_dict
from lianxi.journal.guards import Deciding, holding, holding_part
from lianxi.ledger.models import CoUnit, Evidence, Extension, Handback, Obligation, Progress, Verification
from lianxi.ledger.queries.pages import RARE, missing_evidence
from lianxi.ledger.rules.duties import who_judges
from lianxi.ledger.rules.steps import Guard, HandbackFacts, PartFacts, StepFacts


class Rows(Protocol):
    """An obligation with the rows that decide, as its page has them."""

    @property
    def obligation(self) -> Obligation: ...
    @property
    def parts(self) -> Iterable[CoUnit]: ...
    @property
    def progress(self) -> Iterable[Progress]: ...
    @property
    def verifications(self) -> Iterable[Verification]: ...
    @property
    def extensions(self) -> Iterable[Extension]: ...
    @property
    def evidence(self) -> Iterable[Evidence]: ...
    @property
    def handbacks(self) -> Iterable[Handback]: ...


class _Loaded:
    """The same rows, read for one action under its lock."""

    def __init__(self, obligation: Obligation) -> None:
        own = {"obligation": obligation}
        self.obligation = obligation
        parts = CoUnit.objects.filter(**own).exclude(state="released")
        self.parts = list(parts.select_related("unit").order_by("pk"))
        self.progress = list(RARE["progress"].filter(**own))
        self.verifications = list(RARE["verifications"].filter(**own))
        self.extensions = list(RARE["extensions"].filter(**own))
        self.evidence = list(RARE["evidence"].filter(**own))
        self.handbacks = list(RARE["handbacks"].filter(**own))


def facts_of(rows: Rows, day: date | None = None) -> StepFacts:
    """Reckon the facts from rows that are at hand; who verifies is looked up for a day, where one is given."""
    row = rows.obligation
    derivation = from_dict(row.due_derivation) if row.due_derivation else None
    passed = [one.progress_id for one in rows.verifications if one.result == "pass"]
    facts = StepFacts(
        number=row.number,
        state=row.state,
        lead_unit_id=row.lead_unit_id,
        lead=row.lead_unit.name,
        due_on=row.due_on,
        answer_upward=row.answer_upward,
        passed_at=row.passed_at,
        answered_at=row.answered_at,
        parts=tuple(part_facts(part) for part in rows.parts),
        handbacks=tuple(handback_facts(one) for one in rows.handbacks),
        asked_by=tuple(one.seat_id for one in rows.extensions if one.state == "asked"),
        reporters=tuple(one.seat_id for one in rows.progress if not passed or one.pk > max(passed)),
        missing=tuple(missing_evidence(row, rows.verifications, rows.evidence, rows.progress)),
        pauses=derivation.limit.pauses if derivation and derivation.limit else (),
        by_rule=derivation is not None and derivation.limit is not None and derivation.days is not None,
    )
    if day is None or row.state != "submitted":
        return facts
    seats = list_held_seats(row.conference_id, day)
    units = [part.unit_id for part in facts.parts]
    return replace(facts, judges=who_judges(seats, row.lead_unit_id, facts.reporters, units))


def part_facts(part: CoUnit) -> PartFacts:
    """Give what decides of a co-unit's part."""
    return PartFacts(part.unit_id, part.unit.name, part.state)


def handback_facts(one: Handback) -> HandbackFacts:
    """Give what decides of a handback."""
    named = one.named_unit
    return HandbackFacts(one.unit_id, one.unit.name, named.pk, named.name, one.state)


def step_facts(obligation: Obligation, day: date | None = None) -> StepFacts:
    """Load what decides on an obligation."""
    return facts_of(_Loaded(obligation), day)


def _of_handback(one: Handback, _day: date) -> StepFacts:
    return replace(step_facts(one.obligation), handback=handback_facts(one))


def _of_part(part: CoUnit, _day: date) -> StepFacts:
    return replace(step_facts(part.obligation), part=part_facts(part))


def _of_extension(one: Extension, _day: date) -> StepFacts:
    facts = step_facts(one.obligation)
    # Only the request that the action names may be answered by it.
    return replace(facts, asked_by=(one.seat_id,) if one.state == "asked" else ())


def on_obligation(guard: Guard) -> Deciding:
    """Let a guard decide on the obligation that the payload names."""
    return Deciding(holding(Obligation, "obligation_id"), step_facts, guard)


def on_handback(guard: Guard) -> Deciding:
    """Let a guard decide on the handback that the payload names; its obligation is held first."""
    return Deciding(holding_part(Handback, "handback_id", Obligation, "obligation_id"), _of_handback, guard)


def on_extension(guard: Guard) -> Deciding:
    """Let a guard decide on the request for a later date that the payload names."""
    return Deciding(
        holding_part(Extension, "extension_id", Obligation, "obligation_id"), _of_extension, guard
    )


def on_part(guard: Guard) -> Deciding:
    """Let a guard decide on the co-unit's part that the payload names."""
    return Deciding(holding_part(CoUnit, "part_id", Obligation, "obligation_id"), _of_part, guard)
