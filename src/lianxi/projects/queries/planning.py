"""What entering a list would do: projects that are new, what of known ones changes, rows that must be refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lianxi.projects.models import Project
from lianxi.projects.queries.reading import ReadList, Refusal
from lianxi.projects.rules.lists import LIST_KINDS, is_shared_by
from lianxi.projects.rules.standing import DATE_LABELS

AT_ONCE = 900
ATTRIBUTES = (
    "name", "builder", "builder_code", "area", "place", "industries", "content", "kind", "approver", "level", "paper",
)  # fmt: skip
FACTS = (*DATE_LABELS, "hazard", "condition_clear", "medical_radiation")


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project that a list brings: its key, attributes and facts."""

    key: str
    code: str
    values: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangedProject:
    """A known project with what a list changes: attributes, and facts by name with their new value."""

    row: Project
    values: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What entering a list would do; `same` counts the rows that say nothing new."""

    new: Sequence[NewProject]
    changed: Sequence[ChangedProject]
    same: int
    refused: Sequence[Refusal]
    notes: Sequence[str] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows by what becomes of them."""
        corrected = sum(
            any(getattr(one.row, name) not in (None, "", "unknown") for name in one.facts)
            for one in self.changed
        )
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "corrected": corrected,
            "same": self.same,
            "refused": len(self.refused),
            "no_code": sum(not one.code for one in self.new),
            "filings": sum(one.values.get("kind") == "备案" for one in self.new),
        }


def plan_list(conference_id: int, kind: str, told: ReadList, day: date) -> ListPlan:
    """Compare a list that was read with the register."""
    known = projects_by_key(conference_id, [key for _where, key, _values in told.rows])
    new, changed, refused, same = list[NewProject](), list[ChangedProject](), list(told.refused), 0
    for where, key, values in told.rows:
        row = known.get(key)
        if row is None and not LIST_KINDS[kind].opens:
            code = values["code"] or key
            refused.append(Refusal(where, f"登记册里没有项目代码“{code}”，请先列入有这个项目的清单。"))
            continue
        facts = {name: values[name] for name in FACTS if name in values}
        _share(kind, values, facts, row, day)
        plain = {name: values[name] for name in ATTRIBUTES if values.get(name) not in (None, "", [])}
        if row is None:
            new.append(NewProject(key, values["code"], plain, facts))
            continue
        moved = ChangedProject(row, _differing(row, plain, kind), _differing(row, facts, kind))
        if moved.values or moved.facts:
            changed.append(moved)
        else:
            same += 1
    return ListPlan(new, changed, same, refused, told.notes)


def _differing(row: Project, values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    # A list that only brings dates does not rename what it names for readers.
    left_alone = () if LIST_KINDS[kind].opens else ("name",)
    return {name: one for name, one in values.items() if name not in left_alone and getattr(row, name) != one}


def _share(
    kind: str, values: Mapping[str, Any], facts: dict[str, Any], row: Project | None, day: date
) -> None:
    """Set the day of sharing where standing in this list shares the project and no day is told."""
    if not LIST_KINDS[kind].opens:
        return
    approver = values.get("approver", row.approver if row else "")
    approval = values.get("kind", row.kind if row else "")
    if not is_shared_by(kind, approver, approval):
        facts.pop("shared_on", None)
    elif "shared_on" not in facts and (row is None or row.shared_on is None):
        facts["shared_on"] = day


def projects_by_key(conference_id: int, keys: Iterable[str], *, hold: bool = False) -> dict[str, Project]:
    """Return the projects with the given keys, held until the act ends where asked."""
    wanted, found = list(dict.fromkeys(keys)), dict[str, Project]()
    for start in range(0, len(wanted), AT_ONCE):
        rows = Project.objects.filter(conference_id=conference_id, key__in=wanted[start : start + AT_ONCE])
        found |= {row.key: row for row in (rows.select_for_update() if hold else rows)}
    return found
