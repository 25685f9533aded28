"""The end of a warned signal: its effect checked on later data, and closed by a second person."""

from typing import TYPE_CHECKING, Annotated

from lianxi.core.actors import CONVENERS, OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Flag, One, Words
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.ledger.rules import ENDED
from lianxi.surveillance.actions.signals import add_step
from lianxi.surveillance.facts import on_signal
from lianxi.surveillance.models import Signal, WarnedUnit
from lianxi.surveillance.rules.machines import SIGNAL
from lianxi.surveillance.rules.steps import second_person

if TYPE_CHECKING:
    from lianxi.surveillance.running.later import Later


class NotYetEffective(Refusal):
    """Obligations of the warning are still open, or later data are missing or still bad."""

    code = "not_yet_effective"


@action(
    "surveillance.signal.check",
    "核查处置效果",
    who=OFFICE,
    rule="处置效果由办公室以后来的数据核查",
    deciding=on_signal("surveillance.signal.check"),
)
def check_effect(
    act: Act,
    *,
    signal_id: Annotated[int, One("信号")],
    effective: Annotated[bool, Flag("结果")],
    text: Annotated[str, Words("核查情况", 2000)],
) -> Signal:
    """Note whether the measures worked, with what later data say.

    Effective asks for closing by another person; not effective leaves the signal under warning. Raises
    NotYetEffective where obligations are open, no later data are held, or they are still above the limit.
    """
    signal = act.lock(Signal, signal_id)
    since = day_of(signal.warned_at or signal.detected_at)
    # Its arrays are loaded when an effect is checked, not with the pages.
    from lianxi.surveillance.running.later import later_data

    later = later_data(signal, since, day_of(act.at))
    if effective:
        _require_effective(signal, later)
    kind = "effective" if effective else "ineffective"
    add_step(
        act, signal, kind, filled(text, "核查情况", 2000), later=later.as_dict(), since=since.isoformat()
    )
    if not effective:
        return act.change(signal, management="ineffective")
    act.notify(f"请另一席位结案：{signal.sentence}"[:300], about=signal, office=True)
    return act.move(signal, SIGNAL, management="effective")


def _require_effective(signal: Signal, later: "Later") -> None:
    owed = WarnedUnit.objects.filter(warning__signal=signal).select_related("obligation")
    running = [row.obligation.number for row in owed if row.obligation.state not in ENDED]
    if running:
        raise NotYetEffective(
            f"事项{'、'.join(running)}还没有办结。",
            rule="责任单位的事项办结后才核查效果",
            next_step="请先办结事项；确认没有见效的，可以记为未见效。",
        )
    if later.asked and not later.rows:
        raise NotYetEffective(
            later.sentence, rule="处置效果以后来的数据核查", next_step="请等待或导入后来的数据，再核查。"
        )
    if later.bad:
        raise NotYetEffective(
            later.sentence, rule="后来的数据不再超过才算有效", next_step="请记为未见效，必要时再次预警。"
        )


@action(
    "surveillance.signal.close",
    "结案",
    who=OFFICE | CONVENERS,
    rule="信号由核查以外的另一席位、另一人结案",
    deciding=on_signal("surveillance.signal.close", second_person),
)
def close_signal(
    act: Act, *, signal_id: Annotated[int, One("信号")], text: Annotated[str, Words("意见", 300)] = ""
) -> Signal:
    """Close a signal whose measures worked. Raises NotPermitted for who has checked them."""
    signal = act.lock(Signal, signal_id)
    add_step(act, signal, "closed", text.strip()[:2000])
    return act.move(signal, SIGNAL, ended_at=act.at)


@action(
    "surveillance.signal.return",
    "退回继续处置",
    who=OFFICE | CONVENERS,
    deciding=on_signal("surveillance.signal.return"),
)
def return_signal(
    act: Act, *, signal_id: Annotated[int, One("信号")], reason: Annotated[str, Words("理由", 2000)]
) -> Signal:
    """Put a signal back under warning that somebody wanted closed."""
    signal = act.lock(Signal, signal_id)
    add_step(act, signal, "returned", filled(reason, "理由", 2000))
    return act.move(signal, SIGNAL, management="ineffective")
