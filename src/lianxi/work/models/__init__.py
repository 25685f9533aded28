"""Tables of work, a file per subject."""

from lianxi.work.models.arrangements import Arrangement, Party, UnitCheck
from lianxi.work.models.points import HalfAnswer, PointTask, WorkPoint
from lianxi.work.models.returns import Part, Return
from lianxi.work.models.rows import Row

__all__ = [
    "Arrangement",
    "HalfAnswer",
    "Part",
    "Party",
    "PointTask",
    "Return",
    "Row",
    "UnitCheck",
    "WorkPoint",
]
