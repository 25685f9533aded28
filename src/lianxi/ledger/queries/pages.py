"""Everything one obligation's or circular's page shows, in a bounded number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from lianxi.bodies.models import Conference, Unit
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.due import Derivation, from_dict
from lianxi.core.refusals import NotFound
from lianxi.journal.sight import opened_at, seen_by
from lianxi.ledger.models import (
    Acknowledgement,
    Circular,
    CoUnit,
    Delegation,
    Ending,
    Evidence,
    Extension,
    Handback,
    Obligation,
    Progress,
    ProgressFile,
    Verification,
)
from lianxi.ledger.queries.delegations import Progressing, list_delegations_of
from lianxi.ledger.queries.lists import cutoffs_on
from lianxi.ledger.rules import (
    CYCLE_LABELS,
    ENDED,
    OBLIGATION,
    PART_OPEN,
    Cycle,
    LightReading,
    Origin,
    missing_kinds,
    origin_labels,
    read_light,
)


@dataclass(frozen=True, slots=True)
class ObligationPage:
    """One obligation with its light, units, events and the derivation of its due date.

    `parts` are the co-units' (each with its unit), those released left out; `waiting_units` have not
    acknowledged yet. `ending` is how it ended other than by being done, `absorbed` what it replaced or took
    in (each with its obligation). Progress rows carry their files prefetched (`progress.files.all()`).
    """

    obligation: Obligation
    reading: LightReading
    derivation: Derivation | None
    parts: tuple[CoUnit, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    progress: tuple[Progress, ...]
    verifications: tuple[Verification, ...]
    extensions: tuple[Extension, ...]
    evidence: tuple[Evidence, ...] = ()
    handbacks: tuple[Handback, ...] = ()
    ending: Ending | None = None
    absorbed: tuple[Ending, ...] = ()
    delegations: tuple[Progressing, ...] = ()

    @property
    def co_units(self) -> tuple[Unit, ...]:
        return tuple(part.unit for part in self.parts)

    @property
    def waiting_units(self) -> tuple[Unit, ...]:
        lead = self.obligation.lead_unit
        waiting = [lead] if self.obligation.state == "issued" else []
        return (*waiting, *(part.unit for part in self.parts if part.state == "issued"))

    @property
    def open_parts(self) -> tuple[CoUnit, ...]:
        return tuple(part for part in self.parts if part.state in PART_OPEN)

    @property
    def missing_evidence(self) -> list[str]:
        """The types of evidence that were asked for and are not there in this round."""
        return missing_evidence(self.obligation, self.verifications, self.evidence, self.progress)

    @property
    def last_periods(self) -> list[Obligation]:
        """The period before, where it went on as a matter of its own; only what recurs has one."""
        row = self.obligation
        return (
            []
            if row.cycle == Cycle.ONCE and row.next_period_id is None
            else list(row.last_periods.order_by("pk"))
        )

    @property
    def superseded_by(self) -> Obligation | None:
        return self.ending.into if self.ending else None

    @property
    def state_label(self) -> str:
        return OBLIGATION.labels[self.obligation.state]

    @property
    def origin_label(self) -> str:
        return origin_labels()[self.obligation.origin]

    @property
    def cycle_label(self) -> str:
        return CYCLE_LABELS[self.obligation.cycle]

    @property
    def due_sentence(self) -> str:
        return self.derivation.sentence() if self.derivation else "没有定办理时限。"


# Most obligations have none of these: one look tells which of them must be read at all.
RARE = {
    "extensions": Extension.objects.order_by("at", "pk"),
    "progress": Progress.objects.prefetch_related(
        Prefetch("files", ProgressFile.objects.select_related("file").order_by("pk"))
    ).order_by("at", "pk"),
    "verifications": Verification.objects.order_by("at", "pk"),
    "evidence": Evidence.objects.select_related("unit", "file").order_by("at", "pk"),
    "handbacks": Handback.objects.select_related("unit", "named_unit", "moved_to").order_by("pk"),
}


def missing_evidence(
    obligation: Obligation,
    verifications: Iterable[Verification],
    evidence: Iterable[Evidence],
    progress: Iterable[Progress],
) -> list[str]:
    """List the types of evidence that were asked for and are not there in this round.

    Files attached to a report of the round count as documents.
    """
    passed = [one.at for one in verifications if one.result == "pass"]
    given = {one.kind for one in evidence if not passed or one.at > passed[-1]}
    if any(one.files.all() for one in progress if not passed or one.at > passed[-1]):
        given.add("document")
    return missing_kinds(obligation.evidence_kinds, given)


def get_obligation_page(
    conference: Conference | int, obligation_id: int, day: date, *, to: Actor | None = None, **looks: Any
) -> ObligationPage:
    """Return all that an obligation's page shows to the seat `to`; `looks` annotate its row. Raises NotFound."""
    key = conference if isinstance(conference, int) else conference.pk
    looks |= {
        f"has_{name}": Exists(rows.model._default_manager.filter(obligation=OuterRef("pk")))
        for name, rows in RARE.items()
    }
    looks["has_delegations"] = Exists(Delegation.objects.filter(obligation=OuterRef("pk")))
    looks["has_absorbed"] = Exists(Ending.objects.filter(into=OuterRef("pk")))
    if to is not None:
        looks["seen_since"] = opened_at(to, Obligation)
    rows = seen_by(to, Obligation.objects.filter(conference_id=key, pk=obligation_id)).annotate(**looks)
    row = rows.select_related("lead_unit", "supersedes", "answer_paper").first()
    if row is None:
        raise _missing("事项", obligation_id)
    own = {"obligation": row}
    parts = CoUnit.objects.filter(**own).exclude(state="released").select_related("unit").order_by("pk")
    return ObligationPage(
        obligation=row,
        reading=read_light(row.state, row.due_on, cutoffs_on(key, day), row.serious_on),
        derivation=from_dict(row.due_derivation) if row.due_derivation else None,
        parts=tuple(parts),
        acknowledgements=tuple(Acknowledgement.objects.filter(**own).order_by("at", "pk")),
        **_rare(row, to),
    )


