"""Counts: entered as totals of a moment, upward at once, downward when another seat has confirmed."""

from datetime import datetime
from typing import Annotated, Any

from lianxi.core.actors import OFFICE
from lianxi.core.fields import Moment, Number, One, Words
from lianxi.core.guards import each
from lianxi.core.refusals import BadInput
from lianxi.incidents.actions.entering import ENTERING, entered, words_of
from lianxi.incidents.facts import holding_row, on_event
from lianxi.incidents.models import Incident, IncidentCount
from lianxi.incidents.queries.entries import confirm_facts, top_of
from lianxi.incidents.queries.grading import load_whole
from lianxi.incidents.rules import noted
from lianxi.incidents.rules.counting import MEASURES, Tally, impossible
from lianxi.incidents.rules.steps import entering
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding

HAVE_COUNTS = "人数是截至某一时点的总数，不是新增数"


@action("incidents.count.enter", "登记人数", who=ENTERING, deciding=on_event(entering))
def enter_count(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    as_of: Annotated[datetime, Moment("截至")],
    ill: Annotated[int, Number("发病（含死亡）")],
    source: Annotated[str, Words("数字来源", 120)],
    dead: Annotated[int | None, Number("死亡")] = None,
    severe_other: Annotated[int | None, Number("其他重伤")] = None,
    anthrax: Annotated[int | None, Number("炭疽")] = None,
    exposed: Annotated[int | None, Number("接触人数")] = None,
    loss_yuan: Annotated[int | None, Number("直接经济损失（元）")] = None,
    other_deaths: Annotated[int, Number("其他原因死亡（不计入）")] = 0,
    reason: Annotated[str, Words("下调的理由", 300)] = "",
    entered_for: Annotated[str, Words("代哪个单位登记", 120)] = "",
    paper: Annotated[str, Words("补登凭据", 200)] = "",
) -> IncidentCount:
    """Enter totals as of a moment; a number left out stays as it was then. Raises BadInput for what cannot be."""
    incident = act.get(Incident, incident_id)
    before = _before(incident, as_of)
    given: dict[str, int | None] = {"dead": dead, "severe_other": severe_other, "anthrax": anthrax}
    given |= {"exposed": exposed, "loss_yuan": loss_yuan}
    numbers: dict[str, Any] = {
        name: before[name] if value is None else value for name, value in given.items()
    }
    if other_deaths < 0:
        raise BadInput("其他原因死亡不能小于 0。", rule=HAVE_COUNTS)
    times = entered(act, as_of, paper, "人数的时点")
    return add_count(
        act,
        incident,
        Tally(as_of, 0, ill=ill, **numbers),
        times,
        source=words_of(act, source, "数字来源", 120, needed=True),
        reason=words_of(act, reason, "下调的理由", 300),
        other_deaths=other_deaths,
        entered_for=words_of(act, entered_for, "代哪个单位登记", 120),
    )


def add_count(
    act: Act, incident: Incident, tally: Tally, times: dict[str, Any], *, reason: str, **words: Any
) -> IncidentCount:
    """Store a count of an incident that is held. Raises BadInput for what cannot be, and for a lower one without reason."""
    if why := impossible(incident.kind, tally, incident.occurred_at, act.at):
        raise BadInput(why, rule=HAVE_COUNTS)
    before = _before(incident, tally.at)
    lower = [name for name in MEASURES if getattr(tally, name) < before[name]]
    if lower and not reason:
        told = "、".join(f"{MEASURES[name]}由 {before[name]} 降为 {getattr(tally, name)}" for name in lower)
        raise BadInput(
            f"{told}，没有写理由。",
            next_step="请写明下调的理由；保存后由另一席位确认，确认之前仍按原人数判断。",
            rule="人数上调即时有效，下调由另一席位确认",
        )
    row = act.create(
        IncidentCount(
            incident=incident,
            **{name: getattr(tally, name) for name in MEASURES},
            reason=reason if lower else "",
            **times,
            **words,
        )
    )
    if lower:
        act.notify(f"请另一席位确认人数下调：{incident.title}", about=incident, office=True)
    return row


def _before(incident: Incident, as_of: datetime) -> dict[str, int]:
    rows = [one for one in load_whole(incident).effective() if one.tally.at <= as_of]
    return dict(rows[-1].totals) if rows else dict.fromkeys(MEASURES, 0)


@action(
    "incidents.count.confirm",
    "确认人数下调",
    who=OFFICE,
    deciding=Deciding(
        holding_row(IncidentCount, "count_id"),
        confirm_facts,
        each(noted.of_running, noted.unconfirmed, noted.second),
    ),
)
def confirm_count(act: Act, *, count_id: Annotated[int, One("人数")]) -> IncidentCount:
    """Confirm a lower count from another seat by another person; what the earlier one began runs on."""
    row = act.get(IncidentCount, count_id)
    incident = top_of(row.incident)
    act.notify(f"人数下调已确认：{incident.title}", about=incident, office=True)
    return act.change(row, confirmed_at=act.at, confirmed_by=act.actor.label)
