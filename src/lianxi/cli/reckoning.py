"""`lianxi surveillance average`, `mixture`, `peaks`: from samples to what is judged, with the reckoning."""

import argparse
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lianxi.core.refusals import BadInput

if TYPE_CHECKING:
    from lianxi.hazards.judging.exposure import Reading, Sample

Commands = Any
_NUMBER = r"\d+(?:\.\d+)?"
_PART = re.compile(rf"(<?)({_NUMBER})[:：]({_NUMBER})")
_READING = re.compile(rf"({_NUMBER})-({_NUMBER})[:：]({_NUMBER})")


def add_commands(room: Commands) -> None:
    """Add the three commands to those of surveillance."""
    average = room.add_parser("average", help="由分段样品计算 8h 时间加权平均浓度（CTWA）")
    average.add_argument("parts", nargs="+", help="浓度:小时，如 0.5:2；低于定量下限写 <0.1:2；不接触写 0:3")
    average.set_defaults(run=average_parts, needs_database=False)
    mixture = room.add_parser("mixture", help="几种物质有相加作用时的混合接触比值 I")
    mixture.add_argument("parts", nargs="+", help="物质=浓度（mg/m3），如 甲苯=20 二甲苯=15")
    mixture.add_argument("--metric", choices=["twa", "ste"], default="twa", help="twa（缺省）或 ste")
    mixture.add_argument("--on", type=date.fromisoformat, required=True, help="采样日期，如 2026-03-18")
    mixture.set_defaults(run=mix_parts, needs_database=False)
    peaks = room.add_parser("peaks", help="没有 PC-STEL 的物质：一个工作班的峰接触（GBZ 2.1-2019 6.3.3）")
    peaks.add_argument("hazard", help="名称、CAS 号或代码")
    peaks.add_argument("readings", nargs="+", help="起止分钟:浓度，如 0-15:12")
    peaks.add_argument("--on", type=date.fromisoformat, required=True, help="采样日期，如 2026-03-18")
    peaks.set_defaults(run=check_shift, needs_database=False)


def average_parts(options: argparse.Namespace) -> int:
    """Print the time-weighted average of parts of a shift with its reckoning."""
    from lianxi.hazards.judging.exposure import average
    from lianxi.hazards.judging.rounding import shown

    found = average([_sample(text) for text in options.parts])
    print("\n".join(found.lines))
    print(f"CTWA {shown(found.value)}{'，各样品都低于定量下限' if found.below_loq else ''}，单位与样品相同")
    return 0


def _sample(text: str) -> "Sample":
    from lianxi.hazards.judging.exposure import Sample

    match = _PART.fullmatch(text.replace("＜", "<"))
    if match is None:
        raise BadInput(f"“{text}”不是浓度:小时。", next_step="请写成 0.5:2。")
    return Sample(Decimal(match[2]), Decimal(match[3]), bool(match[1]))


def mix_parts(options: argparse.Namespace) -> int:
    """Print the index of a mixture; exit code 0 when judged, 1 when it could not be."""
    from lianxi.hazards.judging.exposure import mix
    from lianxi.hazards.judging.verdicts import Outcome

    found = mix([_part(text) for text in options.parts], options.metric, options.on)
    print("\n".join(found.lines))
    return 0 if found.outcome in (Outcome.OK, Outcome.EXCEEDS) else 1


def _part(text: str) -> tuple[str, Decimal]:
    from lianxi.hazards.limits import find_hazard

    name, _, value = text.rpartition("=")
    if not re.fullmatch(_NUMBER, value):
        raise BadInput(f"“{text}”不是物质=浓度。", next_step="请写成 甲苯=20。")
    found = find_hazard(name)
    if found.hazard is None:
        raise BadInput(f"{found.sentence}。", next_step="")
    return found.hazard.code, Decimal(value)


def check_shift(options: argparse.Namespace) -> int:
    """Print the verdict on the peaks of a shift with its reckoning."""
    from lianxi.hazards.judging.exposure import check_peaks

    code, _ = _part(f"{options.hazard}=0")
    found = check_peaks([_reading(text) for text in options.readings], code, options.on)
    print("\n".join(found.lines))
    return 0


def _reading(text: str) -> "Reading":
    from lianxi.hazards.judging.exposure import Reading

    match = _READING.fullmatch(text)
    if match is None:
        raise BadInput(f"“{text}”不是起止分钟:浓度。", next_step="请写成 0-15:12。")
    return Reading(Fraction(match[1]), Fraction(match[2]), Decimal(match[3]))
