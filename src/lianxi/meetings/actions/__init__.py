"""What can happen from a topic to an issued minute; importing this room registers all its actions."""

from lianxi.meetings.actions.agenda import (
    add_agenda_item,
    arrange_agenda,
    fill_agenda,
    move_agenda_item,
    remove_agenda_item,
)
from lianxi.meetings.actions.changing import enter_past_meeting, move_meeting, note_replies
from lianxi.meetings.actions.consent import give_consent, record_paper_consent
from lianxi.meetings.actions.decisions import drop_decision, record_decision, revise_decision
from lianxi.meetings.actions.issue import correct_minutes, issue_minutes
from lianxi.meetings.actions.meetings import (
    agree_to_meeting,
    call_meeting,
    cancel_meeting,
    change_called_units,
    close_meeting,
    open_meeting,
    plan_meeting,
    reply_to_notice,
)
from lianxi.meetings.actions.minutes import (
    add_paragraph,
    circulate_minutes,
    draft_minutes,
    recall_minutes,
    remove_paragraph,
    revise_paragraph,
)
from lianxi.meetings.actions.objections import (
    adopt_objection,
    raise_objection,
    reply_to_objection,
    withdraw_objection,
)
from lianxi.meetings.actions.referred import topic_from_incoming
from lianxi.meetings.actions.sending import address_minutes
from lianxi.meetings.actions.sitting import (
    record_attendance,
    record_attendance_sheet,
    record_course,
    record_outcome,
)
from lianxi.meetings.actions.topics import (
    accept_topic,
    answer_topic_upward,
    ask_opinions,
    decline_topic,
    enter_assigned_topic,
    give_opinion,
    propose_topic,
    revise_topic,
    withdraw_topic,
)
from lianxi.meetings.actions.uploading import upload_minutes, withdraw_minutes_upload

__all__ = [
    "accept_topic",
    "add_agenda_item",
    "add_paragraph",
    "address_minutes",
    "adopt_objection",
    "agree_to_meeting",
    "answer_topic_upward",
    "arrange_agenda",
    "ask_opinions",
    "call_meeting",
    "cancel_meeting",
    "change_called_units",
    "circulate_minutes",
    "close_meeting",
    "correct_minutes",
    "decline_topic",
    "draft_minutes",
    "drop_decision",
    "enter_assigned_topic",
    "enter_past_meeting",
    "fill_agenda",
    "give_consent",
    "give_opinion",
    "issue_minutes",
    "move_agenda_item",
    "move_meeting",
    "note_replies",
    "open_meeting",
    "plan_meeting",
    "propose_topic",
    "raise_objection",
    "recall_minutes",
    "record_attendance",
    "record_attendance_sheet",
    "record_course",
    "record_decision",
    "record_outcome",
    "record_paper_consent",
    "remove_agenda_item",
    "remove_paragraph",
    "reply_to_notice",
    "reply_to_objection",
    "revise_decision",
    "revise_paragraph",
    "revise_topic",
    "topic_from_incoming",
    "upload_minutes",
    "withdraw_minutes_upload",
    "withdraw_objection",
    "withdraw_topic",
]
