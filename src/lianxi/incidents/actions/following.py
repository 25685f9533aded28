"""What is followed up: a recommendation becomes an obligation, a referral, or is said to be not ours; with outcome."""

from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference, cited
from lianxi.bodies.queries import find_unit
from lianxi.core.actors import OFFICE
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.fields import Choice, Day, One, OneUnit, Words
from lianxi.core.guards import Guard, stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.actions.entering import add_step, entered, words_of
from lianxi.incidents.facts import on_event, on_row
from lianxi.incidents.models import FollowUp, Incident
from lianxi.incidents.queries.entries import follow_up_facts
from lianxi.incidents.rules import noted, steps
from lianxi.incidents.rules.machines import FOLLOW_UP
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding
from lianxi.law.citing import cite_clause
from lianxi.law.models import Clause
from lianxi.ledger.actions import enter_obligation

WAYS = {"obligation": "列入台账", "referral": "转有关机关", "not_ours": "不属本会议"}


@action("incidents.follow_up.add", "列出后续工作", who=OFFICE, deciding=on_event(steps.entering))
def add_follow_up(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    text: Annotated[str, Words("建议（不写单位和人名）", 200)],
    way: Annotated[str, Choice("去向", WAYS)],
    unit_id: Annotated[int | None, OneUnit("主办单位")] = None,
    clause: Annotated[str, Choice("依据条款")] = "",
    due_on: Annotated[date | None, Day("办理时限")] = None,
    body: Annotated[str, Words("转往的机关", 120)] = "",
) -> FollowUp:
    """Give a recommendation its way: an obligation of a member unit by its clause, a referral, or not ours.

    Without a unit it is that of the clause.

    Raises BadInput, CannotEnterObligation.
    """
    incident = act.get(Incident, incident_id)
    said = words_of(act, text, "建议", 200, needed=True)
    if incident.employer and incident.employer in said:
        raise BadInput("建议里写了用人单位。", next_step="请只写做什么；台账的标题不写单位。")
    row = FollowUp(incident=incident, text=said, way=way, **entered(act, None, ""))
    row.state = FOLLOW_UP.initial
    if way == "obligation":
        _owe(act, incident, row, (unit_id, clause.strip(), due_on))
    elif way in WAYS:
        row.body = words_of(act, body, "转往的机关", 120, needed=True)
    else:
        raise BadInput("请选择去向。", next_step=f"可选：{'、'.join(WAYS.values())}。")
    act.create(row)
    if way == "not_ours":
        return act.move_as(
            "incidents.follow_up.finish", row, FOLLOW_UP, settled_at=act.at, outcome="不属本会议"
        )
    return row


def _owe(act: Act, incident: Incident, row: FollowUp, owed: tuple[int | None, str, date | None]) -> None:
    unit_id, clause, due_on = owed
    basis = cite_clause(act, clause) if clause else ADMINISTRATIVE
    named = unit_id or _unit_of(act, clause)
    if named is None or not clause:
        raise BadInput("列入台账须有主办单位和条款。", next_step="请选择条款；条款没有写明单位的，另选单位。")
    number = incident.number or f"事件{incident.pk}"
    row.obligation = enter_obligation.within(
        act,
        title=f"{number} {row.text}"[:200],
        text=row.text,
        lead_unit_id=named,
        origin="incident",
        basis=basis,
        source=record_name(incident),
        source_label=f"{number} 后续工作",
        due_on=due_on,
    )
    row.unit_id = named
    for name, value in cited(basis).items():
        setattr(row, name, value)


def _unit_of(act: Act, clause: str) -> int | None:
    """Return the member unit whose duty a clause of the conference's own document is."""
    conference = Conference.objects.get(pk=act.chain)
    own = {"instrument_version__instrument__code": conference.instrument, "code": clause}
    rows = Clause.objects.filter(instrument_version__number=conference.instrument_version, **own)
    name = rows.values_list("unit", flat=True).first()
    unit = find_unit(conference, name, day_of(act.at)) if name else None
    return unit.pk if unit is not None else None


def _on(*guards: Guard) -> Deciding:
    return on_row(FollowUp, "follow_up_id", follow_up_facts, *guards)


@action("incidents.follow_up.finish", "登记后续工作已落实", who=OFFICE, deciding=_on(noted.finish))
def finish_follow_up(
    act: Act, *, follow_up_id: Annotated[int, One("后续工作")], outcome: Annotated[str, Words("结果", 300)]
) -> FollowUp:
    """Note that a follow-up was carried out; that of an obligation only once the ledger has closed it."""
    return _settle(act, follow_up_id, outcome)


@action(
    "incidents.follow_up.refuse",
    "登记后续工作未采纳",
    who=OFFICE,
    deciding=_on(noted.of_running, stands(FOLLOW_UP, "incidents.follow_up.refuse")),
)
def refuse_follow_up(
    act: Act, *, follow_up_id: Annotated[int, One("后续工作")], outcome: Annotated[str, Words("理由", 300)]
) -> FollowUp:
    """Note that a recommendation was not taken, with the reason."""
    return _settle(act, follow_up_id, outcome)


@action(
    "incidents.follow_up.supersede",
    "登记后续工作由别的事项替代",
    who=OFFICE,
    deciding=_on(noted.of_running, stands(FOLLOW_UP, "incidents.follow_up.supersede")),
)
def supersede_follow_up(
    act: Act,
    *,
    follow_up_id: Annotated[int, One("后续工作")],
    outcome: Annotated[str, Words("由什么替代", 300)],
) -> FollowUp:
    """Note what took the place of a follow-up."""
    return _settle(act, follow_up_id, outcome)


def _settle(act: Act, follow_up_id: int, outcome: str) -> FollowUp:
    row = act.get(FollowUp, follow_up_id)
    said = words_of(act, outcome, "结果", 300, needed=True)
    add_step(act, row.incident, "settled", f"{row.text}：{said}"[:600])
    return act.move(row, FOLLOW_UP, outcome=said, settled_at=act.at)
