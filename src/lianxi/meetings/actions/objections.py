"""An objection names a paragraph and gets a reply; an edit or reply opens a new round for that unit.

One that is adopted changes the paragraph's words and its terms, and is replied to, in one act and one revision.
"""

from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, One, OneUnit, Seen, Units, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.actions.consent import own_paragraphs
from lianxi.meetings.actions.decisions import GivenTerms, put_terms
from lianxi.meetings.actions.minutes import Paragraph, ParagraphConflict, paragraph_row, revise
from lianxi.meetings.facts import consent_of, on_objection, present_revision
from lianxi.meetings.models import Decision, Minutes, Objection
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.decisions import errors_of
from lianxi.meetings.rules.machines import OBJECTION
from lianxi.meetings.rules.reckoned import binding_of
from lianxi.meetings.rules.sending import refuse_row


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
    "meetings.objection.adopt",
    "采纳异议",
    who=OFFICE,
    deciding=on_objection(steps.minutes_in_consent, stands(OBJECTION, "meetings.objection.adopt")),
)
def adopt_objection(
    act: Act,
    *,
    objection_id: Annotated[int, One("异议")],
    text: Annotated[str, Words("段落文字", 20_000)],
    seen: Annotated[str, Seen()],
    reply: Annotated[str, Words("答复", 2000)],
    lead_unit_id: Annotated[int | None, OneUnit("主办单位")] = None,
    co_unit_ids: Annotated[tuple[int, ...], Units("协办单位")] = (),
    due_on: Annotated[date | None, Day("办理时限")] = None,
    cycle: Annotated[str, Choice("周期")] = "once",
    evidence_wanted: Annotated[str, Words("需要的材料", 200)] = "",
) -> Objection:
    """Change the paragraph objected to, its words and terms together, and reply: one revision, one new round.

    Of a paragraph that decides nothing there are no terms to give. Raises ParagraphConflict where the paragraph is
    no longer the one that was seen, BadInput where nothing changes or words and terms disagree.
    """
    row = act.lock(Objection, objection_id)
    minutes = act.lock(Minutes, row.minutes_id)
    rows = list(present_revision(minutes).paragraphs)
    place = next((i for i, p in enumerate(rows) if p["key"] == row.paragraph and not p.get("removed")), None)
    if place is None:
        raise BadInput("提出异议的那一段已经删去。", next_step="请用“答复异议”写明处理情况。")
    own, text = rows[place], filled(text, "段落文字", 20_000)
    refuse_row(own)
    if own["hash"] != seen:
        raise ParagraphConflict(own["text"], own["hash"])
    binding = own["binding"]
    if binding is not None:
        decision = act.lock(Decision, binding["decision"])
        act.change(decision, text=filled(text, "议定事项", 2000))
        if binding["kind"] == "task":
            terms = GivenTerms(lead_unit_id, co_unit_ids, due_on, cycle, evidence_wanted)
            put_terms(act, decision, terms)
        binding = binding_of(decision)
    rows[place] = _changed(own, paragraph_row(own["key"], text, own["item"], binding))
    revise(act, minutes, rows, f"采纳异议，修改第{place + 1}段")
    act.subject = f"meetings.minutes:{minutes.pk}"
    act.notify("你单位的异议已采纳，请重新表态", about=minutes, unit=row.unit_id)
    return act.move(row, OBJECTION, reply=filled(reply, "答复", 2000), replied_at=act.at)


def _changed(old: Paragraph, new: Paragraph) -> Paragraph:
    if new["hash"] == old["hash"]:
        raise BadInput(
            "段落文字和承办要求都没有改动。",
            rule="采纳的异议要改到纪要里",
            next_step="请改动后再采纳；不改的，请用“答复异议”说明理由。",
        )
    faults = errors_of([new])
    if faults:
        raise BadInput(faults[0].message, next_step="正文和承办要求请一并改到一致。")
    return new


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
