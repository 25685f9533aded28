"""Stages of an exchange that several tests begin from."""

from datetime import date, timedelta
from typing import Any

from cast import AT, Cast
from lianxi.exchange.actions import send_out
from lianxi.exchange.models import Receipt, Sending

LATER, TOMORROW = AT + timedelta(hours=2), AT + timedelta(days=1)
DUE = date(2026, 3, 13)
TABLE = "企业\t环节\t掌握日期\n甲石材厂\t切割\t2026-02-20\n乙家具厂\t喷漆\t2026-02-24"


def sent(cast: Cast, *to: str, by: str = "市住建局", **values: Any) -> Sending:
    """A unit sends something to others, by default a word of 住建 to 卫健."""
    told = {"kind": "note", "title": "建筑工地粉尘情况通报", "text": "三个工地喷淋设施停用。", **values}
    units = tuple(cast.unit(name).pk for name in to or ("市卫健委",))
    return send_out(cast.liaison(by), AT, unit_ids=units, **told)


def receipt_of(cast: Cast, sending: Sending, unit: str = "市卫健委") -> Receipt:
    """The receipt of a unit as it stands now."""
    return Receipt.objects.select_related("sending").get(sending=sending, unit=cast.unit(unit))
