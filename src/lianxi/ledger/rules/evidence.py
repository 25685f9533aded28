"""Evidence by type: what each type must state, and which of the types asked for are still missing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from lianxi.core.refusals import BadInput
from lianxi.core.words import long_date

EVIDENCE_KINDS = {
    "document": "文件",
    "table": "数字表",
    "photo": "照片（写明地点、日期）",
    "number": "登记系统编号",
    "link": "已有记录",
}
SHORT_KINDS = {
    "document": "文件",
    "table": "数字表",
    "photo": "照片",
    "number": "登记编号",
    "link": "已有记录",
}
PHOTOS = frozenset({".jpg", ".jpeg", ".png"})
SHEETS = frozenset({".xlsx", ".xls", ".et", ".csv"})
MOST_FIGURES = 50
# A figure's line: what is counted, how many, in which unit.
_FIGURE = re.compile(
    r"(?P<label>[^\s,，|]{1,40})[\s,，|]{1,4}"
    r"(?P<value>-?[0-9][0-9,]{0,20}(?:\.[0-9]{1,10})?)[\s,，|]{0,4}(?P<unit>[^\s,，|]{0,12})"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody states of a piece of evidence; each type needs some of it and ignores the rest."""

    kind: str
    file_name: str = ""
    place: str = ""
    taken_on: date | None = None
    register: str = ""
    number: str = ""
    figures: str = ""
    record: str = ""


def check_kinds(kinds: Iterable[str]) -> list[str]:
    """Return the types asked for, each once, in their usual order. Raises BadInput."""
    wanted = {kind for kind in kinds if kind}
    if wanted - set(EVIDENCE_KINDS):
        raise BadInput("佐证类型不在可选范围内。", next_step=f"可选：{'、'.join(SHORT_KINDS.values())}。")
    return [kind for kind in EVIDENCE_KINDS if kind in wanted]


def missing_kinds(wanted: Sequence[str], given: Iterable[str]) -> list[str]:
    """Return the types that were asked for and not given."""
    there = set(given)
    return [kind for kind in wanted if kind not in there]


def typed_details(stated: Stated, today: date) -> dict[str, object]:
    """Return the typed fields of a piece of evidence to store.

    Raises BadInput naming what its type needs: a photo its place and day, a table its figures or a sheet,
    a number its register. The record a link names is looked up by the caller.
    """
    if stated.kind not in EVIDENCE_KINDS:
        raise BadInput("请选择佐证类型。", next_step=f"可选：{'、'.join(SHORT_KINDS.values())}。")
    return _DETAILS[stated.kind](stated, today)


def _document(stated: Stated, _today: date) -> dict[str, object]:
    if not stated.file_name:
        raise BadInput("文件类佐证没有附文件。", next_step="请选择要附的文件。")
    return {}


def _photo(stated: Stated, today: date) -> dict[str, object]:
    if PurePath(stated.file_name).suffix.lower() not in PHOTOS:
        raise BadInput("照片类佐证须附 JPG 或 PNG 图片。", next_step="请选择照片文件。")
    if not stated.place.strip():
        raise BadInput("照片没有写明拍摄地点。", next_step="请填写地点，例如：晋江市某某工地。")
    if stated.taken_on is None:
        raise BadInput("照片没有写明拍摄日期。", next_step="请填写拍摄日期。")
    if stated.taken_on > today:
        raise BadInput(f"拍摄日期{long_date(stated.taken_on)}晚于今天。", next_step="请核对拍摄日期。")
    return {"place": _text(stated.place, "拍摄地点", 120), "taken_on": stated.taken_on.isoformat()}


def _table(stated: Stated, _today: date) -> dict[str, object]:
    if not stated.figures.strip():
        if PurePath(stated.file_name).suffix.lower() not in SHEETS:
            raise BadInput(
                "数字表没有数字。", next_step="请每行写一个“指标 数值 单位”，或附 XLSX、XLS、ET、CSV 表格。"
            )
        return {"figures": []}
    lines = [line.strip() for line in stated.figures.splitlines() if line.strip()]
    if len(lines) > MOST_FIGURES:
        raise BadInput(f"一张数字表最多 {MOST_FIGURES} 行。", next_step="更多的数字请附表格文件。")
    return {"figures": [_figure(line) for line in lines]}


def _figure(line: str) -> dict[str, str]:
    found = _FIGURE.fullmatch(line)
    if found is None:
        raise BadInput(
            f"“{line[:30]}”不是“指标 数值 单位”。", next_step="请每行写一个指标，例如：检查工地 86 个。"
        )
    return {"label": found["label"], "value": found["value"].replace(",", ""), "unit": found["unit"]}


def _number(stated: Stated, _today: date) -> dict[str, object]:
    if not stated.register.strip() or not stated.number.strip():
        raise BadInput(
            "登记编号须同时写明登记系统和编号。", next_step="例如：职业病危害项目申报系统，编号 350500-0123。"
        )
    return {"register": _text(stated.register, "登记系统", 80), "number": _text(stated.number, "编号", 60)}


def _link(stated: Stated, _today: date) -> dict[str, object]:
    if not stated.record.strip():
        raise BadInput("没有写明是哪一条记录。", next_step="请填写事项编号（如 2026-015）或文号。")
    return {}


def _text(text: str, label: str, limit: int) -> str:
    if len(text.strip()) > limit:
        raise BadInput(f"{label}太长，不能超过 {limit} 个字。", next_step="请缩短后重新提交。")
    return text.strip()


_DETAILS = {"document": _document, "photo": _photo, "table": _table, "number": _number, "link": _link}
