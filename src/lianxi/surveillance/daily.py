"""The room's part of the day's run: the rules over whatever is new, in every conference."""

from datetime import datetime


def raise_signals(at: datetime) -> int:
    """Run detection everywhere and give how many signals were raised."""
    from lianxi.surveillance.models import Batch, DetectionRun

    if not (Batch.objects.exists() or DetectionRun.objects.exists()):
        return 0
    # Imported when it runs: the store and the detectors are slow to load, and most commands need neither.
    from lianxi.surveillance.actions.detection import run_everywhere

    return run_everywhere(at)
