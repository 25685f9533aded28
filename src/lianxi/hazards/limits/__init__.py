"""Exposure limits as dated data: hazards and their codes, what is measured of them, limits, action levels, names.

Pure: it reads the tables that lie beside it (README.md tells their sources) and knows no Django and no clock.
"""

from lianxi.hazards.limits.finding import (
    BiologicalIndex,
    Found,
    biological_indices,
    candidates_of,
    find_hazard,
)
from lianxi.hazards.limits.hazards import GROUPS, Hazard, get_hazard, hazards
from lianxi.hazards.limits.metrics import METRICS, Metric, metric_named
from lianxi.hazards.limits.model import Action, Limit
from lianxi.hazards.limits.register import action_for, edition_of, find_limits, limit_for

__all__ = [
    "GROUPS",
    "METRICS",
    "Action",
    "BiologicalIndex",
    "Found",
    "Hazard",
    "Limit",
    "Metric",
    "action_for",
    "biological_indices",
    "candidates_of",
    "edition_of",
    "find_hazard",
    "find_limits",
    "get_hazard",
    "hazards",
    "limit_for",
    "metric_named",
]
