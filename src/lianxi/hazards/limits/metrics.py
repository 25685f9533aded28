"""What is measured of a hazard: the metric codes that measurement rows carry, and the words forms use for them.

Conditions that change a physical limit (labour intensity, contact-time rate, pulses, kind of wave) are part of
the metric, so that a row of measurements needs no further column to be judged.
"""

from dataclasses import dataclass
from functools import cache

from lianxi.hazards.limits.names import plain
from lianxi.hazards.limits.tables import table


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its code, Chinese name and the kinds of hazard it is measured of."""

    code: str
    name: str
    kinds: frozenset[str]


_AIR = frozenset({"chemical", "bio"})
_DUST = frozenset({"dust"})
HOT = "_hot"

_FIXED = (
    Metric("twa", "时间加权平均接触浓度", _AIR),
    Metric("ste", "短时间接触浓度", _AIR),
    Metric("mac", "最高接触浓度", _AIR),
    Metric("peak", "峰接触浓度", _AIR | _DUST),
    Metric("dust_total", "总粉尘时间加权平均接触浓度", _DUST),
    Metric("dust_respirable", "呼吸性粉尘时间加权平均接触浓度", _DUST),
)
_WORDS = {
    "twa": ("C-TWA", "PC-TWA", "TWA", "8h时间加权平均浓度", "时间加权平均浓度"),
    "ste": ("C-STE", "STEL", "PC-STEL", "STE", "短时间接触容许浓度", "15min接触浓度"),
    "mac": ("C-ME", "CME", "MAC", "最高浓度"),
    "peak": ("C-PE", "CPE", "PE", "峰浓度"),
    "dust_total": ("总尘", "总粉尘", "总粉尘浓度", "C-TWA总尘"),
    "dust_respirable": ("呼尘", "呼吸性粉尘", "呼吸性粉尘浓度", "C-TWA呼尘"),
    "lex8h": ("LEX,8h", "LEX8h", "8h等效声级", "LAeq,8h", "8小时等效声级"),
    "lexw": ("LEX,w", "LEX,40h", "40h等效声级", "周等效声级"),
    "ahw4": ("ahw(4)", "4h等能量频率计权振动加速度", "A(4)"),
}
_SHORT = {"lex8h": "8 h 等效声级（LEX,8h）", "lexw": "40 h 等效声级（LEX,w）"}
_KINDS = {
    "noise": "noise",
    "heat": "heat",
    "vibration": "vibration",
    "workload": "workload",
    "mine_climate": "climate",
}


def physical_kind(hazard: str) -> str:
    """Return the kind of a physical hazard; fields and rays are all `radiation`."""
    return _KINDS.get(hazard, "radiation")


def _physical() -> list[Metric]:
    found = []
    for row in table("oel_physical"):
        if not row["metric"]:
            continue
        kinds = frozenset({physical_kind(row["hazard"])})
        name = _SHORT.get(row["metric"]) or "，".join(filter(None, (row["limit_type"], row["condition"])))
        found.append(Metric(row["metric"], name, kinds))
        if row["hazard"] == "heat":
            found.append(Metric(row["metric"] + HOT, f"{name}，室外通风设计温度≥30℃地区", kinds))
    return found


METRICS: dict[str, Metric] = {metric.code: metric for metric in (*_FIXED, *_physical())}


def metric_named(text: str) -> Metric | None:
    """Find a metric by its code or by a word of forms and reports (`C-TWA`, 呼尘 …)."""
    return METRICS.get(text.strip()) or _by_word().get(plain(text))


@cache
def _by_word() -> dict[str, Metric]:
    words = {plain(word): METRICS[code] for code, listed in _WORDS.items() for word in listed}
    return words | {plain(metric.name): metric for metric in METRICS.values()}
