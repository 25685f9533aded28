"""Lists of projects, gaps, lists that came in and likenesses, filtered and cut to what the seat may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from lianxi.bodies.models import Conference
from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.journal.sight import seen
from lianxi.projects.models import FilingRuling, Project, ProjectFact, ProjectGap, ProjectList, ProjectMatch
from lianxi.projects.queries.candidates import industries_told, with_industries

PAGE = 50
# Nobody has judged: of the catalogue's industries hazards are presumed, of others nothing is known.
OPEN, PRESUMED, UNJUDGED = "open", "presumed", "unjudged"
JUDGE_ASKS = (OPEN, PRESUMED, UNJUDGED)


def open_gaps(conference_id: int, *, unit_id: int, area: str, executes: str) -> QuerySet[ProjectGap]:
    """Return the gaps that wait to be sent: open, no stock, of a unit, an area and a level."""
    rows = ProjectGap.objects.filter(conference_id=conference_id, closed_on__isnull=True, is_old=False)
    rows = rows.filter(sending__isnull=True, unit_id=unit_id, project__area=area, executes=executes)
    return rows.select_related("project").order_by("since", "pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of projects is narrowed to; empty where nothing is asked."""

    area: str = ""
    gap: str = ""
    words: str = ""
    ask: str = ""


def wanted_projects(actor: Actor, asked: Wanted) -> QuerySet[Project]:
    """Return the projects a seat sees, the latest first: of an area, with an open gap, by words, with a question."""
    rows = seen(actor, Project.objects.filter(conference_id=actor.conference_id or 0))
    if asked.area:
        rows = rows.filter(area="" if asked.area == "-" else asked.area)
    if asked.gap:
        open_ones = ProjectGap.objects.filter(closed_on__isnull=True, conference_id=actor.conference_id or 0)
        told = open_ones if asked.gap == "any" else open_ones.filter(gap=asked.gap)
        rows = rows.filter(pk__in=told.values("project"))
    if asked.words:
        rows = rows.filter(
            Q(name__icontains=asked.words)
            | Q(builder__icontains=asked.words)
            | Q(code__startswith=asked.words)
        )
    if asked.ask in JUDGE_ASKS:
        rows = with_industries(rows).filter(hazard="unknown", status="active")
    if asked.ask in (PRESUMED, UNJUDGED):
        rows = rows.filter(told__in=industries_told(actor.conference_id or 0, listed=asked.ask == PRESUMED))
    return rows.order_by("-pk")


def page_of(rows: QuerySet[Project], before: int | None) -> list[Project]:
    """Give a page of projects below an id, one more than a page."""
    return list((rows.filter(pk__lt=before) if before is not None else rows)[: PAGE + 1])


def gaps_of(projects: Sequence[int]) -> dict[int, list[ProjectGap]]:
    """Return the open gaps of projects (ids) by project."""
    found: dict[int, list[ProjectGap]] = defaultdict(list)
    rows = ProjectGap.objects.filter(project_id__in=projects, closed_on__isnull=True).order_by("since", "pk")
    for row in rows:
        found[row.project_id].append(row)
    return found


def find_project(actor: Actor, pk: int) -> Project | None:
    """Find a project that a seat sees."""
    return own(Project, actor, pk, "conference")


def find_list(actor: Actor, pk: int) -> ProjectList | None:
    """Find a list that a seat sees."""
    return own(ProjectList, actor, pk, "unit", "file")


def list_facts(project_id: int) -> list[ProjectFact]:
    """List everything told of a project, as it was entered."""
    return list(ProjectFact.objects.filter(project_id=project_id).select_related("unit").order_by("pk"))


def list_gaps(project_id: int) -> list[ProjectGap]:
    """List every gap of a project, the open ones first, with what was sent and answered."""
    rows = ProjectGap.objects.filter(project_id=project_id).select_related("unit", "sending")
    return sorted(rows, key=lambda row: (row.closed_on is not None, row.since))


def list_lists(actor: Actor, before: int | None = None) -> list[ProjectList]:
    """List what came in, the latest first, one more than a page."""
    rows = seen(actor, ProjectList.objects.filter(conference_id=actor.conference_id or 0)).select_related(
        "unit"
    )
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1])


def list_matches(actor: Actor) -> list[ProjectMatch]:
    """List the likenesses that wait for a person's word, the likeliest first."""
    rows = ProjectMatch.objects.filter(conference_id=actor.conference_id or 0, verdict="")
    return list(seen(actor, rows).select_related("project").order_by("-score", "pk")[:PAGE])


