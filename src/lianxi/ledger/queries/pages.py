"""Everything one obligation's or circular's page shows, in a bounded number of queries."""

from dataclasses import dataclass
from datetime import date

from lianxi.bodies.models import Conference, Unit
from lianxi.core.due import Derivation, from_dict
from lianxi.core.refusals import NotFound
from lianxi.ledger.models import (
    Acknowledgement,
    Circular,
    CoUnit,
    DueDate,
    Extension,
    Obligation,
    Progress,
    Verification,
)
from lianxi.ledger.queries.lists import cutoffs_on
from lianxi.ledger.rules import CYCLE_LABELS, OBLIGATION, ORIGIN_LABELS, LightReading, Origin, read_light


@dataclass(frozen=True, slots=True)
class ObligationPage:
    """One obligation with its light, units, events and the derivation of its due date.

    `waiting_units` have not acknowledged yet; `superseded_by` stands in its place, if any. Progress rows
    carry their files prefetched (`progress.files.all()`, each with `file`).
    """

    obligation: Obligation
    reading: LightReading
    derivation: Derivation | None
    co_units: tuple[Unit, ...]
    waiting_units: tuple[Unit, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    progress: tuple[Progress, ...]
    verifications: tuple[Verification, ...]
    extensions: tuple[Extension, ...]
    due_dates: tuple[DueDate, ...]
    superseded_by: Obligation | None

    @property
    def state_label(self) -> str:
        return OBLIGATION.labels[self.obligation.state]

    @property
    def origin_label(self) -> str:
        return ORIGIN_LABELS[self.obligation.origin]

    @property
    def cycle_label(self) -> str:
        return CYCLE_LABELS[self.obligation.cycle]

    @property
    def due_sentence(self) -> str:
        return self.derivation.sentence() if self.derivation else "没有定办理时限。"


def get_obligation_page(conference: Conference, obligation_id: int, day: date) -> ObligationPage:
    """This function will give all that an obligation's page shows. Raises NotFound."""
    related = ("lead_unit", "supersedes", "answer_paper")
    row = Obligation.objects.filter(conference=conference, pk=obligation_id).select_related(*related).first()
    if row is None:
        raise _missing("事项", obligation_id)
    own = {"obligation": row}
    co_units = tuple(one.unit for one in CoUnit.objects.filter(**own).select_related("unit").order_by("pk"))
    signed = tuple(Acknowledgement.objects.filter(**own).select_related("unit").order_by("at", "pk"))
    known = {one.unit_id for one in signed}
    reports = Progress.objects.filter(**own).select_related("unit").prefetch_related("files__file")
    return ObligationPage(
        obligation=row,
        reading=read_light(row.state, row.due_on, cutoffs_on(conference, day), row.serious_on),
        derivation=from_dict(row.due_derivation) if row.due_derivation else None,
        co_units=co_units,
        waiting_units=tuple(unit for unit in (row.lead_unit, *co_units) if unit.pk not in known),
        acknowledgements=signed,
        progress=tuple(reports.order_by("at", "pk")),
        verifications=tuple(Verification.objects.filter(**own).select_related("unit").order_by("at", "pk")),
        extensions=tuple(Extension.objects.filter(**own).order_by("at", "pk")),
        due_dates=tuple(DueDate.objects.filter(**own).order_by("at", "pk")),
        superseded_by=Obligation.objects.filter(supersedes=row).first(),
    )


def list_obligations_of(conference: Conference, source: str) -> list[Obligation]:
    """This function will list what a record created, such as `meetings.decision:3`, in order of number."""
    rows = Obligation.objects.filter(conference=conference, source=source)
    return list(rows.select_related("lead_unit").order_by("year", "sequence"))


def list_open_decisions(conference: Conference, size: int = 300) -> list[Obligation]:
    """This function will list the conference's decisions that are still under way, the earliest due first."""
    rows = Obligation.objects.filter(conference=conference, closed_at__isnull=True, origin=Origin.DECISION)
    return list(rows.select_related("lead_unit").defer("text").order_by("due_order", "pk")[:size])


def get_circular(conference: Conference, circular_id: int) -> Circular:
    """This function will give a circular with its paper, if issued. Raises NotFound."""
    rows = Circular.objects.filter(conference=conference, pk=circular_id)
    row: Circular | None = rows.select_related("paper").first()
    if row is None:
        raise _missing("通报", circular_id)
    return row


def list_circulars(conference: Conference, size: int = 50) -> list[Circular]:
    """This function will list the circulars, the latest first, without their figures."""
    rows = Circular.objects.filter(conference=conference).select_related("paper")
    return list(rows.defer("figures", "text").order_by("-as_of", "-pk")[:size])


def list_figure_records(conference: Conference, circular_id: int, key: str) -> list[Obligation]:
    """This function will open a circular's figure: the obligations it was counted from. Raises NotFound."""
    circular = get_circular(conference, circular_id)
    figure = next((one for one in circular.figures if one["key"] == key), None)
    if figure is None:
        raise _missing("数字", circular_id)
    rows = Obligation.objects.filter(conference=conference, pk__in=figure["records"])
    return list(rows.select_related("lead_unit").order_by("year", "sequence"))


def _missing(label: str, key: int) -> NotFound:
    return NotFound(
        f"没有找到这条{label}（编号 {key}）。",
        rule="只能查看本联席会议的记录",
        next_step="请从列表中重新打开。",
    )
