"""Tables of work, a file per subject."""

from lianxi.work.models.arrangements import Arrangement, Party, UnitCheck
from lianxi.work.models.returns import Part, Return
from lianxi.work.models.rows import Row

__all__ = ["Arrangement", "Part", "Party", "Return", "Row", "UnitCheck"]
