"""Figures of a period between two units, the same for both sides, each with the records it was counted from."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lianxi.core.words import CHINA
from lianxi.exchange.models import Receipt


@dataclass(frozen=True, slots=True)
class Between:
    """What one unit sent another in a span of days: pieces and rows, by how far each has come.

    `records` are the receipts (database ids) by figure: sent, signed, answered, handed on, withdrawn.
    """

    records: dict[str, tuple[int, ...]]
    rows: dict[str, int]

    @property
    def agrees(self) -> bool:
        """Whether all that was sent and stands was received and answered."""
        standing = set(self.records["sent"]) - set(self.records["passed"]) - set(self.records["withdrawn"])
        return standing == set(self.records["answered"])

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as plain JSON."""
        return {"records": {key: list(found) for key, found in self.records.items()}, "rows": self.rows}


FIGURES = {
    "sent": "送出",
    "signed": "签收",
    "answered": "反馈",
    "passed": "退件转出",
    "withdrawn": "撤回",
}


def figures_between(conference_id: int, unit_id: int, to_unit_id: int, first: date, last: date) -> Between:
    """Count what `unit_id` sent `to_unit_id` from the first to the last day, by the day it was sent."""
    since = datetime.combine(first, time.min, CHINA)
    until = datetime.combine(last + timedelta(days=1), time.min, CHINA)
    rows = Receipt.objects.filter(
        conference_id=conference_id,
        unit_id=to_unit_id,
        sending__unit_id=unit_id,
        sending__sent_at__gte=since,
        sending__sent_at__lt=until,
    )
    found = list(rows.order_by("pk").values_list("pk", "state", "signed_at", "rows"))
    kinds: dict[str, list[tuple[int, int]]] = {key: [] for key in FIGURES}
    for pk, state, signed_at, count in found:
        kinds["sent"].append((pk, count))
        if signed_at is not None:
            kinds["signed"].append((pk, count))
        if state in ("answered", "passed", "withdrawn"):
            kinds[state].append((pk, count))
    records = {key: tuple(pk for pk, _ in some) for key, some in kinds.items()}
    return Between(records, {key: sum(count for _, count in some) for key, some in kinds.items()})
