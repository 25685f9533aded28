"""What a row of somebody's own ledger means here: new, changed, the same, doubtful or wrong, each with words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial

from lianxi.core.canonical import digest
from lianxi.core.words import long_date
from lianxi.ledger.rules.machines import CYCLE_LABELS
from lianxi.tables.cells import TOO_LONG, cell_date
from lianxi.tables.sheets import SheetRow

# Each column with the headings it may stand under; the first one is ours.
HEADINGS: dict[str, tuple[str, ...]] = {
    "key": ("编号", "原编号", "任务编号", "督办编号"),
    "title": ("事项", "事项名称", "任务", "工作任务", "重点任务", "议定事项", "督办事项", "标题", "任务名称"),
    "text": ("内容", "具体要求", "工作要求", "任务内容", "工作内容", "具体内容"),
    "lead": ("主办单位", "牵头单位", "责任单位", "承办单位", "主责单位"),
    "co": ("协办单位", "配合单位", "参加单位", "协同单位"),
    "due": ("办理时限", "完成时限", "完成时间", "截止日期", "时限", "期限", "办结时限"),
    "cycle": ("周期", "频次"),
    "source": ("来源", "任务来源", "文件依据", "来源文件"),
    "evidence": ("需要的材料", "佐证材料", "成果形式"),
    "done": ("完成情况", "状态", "办理状态", "是否完成", "是否办结"),
}
NEEDED = ("title", "lead")
# What people write where something is done, and where it is not yet; anything else is asked.
_DONE = re.compile(
    r"(已|已经|全部|均已|按期|如期)?(完成|办结|销号|落实|办毕|完结)(了)?(100%)?|完成率?:?100%|是|√|✓|✔|☑|true|yes|y|100%"
)
_OPEN = re.compile(
    r"|(未|没有|尚未|还未)(开始|启动|完成|办结|销号|落实)|否|×|✗|x|false|no|n|"
    r"(正在|持续|基本)?(推进|进行|办理|落实|实施)(中|当中)?|(在|待|续)办|进行中|完成率?:?\d{1,2}(\.\d+)?%|\d{1,2}(\.\d+)?%"
)
_SPLIT = str.maketrans(dict.fromkeys("，,;；/\n\t", "、"))


class RowState(StrEnum):
    """What applying a row would do; `warning` is a new or changed row with something to look at."""

    ERROR = "error"
    WARNING = "warning"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


ROW_LABELS = {"error": "错误", "warning": "提醒", "new": "新增", "changed": "有改动", "same": "无变化"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds for a key: the record's id and number, and its values as a row gives them."""

    pk: int
    number: str
    values: Mapping[str, object]
    is_ended: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """The values a row asks for; `lead_id` and `co_ids` are units of the conference (database ids)."""

    key: str
    title: str
    text: str
    lead_id: int
    co_ids: tuple[int, ...]
    due_on: date | None
    cycle: str
    source_label: str
    evidence_wanted: str
    is_done: bool

    def compared(self) -> dict[str, object]:
        """Return the values that make a row changed or the same, by column name."""
        return {
            "title": self.title,
            "text": self.text,
            "due_on": self.due_on,
            "source_label": self.source_label,
            "evidence_wanted": self.evidence_wanted,
        }


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the preview: its number in the sheet, its state, what is said of it, what it would store."""

    number: int
    state: RowState
    messages: tuple[str, ...]
    title: str
    meant: Meant | None = None
    known: Known | None = None
    changes: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def where(self) -> str:
        """The row's number as people find it, after its sheet where several were read."""
        return f"{self.sheet} {self.number}" if self.sheet else str(self.number)

    @property
    def creates(self) -> bool:
        return self.meant is not None and self.known is None and self.state is not RowState.ERROR

    @property
    def alters(self) -> bool:
        return bool(self.changes) and self.state is not RowState.ERROR


@dataclass
class _Reading:
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def plan_rows(
    rows: Iterable[SheetRow], units: Mapping[str, int], known: Mapping[str, Known], today: date
) -> list[PlannedRow]:
    """Say of every row what applying it would do.

    `units` gives the member units by every name they are known under, `known` what earlier imports stored
    by key. A key that stands twice in the sheet is wrong both times.
    """
    found = list(rows)
    keys = [row_key(row) for row in found]
    times = Counter(keys)
    plan = partial(_plan, units=units, known=known, today=today)
    return [plan(row, key, times[key] > 1) for row, key in zip(found, keys, strict=True)]


def row_key(row: SheetRow) -> str:
    """Return the key by which a row is known again: its number, or its words without one.

    １ and 1, 001 and 1 are one number: spreadsheets turn each into the other.
    """
    own = unicodedata.normalize("NFKC", row.text("key")).strip()
    if own:
        return f"编号:{(own.lstrip('0') or '0') if own.isdecimal() else own}"
    words = "|".join((row.text("title"), row.text("lead")))
    return f"字:{digest(words)[:24]}"


def written_key(row: SheetRow) -> str:
    """Return the key under which earlier imports stored a row's number: as it was written."""
    return f"编号:{row.text('key')}" if row.text("key") else row_key(row)


