"""A plausible ledger drawn from a seed: what is entered over some years, how far each matter has come.

Pure: the same seed and extent give the same matters. Nothing here is a record of any conference.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from lianxi.core.due import due_after_workdays, due_on_date

FIELDS = (
    "矿山",
    "建材",
    "冶金",
    "化工",
    "箱包鞋革",
    "石材加工",
    "家具制造",
    "船舶修造",
    "建筑工地",
    "电子元件",
)
HAZARDS = ("粉尘", "噪声", "苯系物", "铅烟", "放射性", "高温", "正己烷", "焊接烟尘", "二氧化硅尘", "有机溶剂")
TASKS = (
    "危害专项检查",
    "危害项目申报核查",
    "防护设施改造督办",
    "作业人员体检组织",
    "监测数据汇总报送",
    "超标岗位整改复查",
    "工伤保险参保核对",
    "培训教育",
    "疑似病例诊断跟进",
    "病人救助摸底",
    "治理经费落实",
    "宣传周活动",
)
PLACES = ("", "沿海各县", "山区各县", "开发区", "中心城区", "重点乡镇", "规模以下企业", "外来务工人员集中地")
# Limits in working days, all of them configured and none of them law; half of the dates are set outright.
LIMITS = (10, 20, 30, 40, 60)
SET_DAYS = (60, 720)
# Of the latest part most matters are still under way, of the others few: a quarter of all.
RECENT_PART, RECENT_RUNNING, OLD_RUNNING = 0.3, 0.8, 0.014
RULE, SET_RULE, SOURCE = "模拟的办理时限", "登记时指定的日期", "设定，待确认"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is drawn: `count` matters entered evenly over `days` days before `today`, for `units` units."""

    seed: int
    count: int
    days: int
    today: date
    units: int


@dataclass(frozen=True, slots=True)
class SimulatedMatter:
    """One matter. Units are places in the conference's list; moments are in UTC; `closed_at` ends it."""

    place: int
    title: str
    text: str
    origin: str
    lead: int
    co_units: tuple[int, ...]
    created_at: datetime
    due_on: date
    derivation: dict[str, Any]
    state: str
    closed_at: datetime | None
    signed_at: datetime | None
    reported_at: datetime | None


def simulated_matters(extent: Extent, first: int = 0, until: int | None = None) -> Iterator[SimulatedMatter]:
    """Draw the matters `first` to `until` (excluded), by the order in which they are entered."""
    for place in range(first, extent.count if until is None else min(until, extent.count)):
        yield _matter(extent, place, random.Random(extent.seed * 1_000_003 + place))  # noqa: S311 - no secret


def _matter(extent: Extent, place: int, dice: random.Random) -> SimulatedMatter:
    share = place / extent.count
    start = datetime(extent.today.year, extent.today.month, extent.today.day, 1, tzinfo=UTC)
    created = start - timedelta(minutes=int(extent.days * 1440 * (1 - share)) + 60)
    due = (
        _counted(created.date(), dice.choice(LIMITS))
        if dice.random() < 0.5
        else _outright(created.date() + timedelta(days=dice.randint(*SET_DAYS)))
    )
    is_recent = share > 1 - RECENT_PART
    runs = dice.random() < (RECENT_RUNNING if is_recent else OLD_RUNNING)
    state = dice.choices(("issued", "in_progress", "submitted", "returned"), (15, 60, 15, 10))[0]
    left = max(start - created, timedelta(hours=4))
    lead, *co_units = dice.sample(range(extent.units), min(dice.choice((1, 2, 2, 3)), extent.units))
    hazard, task = dice.choice(HAZARDS), dice.choice(TASKS)
    title = f"{dice.choice(PLACES)}{dice.choice(FIELDS)}{hazard}{task}"
    return SimulatedMatter(
        place=place,
        title=title,
        text=f"按照职责分工完成{title}，办理情况报联席会议办公室。",
        origin=dice.choice(("assignment", "standing", "standing", "proposal")),
        lead=lead,
        co_units=tuple(co_units),
        created_at=created,
        due_on=due[0],
        derivation=due[1],
        state=state if runs else "closed",
        closed_at=None if runs else created + left * (0.3 + 0.6 * dice.random()),
        signed_at=None if runs and state == "issued" else created + left * 0.05,
        reported_at=None if runs and state in ("issued", "in_progress") else created + left * 0.25,
    )


@lru_cache(maxsize=20_000)
def _counted(start: date, days: int) -> tuple[date, dict[str, Any]]:
    due = due_after_workdays(start, days, rule=RULE, source=SOURCE, event="登记")
    return due.due_on, due.as_dict()


@lru_cache(maxsize=20_000)
def _outright(due_on: date) -> tuple[date, dict[str, Any]]:
    return due_on, due_on_date(due_on, rule=SET_RULE, source="模拟").as_dict()
