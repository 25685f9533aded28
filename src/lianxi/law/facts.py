"""The facts that decide which steps may be taken on a draft of a document, loaded in one place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lianxi.core.actors import Actor
from lianxi.core.guards import Guard, each, stands
from lianxi.core.refusals import NotFound, Refusal, WrongState
from lianxi.journal.act import Act
from lianxi.journal.guards import Deciding, holding, itself
from lianxi.law.founding import PlanOptions, plan_from
from lianxi.law.models import FurtherInstrument, InstrumentVersion
from lianxi.law.queries import draft_of, find_latest, owns_version
from lianxi.law.rules import FURTHER, VERSION, AdoptFacts, FurtherState


def own_version(act: Act, payload: Mapping[str, Any]) -> InstrumentVersion:
    """Hold a version that the actor's conference may work on. Raises NotFound for another conference's document."""
    version = act.lock(InstrumentVersion, payload["version_id"])
    own = act.actor.conference_id
    if own is not None and not owns_version(own, version):
        raise NotFound(
            f"没有找到这份文件（编号 {version.pk}）。",
            rule="只能办理本联席会议的文件",
            next_step="请从文件列表中重新打开。",
        )
    return version


def on_draft(action: str) -> Deciding:
    """Let an action be done on a version from its states."""
    return Deciding(own_version, itself, stands(VERSION, action))


def on_adoption(action: str, *guards: Guard) -> Deciding:
    """Let a version be adopted from its states, where further guards have nothing against it."""
    return Deciding(own_version, adopt_facts, each(stands(VERSION, action), *guards))


def adopt_facts(version: InstrumentVersion, day: date) -> AdoptFacts:
    """Load what decides whether a version may be adopted."""
    latest = find_latest(version.instrument.code)
    own = [one["person"] for one in version.corrections if not one.get("carried")]
    return AdoptFacts(
        state=version.state,
        drafted_by=version.drafted_person_id,
        corrected_by=frozenset(own),
        follows=version.follows,
        latest=latest.number if latest else None,
        has_units=bool(plan_from(draft_of(version), PlanOptions(version.number, day)).units),
    )


def on_further(action: str) -> Deciding:
    """Let an action be done on a further instrument from its states."""
    return Deciding(holding(FurtherInstrument, "further_id"), itself, stands(FURTHER, action))


def on_further_in_force() -> Deciding:
    """Let an action be done on a further instrument once its approval is entered."""
    return Deciding(holding(FurtherInstrument, "further_id"), itself, approved)


def approved(row: FurtherInstrument, _actor: Actor, _day: date) -> Refusal | None:
    """Refuse what rests on a further instrument that waits for its approval or has ended."""
    if row.state == FurtherState.IN_FORCE:
        return None
    return WrongState(
        f"《{row}》{FURTHER.labels[row.state]}。",
        rule="经批准后施行",
        next_step="请先登记批准机关、文号和日期。",
    )
