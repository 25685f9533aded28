"""The facts that decide the steps on arrangements, rows, returns and points, loaded in one place for actions and pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lianxi.bodies.models import Conference
from lianxi.core.attaching import Writers
from lianxi.core.guards import Guard as AnyGuard
from lianxi.journal.act import Act
from lianxi.journal.guards import Deciding, holding, holding_part
from lianxi.work.models import Arrangement, PointTask, Return, Row
from lianxi.work.queries.records import current
from lianxi.work.queries.returns import return_facts
from lianxi.work.rules.filling import ArrangementFacts, HalfFacts, RowFacts
from lianxi.work.rules.machines import ARRANGEMENT, OPEN, POINT_TASK, ArrangementState
from lianxi.work.rules.periods import period_words
from lianxi.work.rules.steps import Guard


def to_return(pk: int) -> Writers | None:
    """Let the unit that hands in, or who enters for it, put files to a return."""
    row = Return.objects.filter(pk=pk).select_related("arrangement").first()
    if row is None:
        return None
    return Writers(frozenset(filter(None, (row.unit_id, row.arrangement.entered_by_id))), by_office=False)


def on_return(guard: Guard) -> Deciding:
    """Decide over a return by a guard."""
    return Deciding(holding(Return, "return_id"), return_facts, guard)


def arrangement_facts(row: Arrangement, _day: date | None = None) -> ArrangementFacts:
    """Load what decides the steps on an arrangement."""
    named = [(one.role, one.unit_id) for one in sorted(row.parties.all(), key=lambda one: one.pk)]
    doers, partners = (
        tuple(unit for role, unit in named if role == wanted and unit) for wanted in ("doer", "partner")
    )
    shared = (row.share, row.share_ground)
    return ArrangementFacts(
        row.state, row.title, row.returns > 0, doers, partners, row.entered_by_id, *shared
    )


def each_facts(rows: Iterable[Arrangement], day: date) -> tuple[ArrangementFacts, ...]:
    """Load what decides over several arrangements at once."""
    return tuple(arrangement_facts(row, day) for row in rows)


def row_facts(row: Row, day: date) -> RowFacts:
    """Load what decides the steps on a row: its line as it stands now, and the return of its period."""
    states = Return.objects.filter(line_id=row.line_id, unit_id=row.unit_id, period=row.period)
    state = states.values_list("state", flat=True).first()
    handed = period_words(row.period) if state is not None and state not in OPEN else ""
    is_last = row.until is None and not row.removed
    return RowFacts(arrangement_facts(current(row.line), day), row.unit_id, is_last, handed)


def on_arrangement(guard: AnyGuard) -> Deciding:
    """Let a guard decide on the arrangement that the payload names."""
    return Deciding(holding(Arrangement, "arrangement_id"), arrangement_facts, guard)


def on_row(guard: AnyGuard) -> Deciding:
    """Let a guard decide on the row that the payload names; its line is held first."""
    return Deciding(holding_part(Row, "row_id", Arrangement, "line_id"), row_facts, guard)


def chosen(act: Act, payload: Mapping[str, Any]) -> list[Arrangement]:
    """Hold the arrangements that the payload names, each once."""
    return [act.lock(Arrangement, pk) for pk in dict.fromkeys(payload["arrangement_ids"])]


def starting(act: Act, _payload: Mapping[str, Any]) -> list[Arrangement]:
    """Hold what is still proposed of the starting set."""
    rows = Arrangement.objects.select_for_update().filter(conference_id=act.chain, starts=True)
    return list(rows.filter(state=ARRANGEMENT.initial).order_by("ordinal", "pk"))


def left_tasks(act: Act, payload: Mapping[str, Any]) -> list[PointTask]:
    """Hold the tasks of a year's points that are not done."""
    rows = PointTask.objects.select_for_update(of=("self",)).filter(conference_id=act.chain)
    return list(rows.filter(point__year=payload["year"], state=POINT_TASK.initial).order_by("pk"))


def own_unit(act: Act, _payload: Mapping[str, Any]) -> int | None:
    """Take the acting seat's unit for what an act is about."""
    return act.actor.unit_id


def own_half(act: Act, payload: Mapping[str, Any]) -> HalfFacts:
    """Take the acting seat's unit and the half-year that the payload names."""
    return HalfFacts(act.actor.unit_id, payload["period"])


def has_on(row: Conference, _day: date) -> bool:
    """Tell whether a conference carries out any arrangement."""
    return Arrangement.objects.filter(conference_id=row.pk, state=ArrangementState.ON).exists()
