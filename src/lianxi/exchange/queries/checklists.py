"""Reads of checklists with their points and the records that answer them."""

from dataclasses import dataclass

from lianxi.core.actors import Actor
from lianxi.exchange.models import Checklist, ChecklistPoint, PointLink
from lianxi.journal.sight import seen


@dataclass(frozen=True, slots=True)
class Point:
    """A point with the records that answer it."""

    row: ChecklistPoint
    links: list[PointLink]

    @property
    def is_open(self) -> bool:
        """Whether neither a record nor a note answers it."""
        return not self.links and not self.row.note


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """A checklist with its points in their order."""

    checklist: Checklist
    points: list[Point]

    @property
    def open(self) -> int:
        """How many points nothing answers yet."""
        return sum(one.is_open for one in self.points)


def list_checklists(actor: Actor) -> list[Checklist]:
    """List the checklists a seat sees, the latest first."""
    rows = Checklist.objects.filter(conference_id=actor.conference_id or 0)
    return list(seen(actor, rows).order_by("-pk")[:100])


def get_checklist_page(actor: Actor, pk: int) -> ChecklistPage | None:
    """Return a checklist with its points; None where the seat does not see it."""
    rows = Checklist.objects.filter(conference_id=actor.conference_id or 0, pk=pk)
    row = seen(actor, rows).first()
    if row is None:
        return None
    links = PointLink.objects.filter(point__checklist=row, is_dropped=False).order_by("pk")
    by_point: dict[int, list[PointLink]] = {}
    for link in links:
        by_point.setdefault(link.point_id, []).append(link)
    points = ChecklistPoint.objects.filter(checklist=row).order_by("place")
    return ChecklistPage(row, [Point(one, by_point.get(one.pk, [])) for one in points])
