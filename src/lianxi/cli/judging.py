"""`lianxi surveillance limits` and `judge`: the limits held for a hazard, and one measurement judged with its reckoning."""

import argparse
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from lianxi.core.refusals import BadInput

if TYPE_CHECKING:
    from lianxi.hazards.limits import Found, Hazard, Limit

Commands = Any


def add_commands(room: Commands) -> None:
    """Add the two commands to those of surveillance."""
    limits = room.add_parser("limits", help="一种危害因素收录的限值，带起止日期和出处")
    limits.add_argument("hazard", help="名称、CAS 号或代码，如 苯、71-43-2、c12")
    limits.set_defaults(run=show_limits, needs_database=False)
    judging = room.add_parser("judge", help="判定一个检测结果，写出算式")
    judging.add_argument("hazard", help="名称、CAS 号或代码")
    judging.add_argument("metric", help="检测指标：CTWA、CSTE、MAC、总尘、呼尘、LEX,8h 等，或其代码")
    judging.add_argument("value", help="检测结果；低于定量下限写作 <0.5")
    judging.add_argument("unit", help="计量单位，如 mg/m3、ppm、dB(A)")
    judging.add_argument("--on", type=date.fromisoformat, required=True, help="采样日期，如 2026-03-18")
    judging.add_argument("--hours", type=_number, help="日接触时间（h）")
    judging.add_argument("--days", type=_number, help="周接触天数")
    judging.add_argument("--silica", type=_number, help="游离二氧化硅含量（%%）")
    judging.set_defaults(run=judge_one, needs_database=False)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"“{text}”不是一个数") from None


def _find(name: str) -> "tuple[Found, Hazard]":
    from lianxi.hazards.limits import find_hazard

    found = find_hazard(name)
    if found.hazard is None:
        raise BadInput(f"{found.sentence}。", next_step="")
    return found, found.hazard


def judge_one(options: argparse.Namespace) -> int:
    """Judge a measurement; exit code 0 when judged, 1 when it could not be, 2 when refused."""
    from lianxi.hazards.judging.judge import Measurement, judge
    from lianxi.hazards.judging.verdicts import Outcome
    from lianxi.hazards.limits import metric_named

    found, hazard = _find(options.hazard)
    metric = metric_named(options.metric)
    if metric is None:
        raise BadInput(f"没有检测指标“{options.metric}”。", next_step="可用的见 lianxi surveillance limits。")
    below = options.value.lstrip().startswith(("<", "＜"))
    try:
        number = Decimal(options.value.strip().lstrip("<＜").strip())
    except InvalidOperation:
        raise BadInput(f"检测结果“{options.value}”不是一个数。") from None
    verdict = judge(
        Measurement(
            hazard=hazard.code,
            metric=metric.code,
            value=None if below else number,
            unit=options.unit,
            sampled_on=options.on,
            below_loq=below,
            loq=number if below else None,
            hours_per_day=options.hours,
            days_per_week=options.days,
            silica=options.silica,
            note=found.note,
        )
    )
    if verdict.outcome is Outcome.REFUSED:
        print(verdict.explain(), file=sys.stderr)
        return 2
    print(verdict.explain())
    return 0 if verdict.outcome in (Outcome.OK, Outcome.EXCEEDS) else 1


def show_limits(options: argparse.Namespace) -> int:
    """Print what is held for a hazard; exit code 1 where no limit is."""
    from lianxi.hazards.limits import GROUPS, action_for, biological_indices, find_limits

    found, hazard = _find(options.hazard)
    cas = f"，CAS {'、'.join(hazard.cas)}" if hazard.cas else ""
    print(f"{hazard.name}（{hazard.code}）{cas}，归入“{GROUPS[hazard.group].name}”")
    if found.note:
        print(found.note)
    held = find_limits(hazard.code)
    for limit in held:
        print(_line(limit))
    if not held:
        print("没有收录限值。")
        return 1
    if (action := action_for(hazard.code)) is not None:
        level = (
            f"限值的 {(action.share * 100).normalize():f}%"
            if action.share
            else f"{action.value} {held[0].unit}"
        )
        print(f"行动水平：{level}（设定，{action.source}）")
    for index in biological_indices(hazard.code):
        doubt = "" if index.confirmed else "，待确认"
        print(f"生物限值（表4，推荐性）：{index.indicator} {index.limit}，{index.sampling}{doubt}")
    if hazard.marks:
        print(f"标注：{hazard.marks}")
    if hazard.unadjusted:
        print(f"长时间工作不调整限值：{hazard.unadjusted}（设定）")
    return 0


def _line(limit: "Limit") -> str:
    from lianxi.hazards.limits import METRICS

    ends = f"至 {limit.period.ends_before} 前" if limit.period.ends_before else "起"
    per_hour = "/t" if limit.per_hour else ""
    doubt = "" if limit.confirmed else f"\t待确认：{limit.doubt}"
    return (
        f"{METRICS[limit.metric].name}\t{limit.metric}\t{limit.printed}{per_hour} {limit.unit}\t{limit.condition or '—'}"
        f"\t{limit.period.starts_on} {ends}\t{limit.reference}{doubt}"
    )
