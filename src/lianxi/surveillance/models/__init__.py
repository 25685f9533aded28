"""Tables of surveillance."""

from lianxi.surveillance.models.batches import Batch

__all__ = ["Batch"]
