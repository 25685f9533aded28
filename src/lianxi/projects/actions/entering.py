"""Writing what lists and people tell of projects: rows of the register, and a fact for everything that was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.bodies.models import Conference
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.projects.models import Project, ProjectFact, ProjectList
from lianxi.projects.queries.planning import ATTRIBUTES, FACTS, ChangedProject, NewProject

NEW_COLUMNS = (
    "conference_id", "key", "code", "listed_on", "via", *ATTRIBUTES, *FACTS, "hazard_on",
)  # fmt: skip
FACT_COLUMNS = (
    "conference_id", "project_id", "fact", "day", "value", "former", "paper", "reason", "source", "unit_id", "came_by_id",
    "at", "by",
)  # fmt: skip
_DEFAULTS = {"industries": (), "hazard": "unknown", "medical_radiation": "none", "level": "city"}
_BLANK = frozenset(
    {"name", "builder", "builder_code", "area", "place", "content", "kind", "approver", "paper"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: words, the unit that gave them, the list that brought them, and why they replace others."""

    words: str
    unit_id: int | None = None
    came_by_id: int | None = None
    paper: str = ""
    reason: str = ""


def conference_of(act: Act, *, hold: bool = False) -> Conference:
    """Return the act's conference; held, it is the lock of the register."""
    rows = Conference.objects.select_for_update(no_key=True) if hold else Conference.objects
    found: Conference = rows.get(pk=act.chain)
    return found


def add_projects(act: Act, rows: Sequence[NewProject], via: str, source: Source) -> list[int]:
    """Store new projects with a fact for everything told of them; give their ids."""
    if not rows:
        return []
    day = day_of(act.at)
    ids = act.create_rows(Project, NEW_COLUMNS, (_columns(act, row, via, day) for row in rows))
    told = (
        fact_row(act, pk, (name, value, None), source)
        for pk, row in zip(ids, rows, strict=True)
        for name, value in row.facts.items()
    )
    act.create_rows(ProjectFact, FACT_COLUMNS, told)
    return ids


def _columns(act: Act, row: NewProject, via: str, day: date) -> Sequence[Any]:
    held = {**row.values, **row.facts}
    values = [held.get(name, "" if name in _BLANK else _DEFAULTS.get(name)) for name in (*ATTRIBUTES, *FACTS)]
    values = [list(one) if isinstance(one, tuple) else one for one in values]
    judged = day if row.facts.get("hazard", "unknown") != "unknown" else None
    return (act.chain, row.key, row.code, day, via, *values, judged)


def change_projects(act: Act, rows: Sequence[ChangedProject], source: Source) -> int:
    """Store what is told of known projects: former values stay with the new facts. Give how many changed."""
    if not rows:
        return 0
    day, told, pairs = day_of(act.at), list[Sequence[Any]](), list[tuple[Project, dict[str, Any]]]()
    for one in rows:
        told += [
            fact_row(act, one.row.pk, (name, value, getattr(one.row, name)), source)
            for name, value in one.facts.items()
        ]
        held = {name: getattr(one.row, name) for name in (*ATTRIBUTES, *FACTS, "hazard_on")}
        if "hazard" in one.facts:
            held["hazard_on"] = day
        pairs.append((one.row, {**held, **one.values, **one.facts}))
    count = act.change_batch(pairs)
    if told:
        act.create_rows(ProjectFact, FACT_COLUMNS, told)
    return count


def fact_row(act: Act, project_id: int, told: tuple[str, Any, Any], source: Source) -> Sequence[Any]:
    """Give the columns of a fact told as (name, value, former value); a date stands as its day, else words."""
    name, value, former = told
    is_day = isinstance(value, date)
    known = former not in (None, "", "unknown", "none")
    # A list's reason is why it replaces what was known; a person's stands with what was said for the first time too.
    reason = source.reason if known or source.came_by_id is None else ""
    return (
        act.chain, project_id, name, value if is_day else None, "" if is_day else words_of(value),
        words_of(former) if known else "", source.paper, reason, source.words, source.unit_id,
        source.came_by_id, act.at, act.actor.label,
    )  # fmt: skip


def words_of(value: Any) -> str:
    """Write a value as a fact keeps it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


def source_of(row: ProjectList) -> Source:
    """Give a list as the source of facts."""
    words = f"{row.unit.name}：{row.name}"[:120]
    return Source(words, row.unit_id, row.pk, reason=f"按清单“{row.name}”更正"[:300])
