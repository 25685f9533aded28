"""Tables of the ledger, a file per subject."""

from lianxi.ledger.models.circulars import Circular
from lianxi.ledger.models.obligations import (
    NO_DUE_DATE,
    Acknowledgement,
    ByUnit,
    CoUnit,
    DueDate,
    Extension,
    Obligation,
    OfObligation,
    Progress,
    ProgressFile,
    Verification,
)

__all__ = [
    "NO_DUE_DATE",
    "Acknowledgement",
    "ByUnit",
    "Circular",
    "CoUnit",
    "DueDate",
    "Extension",
    "Obligation",
    "OfObligation",
    "Progress",
    "ProgressFile",
    "Verification",
]
