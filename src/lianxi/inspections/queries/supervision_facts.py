"""The facts that decide on a supervision, its designations, team, items and results, loaded once for acts and pages."""

from datetime import date
from typing import Any

from lianxi.core.guards import Guard, each, stands
from lianxi.inspections.models import Mandate, RectItem, Supervision, SupervisionResult, TeamUnit
from lianxi.inspections.rules import supervision_guards as guards
from lianxi.inspections.rules.machines import ITEM, RESULT, SUPERVISION
from lianxi.inspections.rules.openings import judge
from lianxi.journal.guards import Deciding, holding, holding_part

BESIDE = ("planned", "announced", "on_site", "reported")


def opening_facts(row: Supervision, instrument: str, mandate: Mandate | None) -> dict[str, Any]:
    """Give a request's facts as `lianxi rules supervision_openings` reads them."""
    facts: dict[str, Any] = {
        "instrument": instrument,
        "asked_on": row.asked_on.isoformat(),
        "target": row.target,
        "trigger": row.trigger if mandate is None else "government_decision",
        "already_supervised": row.is_supervised,
        "investigation_running": row.investigation,
    }
    if mandate is not None:
        told = {"matter": mandate.matter, "scope": mandate.scope, "duties": mandate.duties}
        facts["mandate"] = {
            "unit": mandate.unit.name,
            **{name: bool(text) for name, text in told.items()},
            "term": mandate.starts_on is not None and mandate.ends_on is not None,
        }
    return facts


def mandate_in_force(row: Supervision) -> Mandate | None:
    """Find the designation that was read last."""
    return row.mandates.filter(read_at__isnull=False).order_by("-pk").first()


def supervision_facts(row: Supervision, _day: date) -> guards.SupervisionFacts:
    """Load what decides on the steps of a supervision."""
    mandate = mandate_in_force(row)
    running = Supervision.objects.filter(
        conference_id=row.conference_id, object=row.object, state__in=BESIDE
    ).exclude(pk=row.pk)
    other = running.order_by("pk").values_list("title", flat=True).first()
    silent = row.team.filter(ended_at=None, unit__isnull=False, word="").order_by("pk")
    items = list(row.items.values_list("state", flat=True))
    return guards.SupervisionFacts(
        state=row.state,
        lead_unit_id=row.lead_unit_id,
        form=row.answer.get("form", ""),
        next=row.answer.get("next", ""),
        is_read=mandate is not None,
        has_term=mandate is not None and mandate.starts_on is not None and mandate.ends_on is not None,
        other=other or "",
        silent=tuple(silent.values_list("body", flat=True)),
        items=len(items),
        open_items=items.count(ITEM.initial),
        checked_by=(row.checked_by_seat, row.checked_by_person),
    )


def mandate_facts(row: Mandate, _day: date) -> guards.MandateFacts:
    """Load what decides whether a designation may be read: the rules' answer is reckoned from it."""
    whole = row.supervision
    answer = judge(opening_facts(whole, whole.conference.instrument, row))
    return guards.MandateFacts(whole.state, row.seat_id, row.person_id, answer)


def team_facts(row: TeamUnit, _day: date) -> guards.TeamFacts:
    """Give what decides on a unit of a team."""
    whole = row.supervision
    has_left, has_word = row.ended_at is not None, bool(row.word)
    return guards.TeamFacts(whole.state, whole.lead_unit_id, row.unit_id, row.body, has_left, has_word)


def item_facts(row: RectItem | SupervisionResult, _day: date) -> guards.ItemFacts:
    """Give what decides on something to be put right, or on a result."""
    return guards.ItemFacts(row.state, row.supervision.state, row.supervision.lead_unit_id)


def on_supervision(*decide: Guard) -> Deciding:
    """Let guards decide on the supervision that the payload names."""
    return Deciding(holding(Supervision, "supervision_id"), supervision_facts, each(*decide))


def by_office(verb: str, *decide: Guard) -> Deciding:
    """Decide on a step of a supervision by its state."""
    return on_supervision(stands(SUPERVISION, f"inspections.supervision.{verb}"), *decide)


def by_lead(verb: str, *decide: Guard) -> Deciding:
    """Decide on a step of a supervision by its state and by who leads it."""
    return by_office(verb, guards.leads, *decide)


def on_mandate(*decide: Guard) -> Deciding:
    """Let guards decide on a designation; its supervision is held first."""
    hold = holding_part(Mandate, "mandate_id", Supervision, "supervision_id")
    return Deciding(hold, mandate_facts, each(*decide))


def on_team(*decide: Guard) -> Deciding:
    """Let guards decide on a unit of a team; its supervision is held first, so that its state stays."""
    hold = holding_part(TeamUnit, "team_id", Supervision, "supervision_id")
    return Deciding(hold, team_facts, each(*decide))


def of_item(verb: str) -> Deciding:
    """Decide on an item by its state, by who leads the supervision, and by where that stands."""
    state = stands(ITEM, f"inspections.item.{verb}")
    hold = holding_part(RectItem, "item_id", Supervision, "supervision_id")
    return Deciding(hold, item_facts, each(state, guards.leads, guards.in_rectification))


def of_result(verb: str) -> Deciding:
    """Decide on the answer to a result by its state and by who leads the supervision."""
    state = stands(RESULT, f"inspections.result.{verb}")
    return Deciding(holding(SupervisionResult, "result_id"), item_facts, each(state, guards.leads))
