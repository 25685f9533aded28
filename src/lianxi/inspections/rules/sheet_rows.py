"""Rows of the units' sheets: filed plans, results, item lists; every fault by its row, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from lianxi.core.identifiers import credit_code_fault, plain_identifier
from lianxi.core.personal import find_personal
from lianxi.core.words import long_date
from lianxi.inspections.rules.plans import LEVELS, MEASURES, RESULTS, TYPES
from lianxi.tables.cells import cell_date
from lianxi.tables.sheets import Sheet, SheetRow

Headings = Mapping[str, tuple[str, ...]]
# Each column with the headings it may stand under; the first one is ours.
PLAN: Headings = {
    "firm_name": ("企业名称", "单位名称", "检查对象", "被检查单位"),
    "firm_code": ("统一社会信用代码", "信用代码", "社会信用代码"),
    "division": ("地区", "县", "所属地区", "县市区"),
    "place": ("地址", "经营地址", "所在地"),
    "item_code": ("事项编码", "检查事项编码", "事项代码"),
    "type": ("检查类型", "类型"),
    "first_day": ("最早日期", "开始日期", "起"),
    "last_day": ("最晚日期", "结束日期", "止"),
    "mode": ("方式", "检查方式"),
    "approval": ("批准文号", "批准"),
    "filing": ("专项备案号", "备案号"),
    "case_ground": ("个案来由", "来由"),
    "used": ("本年已检查次数", "已检查次数"),
}
PLAN_NEEDED = ("firm_name", "division", "item_code", "type", "first_day", "last_day")
RESULT: Headings = {
    "plan_no": ("安排编号",),
    "visit_no": ("检查序号", "检查编号"),
    "firm_code": ("统一社会信用代码", "信用代码"),
    "item_code": ("事项编码",),
    "checked_on": ("检查日期",),
    "result": ("结果", "检查结果"),
    "reason": ("未检理由", "理由"),
    "record_no": ("本系统编号", "检查记录编号"),
    "finding_no": ("问题编号",),
    "fact": ("问题", "事实", "违法事实"),
    "post": ("岗位",),
    "hazard": ("危害因素",),
    "measured": ("测值", "检测值"),
    "limit": ("限值",),
    "measure": ("措施", "处理措施"),
    "term": ("整改期限",),
    "case_no": ("案号",),
    "rectified_on": ("整改日期",),
    "rechecked_on": ("复查日期",),
    "again": ("复测值", "复查测值"),
    "penalty": ("处罚", "处罚金额"),
    "published_on": ("公开日期",),
}
RESULT_NEEDED = ("visit_no", "checked_on", "result")
ITEM: Headings = {
    "code": ("事项编码", "编码"),
    "name": ("检查事项", "事项名称", "事项"),
    "basis": ("依据", "法律依据"),
    "published_on": ("公布日期",),
    "checked_by": ("由哪一级检查", "检查层级"),
}
ITEM_NEEDED = ("code", "name", "basis", "published_on")
MODES = ("现场", "书面")
# The words of a sheet, and their codes.
RESULT_CODES = {label: code for code, label in RESULTS.items()} | {"无问题": "pass"}
MEASURE_CODES = {label: code for code, label in MEASURES.items()}
LEVEL_CODES = {label: code for code, label in LEVELS.items()}
LONGEST = {"firm_name": 120, "division": 60, "place": 120, "item_code": 60, "approval": 120, "filing": 120,
           "case_ground": 200, "reason": 300, "record_no": 80, "finding_no": 60, "fact": 300, "post": 80,
           "hazard": 80, "case_no": 80, "penalty": 120, "code": 60, "name": 200, "basis": 300}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row, by its place in the sheet as people find it."""

    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadRows:
    """A sheet that was read: values of every good row with its place, faults, and what to say of the file."""

    rows: tuple[tuple[str, dict[str, Any]], ...]
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]