def _rare(row: Obligation, to: Actor | None) -> dict[str, Any]:
    """Read what only some obligations have, as far as the seat sees it."""
    own: dict[str, Any] = {"obligation": row}
    found: dict[str, Any] = {
        name: tuple(seen_by(to, rows.filter(**own))) if getattr(row, f"has_{name}") else ()
        for name, rows in RARE.items()
    }
    if row.state in ENDED and row.state != "closed":
        found["ending"] = Ending.objects.filter(**own).select_related("into").first()
    if row.has_delegations:  # type: ignore[attr-defined]
        found["delegations"] = tuple(list_delegations_of(row.conference_id, [row.pk]))
    if row.has_absorbed:  # type: ignore[attr-defined]
        found["absorbed"] = tuple(row.absorbed.select_related("obligation").order_by("pk"))
    return found


def list_obligations_of(conference: Conference, source: str) -> list[Obligation]:
    """List what a record created, such as `meetings.decision:3`, in order of number."""
    rows = Obligation.objects.filter(conference_id=conference.pk, source=source)
    return list(rows.select_related("lead_unit").order_by("year", "sequence"))


def list_open_decisions(conference: ConferenceRow, size: int = 300, *, to: Actor | None) -> list[Obligation]:
    """List the conference's decisions under way that a seat sees (None: all), the earliest due first."""
    rows = Obligation.objects.filter(
        conference_id=conference.pk, closed_at__isnull=True, origin=Origin.DECISION
    )
    return list(
        seen_by(to, rows).select_related("lead_unit").defer("text").order_by("due_order", "pk")[:size]
    )


def get_circular(conference: ConferenceRow, circular_id: int) -> Circular:
    """Return a circular with its paper, if issued. Raises NotFound."""
    rows = Circular.objects.filter(conference_id=conference.pk, pk=circular_id)
    row: Circular | None = rows.select_related("paper").first()
    if row is None:
        raise _missing("通报", circular_id)
    return row


def list_circulars(conference: ConferenceRow, size: int = 50, *, to: Actor | None = None) -> list[Circular]:
    """List the circulars that the seat `to` sees, the latest first, without their figures."""
    rows = seen_by(to, Circular.objects.filter(conference_id=conference.pk)).select_related("paper")
    return list(rows.defer("figures", "text").order_by("-as_of", "-pk")[:size])


def list_figure_records(
    conference: ConferenceRow, circular_id: int, key: str, *, to: Actor | None = None
) -> list[Obligation]:
    """Open a circular's figure: the obligations it was counted from that the seat `to` sees. Raises NotFound."""
    circular = get_circular(conference, circular_id)
    figure = next((one for one in circular.figures if one["key"] == key), None)
    if figure is None:
        raise _missing("数字", circular_id)
    rows = seen_by(to, Obligation.objects.filter(conference_id=conference.pk, pk__in=figure["records"]))
    return list(rows.select_related("lead_unit").order_by("year", "sequence"))


def _missing(label: str, key: int) -> NotFound:
    return NotFound(
        f"没有找到这条{label}（编号 {key}）。",
        rule="只能查看本联席会议的记录",
        next_step="请从列表中重新打开。",
    )
