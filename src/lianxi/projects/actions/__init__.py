"""Everything that can happen to projects, lists, gaps and matches; other rooms import from here."""

from lianxi.projects.actions.finding import find_project_gaps
from lianxi.projects.actions.judging import answer_condition, enter_date, judge_projects, set_status
from lianxi.projects.actions.listing import drop_list, enter_list, gather_returns, send_list
from lianxi.projects.actions.matching import propose_matches, settle_match
from lianxi.projects.actions.ruling import rule_filings
from lianxi.projects.actions.telling import send_gaps, send_month

__all__ = [
    "answer_condition",
    "drop_list",
    "enter_date",
    "enter_list",
    "find_project_gaps",
    "gather_returns",
    "judge_projects",
    "propose_matches",
    "rule_filings",
    "send_gaps",
    "send_list",
    "send_month",
    "set_status",
    "settle_match",
]
