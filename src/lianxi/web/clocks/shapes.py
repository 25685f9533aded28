"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import TypedDict

from lianxi.core.limits import Limit
from lianxi.web.shared.offers import Offer


class LimitsLimitLine(TypedDict):
    """What `_limit_row` of limits gives to the page."""

    code: str
    title: str
    runs: str
    longer: str
    former: str
    present: Limit | None
    restarts: Sequence[object]
    to_confirm: str
    history: Sequence[object]
    open: bool


class LimitsCalendarPageNotices(TypedDict):
    """A part of what the page shows."""

    row: object
    at: str


class LimitsCalendarPage(TypedDict):
    """What `_calendar_page` of limits gives to the page."""

    edition: str
    years: Sequence[object]
    notices: Sequence[LimitsCalendarPageNotices]
    can: dict[str, Offer]
