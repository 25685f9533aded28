"""What `lianxi doctor` sees of the ledger: open matters that lie with a vacant seat."""

from collections.abc import Iterator
from datetime import date

from lianxi.bodies.models import Conference
from lianxi.core.doctor import Sign
from lianxi.ledger.queries.handovers import list_unseen


def look_at_vacant_seats(today: date) -> Iterator[Sign]:
    """Name, by conference, the vacant seats with open matters."""
    for conference in Conference.objects.order_by("pk"):
        unseen = list_unseen(conference.pk, today)
        for one in unseen:
            told = f"{conference.short_name}：{one.seat.label}空缺，有 {len(one.matters)} 项在办"
            yield Sign(False, f"{told}，请补任或移交（工作台·交接）")
        if not unseen:
            yield Sign(True, f"{conference.short_name}：没有事项落在空缺席位上")
