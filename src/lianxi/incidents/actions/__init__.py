"""Writes of incidents, one function for one thing that happens."""

from lianxi.incidents.actions.asking import ask_count, take_count
from lianxi.incidents.actions.calls import dismiss_incident, enter_call, hand_over_incident, open_incident
from lianxi.incidents.actions.closing import close_incident, write_report
from lianxi.incidents.actions.counts import confirm_count, enter_count
from lianxi.incidents.actions.course import (
    conclude,
    follow,
    merge_incident,
    note_investigation,
    pass_up,
    reopen,
    unmerge_incident,
)
from lianxi.incidents.actions.duty import ask_print, end_duty_phone, note_print, set_duty_phone
from lianxi.incidents.actions.facts import amend_incident, explain
from lianxi.incidents.actions.following import (
    add_follow_up,
    finish_follow_up,
    refuse_follow_up,
    supersede_follow_up,
)
from lianxi.incidents.actions.groups import end_group, form_group, note_group
from lianxi.incidents.actions.letters import (
    answer_letter,
    enter_letter,
    explain_letter,
    lift_measure,
    note_measure,
)
from lianxi.incidents.actions.telling import (
    called,
    note_telling,
    receive_telling,
    remind_telling,
    send_tellings,
)

__all__ = [
    "add_follow_up",
    "amend_incident",
    "answer_letter",
    "ask_count",
    "ask_print",
    "called",
    "close_incident",
    "conclude",
    "confirm_count",
    "dismiss_incident",
    "end_duty_phone",
    "end_group",
    "enter_call",
    "enter_count",
    "enter_letter",
    "explain",
    "explain_letter",
    "finish_follow_up",
    "follow",
    "form_group",
    "hand_over_incident",
    "lift_measure",
    "merge_incident",
    "note_group",
    "note_investigation",
    "note_measure",
    "note_print",
    "note_telling",
    "open_incident",
    "pass_up",
    "receive_telling",
    "refuse_follow_up",
    "remind_telling",
    "reopen",
    "send_tellings",
    "set_duty_phone",
    "supersede_follow_up",
    "take_count",
    "unmerge_incident",
    "write_report",
]
