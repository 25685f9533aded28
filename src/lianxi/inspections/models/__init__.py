"""Tables of inspections: joint supervision, and merged checks of the units."""

from lianxi.inspections.models.plans import CheckPlan, CheckRequest, CheckSheet, MergeOrder, PlanUnit
from lianxi.inspections.models.subjects import CapRule, CapUse, CheckItem, EnforcementSubject, Officer
from lianxi.inspections.models.supervision import (
    Mandate,
    RectItem,
    Supervision,
    SupervisionResult,
    SupervisionStep,
    TeamUnit,
)
from lianxi.inspections.models.visits import CheckedPost, Finding, Visit, VisitPart

__all__ = [
    "CapRule",
    "CapUse",
    "CheckItem",
    "CheckPlan",
    "CheckRequest",
    "CheckSheet",
    "CheckedPost",
    "EnforcementSubject",
    "Finding",
    "Mandate",
    "MergeOrder",
    "Officer",
    "PlanUnit",
    "RectItem",
    "Supervision",
    "SupervisionResult",
    "SupervisionStep",
    "TeamUnit",
    "Visit",
    "VisitPart",
]
