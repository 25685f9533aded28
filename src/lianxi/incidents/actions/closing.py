"""The closing report, written by one seat, and the closing itself, confirmed by another seat and person."""

from typing import Annotated

from lianxi.bodies.queries import rule_value
from lianxi.core.actors import OFFICE
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.fields import One, Words
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.actions.course import DIRECTOR
from lianxi.incidents.actions.entering import add_step, words_of
from lianxi.incidents.facts import on_event
from lianxi.incidents.models import HandSignal, Incident
from lianxi.incidents.queries.documents import missing_headings, report_document
from lianxi.incidents.queries.grading import load_whole
from lianxi.incidents.queries.standing import standing_of
from lianxi.incidents.rules.guards import LONGEST_REPORT, closing
from lianxi.incidents.rules.machines import INCIDENT
from lianxi.incidents.rules.steps import entering
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, holding
from lianxi.ledger.actions.checks import tracking_basis
from lianxi.papers.issuing import Addressee, issue_paper


@action("incidents.report.write", "起草结案报告", who=OFFICE, deciding=on_event(entering))
def write_report(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    text: Annotated[str, Words("结案报告", LONGEST_REPORT)],
) -> Incident:
    """Write the closing report under its fixed headings. Raises BadInput naming the headings it lacks."""
    incident = act.get(Incident, incident_id)
    said = words_of(act, text, "结案报告", LONGEST_REPORT, needed=True)
    if missing := missing_headings(said):
        raise BadInput(
            f"结案报告缺少标题：{'、'.join(missing)}。", next_step="请按固定的八个标题写，每个标题单独成行。"
        )
    if incident.employer and incident.employer in said:
        raise BadInput("结案报告里写了用人单位。", next_step="报告发给成员单位，请用“涉事用人单位”代替。")
    own = {"report_seat_id": act.actor.seat_id, "report_person_id": act.actor.person_id}
    act.notify(f"请确认结案：{incident.title}", about=incident, office=True)
    return act.change(incident, report=said, report_by=act.actor.label, **own)


@action(
    "incidents.incident.close",
    "确认结案",
    who=DIRECTOR,
    rule="结案由办公室主任确认，报告由另一席位、另一人起草",
    deciding=Deciding(holding(Incident, "incident_id"), standing_of, closing),
)
def close_incident(act: Act, *, incident_id: Annotated[int, One("群体事件")]) -> Incident:
    """Close an incident: its report is issued to who was told, and what was kept of callers is emptied."""
    incident = act.lock(Incident, incident_id)
    whole = load_whole(incident)
    units = {row.unit.pk: row.unit.name for row in whole.tellings if row.unit is not None}
    superior = rule_value(act.chain, "report_to", day_of(act.at)) or "市人民政府"
    addressees = (Addressee(superior), *(Addressee(name, "copy", pk) for pk, name in sorted(units.items())))
    paper = issue_paper(
        act,
        document=report_document(incident, (superior,)),
        about=incident,
        addressees=addressees,
        basis=tracking_basis(act) or ADMINISTRATIVE,
    )
    for call in whole.calls:
        _forget(act, call)
    add_step(act, incident, "closed", f"结案报告{paper.number}")
    return act.move(incident, INCIDENT, closed_at=act.at, paper=paper)


def _forget(act: Act, call: HandSignal) -> None:
    """Empty a caller's number, and words in which a person is to be seen by the patterns of today."""
    said = "" if any(find_personal(call.said, day_of(act.at))) else call.said
    act.change(call, callback="", said=said)