class Reading:
    """One row being read: its values, and what is wrong with it."""

    def __init__(self, row: SheetRow, headings: Headings, today: date) -> None:
        self.row, self.headings, self.today = row, headings, today
        self.faults = [f"“{self.label(name)}”是错误值或没有算出的公式" for name in row.broken]

    def label(self, name: str) -> str:
        return self.headings[name][0]

    def text(self, name: str, *, needed: bool = False) -> str:
        """Give a text of a column; a fault where it is needed and empty, too long, or names a person."""
        said = " ".join(self.row.text(name).split())
        if needed and not said:
            self.faults.append(f"没有写{self.label(name)}")
        if len(said) > LONGEST.get(name, 200):
            self.faults.append(f"“{self.label(name)}”超过 {LONGEST.get(name, 200)} 个字")
        self.faults += [f"“{self.label(name)}”里像是有{one.kind}" for one in find_personal(said, self.today)]
        return said

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Give a day of a column; a fault where it is needed and missing, or no certain day."""
        if name in self.row.unsure:
            self.faults.append(f"“{self.label(name)}”{self.row.unsure[name]}")
            return None
        try:
            day = cell_date(self.row.cells.get(name))
        except ValueError:
            self.faults.append(f"“{self.label(name)}”不是一个完整的日期，请写成 2026-07-01")
            return None
        if day is None and needed:
            self.faults.append(f"没有写{self.label(name)}")
        return day

    def choice(self, name: str, codes: Mapping[str, str], *, needed: bool = False) -> str:
        """Give the code of a word of a column."""
        said = self.text(name, needed=needed)
        if said and said not in codes:
            self.faults.append(f"“{self.label(name)}”只能是{'、'.join(codes)}")
        return codes.get(said, "")

    def number(self, name: str) -> Decimal | None:
        """Give a number of a column; a fault for what is none, or below zero."""
        said = self.row.text(name)
        if not said:
            return None
        try:
            found = Decimal(said)
        except InvalidOperation:
            self.faults.append(f"“{self.label(name)}”不是数字（写法：0.35，不带单位和小于号）")
            return None
        if not found.is_finite() or not 0 <= found < 10**8:
            self.faults.append(f"“{self.label(name)}”不在 0 到 1 亿之间")
            return None
        return round(found, 6)


def read_all(
    sheet: Sheet, headings: Headings, today: date, read: Callable[[Reading], tuple[str, dict[str, Any]]]
) -> ReadRows:
    """Read every row by `read`, which gives its key and values; a key that stands twice is a fault."""
    rows: list[tuple[str, dict[str, Any]]] = []
    faults: list[RowFault] = []
    seen: dict[str, str] = {}
    for row in sheet.rows:
        where = f"{row.sheet} 第 {row.number} 行" if row.sheet else f"第 {row.number} 行"
        reading = Reading(row, headings, today)
        key, values = read(reading)
        if key and key in seen:
            reading.faults.append(f"与{seen[key]}重复")
        seen.setdefault(key, where)
        faults += [RowFault(where, f"{fault}。") for fault in reading.faults]
        if not reading.faults:
            rows.append((where, values))
    notes = [f"“{one}”不是这张表的栏目，没有读。" for one in sheet.unknown]
    return ReadRows(tuple(rows), tuple(faults), (*sheet.notes, *notes))


def firm_key(code: str, name: str, place: str) -> str:
    """Give the key of a firm: its credit code; name and place where it has none."""
    return code or f"{name}｜{place}"


def _firm(reading: Reading) -> dict[str, Any]:
    name = reading.text("firm_name", needed=True)
    code = plain_identifier(reading.row.text("firm_code"))
    place = reading.text("place")
    if code and (fault := credit_code_fault(code)):
        reading.faults.append(fault)
    if not code and not place:
        reading.faults.append("没有统一社会信用代码的企业，须写地址（按名称和地址识别）")
    division = reading.text("division", needed=True)
    return {"firm": firm_key(code, name, place)[:200], "firm_name": name, "firm_code": code,
            "division": division, "place": place}  # fmt: skip


def plan_rows(sheet: Sheet, first: date, last: date, today: date) -> ReadRows:
    """Read a unit's filed plan: firm, item, type, window within the plan's period."""

    def read(reading: Reading) -> tuple[str, dict[str, Any]]:
        values = _firm(reading)
        start, end = reading.day("first_day", needed=True), reading.day("last_day", needed=True)
        if start and end and end < start:
            reading.faults.append("最晚日期早于最早日期")
        elif start and end and (end < first or start > last):
            reading.faults.append(f"日期不在安排的{long_date(first)}至{long_date(last)}之内")
        used = reading.number("used")
        values |= {
            "item_code": reading.text("item_code", needed=True),
            "type": reading.choice("type", {one: one for one in TYPES}, needed=True),
            "first_day": start,
            "last_day": end,
            "mode": reading.choice("mode", {one: one for one in MODES}) or MODES[0],
            **{name: reading.text(name) for name in ("approval", "filing", "case_ground")},
            "used": int(used) if used is not None else None,
        }
        return f"{values['firm']}|{values['item_code']}", values

    return read_all(sheet, PLAN, today, read)


def result_rows(sheet: Sheet, today: date) -> ReadRows:
    """Read a unit's results as its own system gives them: a measured post needs its limit, an unchecked one a reason."""
    return read_all(sheet, RESULT, today, _result)


