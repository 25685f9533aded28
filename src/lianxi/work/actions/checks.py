"""What the actions of work check alike: an arrangement that is on, whose it is, the period, what words mean."""

from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.work.models import Arrangement, Return
from lianxi.work.rules.machines import ARRANGEMENT, OPEN, ArrangementState
from lianxi.work.rules.periods import Period, before, period_of, period_words, read_period


def require_on(row: Arrangement) -> None:
    """Refuse an arrangement that is not carried out now."""
    if row.state != ArrangementState.ON:
        raise WrongState(
            f"“{row.title}”{ARRANGEMENT.labels[row.state]}，不能填报。",
            rule="只有已启用的安排可以填报",
            next_step="请办公室先启用；已改版的请打开新版填报。",
        )


def owner_of(row: Arrangement, actor: Actor) -> int:
    """Return for which unit a seat fills in an arrangement. Raises NotPermitted for nobody's."""
    doers = list(row.parties.filter(role="doer").values_list("unit_id", flat=True))
    if actor.unit_id in doers:
        return actor.unit_id or 0
    # Where another unit types for the one of the clause (代为登记), the rows are that unit's.
    if row.entered_by_id is not None and actor.unit_id == row.entered_by_id and doers:
        return doers[0] or 0
    raise NotPermitted(
        f"“{row.title}”属于别的单位。", rule="由责任单位填报", next_step="请由责任单位的席位填报。"
    )


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
        raise WrongState(
            f"{period.words}“{row.title}”已报送，登记行不能再改。",
            rule="报送后的数字不能自行改动",
            next_step="请先撤回；已接收的，请办公室退回更正。",
        )
    return found
