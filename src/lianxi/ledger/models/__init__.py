"""Tables of the ledger, a file per subject."""

from lianxi.ledger.models.briefs import BriefLink
from lianxi.ledger.models.circulars import Circular, Contest
from lianxi.ledger.models.delegation import Delegation, DelegationAnswer
from lianxi.ledger.models.disputes import Handback
from lianxi.ledger.models.endings import Ending
from lianxi.ledger.models.evidence import Evidence
from lianxi.ledger.models.handovers import Handover, HandoverMatter, HandoverRecord
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
from lianxi.ledger.models.passings import Passing
from lianxi.ledger.models.pauses import ClockPause
from lianxi.ledger.models.rechecks import Recheck, Sampling
from lianxi.ledger.models.reports import WorkReport
from lianxi.ledger.models.sheets import ImportedRow, LedgerSheet
from lianxi.ledger.models.slips import Rung, Slip

__all__ = [
    "NO_DUE_DATE",
    "Acknowledgement",
    "BriefLink",
    "ByUnit",
    "Circular",
    "ClockPause",
    "CoUnit",
    "Contest",
    "Delegation",
    "DelegationAnswer",
    "DueDate",
    "Ending",
    "Evidence",
    "Extension",
    "Handback",
    "Handover",
    "HandoverMatter",
    "HandoverRecord",
    "ImportedRow",
    "LedgerSheet",
    "Obligation",
    "OfObligation",
    "Passing",
    "Progress",
    "ProgressFile",
    "Recheck",
    "Rung",
    "Sampling",
    "Slip",
    "Verification",
    "WorkReport",
]
