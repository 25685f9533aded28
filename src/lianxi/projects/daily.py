"""The day's work: returns of the units are listed, projects matched by code, gaps found and closed."""

from datetime import datetime

from lianxi.core.actors import timer_of
from lianxi.core.refusals import BadInput
from lianxi.projects.actions import find_project_gaps, gather_returns, propose_matches
from lianxi.projects.queries.running import conferences_with_projects, conferences_with_returns


def look_all(at: datetime) -> int:
    """Bring every conference's register up to the day and give how many gaps were found.

    Conferences without projects are passed over; a day with nothing new changes nothing.
    """
    for one in conferences_with_returns():
        try:
            gather_returns(timer_of(one), at)
        except BadInput:
            continue
    count = 0
    for one in conferences_with_projects():
        propose_matches(timer_of(one), at)
        count += len(find_project_gaps(timer_of(one), at))
    return count
