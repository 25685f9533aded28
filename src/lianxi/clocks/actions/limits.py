"""Time limits of a conference: ended or replaced from a day on, never edited; open clocks keep theirs."""

from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.clocks.models import TimeLimit
from lianxi.clocks.rules.limits import EVENT_LABELS, shipped_limits, split_list
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Choices, Day, Inner, Number, Words
from lianxi.core.limits import CONFIGURED, UNIT_LABELS, Limit, LimitUnit
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action

MOST = {"workdays": 500, "days": 1000, "months": 120, "hours": 2000, "minutes": 1440}


@action("clocks.limit.replace", "以新的时限规则替代", who=OFFICE, rule="由办公室设定，待确认")
def replace_limit(
    act: Act,
    *,
    code: Annotated[str, Choice("时限")],
    amount: Annotated[int, Number("长度")],
    unit: Annotated[str, Choice("时间单位")],
    source_text: Annotated[str, Words("出处", 200)],
    starts_on: Annotated[date, Day("自哪天起")],
    pauses: Annotated[str, Words("可以暂停的情形（一行一条，可不填）")] = "",
    restarts: Annotated[tuple[str, ...], Choices("重新计时的情形")] = (),
    confidence: Annotated[str, Inner("可靠程度")] = CONFIGURED,
) -> TimeLimit:
    """End the limit in force and start another one in its place, from a day on.

    `pauses` are reasons divided by ；or line ends, `restarts` events of EVENT_LABELS. Whatever the office
    sets shows as configured, to be confirmed. Raises BadInput.
    """
    _conference(act)
    shipped = _shipped(code)
    _check_length(amount, unit)
    _check_start(act, starts_on)
    wanted = list(split_list(pauses))
    if any(len(reason) > 100 for reason in wanted) or len(wanted) > 20:
        raise BadInput("可以暂停的情形太多或太长。", next_step="每条不超过 100 个字，最多 20 条。")
    if not set(restarts) <= set(EVENT_LABELS):
        raise BadInput("没有这种重新起算的情形。", next_step="请从列出的情形中选择。")
    _end_present(act, shipped, starts_on)
    row = _row_of(act, shipped)
    row.amount, row.unit, row.pauses, row.restarts = amount, unit, wanted, sorted(set(restarts))
    row.source, row.confidence, row.starts_on = filled(source_text, "出处", 200), confidence, starts_on
    return act.create(row)


@action("clocks.limit.end", "停用时限规则", who=OFFICE, rule="由办公室停用")
def end_limit(
    act: Act,
    *,
    code: Annotated[str, Choice("时限")],
    ends_before: Annotated[date, Day("自哪天起停用")],
    reason: Annotated[str, Words("理由", 300)],
) -> TimeLimit:
    """End the limit in force from a day on; nothing takes its place. Raises BadInput."""
    _conference(act)
    shipped = _shipped(code)
    _check_start(act, ends_before)
    return _end_present(act, shipped, ends_before, filled(reason, "理由", 300))


def _conference(act: Act) -> None:
    # Limits of a conference change one at a time: what is in force is read under this lock.
    act.lock(Conference, act.actor.conference_id or 0)
    act.subject = ""


def _shipped(code: str) -> Limit:
    found = shipped_limits().get(code)
    if found is None:
        raise BadInput("没有这种时限。", next_step="请从“时限规则”里选择。")
    if found.ends_before is not None:
        raise BadInput(f"“{found.title}”的时限规则{found.note}。", next_step="请以新名称的规则设定。")
    return found


def _check_length(amount: int, unit: str) -> None:
    if unit not in UNIT_LABELS:
        raise BadInput("没有这种时间单位。", next_step="请从工作日、日、月、小时、分钟中选择。")
    least = 0 if unit == LimitUnit.MINUTES else 1
    if not least <= amount <= MOST[unit]:
        raise BadInput(f"长度须在 {least} 到 {MOST[unit]} 之间。")


def _check_start(act: Act, day: date) -> None:
    if day < day_of(act.at):
        raise BadInput(
            f"{long_date(day)}已经过去，规则不能追溯更改。",
            rule="时限规则停用后另立，不改已有的",
            next_step="请填写今天或以后的日期。",
        )


def _row_of(act: Act, shipped: Limit) -> TimeLimit:
    """Begin a row with what no office sets: what is limited, from which event, for whom, in which direction."""
    row = TimeLimit(conference_id=act.chain, code=shipped.code, title=shipped.title, event=shipped.event)
    row.who, row.kind, row.is_before = shipped.who, shipped.kind.value, shipped.is_before
    row.extend = shipped.extend
    return row


def _end_present(act: Act, shipped: Limit, day: date, reason: str = "") -> TimeLimit:
    """End the limit in force; the shipped one is first written down as it held, so that its history stays."""
    rows = TimeLimit.objects.filter(conference_id=act.chain, code=shipped.code)
    present: TimeLimit | None = rows.filter(ends_before__isnull=True).first()
    if present is not None:
        if present.starts_on is not None and day < present.starts_on:
            raise BadInput(
                f"已有一条规则自{long_date(present.starts_on)}起施行。", next_step="请填写不早于它的日期。"
            )
        return act.change(present, ends_before=day, reason=reason)
    row = _row_of(act, shipped)
    row.amount, row.unit, row.source = shipped.amount, LimitUnit(shipped.unit).value, shipped.source
    row.pauses, row.restarts = list(shipped.pauses), list(shipped.restarts)
    row.confidence, row.starts_on, row.reason = shipped.confidence, shipped.starts_on, reason
    row.note = shipped.note
    last = rows.order_by("ends_before").last()
    if last is not None:
        # Ended before without a successor: the new one simply begins, and not before that day.
        if reason or (last.ends_before is not None and day < last.ends_before):
            raise BadInput("这条规则已经停用。", next_step="请以停用之日或以后的日期设定新的规则。")
        return row
    row.ends_before = day
    return act.create(row)