def list_rulings(conference_id: int) -> list[FilingRuling]:
    """List the rulings on 备案 projects, the latest first."""
    return list(FilingRuling.objects.filter(conference_id=conference_id).order_by("-pk"))


@dataclass
class AreaLine:
    """What stands of an area: projects, those presumed hazardous and those nobody judged, gaps, what waits to be sent.

    `gaps` counts open ones by kind, `presumed_gaps` those of them whose project is presumed hazardous by its industry.
    """

    area: str
    projects: int = 0
    presumed: int = 0
    unjudged: int = 0
    gaps: dict[str, int] = field(default_factory=dict)
    presumed_gaps: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, str, str, int]] = field(default_factory=list)

    @property
    def open(self) -> int:
        """All open gaps of the area."""
        return sum(self.gaps.values())

    @property
    def presumed_open(self) -> int:
        """Those of projects that are presumed hazardous."""
        return sum(self.presumed_gaps.values())


def area_lines(actor: Actor, areas: Sequence[str]) -> list[AreaLine]:
    """Give a line an area, in the order of the areas; what lies in none of them comes last."""
    found = {name: AreaLine(name) for name in (*areas, "")}
    rows = with_industries(seen(actor, Project.objects.filter(conference_id=actor.conference_id or 0)))
    listed, unlisted = (industries_told(actor.conference_id or 0, listed=one) for one in (True, False))
    open_ones = Q(hazard="unknown", status="active")
    counted = rows.values("area").annotate(
        all=Count("pk"),
        presumed=Count("pk", filter=open_ones & Q(told__in=listed)),
        unjudged=Count("pk", filter=open_ones & Q(told__in=unlisted)),
    )
    for row in counted.order_by():
        line = found.setdefault(row["area"], AreaLine(row["area"]))
        line.projects, line.presumed, line.unjudged = row["all"], row["presumed"], row["unjudged"]
    _count_gaps(actor, found, listed)
    return [line for line in found.values() if line.projects or line.area]


def _count_gaps(actor: Actor, found: dict[str, AreaLine], listed: Sequence[str]) -> None:
    rows = seen(
        actor, ProjectGap.objects.filter(conference_id=actor.conference_id or 0, closed_on__isnull=True)
    )
    rows = rows.annotate(told=Cast("project__industries", TextField()))
    told = rows.values("project__area", "gap", "unit_id", "unit__name", "executes").annotate(
        all=Count("pk"),
        presumed=Count("pk", filter=Q(project__hazard="unknown", told__in=listed)),
        waiting=Count("pk", filter=Q(sending__isnull=True, is_old=False)),
    )
    for row in told.order_by("unit_id", "executes", "gap"):
        line = found.setdefault(row["project__area"], AreaLine(row["project__area"]))
        line.gaps[row["gap"]] = line.gaps.get(row["gap"], 0) + row["all"]
        line.presumed_gaps[row["gap"]] = line.presumed_gaps.get(row["gap"], 0) + row["presumed"]
        if row["waiting"] and row["unit_id"]:
            own_place = (row["unit_id"], row["unit__name"], row["executes"])
            held = [one for one in line.waiting if one[:3] == own_place]
            count = row["waiting"] + sum(one[3] for one in held)
            line.waiting = [one for one in line.waiting if one[:3] != own_place] + [(*own_place, count)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of projects in a conference, in numbers."""

    lists: int
    matches: int
    unjudged: int
    unsent: int
    filings: int


def count_waiting(conference_id: int) -> Waiting:
    """Count what waits: lists to enter, likenesses, projects to judge, gaps to send, 备案 projects without a ruling."""
    own = {"conference_id": conference_id}
    projects = Project.objects.filter(**own, status="active")
    gaps = ProjectGap.objects.filter(**own, closed_on__isnull=True, is_old=False)
    ruled = Exists(FilingRuling.objects.filter(**own))
    asked = {
        "lists": ProjectList.objects.filter(**own, state="checked"),
        "matches": ProjectMatch.objects.filter(**own, verdict=""),
        "unjudged": projects.filter(hazard="unknown").exclude(kind="备案"),
        "unsent": gaps.filter(sending__isnull=True, unit__isnull=False),
        "filings": projects.filter(~ruled, kind="备案"),
    }
    counted = Conference.objects.filter(pk=conference_id).values(
        **{name: _many(rows) for name, rows in asked.items()}
    )
    return Waiting(**counted.get())


def _many(rows: QuerySet[Any]) -> Coalesce:
    """Count rows of one conference within another query."""
    return Coalesce(Subquery(rows.order_by().values("conference_id").annotate(n=Count("pk")).values("n")), 0)
