"""Tables of surveillance."""

from lianxi.surveillance.models.batches import Batch
from lianxi.surveillance.models.signals import (
    DetectionRun,
    HazardWarning,
    Signal,
    SignalRule,
    SignalStep,
    WarnedUnit,
)

__all__ = ["Batch", "DetectionRun", "HazardWarning", "Signal", "SignalRule", "SignalStep", "WarnedUnit"]
