"""The year: acts by periods with what came in, for all units, for one, and as of any day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lianxi.core.actors import CONVENERS, Actor
from lianxi.journal.sight import seen
from lianxi.ledger.queries.clauses import NONE_TOLD, Told, reports_by_clause
from lianxi.work.models import Arrangement, Part, Party, Return
from lianxi.work.queries.arrangements import parties_of
from lianxi.work.queries.rows import counts_by_period, end_of
from lianxi.work.queries.telling import hides_from
from lianxi.work.rows import ReturnRow
from lianxi.work.rules.periods import Period, period_of, periods_of_year

# How a cell reads; nothing in it ranks anybody.
CELL_WORDS = {
    "handed": "已报",
    "nil": "本期无",
    "checking": "本单位审核中",
    "returned": "退回更正",
    "due": "待报",
    "late": "逾期未报",
    "none": "本期没有发生",
    "rows": "有登记",
    "runs": "随会议、席位记录",
    "dropped": "不再需要",
    "": "",
}
CELL_MARKS = {
    "handed": "●",
    "nil": "○",
    "checking": "◐",
    "returned": "↩",
    "due": "·",
    "late": "▲",
    "none": "—",
    "rows": "＋",
    "runs": "◇",
    "dropped": "／",
    "": "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One act of one unit in one period: what stands there on the day, and the return it is of."""

    period: Period
    state: str
    rows: int = 0
    due_on: date | None = None
    handed: datetime | None = None
    of: ReturnRow | None = None

    @property
    def words(self) -> str:
        """The cell in words."""
        more = f" {self.rows} 行" if self.rows and self.state in ("handed", "rows") else ""
        return CELL_WORDS[self.state] + more

    @property
    def mark(self) -> str:
        """The cell as one sign, for print."""
        return CELL_MARKS[self.state]


@dataclass(frozen=True, slots=True)
class Line:
    """One act of one unit in a year; `role` is doer or partner; `told`: its reports on matters under the clause."""

    arrangement: Arrangement
    unit_id: int
    unit: str
    cells: tuple[Cell, ...]
    role: str = "doer"
    parties: Sequence[Party] = field(default_factory=tuple)
    told: Told = NONE_TOLD

    @property
    def months(self) -> int:
        """How many months a cell stands for."""
        return 12 // len(self.cells)

    @property
    def is_done(self) -> bool:
        """Whether anything stands in the year, be it that there was nothing."""
        return bool(self.told.reports) or any(one.state in ("handed", "nil", "rows") for one in self.cells)


def year_of(
    conference_id: int, actor: Actor, day: date, *, unit: int | None = None, whole: bool = False
) -> list[Line]:
    """List the acts carried out in the day's year by unit, each with its periods as they stood on the day.

    `whole` loads forms and figures too. The office and the conveners see every unit's cells; a unit its own alone,
    of others only that they are asked.
    """
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    found = _carried_out(conference_id, first, last, whole=whole)
    parties = parties_of(found)
    rows = [one for one in found if unit is None or any(party.unit_id == unit for party in parties[one.pk])]
    returns = _returns(conference_id, actor, first, last, day)
    parts = _parts(conference_id, first, last, day)
    free = [row.line_id for row in rows if not row.returns]
    counts = counts_by_period(free, first, last) if free else {}
    told = reports_by_clause(conference_id, day)
    lines = []
    for row in rows:
        for party in parties[row.pk]:
            if party.unit is None or party.role == "receiver" or (unit is not None and party.unit_id != unit):
                continue
            if party.role == "partner":
                cells = tuple(_part_cells(row, party.unit_id or 0, day, parts))
            else:
                cells = tuple(_cells(row, party.unit_id or 0, day, (returns, counts), actor))
            reports = told[row.basis_clause, party.unit_id or 0]
            lines.append(
                Line(row, party.unit_id or 0, party.unit.name, cells, party.role, parties[row.pk], reports)
            )
    return lines


def _carried_out(conference_id: int, first: date, last: date, *, whole: bool) -> list[Arrangement]:
    """List what is carried out within a span: of each line the latest version."""
    rows = Arrangement.objects.filter(conference_id=conference_id, starts_on__lte=last)
    rows = rows.exclude(ends_before__lte=first).select_related("unit")
    if not whole:
        # Forms and figures are long, and a list of all acts shows none of them.
        rows = rows.defer("form", "answer", "figures", "limits", "words", "trigger")
    latest = {row.line_id: row for row in rows.order_by("pk")}
    return sorted(latest.values(), key=lambda row: (row.ordinal, row.pk))


def _returns(
    conference_id: int, actor: Actor, first: date, last: date, day: date
) -> dict[tuple[int, int, str], Return]:
    rows = Return.objects.filter(conference_id=conference_id, last_day__gte=first, last_day__lte=last)
    shown = seen(actor, rows.filter(opened_at__lt=end_of(day)))
    return {(row.line_id, row.unit_id, row.period): row for row in shown}


def _parts(conference_id: int, first: date, last: date, day: date) -> dict[tuple[int, int, date], int]:
    rows = Part.objects.filter(
        conference_id=conference_id, about__gte=first, about__lte=last, at__lt=end_of(day)
    )
    found: dict[tuple[int, int, date], int] = defaultdict(int)
    for line, unit, about in rows.values_list("line_id", "unit_id", "about"):
        found[line, unit, about] += 1
    return found


def _cells(
    row: Arrangement,
    unit: int,
    day: date,
    held: tuple[dict[tuple[int, int, str], Return], dict[tuple[int, int, date], int]],
    actor: Actor,
) -> list[Cell]:
    returns, counts = held
    is_seen = actor.is_office or actor.kind in CONVENERS or actor.unit_id in (unit, row.entered_by_id)
    cells = []
    for period in periods_of_year(day.year, row.returns):
        if not row.returns:
            count = counts.get((row.line_id, unit, period.last), 0)
            # What is a rule of the conference itself is done by its meetings and seats, whether or not rows stand here.
            idle = "runs" if row.pattern == "conference" else "none"
            # How many rows about persons there are is told by the page of the rows, as far as they are not few.
            told = 0 if hides_from(actor, row, unit) else count
            cells.append(Cell(period, "rows" if count else idle, told))
            continue
        found = returns.get((row.line_id, unit, period.code)) if is_seen else None
        cells.append(cell_of(found, period, day) if found else Cell(period, ""))
    return cells


def cell_of(row: ReturnRow, period: Period, day: date) -> Cell:
    """Say how a return stood on a day."""
    over = end_of(day)
    handed = row.handed_at if row.handed_at and row.handed_at < over else None
    state = str(row.state)
    if handed and state in ("handed_in", "received"):
        state = "nil" if row.nil else "handed"
    elif state == "returned" and row.returned_at and row.returned_at < over:
        state = "late" if row.due_on < day else "returned"
    elif state == "dropped":
        state = "dropped"
    elif state == "checking":
        state = "checking"
    else:
        state = "late" if row.due_on < day else "due"
    return Cell(period, state, row.rows if state == "handed" else 0, row.due_on, handed, row)


def _part_cells(
    row: Arrangement, unit: int, day: date, parts: dict[tuple[int, int, date], int]
) -> list[Cell]:
    cells = []
    for period in periods_of_year(day.year, row.returns):
        count = parts.get((row.line_id, unit, period.last), 0)
        cells.append(Cell(period, "rows" if count else "", count))
    return cells


def period_now(row: Arrangement, day: date) -> Period:
    """Return the period of an arrangement in which a day lies."""
    return period_of(day, row.returns or 1)
