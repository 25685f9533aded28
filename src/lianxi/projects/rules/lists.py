"""Lists that come in: what each kind holds, who may bring it, and how one row of it is read or refused in a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lianxi.core.identifiers import credit_code_fault, plain_identifier
from lianxi.core.personal import find_personal
from lianxi.projects.rules.codes import code_fault, plain_code, region_of
from lianxi.projects.rules.data import JUDGING, PERMITS, PUBLISHING, SHARING
from lianxi.projects.rules.gaps import SHARED_KINDS
from lianxi.projects.rules.risk import group_of
from lianxi.projects.rules.standing import DATE_LABELS, FLAG_LABELS, SIGNAL_LABELS
from lianxi.tables.cells import Cell, cell_date, cell_text

# What a project without a code is known by in sheets that go out and come back.
KEY = re.compile(r"无码-[0-9A-F]{20}")
NO_CODE = ("", "无", "无码", "暂无", "-", "—")
KINDS = {"审批": "审批", "立项": "审批", "核准": "核准", "备案": "备案"}
LINES = {"工信": ("工信", "工业和信息化", "经信"), "发改": ("发改", "发展和改革", "发展改革")}
LEVELS = {"省": "province", "市": "city", "设区": "city", "县": "county", "区": "county"}
RADIATION = {"无": "none", "否": "none", "一般": "yes", "有": "yes", "是": "yes", "严重": "severe"}
YES_NO = {"是": True, "否": False}
LONGEST = {"name": 200, "builder": 200, "place": 200, "content": 500, "paper": 120, "approver": 60}
# Words of an organisation: a builder without any of them and of few characters is a person.
_ORGANISED = (
    "公司",
    "厂",
    "店",
    "局",
    "院",
    "校",
    "村",
    "社",
    "部",
    "所",
    "中心",
    "行",
    "场",
    "会",
    "站",
    "园",
    "集团",
)
PERSON = "个体"

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("项目代码", "投资项目代码", "投资项目统一代码", "项目统一代码", "统一代码"),
    "name": ("项目名称",),
    "builder": ("建设单位", "项目单位", "项目法人单位", "项目申报单位"),
    "builder_code": ("统一社会信用代码", "建设单位统一社会信用代码", "项目单位统一社会信用代码"),
    "area": ("地区", "县市区", "所属县市区", "所属区划"),
    "place": ("建设地点", "项目地址", "建设地址"),
    "industry": ("国标行业", "行业", "行业类别", "所属行业"),
    "content": ("建设内容", "建设规模和内容", "建设内容和规模"),
    "kind": ("办理类型", "项目类型", "审批核准备案"),
    "approver": ("审批部门", "审批机关", "办理部门", "审批核准备案机关"),
    "level": ("审批层级", "层级"),
    "paper": ("文号", "批复文号", "立项或核准文号", "备案文号"),
    "approved_on": ("审批日期", "批复日期", "备案日期", "立项或核准日期", "办结日期"),
    "shared_on": ("共享日期", "公开日期"),
    "radiation": ("医疗放射",),
    "condition": ("不使用苯等目录所列胶粘剂和涂料",),
    "hazard": ("是否可能产生职业病危害",),
    "permit_on": ("施工许可日期", "施工许可证日期", "发证日期"),
    "started_on": ("开工日期", "开工时间"),
    "production_on": ("竣工或投产日期", "投产日期", "竣工备案日期"),
    "pre_evaluation_on": ("预评价评审日期", "预评价日期"),
    "design_review_on": ("防护设施设计评审日期", "设计评审日期"),
    "acceptance_on": ("验收日期", "控制效果评价和验收日期"),
    "review_approved_on": ("放射预评价审核日期",),
    "health_accepted_on": ("放射防护设施验收日期",),
    "declared_on": ("申报日期", "职业病危害项目申报日期"),
}
_WHO = ("code", "name", "builder", "builder_code", "area", "place", "industry", "content")
_APPROVED = ("kind", "approver", "level", "paper", "approved_on", "shared_on", "radiation")


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list: who brings it (by the document's addresses), its columns, those without which it is none.

    `opens` tells whether a row may bring a project that is not in the register yet.
    """

    label: str
    givers: tuple[str, ...]
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    opens: bool = False


