"""The clocks of lists as they hold in a conference on a day."""

from datetime import date

from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.protection.rules.lists import (
    REMEDY,
    RULE_AGAIN,
    RULE_CONFIRM,
    RULE_FIRST,
    RULE_MONTHLY,
    RULE_RECEIPT,
    RULE_STILL,
    YEAR,
)
from lianxi.protection.rules.timing import Clocks

_CODES = (RULE_MONTHLY, RULE_RECEIPT, RULE_FIRST, RULE_STILL, RULE_AGAIN, RULE_CONFIRM, REMEDY, YEAR)


def clocks_on(conference_id: int, day: date) -> Clocks:
    """Return the limits in force on a day and the calendar as it is known now."""
    return Clocks(time_limits(conference_id, _CODES, day), calendar_now(exact=True))
