"""What the ledger has to say in a digest of the day: what a unit leads that is near or late; for the office, how many."""

from datetime import date

from lianxi.bodies.models import Conference
from lianxi.clocks.words import due_words
from lianxi.ledger.queries import LedgerFilter, LedgerLine, count_lights, list_obligations
from lianxi.ledger.queries.lists import COUNTED
from lianxi.outbox.rules import Line

# A digest is read on a phone: the longest overdue, the nearest, and the way to the rest.
SHOWN = 20


def due_lines(conference_id: int, unit_id: int | None, day: date) -> list[Line]:
    """Return the lines of what is due soon or late, for a unit or (None) for the office."""
    conference = Conference.objects.get(pk=conference_id)
    if unit_id is None:
        return _of_office(conference, day)
    lines: list[LedgerLine] = []
    for light in ("late", "near"):
        page = list_obligations(conference, day, LedgerFilter(light=light, unit_id=unit_id), size=SHOWN)
        lines += page.lines
    return [_line(one) for one in lines]


def _line(one: LedgerLine) -> Line:
    row = one.obligation
    due = due_words(row.due_on, row.due_derivation)
    told = f"{one.reading.label}：{row.number} {row.title}"
    return Line("due", told, f"ledger.obligation:{row.pk}", more=f"（时限{due}）")


def _of_office(conference: Conference, day: date) -> list[Line]:
    counts = count_lights(conference, day)
    late = counts.overdue + counts.serious
    if not late and not counts.near:
        return []
    told = f"台账逾期{_many(late)}项（其中严重逾期{_many(counts.serious)}项），临期{_many(counts.near)}项"
    return [Line("due", told, "/ledger?light=late", count=late + counts.near)]


def _many(count: int) -> str:
    return f"{count}" if count < COUNTED else f"{COUNTED}以上"
