"""A county's own word on the counts: a one-time link to one body, and its numbers taken as a count of the event."""

from datetime import date
from typing import Annotated, Any

from lianxi.core.fields import Day, One, Words
from lianxi.guests.actions import accept_task, open_task
from lianxi.guests.models import GuestTask
from lianxi.guests.rules import read_numbers
from lianxi.incidents.actions.counts import enter_count
from lianxi.incidents.actions.entering import ENTERING
from lianxi.incidents.facts import given_facts, hold_given, on_event
from lianxi.incidents.models import Incident, IncidentCount
from lianxi.incidents.rules import noted
from lianxi.incidents.rules.steps import entering
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding

# The numbers asked for, by their columns; totals as of the moment of the answer.
NUMBERS = {"发病（含死亡）": "ill", "死亡": "dead", "其他重伤": "severe_other"}


@action("incidents.count.ask", "请县级用链接续报", who=ENTERING, deciding=on_event(entering))
def ask_count(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    body: Annotated[str, Words("请哪个单位报（县级卫健、医院等）", 80)],
    due_on: Annotated[date, Day("商请于哪天前报")],
    phone: Annotated[str, Words("本单位联系电话", 40)] = "",
) -> tuple[GuestTask, str]:
    """Send one body a link that takes its counts once and nothing else; gives the task and the code of its link."""
    incident = act.get(Incident, incident_id)
    title = f"{incident.number or '群体事件'} 人数续报"
    row, token = open_task.within(
        act, body=body, kind="count", title=title, due_on=due_on, question="\n".join(NUMBERS), phone=phone,
        record=record_name(incident),
    )  # fmt: skip
    return row, token


@action(
    "incidents.count.take",
    "接收链接续报",
    who=ENTERING,
    deciding=Deciding(hold_given, given_facts, noted.take_count),
)
def take_count(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    task_id: Annotated[int, One("链接填报")],
    reason: Annotated[str, Words("下调的理由", 300)] = "",
) -> IncidentCount:
    """Take the numbers that a body gave by its link as a count of the event; a lower one waits for a second seat."""
    task = act.get(GuestTask, task_id)
    given = read_numbers(task.question, task.text)
    accept_task.within(act, task_id=task.pk)
    numbers: dict[str, Any] = {column: given[name] for name, column in NUMBERS.items()}
    return enter_count.within(
        act, incident_id=incident_id, as_of=task.submitted_at or act.at, source=f"{task.body}（链接填报）"[:120],
        reason=reason, **numbers,
    )  # fmt: skip