def _result(reading: Reading) -> tuple[str, dict[str, Any]]:
    number = reading.number("visit_no")
    if number is None and not reading.row.text("visit_no"):
        reading.faults.append("没有写检查序号")
    values: dict[str, Any] = {"visit_no": int(number) if number is not None else 0}
    values["checked_on"] = reading.day("checked_on", needed=True)
    values["result"] = reading.choice("result", RESULT_CODES, needed=True)
    values["measure"] = reading.choice("measure", MEASURE_CODES)
    for name in (
        "reason",
        "record_no",
        "finding_no",
        "item_code",
        "fact",
        "post",
        "hazard",
        "case_no",
        "penalty",
    ):
        values[name] = reading.text(name)
    for name in ("term", "rectified_on", "rechecked_on", "published_on"):
        values[name] = reading.day(name)
    for name in ("measured", "limit", "again"):
        values[name] = reading.number(name)
    values["firm_code"] = plain_identifier(reading.row.text("firm_code"))
    reading.faults += result_faults(values, reading.today)
    key = f"{values['visit_no']}|{values['post']}|{values['hazard']}|{values['fact']}|{values['item_code']}"
    return key, values


def result_faults(values: Mapping[str, Any], today: date) -> Iterator[str]:
    """Name what does not fit together in one result, whether it came in a sheet or from a form."""
    is_measured = values["measured"] is not None or values["again"] is not None
    is_over = None not in (values["measured"], values["limit"]) and values["measured"] > values["limit"]
    result = values["result"]
    faults = {
        "未检的须写理由": result == "unchecked" and not values["reason"],
        "有问题的须写问题": result == "problem" and not values["fact"],
        "有测值，没有限值": is_measured and values["limit"] is None,
        "有测值，没有写岗位和危害因素": is_measured and not (values["post"] and values["hazard"]),
        "测值高于限值，结果不能是合格": is_over and result == "pass",
    }
    yield from (sentence for sentence, is_so in faults.items() if is_so)
    days = {"检查日期": "checked_on", "整改日期": "rectified_on", "复查日期": "rechecked_on"}
    given = [(label, values[name]) for label, name in days.items() if values[name] is not None]
    yield from (f"{label}还没有到" for label, day in given if day > today)
    yield from (f"{later}早于{label}" for (label, day), (later, after) in pairwise(given) if after < day)


def item_rows(sheet: Sheet, today: date) -> ReadRows:
    """Read a unit's published list of items."""

    def read(reading: Reading) -> tuple[str, dict[str, Any]]:
        values: dict[str, Any] = {name: reading.text(name, needed=True) for name in ("code", "name", "basis")}
        values["published_on"] = reading.day("published_on", needed=True)
        values["checked_by"] = reading.choice("checked_by", LEVEL_CODES)
        if values["published_on"] and values["published_on"] > today:
            reading.faults.append("公布日期还没有到")
        return values["code"], values

    return read_all(sheet, ITEM, today, read)


def said_of(faults: Sequence[RowFault], most: int = 5) -> str:
    """Say the first faults in a sentence, and how many there are."""
    first = "".join(f"{one.where}：{one.sentence}" for one in faults[:most])
    return first + (f"……共 {len(faults)} 处。" if len(faults) > most else "")
