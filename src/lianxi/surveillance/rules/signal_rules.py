"""The rules that raise signals, as data: those that ship, and what may be set of them. None is law below S1."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lianxi.core.refusals import BadInput

COLUMNS = ("code", "kind", "title", "stream", "on", "parameters", "needs", "source", "confidence")
KINDS = {"row": "逐条规则", "due": "到期规则", "series": "统计探测", "space": "空间聚集", "trend": "长期趋势"}
# Rules over counts: judged together, since one rise may show in several of them.
COUNTED = ("series", "space", "trend")
# Rules that judge a measurement against its limit.
MEASURED = frozenset({"exceedance", "half_limit_severe"})
CONFIGURED = "configured"
SHIPPED = "shipped"
# Parameters with their words, and the least and most they can be set to.
PARAMETERS: dict[str, tuple[str, float, float]] = {
    "lookback_days": ("只看最近多少天的数据", 1, 3650),
    "share": ("达到限值的多少", 0.01, 1),
    "cases": ("几例起", 2, 1000),
    "window_months": ("几个月之内", 1, 120),
    "years": ("接触工龄不满几年", 0.5, 50),
    "severe_months": ("严重危害几个月检测一次", 1, 120),
    "general_months": ("一般危害几个月检测一次", 1, 120),
    "months": ("几个月检查一次", 1, 120),
    "min_weeks": ("至少几周的历史", 2, 2000),
    "max_weeks": ("至多几周的历史", 2, 2000),
    "weeks": ("看最近几周", 8, 520),
    "longest": ("聚集最长几周", 1, 26),
    "most": ("一个圆最多含多少病例", 0.05, 0.5),
    "simulations": ("随机重排次数", 99, 9999),
    "seed": ("随机种子", 0, 2**31 - 1),
    "min_months": ("至少几个完整的月", 4, 120),
    "false_discovery": ("错误发现率上限", 0.001, 0.5),
}
CONFIDENCE = {
    "S1": "已核对原文",
    "S2": "转载摘录，未核对原文",
    "S2-": "二手资料，待确认",
    "K": "常见做法，待确认",
    "D": "设定，待确认",
    CONFIGURED: "设定，待确认",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it holds: `revision` is 1 as shipped and rises with every replacement; `on` says whether it runs."""

    code: str
    kind: str
    title: str
    stream: str
    on: bool
    parameters: dict[str, float]
    needs: str
    source: str
    confidence: str
    revision: int = 1

    @property
    def version(self) -> str:
        """Name the version in words."""
        return "随附" if self.revision == 1 else f"第{self.revision}版"

    def value(self, name: str) -> float:
        """Return a parameter. Raises KeyError for one the rule does not have."""
        return self.parameters[name]

    def words(self) -> str:
        """Write the parameters in words."""
        return "；".join(f"{PARAMETERS[name][0]}：{value:g}" for name, value in self.parameters.items())


@cache
def shipped_rules() -> dict[str, Rule]:
    """Return the shipped rules by code, in the order of the file."""
    text = files("lianxi.surveillance.rules").joinpath("signal_rules.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    found = {row["code"]: _rule(row) for row in rows}
    if len(found) != len(rows):
        raise ValueError("a shipped rule is listed twice")
    return found


def _rule(row: dict[str, str]) -> Rule:
    if tuple(row) != COLUMNS or row["kind"] not in KINDS or row["confidence"] not in CONFIDENCE:
        raise ValueError(f"rule {row} cannot be read")
    pairs = [part.partition("=") for part in row["parameters"].split("；") if part]
    return Rule(
        code=row["code"],
        kind=row["kind"],
        title=row["title"],
        stream=row["stream"],
        on=row["on"] == "on",
        parameters={name: float(value) for name, _, value in pairs},
        needs=row["needs"],
        source=row["source"],
        confidence=row["confidence"],
    )


def with_values(rule: Rule, written: tuple[str, ...]) -> dict[str, float]:
    """Return the parameters with those written (`name=value`, or all in order) put in. Raises BadInput."""
    found = dict(rule.parameters)
    if written and not any("=" in one for one in written):
        # A form gives bare numbers, in the order in which the rule lists its parameters.
        if len(written) != len(found):
            raise BadInput(f"规则“{rule.title}”有 {len(found)} 个参数，须逐个填写。")
        written = tuple(f"{name}={value}" for name, value in zip(found, written, strict=True))
    for one in written:
        name, _, text = one.partition("=")
        if name not in rule.parameters:
            raise BadInput(f"规则“{rule.title}”没有参数“{name[:40]}”。", next_step="请从列出的参数中填写。")
        label, least, most = PARAMETERS[name]
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise BadInput(f"“{label}”须在 {least:g} 到 {most:g} 之间。")
        found[name] = value
    return found
