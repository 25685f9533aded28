"""Exposure limits as dated data: hazards and their codes, what is measured of them, limits, action levels, names.

Pure: it reads the tables that lie beside it (README.md tells their sources) and knows no Django and no clock.
"""

from lianxi.surveillance.limits.finding import Found, find_hazard
from lianxi.surveillance.limits.hazards import GROUPS, Hazard, get_hazard, hazards
from lianxi.surveillance.limits.metrics import METRICS, Metric, metric_named
from lianxi.surveillance.limits.model import Action, Limit
from lianxi.surveillance.limits.register import action_for, edition_of, find_limits, limit_for

__all__ = [
    "GROUPS",
    "METRICS",
    "Action",
    "Found",
    "Hazard",
    "Limit",
    "Metric",
    "action_for",
    "edition_of",
    "find_hazard",
    "find_limits",
    "get_hazard",
    "hazards",
    "limit_for",
    "metric_named",
]
