"""An objection names a paragraph and gets a reply; an edit or reply opens a new round for that unit."""

from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.actions.consent import own_paragraphs
from lianxi.meetings.facts import consent_of, on_objection
from lianxi.meetings.models import Minutes, Objection
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import OBJECTION


@action(
    "meetings.objection.raise",
    "对纪要提出异议",
    who=UNIT_SPEAKERS,
    deciding=on(Minutes, "minutes_id", steps.in_consent, steps.asked, facts=consent_of),
)
def raise_objection(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    paragraph: Annotated[str, Choice("对哪一段")],
    text: Annotated[str, Words("异议和理由", 2000)],
) -> Objection:
    """Record the own unit's objection to a paragraph it answers for; issue waits for it."""
    minutes = act.lock(Minutes, minutes_id)
    unit_id = act.actor.unit_id or 0
    if paragraph not in own_paragraphs(minutes, unit_id):
        raise BadInput("你单位不对这一段表态。", next_step="只能对你单位到会参与的议题提出异议。")
    if minutes.objections.filter(unit_id=unit_id, paragraph=paragraph, state="open").exists():
        raise BadInput("你单位对这一段已有一条待答复的异议。", next_step="可先撤回，再重新提出。")
    row = Objection(
        conference_id=minutes.conference_id, minutes=minutes, unit_id=unit_id, paragraph=paragraph
    )
    row.revision, row.text, row.state = minutes.revision, filled(text, "异议和理由", 2000), OBJECTION.initial
    row.at, row.by = act.at, act.actor.label
    act.notify(f"{act.actor.label}对纪要提出异议：{minutes.meeting.title}", about=minutes, office=True)
    return act.create(row)


@action(
    "meetings.objection.reply",
    "答复异议",
    who=OFFICE,
    deciding=on_objection(steps.minutes_in_consent, stands(OBJECTION, "meetings.objection.reply")),
)
def reply_to_objection(
    act: Act,
    *,
    objection_id: Annotated[int, One("异议")],
    reply: Annotated[str, Words("答复（采纳的请同时修改段落）", 2000)],
) -> Objection:
    """Answer an objection; the unit then consents, reserves its opinion or objects again."""
    row = act.lock(Objection, objection_id)
    act.notify("你单位的异议已答复，请重新表态", about=row.minutes, unit=row.unit_id)
    return act.move(row, OBJECTION, reply=filled(reply, "答复", 2000), replied_at=act.at)


@action(
    "meetings.objection.withdraw",
    "撤回异议",
    who=UNIT_SPEAKERS,
    deciding=on_objection(
        steps.own_unit, steps.minutes_in_consent, stands(OBJECTION, "meetings.objection.withdraw")
    ),
)
def withdraw_objection(act: Act, *, objection_id: Annotated[int, One("异议")]) -> Objection:
    """Take back the own unit's objection; consent is still to be given."""
    return act.move(act.lock(Objection, objection_id), OBJECTION)
