"""Writes of joint supervision, one function for one thing that happens."""

from lianxi.inspections.actions.opening import (
    ask_supervision,
    enter_mandate,
    read_mandate,
    use_other_form,
    want_mandate,
)
from lianxi.inspections.actions.rectifying import (
    add_item,
    begin_rectifying,
    check_rectified,
    close_supervision,
    fail_item,
    finish_item,
    hand_on_item,
)
from lianxi.inspections.actions.running import (
    announce,
    begin_on_site,
    conclude_supervision,
    decide_review,
    lapse,
    note_review,
    plan_supervision,
    report_supervision,
)

__all__ = [
    "add_item",
    "announce",
    "ask_supervision",
    "begin_on_site",
    "begin_rectifying",
    "check_rectified",
    "close_supervision",
    "conclude_supervision",
    "decide_review",
    "enter_mandate",
    "fail_item",
    "finish_item",
    "hand_on_item",
    "lapse",
    "note_review",
    "plan_supervision",
    "read_mandate",
    "report_supervision",
    "use_other_form",
    "want_mandate",
]
