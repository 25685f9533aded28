"""What every entry of an incident shares: both times, its paper, who entered it, and no person in its words."""

from datetime import datetime
from typing import Any

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.guards import stands
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.models import Incident, IncidentStep
from lianxi.incidents.queries.entries import event_facts
from lianxi.incidents.rules.machines import INCIDENT
from lianxi.incidents.rules.steps import entering
from lianxi.incidents.rules.timing import require_paper, require_past
from lianxi.journal.acting import Act
from lianxi.journal.guards import Deciding, on

# Who enters for an event: the office, and units that were told of it or told of it themselves.
ENTERING = OFFICE | UNIT_SPEAKERS


def words_of(act: Act, text: str, label: str, longest: int = 300, *, needed: bool = False) -> str:
    """Return a text without outer blanks. Raises BadInput for one that is too long, or names a person."""
    said = filled(text, label, longest) if needed else short_enough(text, label, longest)
    for found in find_personal(said, day_of(act.at)):
        raise BadInput(
            f"{label}第 {found.place} 个字起像是{found.kind}，没有保存。",
            next_step="请改写为单位、职务和人数；患者的姓名、年龄、住院号不进入本系统。",
            rule="事件记录不写个人信息",
        )
    return said


def entered(act: Act, happened_at: datetime | None, paper: str, label: str = "时间") -> dict[str, Any]:
    """Give the columns of both times and of who entered. Raises BadInput for the future, and for late ones without paper.

    No moment means now.
    """
    happened_at = happened_at or act.at
    require_past(happened_at, act.at, label)
    words = words_of(act, paper, "凭据", 200)
    return {
        "conference_id": act.chain,
        "happened_at": happened_at,
        "entered_at": act.at,
        "is_late": require_paper(happened_at, act.at, words),
        "paper_ref": words,
        "by": act.actor.label,
        "seat_id": act.actor.seat_id,
        "person_id": act.actor.person_id,
    }


def hold_running(act: Act, incident_id: int) -> Incident:
    """Hold an incident that a form names beside its own. Raises the refusal of the guard of entries."""
    incident, day = act.lock(Incident, incident_id), day_of(act.at)
    if refusal := entering(event_facts(incident, day), act.actor, day):
        raise refusal
    return incident


def add_step(
    act: Act,
    incident: Incident,
    kind: str,
    text: str,
    *,
    happened_at: datetime | None = None,
    paper: str = "",
) -> IncidentStep:
    """Note a step of an incident's course."""
    return act.create(
        IncidentStep(incident=incident, kind=kind, text=text, **entered(act, happened_at, paper))
    )


def plain(action: str) -> Deciding:
    """Let a step of an incident be taken from the states that its machine names."""
    return on(Incident, "incident_id", stands(INCIDENT, action))
