"""Gaps found and closed by the facts of every project: one run for a conference, by the rules alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lianxi.bodies.models import Conference, Unit, cited
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE, TIMER_ONLY
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.core.workdays import Calendar
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.projects.actions.entering import conference_of
from lianxi.projects.models import FilingRuling, Project, ProjectGap
from lianxi.projects.queries.candidates import may_lack
from lianxi.projects.queries.facts import facts_of, find_ruling, is_in_scope, unit_for
from lianxi.projects.rules.data import PUBLISHING, SHARING, addresses, gap_rules
from lianxi.projects.rules.gaps import Gap, ProjectFacts, list_gaps
from lianxi.projects.rules.standing import DATE_LABELS
from lianxi.projects.rules.wording import gap_words

# What began longer ago is a stock (存量): it is shown and asks nobody.
OLD_DAYS = 365
COLUMNS = (
    "conference_id", "project_id", "gap", "unit_id", "unit_words", "clause", "since", "executes", "text", "is_old",
    "found_on", *(f"basis_{name}" for name in ("instrument", "version", "clause", "start", "end")),
)  # fmt: skip
# What a correction of a project's facts may change of a gap that stays open.
MOVING = ("unit_id", "unit_words", "clause", "since", "executes", "text", "is_old")


@dataclass
class Run:
    """One run: what it goes by, what was open before, and what it found."""

    act: Act
    conference: Conference
    day: date
    calendar: Calendar
    ruling: FilingRuling | None
    open: dict[tuple[int, str], ProjectGap] = field(default_factory=dict)
    units: dict[str, Unit | None] = field(default_factory=dict)
    bases: dict[str, Basis] = field(default_factory=dict)

    def unit(self, kind: str) -> Unit | None:
        """Return the unit of a part of the mechanism."""
        if kind not in self.units:
            self.units[kind] = unit_for(self.conference, self.conference.instrument, kind, self.day)
        return self.units[kind]

    def basis(self, clause: str) -> Basis:
        """Return a clause as a basis; none where the documents of the conference do not hold it."""
        if clause not in self.bases:
            try:
                self.bases[clause] = cite_clause(self.act, clause)
            except BadInput:
                self.bases[clause] = ADMINISTRATIVE
        return self.bases[clause]


@action("projects.gap.find", "查未落实环节", who=OFFICE | TIMER_ONLY)
def find_project_gaps(act: Act) -> Sequence[int]:
    """Find what is missing of every project as of today, and close what no longer is; give the new ones' ids.

    A project whose facts changed keeps its gap, with what changed of it. Nobody is told: the office sends.
    """
    conference, day = conference_of(act, hold=True), day_of(act.at)
    run = Run(act, conference, day, calendar_now(), find_ruling(act.chain))
    rows = ProjectGap.objects.select_for_update().filter(conference_id=act.chain, closed_on__isnull=True)
    run.open = {(row.project_id, row.gap): row for row in rows}
    new, moved, closed = list[Sequence[Any]](), list[Any](), list[Any]()
    for project in may_lack(act.chain, day).order_by("pk").iterator(2_000):
        facts, found = _found(run, project)
        for gap in found:
            told = _columns(run, project, facts, gap)
            old = run.open.pop((project.pk, gap.gap), None)
            if old is None:
                new.append(_new(run, project, gap, told))
            elif any(getattr(old, name) != told[name] for name in MOVING):
                moved.append((old, told))
        closed += _closed(run, project)
    act.change_batch(moved)
    act.change_batch(closed)
    made = act.create_rows(ProjectGap, COLUMNS, new) if new else []
    if new or moved or closed:
        act.subject = record_name(conference)
    return made


def _found(run: Run, project: Project) -> tuple[ProjectFacts, Sequence[Gap]]:
    facts = facts_of(project, run.conference.instrument, run.day)
    if not is_in_scope(project, run.ruling):
        return facts, ()
    return facts, list_gaps(facts, run.calendar)


def _columns(run: Run, project: Project, facts: ProjectFacts, gap: Gap) -> dict[str, Any]:
    unit = run.unit(_kind(run, project, gap))
    return {
        "unit_id": unit.pk if unit else None,
        "unit_words": gap.unit[:120],
        "clause": gap.clause,
        "since": gap.since,
        "executes": gap.executes,
        "text": gap_words(gap, facts)[:200],
        "is_old": gap.since < run.day - timedelta(days=OLD_DAYS),
    }


def _kind(run: Run, project: Project, gap: Gap) -> str:
    """Tell by which part of the mechanism a gap reaches a member unit: a county's goes by its own line."""
    if gap.gap != "not_shared":
        return gap_rules()[gap.gap].address
    if gap.executes == "county":
        return SHARING if project.approver == "工信" else PUBLISHING
    told = addresses(run.conference.instrument)
    return next(
        (kind for kind in (SHARING, PUBLISHING) if kind in told and told[kind].clause == gap.clause), ""
    )


def _new(run: Run, project: Project, gap: Gap, told: dict[str, Any]) -> Sequence[Any]:
    basis = cited(run.basis(gap.clause))
    return (
        run.conference.pk, project.pk, gap.gap, *(told[name] for name in MOVING), run.day,
        *(basis[f"basis_{name}"] for name in ("instrument", "version", "clause", "start", "end")),
    )  # fmt: skip


def _closed(run: Run, project: Project) -> Iterator[tuple[ProjectGap, dict[str, Any]]]:
    """Close what was open of a project and was not found again, with what closed it."""
    for gap in gap_rules().values():
        old = run.open.pop((project.pk, gap.gap), None)
        if old is None:
            continue
        why = "项目终止" if project.status == "cancelled" else "不再列入或事实更正"
        day = getattr(project, gap.fact, None) if gap.fact in DATE_LABELS else None
        if day is not None and day <= run.day:
            why = f"{DATE_LABELS[gap.fact]} {day.isoformat()}"
        elif gap.fact == "hazard" and project.hazard != "unknown":
            why = "已重新判断"
        yield old, {"closed_on": run.day, "closed_by": why[:60]}