def _plan(
    row: SheetRow,
    key: str,
    is_twice: bool,
    *,
    units: Mapping[str, int],
    known: Mapping[str, Known],
    today: date,
) -> PlannedRow:
    said = _Reading(warnings=list(row.notes))
    if is_twice:
        said.errors.append("表中有另一行编号（或事项和主办单位）与它相同")
    said.errors += [f"“{HEADINGS[name][0]}”{_broken(row.text(name))}" for name in row.broken]
    meant = _meant(row, key, units, said)
    before = known.get(key) or known.get(written_key(row))
    if meant is not None and not said.errors:
        _compare(meant, before, today, said)
    title, planned = row.text("title")[:200], partial(PlannedRow, row.number, sheet=row.sheet)
    if said.errors or meant is None:
        return planned(RowState.ERROR, tuple(said.errors), title)
    changes = _changes(meant, before)
    if before is not None and not changes:
        return planned(RowState.SAME, tuple(said.warnings), title, meant, before)
    plain = RowState.NEW if before is None else RowState.CHANGED
    state = RowState.WARNING if said.warnings else plain
    return planned(state, tuple(said.warnings), title, meant, before, changes)


def _broken(text: str) -> str:
    if text == TOO_LONG:
        return "是 16 位以上的数字，表格软件已丢掉末尾几位：请把这一列设为文本，重新填写"
    return "是错误值或没有算出结果的公式"


def _meant(row: SheetRow, key: str, units: Mapping[str, int], said: _Reading) -> Meant | None:
    title = _limited(row, "title", 200, said)
    if not title:
        said.errors.append("没有写事项")
    leads = _units(row.text("lead"), "主办单位", units, said)
    co_ids = _units(row.text("co"), "协办单位", units, said)
    if not leads and not row.text("lead"):
        said.errors.append("没有写主办单位")
    if len(leads) > 1:
        said.warnings.append("主办单位有几个：取第一个主办，其余列为协办")
    due_on = _due(row, said)
    cycle = _cycle(row, said)
    if said.errors:
        return None
    helping = dict.fromkeys((*leads[1:], *co_ids))
    return Meant(
        key=key,
        title=title,
        text=_limited(row, "text", 4000, said),
        lead_id=leads[0],
        co_ids=tuple(unit for unit in helping if unit != leads[0]),
        due_on=due_on,
        cycle=cycle,
        source_label=_limited(row, "source", 300, said),
        evidence_wanted=_limited(row, "evidence", 300, said),
        is_done=_is_done(row, said),
    )


def _limited(row: SheetRow, name: str, limit: int, said: _Reading) -> str:
    text = " ".join(row.text(name).split()) if name == "title" else row.text(name)
    if len(text) > limit:
        said.errors.append(f"“{HEADINGS[name][0]}”有 {len(text)} 个字，不能超过 {limit} 个")
    return text[:limit]


def _units(text: str, label: str, units: Mapping[str, int], said: _Reading) -> tuple[int, ...]:
    names = [name.strip() for name in text.translate(_SPLIT).split("、") if name.strip()]
    missing = [name for name in names if name not in units]
    if missing:
        said.errors.append(f"{label}“{'、'.join(missing)}”不是成员单位，也不是其简称")
    return tuple(dict.fromkeys(units[name] for name in names if name in units))


def _is_done(row: SheetRow, said: _Reading) -> bool:
    if isinstance(row.cells.get("done"), bool):
        return bool(row.cells["done"])
    whole = "".join(unicodedata.normalize("NFKC", row.text("done")).casefold().split()).rstrip("。.")
    # 已完成（3月）: when and by whom does not make it less done.
    bare = re.sub(r"\([^()]*\)", "", whole)
    if _DONE.fullmatch(bare):
        return True
    if not _OPEN.fullmatch(bare):
        said.warnings.append(f"不知道“{row.text('done')[:20]}”是否已办结：按未办结登记，请核对")
    return False


def _due(row: SheetRow, said: _Reading) -> date | None:
    if "due" in row.unsure:
        said.errors.append(f"办理时限{row.unsure['due']}，请写成 2026-03-02")
        return None
    try:
        due_on = cell_date(row.cells.get("due"))
    except ValueError:
        said.errors.append(f"办理时限“{row.text('due')[:20]}”不是一个完整的日期，请写成 2026-03-02")
        return None
    if due_on is not None and not 2000 <= due_on.year <= 2100:
        said.errors.append(f"办理时限{long_date(due_on)}不在 2000 年到 2100 年之间")
    return due_on


def _cycle(row: SheetRow, said: _Reading) -> str:
    text = row.text("cycle")
    if not text:
        return "once"
    found = next((cycle for cycle, label in CYCLE_LABELS.items() if text in (label, cycle)), "")
    if not found:
        said.errors.append(f"周期“{text[:10]}”不在{'、'.join(CYCLE_LABELS.values())}之中")
    return found


def _compare(meant: Meant, before: Known | None, today: date, said: _Reading) -> None:
    """Say what is odd about values that can be stored."""
    if before is None:
        if meant.is_done:
            said.warnings.append("表中已办结：登记后直接记为办结")
        elif meant.due_on is not None and meant.due_on < today:
            said.warnings.append(f"时限{long_date(meant.due_on)}已过，登记后即为逾期")
        return
    if meant.lead_id != before.values["lead_id"]:
        said.errors.append(f"与已登记的{before.number}主办单位不同：改主办单位须在事项页办理")
    if before.is_ended and _changes(meant, before):
        said.errors.append(f"已登记的{before.number}已经结束，不再改动")
    elif before.is_decided and _changes(meant, before):
        said.errors.append(f"{before.number}由纪要议定，只能由以后的决定改动")
    elif meant.is_done and not before.is_ended:
        said.warnings.append(f"表中写已办结，{before.number}仍在办：须按程序反馈和核验")


def _changes(meant: Meant, before: Known | None) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(name for name, value in meant.compared().items() if value != before.values[name])
