"""Everything that can happen to an obligation and to a circular; other rooms import from here."""

from lianxi.ledger.actions.answering import answer_upward
from lianxi.ledger.actions.briefing import look_at_brief, open_brief_link, revoke_brief_link
from lianxi.ledger.actions.circulars import discard_circular, draft_circular, issue_circular, revise_circular
from lianxi.ledger.actions.contesting import accept_contest, contest_figure, refuse_contest, show_circular
from lianxi.ledger.actions.delegating import (
    accept_delegation,
    offer_delegation,
    return_delegation,
    withdraw_delegation,
)
from lianxi.ledger.actions.ending import cancel_obligation, merge_obligation, supersede_obligation
from lianxi.ledger.actions.entering import enter_obligation
from lianxi.ledger.actions.evidence import add_evidence, require_evidence
from lianxi.ledger.actions.extending import ask_extension, grant_extension, refuse_extension
from lianxi.ledger.actions.fulfilling import fulfil_obligation
from lianxi.ledger.actions.handing_back import (
    accept_handback,
    decline_handback,
    hand_back,
    rule_handback,
    withdraw_handback,
)
from lianxi.ledger.actions.handing_over import give_handover, take_handover
from lianxi.ledger.actions.importing import apply_sheet, discard_sheet, send_sheet
from lianxi.ledger.actions.ladders import set_ladder
from lianxi.ledger.actions.parts import return_part, waive_part
from lianxi.ledger.actions.pausing import pause_clock, resume_clock
from lianxi.ledger.actions.reporting import draft_report
from lianxi.ledger.actions.sampling import draw_rechecks, fail_recheck, pass_recheck
from lianxi.ledger.actions.simulating import AN_ACT, enter_simulation
from lianxi.ledger.actions.slips import issue_due_slips, issue_looked, issue_slip, receive_slip, void_slip
from lianxi.ledger.actions.verifying import return_obligation, verify_obligation
from lianxi.ledger.actions.working import acknowledge_obligation, report_progress

__all__ = [
    "AN_ACT",
    "accept_contest",
    "accept_delegation",
    "accept_handback",
    "acknowledge_obligation",
    "add_evidence",
    "answer_upward",
    "apply_sheet",
    "ask_extension",
    "cancel_obligation",
    "contest_figure",
    "decline_handback",
    "discard_circular",
    "discard_sheet",
    "draft_circular",
    "draft_report",
    "draw_rechecks",
    "enter_obligation",
    "enter_simulation",
    "fail_recheck",
    "fulfil_obligation",
    "give_handover",
    "grant_extension",
    "hand_back",
    "issue_circular",
    "issue_due_slips",
    "issue_looked",
    "issue_slip",
    "look_at_brief",
    "merge_obligation",
    "offer_delegation",
    "open_brief_link",
    "pass_recheck",
    "pause_clock",
    "receive_slip",
    "refuse_contest",
    "refuse_extension",
    "report_progress",
    "require_evidence",
    "resume_clock",
    "return_delegation",
    "return_obligation",
    "return_part",
    "revise_circular",
    "revoke_brief_link",
    "rule_handback",
    "send_sheet",
    "set_ladder",
    "show_circular",
    "supersede_obligation",
    "take_handover",
    "verify_obligation",
    "void_slip",
    "waive_part",
    "withdraw_delegation",
    "withdraw_handback",
]
