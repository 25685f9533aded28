"""Similar exposure groups as they are handed in: figures, EN 689 and one sentence each.

Values below quantification stand at their limit of quantification. They enter by the censored likelihood, which gives
no confidence limits; EN 689's preliminary test takes them as they stand, which errs on the safe side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging.censored import estimate
from lianxi.hazards.judging.groups import GROUP_TEST, Groups, describe_groups, preliminary

Figure = str | int | float | None
FIGURES = (
    "gm",
    "gsd",
    "exceedance",
    "exceedance_lcl95",
    "exceedance_ucl70",
    "exceedance_ucl95",
    "x95",
    "utl95_70",
    "utl95_95",
    "ur",
)
COLUMNS = ("id", "n", "n_below", *FIGURES, "en689_preliminary", "en689_group", "sentence")
# The figures by their names in `Groups`.
_NAMES = dict(
    zip(
        FIGURES,
        (
            "gm",
            "gsd",
            "exceeding",
            "exceeding_lcl95",
            "exceeding_ucl70",
            "exceeding_ucl95",
            "x95",
            "utl95_70",
            "utl95_95",
            "index",
        ),
        strict=True,
    )
)
VERDICTS = {"compliant": "符合", "non-compliant": "不符合", "no decision": "不能作出判定"}
LEAST = 3


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar exposure group: its limit, and its values in one unit; `below` marks limits of quantification.

    `fault` says why the group could not be read; then nothing else of it is used.
    """

    id: str
    limit: float
    values: tuple[float, ...]
    below: tuple[bool, ...]
    fault: str = ""

    @property
    def flaw(self) -> str:
        """Say why nothing can be reckoned of the group; empty where something can."""
        if self.fault:
            return self.fault
        if not (isfinite(self.limit) and self.limit > 0):
            return "限值应是大于 0 的数"
        if not self.values:
            return "没有结果"
        if len(self.below) != len(self.values):
            return "低于定量下限的标记与结果的个数不一致"
        if not all(isfinite(one) and one > 0 for one in self.values):
            return "结果应是大于 0 的数；低于定量下限的写定量下限"
        return ""


def describe_similar(groups: Sequence[Similar]) -> list[dict[str, Figure]]:
    """Return one row a group, in their order, by the names in `COLUMNS`; shares are 0–1.

    A figure that is not defined is None, and the sentence says why. A group that cannot be read has its sentence alone.
    """
    sound = [place for place, one in enumerate(groups) if not one.flaw]
    whole = [place for place in sound if not any(groups[place].below)]
    described = dict(zip(whole, _figures([groups[place] for place in whole]), strict=True))
    rows = []
    for place, one in enumerate(groups):
        figures, reasons = described.get(place) or (_censored(one) if not one.flaw else ({}, [one.flaw]))
        rows.append(_row(one, figures, reasons))
    return rows


def _figures(groups: Sequence[Similar]) -> list[tuple[dict[str, Figure], list[str]]]:
    """Describe groups without censored values, all at once."""
    if not groups:
        return []
    ids = [place for place, one in enumerate(groups) for _ in one.values]
    values = [value for one in groups for value in one.values]
    found = describe_groups(ids, values, [groups[place].limit for place in ids])
    return [_of(found, place, one) for place, one in enumerate(groups)]


def _of(found: Groups, place: int, one: Similar) -> tuple[dict[str, Figure], list[str]]:
    if len(one.values) == 1:
        return {"gm": float(found.gm[place])}, ["只有 1 个结果，不能估计离散，其余统计量没有定义"]
    if found.gsd[place] == 1.0:
        same: dict[str, Figure] = {"gm": float(found.gm[place]), "gsd": 1.0}
        return same, ["各结果相同，没有离散，其余统计量没有定义"]
    figures: dict[str, Figure] = {
        name: float(getattr(found, source)[place]) for name, source in _NAMES.items()
    }
    if len(one.values) >= GROUP_TEST:
        figures["en689_group"] = str(found.verdict[place])
    return figures, []


def _censored(one: Similar) -> tuple[dict[str, Figure], list[str]]:
    try:
        found = estimate(one.values, [not below for below in one.below], one.limit)
    except BadInput as refusal:
        return {}, [f"有低于定量下限的结果，{refusal.message}，统计量没有定义"]
    figures: dict[str, Figure] = {
        "gm": found.gm,
        "gsd": found.gsd,
        "exceedance": found.exceeding,
        "x95": found.x95,
    }
    return figures, [
        "有低于定量下限的结果：几何均数、几何标准差、超限比例和第 95 百分位数按删失最大似然估计，"
        "置信限、容忍限和 U_R 没有定义"
    ]


def _row(one: Similar, figures: dict[str, Figure], reasons: list[str]) -> dict[str, Figure]:
    row: dict[str, Figure] = dict.fromkeys(COLUMNS)
    row |= {"id": one.id, "n": len(one.values), "n_below": sum(one.below)}
    row |= figures
    if not one.flaw:
        row["en689_preliminary"] = preliminary(one.values, one.below, one.limit)
        reasons = [*reasons, *_untested(row)]
    row["sentence"] = _sentence(row, reasons)
    return row


def _untested(row: dict[str, Figure]) -> list[str]:
    """Say which test of EN 689 was not made, and why."""
    count = int(row["n"] or 0)
    if count < LEAST:
        return [f"不足 {LEAST} 个结果，EN 689 不作检验"]
    if count < GROUP_TEST:
        return [f"不足 {GROUP_TEST} 个结果，不作组检验"]
    named = "" if row["en689_group"] else "没有 U_R，不作组检验；"
    return [f"{named}{GROUP_TEST} 个及以上结果不作初步检验"]


def _sentence(row: dict[str, Figure], reasons: list[str]) -> str:
    parts = []
    if row["n"]:
        below = f"，其中 {row['n_below']} 个低于定量下限" if row["n_below"] else ""
        parts.append(f"{row['n']} 个结果{below}")
    share, highest = row["exceedance"], row["exceedance_ucl95"]
    if isinstance(share, float):
        limit = f"（95% 置信上限 {highest:.1%}）" if isinstance(highest, float) else ""
        parts.append(f"超过限值的比例估计 {share:.1%}{limit}")
    if row["en689_preliminary"]:
        parts.append(f"EN 689 初步检验{VERDICTS[str(row['en689_preliminary'])]}")
    if row["en689_group"]:
        parts.append(f"EN 689 组检验{VERDICTS[str(row['en689_group'])]}")
    return "；".join([*parts, *reasons]) + "。"
