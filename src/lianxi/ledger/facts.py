"""The facts that decide which steps may be taken on an obligation, loaded in one place for actions and pages."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from lianxi.bodies.models import Seat, Tenure
from lianxi.bodies.queries import in_force, list_held_seats, rule_value
from lianxi.clocks.queries import calendar_now
from lianxi.core.due import Pause, from_dict
from lianxi.core.guards import Guard, each, stands
from lianxi.core.refusals import NotFound
from lianxi.journal.act import Act
from lianxi.journal.guards import Deciding, holding, holding_part, itself
from lianxi.ledger.models import (
    Circular,
    ClockPause,
    Contest,
    CoUnit,
    Delegation,
    Evidence,
    Extension,
    Handback,
    Handover,
    Obligation,
    Progress,
    Recheck,
    Slip,
    Verification,
)
from lianxi.ledger.queries.pages import RARE, missing_evidence
from lianxi.ledger.rules import RECHECK
from lianxi.ledger.rules.beside import (
    CircularFacts,
    GiverFacts,
    HandoverFacts,
    PausedFacts,
    RecheckFacts,
    SlipFacts,
    UrgedFacts,
    recheck,
)
from lianxi.ledger.rules.duties import who_judges
from lianxi.ledger.rules.machines import CONTEST
from lianxi.ledger.rules.steps import HandbackFacts, PartFacts, StepFacts


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


# ---- beside the matters themselves ----


def circular_facts(circular: Circular, day: date) -> CircularFacts:
    """Load what decides whether a circular may be issued."""
    contested = Contest.objects.filter(circular=circular, state=CONTEST.initial).exists()
    must_show = rule_value(circular.conference_id, "circular_shown", day) == "on"
    return CircularFacts(circular.state, contested, must_show)


def on_contest(action: str) -> Deciding:
    """Let an action be done on an objection to a figure from its states; the circular is held first."""
    hold = holding_part(Contest, "contest_id", Circular, "circular_id")
    return Deciding(hold, itself, stands(CONTEST, action))


def urged_facts(obligation: Obligation, _day: date) -> UrgedFacts:
    """Give what decides whether a matter may be urged."""
    calendar = calendar_now(exact=True)
    return UrgedFacts(obligation.number, obligation.state, obligation.due_on, calendar)


def slip_facts(slip: Slip, _day: date) -> SlipFacts:
    """Give what decides on a slip."""
    return SlipFacts(slip.state, slip.label, slip.unit_id, slip.unit.name, slip.received_at)


def offered(act: Act, payload: Mapping[str, Any]) -> Delegation:
    """Hold an offer to the own conference.

    It is the other conference's row: held so that it is not withdrawn meanwhile, never written. Raises NotFound.
    """
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("obligation", "conference")
    row: Delegation | None = rows.filter(pk=payload["delegation_id"], to_conference_id=act.chain).first()
    if row is None:
        raise NotFound(
            "没有找到这项交办。", rule="只能办理交办给本联席会议的事项", next_step="请从列表中重新打开。"
        )
    return row


def giver_facts(seat: Seat, day: date) -> GiverFacts:
    """Load what decides who hands a seat's matters over."""
    return GiverFacts(seat.pk, Tenure.objects.filter(in_force(day), seat=seat).exists())


def handover_facts(row: Handover, _day: date) -> HandoverFacts:
    """Give what decides who takes a handover."""
    return HandoverFacts(row.state, row.to_seat_id, row.person_id)


def recheck_facts(row: Recheck, _day: date) -> RecheckFacts:
    """Load what decides who re-checks a closed matter."""
    own = {"obligation": row.obligation_id}
    reporters = Progress.objects.filter(**own).values_list("seat_id", flat=True)
    verifiers = Verification.objects.filter(**own).values_list("seat_id", flat=True)
    lead = row.obligation.lead_unit_id
    return RecheckFacts(row.state, lead, tuple(reporters), frozenset(verifiers))


def on_recheck(action: str) -> Deciding:
    """Let a re-check be recorded from its states by a seat that may."""
    return Deciding(holding(Recheck, "recheck_id"), recheck_facts, each(stands(RECHECK, action), recheck))


def _of_pause(row: ClockPause, _day: date) -> PausedFacts:
    stored = row.obligation.due_derivation
    derivation = from_dict(stored) if stored else None
    ended = Pause(row.reason, row.starts_on, row.ends_on)
    is_counted = derivation is not None and ended in derivation.pauses
    return PausedFacts(row.obligation.number, row.obligation.state, is_counted)


def on_pause(guard: Guard) -> Deciding:
    """Let a guard decide on the pause that the payload names; its obligation is held first."""
    return Deciding(holding_part(ClockPause, "pause_id", Obligation, "obligation_id"), _of_pause, guard)
