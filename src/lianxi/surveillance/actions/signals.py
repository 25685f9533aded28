"""What the office does with a signal before a warning: verify, dismiss, ask for data, assess, watch, merge, reopen."""

from collections.abc import Sequence
from typing import Annotated, Any

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Choices, One, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.law.routing import load_vocabulary
from lianxi.surveillance.facts import on_signal
from lianxi.surveillance.models import Signal, SignalStep
from lianxi.surveillance.rules.machines import DISMISSALS, RISK_LABELS, SIGNAL

_RULE = "信号由办公室核实和评估"


def add_step(
    act: Act, signal: Signal, kind: str, text: str, *, reasons: Sequence[str] = (), **details: Any
) -> SignalStep:
    """Note a stage of a signal: who, when, in what words, on what it rested."""
    return act.create(
        SignalStep(
            conference_id=signal.conference_id,
            signal=signal,
            kind=kind,
            text=text,
            reasons=list(reasons),
            details=details,
            at=act.at,
            by=act.actor.label,
            seat_id=act.actor.seat_id,
            person_id=act.actor.person_id,
        )
    )


@action(
    "surveillance.signal.verify",
    "核实信号属实",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.verify"),
)
def verify_signal(
    act: Act, *, signal_id: Annotated[int, One("信号")], text: Annotated[str, Words("怎样核实的", 2000)]
) -> Signal:
    """Note that a signal is true, with how that was found out."""
    signal = act.lock(Signal, signal_id)
    add_step(act, signal, "verified", filled(text, "核实情况", 2000))
    return act.move(signal, SIGNAL, nature="true", investigation="done")


@action(
    "surveillance.signal.dismiss",
    "排除信号",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.dismiss"),
)
def dismiss_signal(
    act: Act,
    *,
    signal_id: Annotated[int, One("信号")],
    kind: Annotated[str, Choice("原因")],
    reason: Annotated[str, Words("理由", 2000)],
) -> Signal:
    """End a signal that is not true, with the reason; the rule stays as it is.

    A later signal of the same subject shows the reason. Raises BadInput for a kind outside DISMISSALS.
    """
    signal = act.lock(Signal, signal_id)
    if kind not in DISMISSALS:
        raise BadInput("请选择排除的原因。", next_step=f"可选：{'、'.join(DISMISSALS.values())}。")
    add_step(act, signal, "dismissed", filled(reason, "理由", 2000), reasons=[kind])
    return act.move(signal, SIGNAL, nature="false", investigation="done", ended_at=act.at)


@action(
    "surveillance.signal.want_data",
    "要求补充数据",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.want_data"),
)
def want_data(
    act: Act, *, signal_id: Annotated[int, One("信号")], text: Annotated[str, Words("需要什么数据", 2000)]
) -> Signal:
    """Note which data are needed before a signal can be verified."""
    signal = act.lock(Signal, signal_id)
    add_step(act, signal, "data_wanted", filled(text, "需要的数据", 2000))
    return act.move(signal, SIGNAL, investigation="under_way")


@action(
    "surveillance.signal.merge",
    "并入另一信号",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.merge"),
)
def merge_signal(
    act: Act,
    *,
    signal_id: Annotated[int, One("信号")],
    into_id: Annotated[int, One("并入")],
    reason: Annotated[str, Words("理由", 2000)],
) -> Signal:
    """End a signal as a part of another one that is still open. Raises BadInput."""
    signal, into = act.lock(Signal, signal_id), act.get(Signal, into_id)
    if into.pk == signal.pk or into.ended_at is not None or into.parent_id:
        raise BadInput("不能并入这个信号。", next_step="请选择另一个还没有结束、本身没有并入别处的信号。")
    add_step(act, signal, "merged", filled(reason, "理由", 2000), into=into.pk)
    return act.move(signal, SIGNAL, parent=into, ended_at=act.at)


@action(
    "surveillance.signal.assess",
    "评估信号的风险",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.assess"),
)
def assess_signal(
    act: Act,
    *,
    signal_id: Annotated[int, One("信号")],
    risk: Annotated[str, Choice("风险")],
    text: Annotated[str, Words("为什么", 4000)],
    facts: Annotated[Sequence[str], Choices("评估依据")] = (),
) -> Signal:
    """Note a signal's risk and why, and what the office confirms of its facts.

    `facts` are written `dimension:code:state`; on a dimension they name, they stand instead of what the data state.
    Raises BadInput.
    """
    signal = act.lock(Signal, signal_id)
    if risk not in RISK_LABELS or risk == "open":
        raise BadInput("请选择风险等级。", next_step="可选：低、中、高、极高。")
    confirmed = [_fact(one) for one in dict.fromkeys(facts)]
    named = {row["dimension"] for row in confirmed}
    kept = [row for row in signal.facts if row["dimension"] not in named]
    add_step(act, signal, "assessed", filled(text, "评估", 4000), risk=risk, facts=confirmed)
    return act.move(signal, SIGNAL, risk=risk, facts=[*kept, *confirmed])


def _fact(written: str) -> dict[str, str]:
    dimension, code, state = ([*written.split(":"), "", ""])[:3]
    known = load_vocabulary().get(dimension)
    if known is None or code not in known.values or state not in ("true", "false", "unknown"):
        raise BadInput(f"事实“{written[:40]}”不在事实词汇里。", next_step="请从列出的选项中选择。")
    return {"dimension": dimension, "code": code, "state": state, "words": "办公室确认", "basis": "confirmed"}


@action(
    "surveillance.signal.monitor",
    "继续观察信号",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.monitor"),
)
def monitor_signal(
    act: Act, *, signal_id: Annotated[int, One("信号")], text: Annotated[str, Words("观察什么", 2000)]
) -> Signal:
    """Leave an assessed signal without a warning, with what is watched."""
    signal = act.lock(Signal, signal_id)
    add_step(act, signal, "monitored", filled(text, "观察什么", 2000))
    return act.move(signal, SIGNAL, management="watching")


@action(
    "surveillance.signal.reopen",
    "重新核实信号",
    who=OFFICE,
    rule=_RULE,
    deciding=on_signal("surveillance.signal.reopen"),
)
def reopen_signal(
    act: Act, *, signal_id: Annotated[int, One("信号")], reason: Annotated[str, Words("理由", 2000)]
) -> Signal:
    """Take a signal up again that was dismissed, closed or watched."""
    signal = act.lock(Signal, signal_id)
    add_step(act, signal, "reopened", filled(reason, "理由", 2000))
    act.remark = short_enough(reason, "理由", 2000)[:300]
    return act.move(signal, SIGNAL, nature="open", investigation="under_way", ended_at=None)
