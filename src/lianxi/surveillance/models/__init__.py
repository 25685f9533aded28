"""Tables of surveillance."""

from lianxi.surveillance.models.batches import Batch
from lianxi.surveillance.models.centroids import CentroidSet
from lianxi.surveillance.models.signals import (
    DetectionRun,
    HazardWarning,
    Signal,
    SignalRule,
    SignalStep,
    WarnedUnit,
)

__all__ = [
    "Batch",
    "CentroidSet",
    "DetectionRun",
    "HazardWarning",
    "Signal",
    "SignalRule",
    "SignalStep",
    "WarnedUnit",
]
