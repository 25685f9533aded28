"""What every entry of an incident shares: both times, its paper, who entered it, and no person in its words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, Actor
from lianxi.core.entries import filled, short_enough
from lianxi.core.guards import stands
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.incidents.models import HandSignal, Incident, IncidentStep, Telling
from lianxi.incidents.rules.machines import INCIDENT, RUNNING
from lianxi.incidents.rules.timing import is_late, require_paper, require_past
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
    """Hold an incident of which something is entered. Raises BadInput where it has ended, NotPermitted for strangers."""
    incident = act.lock(Incident, incident_id)
    if incident.state not in RUNNING:
        raise BadInput(
            f"这个事件{INCIDENT.labels[incident.state]}，不能再登记。",
            next_step="并入别处的，请在合并后的事件登记；已结案的，请办公室主任重新打开。",
        )
    require_party(incident, act.actor)
    return incident


def require_party(incident: Incident, actor: Actor) -> None:
    """Refuse a unit that neither was told of an incident nor told of it."""
    if not actor.is_office and not is_party(incident, actor):
        raise NotPermitted(
            "你单位没有接到这个事件的告知，也不是报告单位。",
            rule="事件由办公室、报告单位和接到告知的单位登记",
            next_step="请联系办公室；掌握新情况的，可以另行登记来电。",
        )


def is_party(incident: Incident, actor: Actor) -> bool:
    """Tell whether a seat's unit told of an incident or was told of it."""
    if actor.unit_id is None:
        return False
    own: Mapping[str, Any] = {"incident": incident, "unit_id": actor.unit_id}
    return Telling.objects.filter(**own).exists() or HandSignal.objects.filter(**own).exists()


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


def was_late(happened_at: datetime, act: Act) -> bool:
    """Tell whether something is entered so late that nothing reminds of it any more."""
    return is_late(happened_at, act.at)


def plain(action: str) -> Deciding:
    """Let a step of an incident be taken from the states that its machine names."""
    return on(Incident, "incident_id", stands(INCIDENT, action))
