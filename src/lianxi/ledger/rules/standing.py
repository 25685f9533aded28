"""Duties that go on: what is proposed for a clause, which period a day lies in, what a figure may be."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lianxi.core.refusals import BadInput
from lianxi.core.transitions import Machine, Transition
from lianxi.ledger.rules.machines import CYCLE_LABELS, CYCLE_MONTHS


class Nature(StrEnum):
    """Whether a duty is done all along, when something happens, or both."""

    STANDING = "standing"
    TRIGGERED = "triggered"
    BOTH = "both"


NATURE_LABELS = {"standing": "常规", "triggered": "触发", "both": "常规和触发"}
DUTY_CYCLES = {code: label for code, label in CYCLE_LABELS.items() if code in CYCLE_MONTHS} | {
    "event": "随事项"
}


class DutyState(StrEnum):
    """Whether the office follows a duty."""

    PROPOSED = "proposed"
    ON = "on"
    OFF = "off"


DUTY = Machine(
    name="standing_duty",
    label="职责跟踪",
    states=DutyState,
    labels={"proposed": "建议，待启用", "on": "已启用", "off": "已停用"},
    initial="proposed",
    rows=(
        Transition("ledger.duty.switch_on", ("proposed", "off"), "on", "有条款依据", "tracking"),
        Transition("ledger.duty.switch_off", ("on",), "off", "写明理由", "tracking"),
    ),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that can be asked for; `kind` is count (whole), amount (up to four decimals) or yes_no."""

    code: str
    label: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class DutyProposal:
    """What is proposed for a clause; `origin` is shipped (read clause by clause) or derived (from its words)."""

    nature: str
    cycle: str
    evidence: tuple[str, ...]
    indicators: tuple[str, ...]
    trigger: str
    origin: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its code (2026, 2026H1, 2026Q3 or 2026-05), with its first and last day."""

    code: str
    first: date
    last: date


_TRIGGER = re.compile(
    r"发现[^，。；]{2,30}(?:的|时)|发生[^，。；]{2,30}(?:时|后)|依据[^，。；]{2,20}结果|参与[^，。；]{2,20}(?:调查|处理)"
)
_CYCLES = ((r"每月|按月", "monthly"), (r"每季|按季", "quarterly"), (r"每半年|半年", "half_year"))
MOST_INDICATORS = 6


@cache
def indicators() -> dict[str, Indicator]:
    """Return every indicator by its code, in the order of the file."""
    return {
        row["code"]: Indicator(row["code"], row["label"], row["unit"], row["kind"])
        for row in _rows("indicators")
    }


def propose(instrument: str, clause: str, text: str) -> DutyProposal:
    """Propose how a duty clause is followed: as shipped, else derived from its words."""
    shipped = _shipped(instrument).get(clause)
    return shipped or _derived(text)


@cache
def _shipped(instrument: str) -> dict[str, DutyProposal]:
    if (
        not re.fullmatch(r"[A-Z]{2,6}", instrument)
        or not files("lianxi.ledger").joinpath(f"duties/{instrument}.csv").is_file()
    ):
        return {}
    return {
        row["clause"]: DutyProposal(
            row["nature"],
            row["cycle"],
            tuple(row["evidence"].split()),
            tuple(row["indicators"].split()),
            row["trigger"],
            "shipped",
        )
        for row in _rows(instrument)
    }


def _derived(text: str) -> DutyProposal:
    found: dict[str, None] = {}
    for row in _rows("words"):
        if re.search(row["words"], text):
            found |= dict.fromkeys(row["indicators"].split())
    match = _TRIGGER.search(text)
    standing = not match or len(text) > len(match[0]) + 12
    nature = Nature.STANDING if match is None else Nature.BOTH if standing else Nature.TRIGGERED
    cycle = next((code for words, code in _CYCLES if re.search(words, text)), "yearly")
    return DutyProposal(
        nature,
        "event" if nature is Nature.TRIGGERED else cycle,
        ("table",) if found else ("document",),
        tuple(found)[:MOST_INDICATORS],
        match[0] if match else "",
        "derived",
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("lianxi.ledger").joinpath(f"duties/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def period_of(day: date, cycle: str) -> Period:
    """Return the period of a cycle in which a day lies; by event, the year counts."""
    months = CYCLE_MONTHS.get(cycle, 12)
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    after = date(day.year + (index + 1) * months // 12, (index + 1) * months % 12 + 1, 1)
    code = {1: f"{day.year}-{day.month:02d}", 3: f"{day.year}Q{index + 1}", 6: f"{day.year}H{index + 1}"}
    return Period(code.get(months, str(day.year)), first, after - timedelta(days=1))


def period_words(code: str) -> str:
    """Say a period in words: 2026年上半年. Raises BadInput for what is none."""
    match = re.fullmatch(r"(20\d\d)(?:(H)([12])|(Q)([1-4])|-(0[1-9]|1[0-2]))?", code)
    if match is None:
        raise BadInput("期次不对。", next_step="请从列出的期次中选择。")
    year = f"{match[1]}年"
    if match[2]:
        return year + ("上半年" if match[3] == "1" else "下半年")
    if match[4]:
        return f"{year}第{'一二三四'[int(match[5]) - 1]}季度"
    return f"{year}{int(match[6])}月" if match[6] else year


def read_figures(given: Sequence[str], wanted: Sequence[str]) -> dict[str, Decimal]:
    """Read figures written code=value, of the indicators wanted; yes is 1, no is 0.

    Raises BadInput naming the figure that cannot be one: negative, not whole, or not asked for here.
    """
    found: dict[str, Decimal] = {}
    for one in given:
        code, _mark, text = one.partition("=")
        if code not in wanted or code not in indicators():
            raise BadInput("有不属于这项职责的指标。", next_step="请刷新页面后重新填写。")
        if text.strip():
            found[code] = _figure(indicators()[code], text.strip())
    if not found:
        raise BadInput("没有填写任何指标。", next_step="至少填写一项；没有开展的填 0。")
    return found


def _figure(indicator: Indicator, text: str) -> Decimal:
    plain = {"是": "1", "否": "0"}.get(text, text.replace(",", "").replace("，", ""))
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise BadInput(f"“{indicator.label}”须是数字，现在是“{text[:20]}”。") from error
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** 13:
        raise BadInput(f"“{indicator.label}”不能是 {text[:20]}。")
    if indicator.kind == "yes_no" and value not in (0, 1):
        raise BadInput(f"“{indicator.label}”请填是或否。")
    if indicator.kind == "count" and value != value.to_integral_value():
        raise BadInput(f"“{indicator.label}”须是整数，现在是“{text[:20]}”。")
    if value != round(value, 4):
        raise BadInput(f"“{indicator.label}”最多四位小数。")
    return value


def figure_words(indicator: Indicator, value: Decimal) -> str:
    """Say a figure with its unit, as pages and papers print it."""
    if indicator.kind == "yes_no":
        return "是" if value else "否"
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{plain} {indicator.unit}".strip()
