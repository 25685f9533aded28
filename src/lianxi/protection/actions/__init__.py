"""Writes of lists, rows, recognitions and pairs, one function for one thing that happens."""

from lianxi.protection.actions.keeping import enter_assessment, sign_check
from lianxi.protection.actions.lists import (
    confirm_deleted,
    dispute_list,
    draft_list,
    drop_row,
    fill_list,
    receive_list,
    remind_list,
    send_list,
    take_over,
    withdraw_list,
)
from lianxi.protection.actions.pairs import confirm_pair, end_pair, propose_pair
from lianxi.protection.actions.recognition import (
    agree_signer,
    ask_recognition,
    contest_recognition,
    end_signer,
    name_signer,
    revoke_recognition,
    sign_recognition,
    state_fact,
)
from lianxi.protection.actions.rows import answer_row, answer_sheet, confirm_return, confirm_returns

__all__ = [
    "agree_signer",
    "answer_row",
    "answer_sheet",
    "ask_recognition",
    "confirm_deleted",
    "confirm_pair",
    "confirm_return",
    "confirm_returns",
    "contest_recognition",
    "dispute_list",
    "draft_list",
    "drop_row",
    "end_pair",
    "end_signer",
    "enter_assessment",
    "fill_list",
    "name_signer",
    "propose_pair",
    "receive_list",
    "remind_list",
    "revoke_recognition",
    "send_list",
    "sign_check",
    "sign_recognition",
    "state_fact",
    "take_over",
    "withdraw_list",
]
