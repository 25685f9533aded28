"""Returns that come due: opened for each period and unit, and made an obligation when their day passes in silence."""

from collections.abc import Iterable, Sequence
from datetime import date

from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import TIMER_ONLY
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action, record_name
from lianxi.ledger.actions import enter_obligation
from lianxi.work.models import Arrangement, Return
from lianxi.work.queries.arrangements import carried_out_on, due_days, parties_of
from lianxi.work.rules.machines import OPEN, RETURN
from lianxi.work.rules.periods import DAY, Period, due_of, period_of, period_words

# One act opens or misses at most so many; the job comes again until nothing is left.
BATCH = 500


@action("work.return.open", "开启本期报送", who=TIMER_ONLY)
def open_returns(act: Act) -> int:
    """Open what is not there yet: one return a unit, arrangement and period since it was switched on."""
    day = day_of(act.at)
    return open_for(act, list(carried_out_on(act.chain, day).filter(returns__gt=0)), day)


def open_for(act: Act, rows: Sequence[Arrangement], day: date) -> int:
    """Open the returns of arrangements up to a day's period, and give how many."""
    asked = [row for row in rows if row.returns]
    if not asked:
        return 0
    parties, members = parties_of(asked), member_unit_ids(act.chain, day)
    lines = {row.line_id for row in asked}
    there = set(Return.objects.filter(line_id__in=lines).values_list("line_id", "unit_id", "period"))
    days = due_days(act.chain, day)
    made = []
    for row in asked:
        doers = [one.unit_id for one in parties[row.pk] if one.role == "doer" and one.unit_id in members]
        for period in _periods(row, day):
            lacking = [unit for unit in doers if unit and (row.line_id, unit, period.code) not in there]
            if lacking:
                due = due_of(period, days)
                for unit_id in lacking:
                    own = Return(
                        conference_id=act.chain, line_id=row.line_id, arrangement=row, unit_id=unit_id
                    )
                    own.period, own.first_day, own.last_day = period.code, period.first, period.last
                    own.due_on, own.derivation, own.opened_at = due.due_on, due.as_dict(), act.at
                    own.state = RETURN.initial
                    made.append(own)
    if made:
        act.create_batch(made)
    return len(made)


def _periods(row: Arrangement, day: date) -> Iterable[Period]:
    """Give the periods from the one in which the arrangement began until the day's."""
    period = period_of(row.starts_on or day, row.returns)
    while period.first <= day:
        yield period
        period = period_of(period.last + DAY, row.returns)


@action("work.return.miss", "登记逾期未报送", who=TIMER_ONLY)
def miss_returns(act: Act) -> int:
    """Make returns whose day has passed in silence obligations of the ledger, and give how many.

    A unit that has left the conference owes nothing any more: its return is dropped with the reason.
    """
    day = day_of(act.at)
    late = Return.objects.select_for_update(of=("self",)).filter(
        conference_id=act.chain, state__in=OPEN, due_on__lt=day, obligation__isnull=True
    )
    rows = list(late.select_related("arrangement", "unit").order_by("due_on", "pk")[:BATCH])
    members = member_unit_ids(act.chain, day)
    for row in rows:
        if row.unit_id in members:
            _miss(act, row)
        else:
            act.move_as("work.arrangement.end", row, RETURN, reason="单位已不是成员单位，不再需要报送")
    return len(rows)


def _miss(act: Act, row: Return) -> None:
    whole = act.subject
    words = period_words(row.period)
    title = f"{words}“{row.arrangement.title}”未报送"
    obligation = enter_obligation.within(
        act,
        title=title[:200],
        text=f"应于{long_date(row.due_on)}前报送{words}“{row.arrangement.title}”；没有的请报“本期无此类事项”。",
        lead_unit_id=row.unit_id,
        origin="work",
        basis=row.arrangement.basis,
        source=record_name(row),
        source_label="履职安排逾期未报送",
        due_on=row.due_on,
        due_derivation=row.derivation,
    )
    act.subject = whole or act.subject
    act.change(row, obligation=obligation)
