"""Requests of units to check firms: what a lawful check needs, in the order in which it is refused.

A check needs a subject that may enforce, its area, an item of its published list, for a campaign its filing, the
approval of its head, and two officers with a valid certificate (国办发〔2024〕54号; 行政处罚法第四十二条). What papers
can show is not checked on site; of two levels of one line only one checks; a firm's yearly cap is kept
(优化营商环境条例第五十四条, 民营经济促进法第五十二条: several items on one object are merged).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict, NonNegativeInt
from pydantic.dataclasses import dataclass as validated

CLOSED = ConfigDict(extra="forbid")
# Two officers at the least: 行政处罚法第四十二条.
TEAM = 2
COUNTED = ("日常", "专项")
CITY = "city"
REASONS = {
    "not_subject": "不是行政执法主体，不得检查",
    "outside_jurisdiction": "不在本单位管辖地区",
    "item_unpublished": "不在本单位公布的检查事项清单内",
    "special_unfiled": "专项检查没有经本级政府批准并备案、公布",
    "not_approved": "没有经本单位负责人批准",
    "same_item_other_level": "同一系统同一事项由另一层级检查",
    "no_officers": "所列各周没有两名执法证件有效的人员",
    "cap_reached": "本年度对该企业的检查次数已到上限",
    "no_capacity": "所列各周都排不开",
}
# The rule and clause that each refusal rests on; what was not seen as a primary text says so.
CONFIGURED = "设定，待确认"
RULES = {
    "not_subject": "国办发〔2024〕54号；联席会议、技术机构不是检查主体",
    "outside_jurisdiction": f"属地管辖，不异地检查；甘肃意见，{CONFIGURED}",
    "item_unpublished": f"清单以外的事项不检查；国办发〔2024〕54号，{CONFIGURED}",
    "special_unfiled": f"苏州办法第十五条的做法，{CONFIGURED}",
    "not_approved": f"司法部解答：检查前经负责人批准，{CONFIGURED}",
    "same_item_other_level": f"苏州办法第十六条、重庆办法第十五条的做法，{CONFIGURED}",
    "no_officers": "行政处罚法第四十二条：执法人员不少于两人",
    "cap_reached": "以各单位公布的次数上限为准；国家没有统一的数",
    "no_capacity": "按各单位报的每周可去企业数",
}


@validated(frozen=True, config=CLOSED)
class Officer:
    """An officer's certificate: its number and the last week in which it is valid."""

    id: str
    valid_until: int


@validated(frozen=True, config=CLOSED)
class Subject:
    """A unit with its right to check, its officers and its yearly cap a firm."""

    kind: str
    system: str
    level: str
    jurisdiction: Literal["all"] | tuple[str, ...]
    cap: NonNegativeInt
    visits_per_week: NonNegativeInt
    officers: tuple[Officer, ...] = ()
    used: Mapping[str, NonNegativeInt] = field(default_factory=dict)

    def covers(self, firm: str) -> bool:
        """Tell whether the firm lies in its area."""
        return self.jurisdiction == "all" or firm in self.jurisdiction

    def can_send(self, week: int) -> bool:
        """Tell whether it has a team with valid certificates in a week."""
        return sum(one.valid_until >= week for one in self.officers) >= TEAM

    def left(self, firm: str) -> int:
        """Return how many counted visits the cap leaves at a firm."""
        return max(0, self.cap - self.used.get(firm, 0))


@validated(frozen=True, config=CLOSED)
class Request:
    """A unit asks to check one item at one firm within a window of weeks, both ends included."""

    id: str
    unit: str
    firm: str
    item: str
    window: tuple[int, int]
    type: Literal["日常", "个案", "专项", "复查"]
    mode: Literal["现场", "书面"]
    published: bool
    approved: bool
    filed: bool

    @property
    def is_counted(self) -> bool:
        """Whether it counts against the firm's yearly cap; case checks and re-checks do not."""
        return self.type in COUNTED


@dataclass(slots=True)
class Screened:
    """Requests after the screen: refused with their reason, by paper, of the union, of an owner, and the rest."""

    refused: dict[str, str] = field(default_factory=dict)
    desk: list[Request] = field(default_factory=list)
    union: list[Request] = field(default_factory=list)
    owner: list[Request] = field(default_factory=list)
    on_site: list[Request] = field(default_factory=list)


def screen(
    requests: Iterable[Request],
    units: Mapping[str, Subject],
    weeks: Sequence[int],
    designated: Mapping[str, str],
) -> Screened:
    """Sort requests by what the law lets them be; `designated` names the level that checks an item."""
    found = Screened()
    for one in requests:
        _sort(one, units[one.unit], found)
    levels: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in found.on_site:
        levels[_line(one, units)].add(units[one.unit].level)
    kept = []
    for one in found.on_site:
        subject = units[one.unit]
        wanted = designated.get(one.item, CITY)
        if len(levels[_line(one, units)]) > 1 and subject.level != wanted:
            found.refused[one.id] = "same_item_other_level"
        elif not weeks_of(one, subject, weeks):
            found.refused[one.id] = "no_officers"
        else:
            kept.append(one)
    found.on_site = kept
    return found


def weeks_of(request: Request, subject: Subject, weeks: Sequence[int]) -> list[int]:
    """Return the weeks of the request's window in which the unit has a team."""
    first, last = request.window
    return [week for week in weeks if first <= week <= last and subject.can_send(week)]


def _line(request: Request, units: Mapping[str, Subject]) -> tuple[str, str, str]:
    return units[request.unit].system, request.firm, request.item


def _sort(one: Request, subject: Subject, found: Screened) -> None:
    # The union takes part in a visit that exists; an owner's check of its firm is no administrative check.
    if subject.kind == "union":
        found.union.append(one)
    elif subject.kind == "owner":
        found.owner.append(one)
    elif reason := _refusal(one, subject):
        found.refused[one.id] = reason
    elif one.mode == "书面":
        found.desk.append(one)
    else:
        found.on_site.append(one)


def _refusal(one: Request, subject: Subject) -> str:
    faults = {
        "not_subject": subject.kind != "enforcement",
        "outside_jurisdiction": not subject.covers(one.firm),
        "item_unpublished": not one.published,
        "special_unfiled": one.type == "专项" and not one.filed,
        "not_approved": not one.approved,
    }
    return next((reason for reason, is_so in faults.items() if is_so), "")
