"""An incoming paper becomes a topic: answered upward to the body that it came from."""

from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice, Day, One, Words
from lianxi.exchange.actions import note_routing
from lianxi.exchange.facts import on_incoming
from lianxi.exchange.models import Incoming
from lianxi.exchange.rules import handling
from lianxi.journal.acting import Act, action, record_name
from lianxi.meetings.actions.topics import enter_assigned_topic
from lianxi.meetings.models import Topic


@action(
    "meetings.topic.from_incoming",
    "收文转为议题",
    who=OFFICE,
    rule="由办公室转办",
    deciding=on_incoming(handling.route),
)
def topic_from_incoming(
    act: Act,
    *,
    incoming_id: Annotated[int, One("收文")],
    clause: Annotated[str, Choice("依据条款")],
    title: Annotated[str, Words("议题", 200)] = "",
    text: Annotated[str, Words("内容", 20_000)] = "",
    answer_due_on: Annotated[date | None, Day("上报期限")] = None,
) -> Topic:
    """Enter a topic for an incoming paper that is open, by its title and gist where nothing else is written.

    Who wrote or called does not go along. Raises WrongState for a paper that has ended, BadInput as
    `enter_assigned_topic` does.
    """
    row = act.lock(Incoming, incoming_id)
    topic = enter_assigned_topic.within(
        act,
        kind="assigned",
        title=title or row.title,
        text=text or row.gist or row.title,
        source_body=row.from_body,
        clause=clause,
        answer_due_on=answer_due_on or row.due_on,
    )
    note_routing.within(act, incoming=row, into="topic", record=record_name(topic), label=topic.title)
    return topic
