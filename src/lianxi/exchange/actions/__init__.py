"""Everything that can happen between the units; importing this room registers all its actions."""

from lianxi.exchange.actions.bouncing import (
    accept_bounce,
    bounce_receipt,
    decline_bounce,
    rule_bounce,
    withdraw_bounce,
)
from lianxi.exchange.actions.checklists import (
    enter_checklist,
    link_point,
    note_point,
    unlink_point,
    upload_checklist,
)
from lianxi.exchange.actions.collecting import (
    close_collection,
    give_reply,
    judge_opinion,
    open_collection,
    reopen_collection,
    urge_missing,
    withdraw_collection,
)
from lianxi.exchange.actions.incoming import (
    answer_incoming,
    assign_incoming,
    file_incoming,
    read_complainant,
    register_incoming,
    reopen_incoming,
)
from lianxi.exchange.actions.receiving import answer_receipt, sign_receipt
from lianxi.exchange.actions.reporting import (
    agree_tally,
    dispute_tally,
    draft_upward,
    drop_upward,
    open_tally,
    plan_upward,
    send_upward,
)
from lianxi.exchange.actions.requesting import (
    accept_request,
    agree_to_day,
    answer_request,
    ask_request,
    decline_request,
    insist_on_day,
    propose_day,
    withdraw_request,
)
from lianxi.exchange.actions.routing import note_routing, route_to_matter, route_to_sending
from lianxi.exchange.actions.sending import send_out, withdraw_sending
from lianxi.exchange.actions.timing import oblige_missing, remind_due

__all__ = [
    "accept_bounce",
    "accept_request",
    "agree_tally",
    "agree_to_day",
    "answer_incoming",
    "answer_receipt",
    "answer_request",
    "ask_request",
    "assign_incoming",
    "bounce_receipt",
    "close_collection",
    "decline_bounce",
    "decline_request",
    "dispute_tally",
    "draft_upward",
    "drop_upward",
    "enter_checklist",
    "file_incoming",
    "give_reply",
    "insist_on_day",
    "judge_opinion",
    "link_point",
    "note_point",
    "note_routing",
    "oblige_missing",
    "open_collection",
    "open_tally",
    "plan_upward",
    "propose_day",
    "read_complainant",
    "register_incoming",
    "remind_due",
    "reopen_collection",
    "reopen_incoming",
    "route_to_matter",
    "route_to_sending",
    "rule_bounce",
    "send_out",
    "send_upward",
    "sign_receipt",
    "unlink_point",
    "upload_checklist",
    "urge_missing",
    "withdraw_bounce",
    "withdraw_collection",
    "withdraw_request",
    "withdraw_sending",
]
