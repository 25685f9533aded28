"""Everything that can happen to time limits and calendars; other rooms import from here."""

from lianxi.clocks.actions.limits import end_limit, replace_limit
from lianxi.clocks.actions.notices import apply_calendar, apply_everywhere, load_notice

__all__ = ["apply_calendar", "apply_everywhere", "end_limit", "load_notice", "replace_limit"]
