"""Which conferences have something of projects to do, for the day's run."""

from lianxi.projects.models import Project
from lianxi.projects.queries.gathering import APPROVALS_ACT
from lianxi.work.models import Row


def conferences_with_projects() -> list[int]:
    """List the conferences that have projects."""
    return list(Project.objects.order_by("conference_id").values_list("conference_id", flat=True).distinct())


def conferences_with_returns() -> list[int]:
    """List the conferences in which approvals were entered under their own clause."""
    rows = Row.objects.filter(line__act=APPROVALS_ACT, until__isnull=True, removed=False)
    return list(rows.order_by("conference_id").values_list("conference_id", flat=True).distinct())