LIST_KINDS: dict[str, ListKind] = {
    "public": ListKind(
        "投资项目公开清单", (JUDGING, PUBLISHING), _WHO + _APPROVED, ("code", "name", "builder"), opens=True
    ),
    "approvals": ListKind(
        "立项、核准文件", (SHARING,), (*_WHO, *_APPROVED, "condition"), ("code", "name", "builder"), opens=True
    ),
    "permits": ListKind("施工许可、竣工", (PERMITS,), ("code", "name", *SIGNAL_LABELS), ("code",)),
    "nodes": ListKind(
        "“三同时”节点", (JUDGING,), ("code", "name", "condition", "hazard", *FLAG_LABELS, *SIGNAL_LABELS, "declared_on"),
        ("code",),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """What words of a row mean on a day: areas by every name and code, industries by every way they are written."""

    day: date
    areas: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadProject:
    """A row as it was read: its values by column of the register, and what is wrong with it."""

    values: dict[str, Any]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_row(kind: str, cells: Mapping[str, Cell], places: Places) -> ReadProject:
    """Read a row of a list as of its day; what is not told is not in the values. A row with faults is not stored."""
    told, faults, notes = LIST_KINDS[kind], list[str](), list[str]()
    values: dict[str, Any] = {}
    code = plain_code(cell_text(cells.get("code")))
    if KEY.fullmatch(code):
        # A project without a code, known by the key that its sheet went out with.
        values["key"], code = code, ""
    if code not in NO_CODE and (fault := code_fault(code, places.day)):
        faults.append(f"{fault}。")
    values["code"] = "" if code in NO_CODE else code
    if not values["code"] and "key" not in values and not told.opens:
        faults.append("没有项目代码：这张表只更新登记册里已有的项目，请填写代码。")
    for name in told.columns:
        reader = _READERS.get(name) or (_day if name in DATE_LABELS else None)
        text = cell_text(cells.get(name))
        if reader is None or not text:
            continue
        try:
            reader(name, cells.get(name), values, places)
        except ValueError as wrong:
            faults.append(f"“{COLUMNS[name][0]}”{wrong}。")
    if told.opens:
        faults += _lacking(values)
        _place(values, places, notes)
    faults += _late(values, places.day)
    return ReadProject(values, tuple(faults), tuple(notes))


def _lacking(values: Mapping[str, Any]) -> list[str]:
    missing = [COLUMNS[name][0] for name in ("name", "builder") if not values.get(name)]
    if not values["code"] and not (values.get("place") or values.get("area_text")):
        missing.append("建设地点（没有代码的项目按名称、建设单位、地点辨认）")
    return [f"没有填写{'、'.join(missing)}。"] if missing else []


def _late(values: Mapping[str, Any], day: date) -> list[str]:
    approved = values.get("approved_on")
    if approved and approved > day:
        return [f"审批日期 {approved.isoformat()} 还没有到。"]
    return []


def _place(values: dict[str, Any], places: Places, notes: list[str]) -> None:
    """Find area and level: by the words, else by the region of the code."""
    region, text = region_of(values["code"]), values.pop("area_text", "")
    area = places.areas.get(text, "") or places.codes.get(region, "")
    if text and text not in places.areas:
        notes.append(f"地区“{text}”不在本联席会议的地区清单里，{'按代码归' + area if area else '未归地区'}。")
    values["area"] = area
    if not values.get("level"):
        values["level"] = _level(values.get("approver_text", ""), region, places)


def _level(approver: str, region: str, places: Places) -> str:
    if any(approver.startswith(name) for name in places.areas):
        return "county"
    if region.endswith("0000"):
        return "province"
    return "county" if region and not region.endswith("00") else "city"


def _words(name: str, cell: Cell, values: dict[str, Any], places: Places) -> None:
    text = cell_text(cell)
    if any(find_personal(text, places.day)):
        raise ValueError("里有身份证号、手机号码或个人情况，请删去")
    if len(text) > LONGEST[name]:
        raise ValueError(f"有 {len(text)} 个字，请不超过 {LONGEST[name]} 个字")
    values[name] = text


def _builder(name: str, cell: Cell, values: dict[str, Any], places: Places) -> None:
    _words(name, cell, values, places)
    text = values[name]
    # A person who builds is not named in a register that several units read.
    if 2 <= len(text) <= 4 and not any(word in text for word in _ORGANISED):
        values[name] = PERSON


def _credit(_name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    code = plain_identifier(cell_text(cell))
    if fault := credit_code_fault(code):
        raise ValueError(f"的{fault}，现为“{code[:20]}”")
    values["builder_code"] = code


def _area(_name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    values["area_text"] = "".join(cell_text(cell).split())[:60]


def _industry(_name: str, cell: Cell, values: dict[str, Any], places: Places) -> None:
    found = []
    for text in cell_text(cell).replace("，", "、").replace(",", "、").replace("；", "、").split("、"):
        one = text.strip()
        code = one if group_of(one) else places.industries.get(one, "")
        if not code:
            raise ValueError(f"“{one[:30]}”不在国民经济行业分类里，请填代码或全称")
        found.append(code)
    values["industries"] = list(dict.fromkeys(found))


def _kind(_name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    text = cell_text(cell)
    found = next((kind for word, kind in KINDS.items() if text.startswith(word)), "")
    if not found:
        raise ValueError(f"没有“{text[:10]}”这一种，请填审批、核准或备案")
    values["kind"] = found


def _approver(_name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    text = cell_text(cell)[:60]
    values["approver_text"] = text
    values["approver"] = next(
        (line for line, words in LINES.items() if any(one in text for one in words)), text
    )


def _level_told(_name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    text = cell_text(cell)
    found = next((level for word, level in LEVELS.items() if text.startswith(word)), "")
    if not found:
        raise ValueError(f"没有“{text[:10]}”这一级，请填省、市或县")
    values["level"] = found


def _one_of(name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    options: Mapping[str, Any] = RADIATION if name == "radiation" else YES_NO
    text = cell_text(cell)
    if text not in options:
        raise ValueError(f"没有“{text[:10]}”这一项，请填{'、'.join(options)}")
    column = {"radiation": "medical_radiation", "condition": "condition_clear", "hazard": "hazard"}[name]
    values[column] = options[text] if name != "hazard" else ("yes" if options[text] else "no")


def _day(name: str, cell: Cell, values: dict[str, Any], _places: Places) -> None:
    try:
        day = cell_date(cell)
    except ValueError as wrong:
        raise ValueError(f"不是一个日期，现在是“{cell_text(cell)[:20]}”，请写成 2026-03-02 这样") from wrong
    if day is None or not 1990 <= day.year <= 2100:
        raise ValueError(f"年份不对，现在是“{cell_text(cell)[:20]}”")
    values[name] = day


_READERS = {
    **dict.fromkeys(("name", "place", "content", "paper"), _words),
    **dict.fromkeys(("radiation", "condition", "hazard"), _one_of),
    "builder": _builder,
    "builder_code": _credit,
    "area": _area,
    "industry": _industry,
    "kind": _kind,
    "approver": _approver,
    "level": _level_told,
}


def is_shared_by(kind: str, approver: str, approval: str) -> bool:
    """Tell whether standing in a list of a kind shares a project.

    What the industry office approves it shares itself, by its own clause; the public list discloses all others.
    """
    return kind == "approvals" or not (approver == "工信" and approval in SHARED_KINDS)
