"""What waits on guests' tasks: answers to be looked at, and bodies that did not answer in time."""

from collections.abc import Iterator

from django.db.models import Q

from lianxi.core.desk import MOST, Desk, Task
from lianxi.guests.models import GuestTask


def list_tasks(desk: Desk) -> Iterator[Task]:
    """List the answers that the own unit has to look at, and the links that ran out."""
    if not (desk.speaks or desk.actor.is_office):
        return
    late = Q(state__in=("open", "returned"), expires_at__lte=desk.at)
    rows = GuestTask.objects.filter(
        Q(state="submitted") | late, conference_id=desk.conference_id, unit_id=desk.actor.unit_id or 0
    )
    for row in rows.order_by("pk")[:MOST]:
        url = f"/guests/{row.pk}"
        if row.state == "submitted":
            yield Task("接收链接填报", str(row), url, f"{row.body}已填报")
        else:
            why = f"链接到期未回{'，请致电' if row.phone else ''}；可另发链接或代为登记"
            yield Task("联系未回的单位", str(row), url, why, row.due_on)
