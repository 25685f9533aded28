"""Reads of the ledger, always of one conference; what a seat may do is for the actions to say."""

from lianxi.ledger.queries.filters import LedgerFilter
from lianxi.ledger.queries.lists import (
    COUNTED,
    LedgerLine,
    LedgerPage,
    LightCounts,
    count_lights,
    cutoffs_on,
    list_dated,
    list_obligations,
    list_overdue,
)
from lianxi.ledger.queries.moments import figures_as_of, obligations_as_of
from lianxi.ledger.queries.pages import (
    ObligationPage,
    get_circular,
    get_obligation_page,
    list_circulars,
    list_figure_records,
    list_obligations_of,
    list_open_decisions,
)
from lianxi.ledger.queries.waiting import (
    Waiting,
    list_waiting,
    list_waiting_for_office,
    list_waiting_for_unit,
)

__all__ = [
    "COUNTED",
    "LedgerFilter",
    "LedgerLine",
    "LedgerPage",
    "LightCounts",
    "ObligationPage",
    "Waiting",
    "count_lights",
    "cutoffs_on",
    "figures_as_of",
    "get_circular",
    "get_obligation_page",
    "list_circulars",
    "list_dated",
    "list_figure_records",
    "list_obligations",
    "list_obligations_of",
    "list_open_decisions",
    "list_overdue",
    "list_waiting",
    "list_waiting_for_office",
    "list_waiting_for_unit",
    "obligations_as_of",
]
