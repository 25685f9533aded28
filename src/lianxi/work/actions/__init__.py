"""Everything that can happen to arrangements, rows and returns; other rooms import from here."""

from lianxi.work.actions.arranging import (
    end_arrangement,
    make_arrangement,
    propose_arrangements,
    revise_arrangement,
    set_sharing,
    start_set,
    switch_on,
)
from lianxi.work.actions.carrying import carry_duties
from lianxi.work.actions.checking import set_check
from lianxi.work.actions.cycles import give_cycle
from lianxi.work.actions.filling import add_row, correct_row, remove_row, upload_rows
from lianxi.work.actions.halves import answer_half
from lianxi.work.actions.mechanisms import draft_mechanism
from lianxi.work.actions.opening import miss_returns, open_returns
from lianxi.work.actions.parts import tell_part
from lianxi.work.actions.points import carry_points, enter_point, finish_task, upload_points
from lianxi.work.actions.returning import (
    approve_return,
    hand_in_return,
    nil_return,
    receive_return,
    refuse_return,
    send_back_return,
    submit_return,
    take_back_return,
)
from lianxi.work.actions.sending import send_rows

__all__ = [
    "add_row",
    "answer_half",
    "approve_return",
    "carry_duties",
    "carry_points",
    "correct_row",
    "draft_mechanism",
    "end_arrangement",
    "enter_point",
    "finish_task",
    "give_cycle",
    "hand_in_return",
    "make_arrangement",
    "miss_returns",
    "nil_return",
    "open_returns",
    "propose_arrangements",
    "receive_return",
    "refuse_return",
    "remove_row",
    "revise_arrangement",
    "send_back_return",
    "send_rows",
    "set_check",
    "set_sharing",
    "start_set",
    "submit_return",
    "switch_on",
    "take_back_return",
    "tell_part",
    "upload_points",
    "upload_rows",
]
