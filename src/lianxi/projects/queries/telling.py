"""What became of gaps that were sent: each receiver's answer, by sending."""

from collections import defaultdict
from collections.abc import Iterable

from lianxi.exchange.models import Receipt
from lianxi.exchange.rules import RECEIPT
from lianxi.exchange.rules.words import OUTCOMES


def answers_of(sendings: Iterable[int]) -> dict[int, list[str]]:
    """Say for each sending (id) what its receivers answered, or where they stand."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Receipt.objects.filter(sending_id__in=set(sendings)).select_related("unit").order_by("pk")
    for row in rows:
        told = OUTCOMES.get(row.outcome, "") or RECEIPT.labels[row.state]
        found[row.sending_id].append(f"{row.unit.name}：{told}{'，' + row.text[:120] if row.text else ''}")
    return found
