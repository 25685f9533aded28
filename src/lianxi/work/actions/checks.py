"""What the actions of work check alike: whose an arrangement is, the period, and that its return is open."""

from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.work.facts import arrangement_facts
from lianxi.work.models import Arrangement, Return
from lianxi.work.rules.filling import handed_in, owner
from lianxi.work.rules.machines import OPEN
from lianxi.work.rules.periods import Period, before, period_of, period_words, read_period


def owner_of(row: Arrangement, actor: Actor) -> int:
    """Return for which unit a seat fills in an arrangement, which its guard has let it do."""
    facts = arrangement_facts(row)
    return owner(facts.doers, facts.entered_by, actor) or 0


def fillable(row: Arrangement, day: date) -> list[Period]:
    """List the periods for which rows may be given on a day: the present one and the one before."""
    now = period_of(day, row.returns or 1)
    return [now, before(now, row.returns or 1)]


def require_period(row: Arrangement, code: str, day: date) -> Period:
    """Return the period asked for. Raises BadInput for one of another cycle, not begun or long over."""
    period = read_period(code)
    late = Return.objects.filter(line_id=row.line_id, state__in=OPEN).values_list("period", flat=True)
    allowed = [*fillable(row, day), *(read_period(one) for one in sorted(set(late)))]
    if period not in allowed:
        shown = "、".join(dict.fromkeys(one.words for one in allowed))
        raise BadInput(f"“{row.title}”不能填报{period_words(code)}。", next_step=f"现在可以填报：{shown}。")
    return period


def open_return(row: Arrangement, unit_id: int, period: Period) -> Return | None:
    """Hold the unit's return of a period while rows are changed; None where events alone bring rows.

    Raises WrongState where it has been handed in: what was handed in changes only after it came back.
    """
    held = Return.objects.select_for_update().filter(line_id=row.line_id, unit_id=unit_id, period=period.code)
    found: Return | None = held.first()
    if found is not None and found.state not in OPEN:
        raise handed_in(period.words, row.title)
    return found
