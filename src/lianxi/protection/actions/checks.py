"""What the acts of lists ask of the acting seat, of days and of choices; no free words anywhere."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from lianxi.bodies.models import Conference, Unit
from lianxi.core.actors import Actor
from lianxi.core.fields import Words
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act
from lianxi.protection.models import ListRow, PersonList
from lianxi.protection.queries.lists import kinds_sent_by
from lianxi.protection.rules.lists import RETURNED
from lianxi.protection.rules.machines import LIST
from lianxi.protection.rules.tokens import plain_token, token_fault

TOKEN = Words("人员代码", 40)
# 泉卫健函〔2026〕15号: an organ's mark, a year, a number; no other words.
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,10}(?:函|发|办|字|评|文)〔20\d\d〕\d{1,4}号")
_SHA = re.compile(r"[0-9a-f]{64}")


def chosen(code: str, options: Mapping[str, Any], label: str) -> str:
    """Return a choice. Raises BadInput for one that was not offered, without repeating it."""
    if code not in options:
        raise BadInput(f"{label}不在可选范围内。", next_step="请从列出的选项里选择，不要另写文字。")
    return code


def chosen_all(codes: Collection[str], options: Mapping[str, str], label: str) -> list[str]:
    """Return several choices, at least one."""
    if not codes:
        raise BadInput(f"没有选择{label}。", next_step="请至少选择一项。")
    return [chosen(code, options, label) for code in dict.fromkeys(codes)]


def token_of(text: str) -> str:
    """Return a token as it is stored. Raises BadInput for what is none, without repeating it."""
    token = plain_token(text)
    if fault := token_fault(token):
        raise BadInput(f"{fault}。", next_step="请照移交名册上的代码填写；姓名、身份证号不能代替。")
    return token


def paper_of(text: str) -> str:
    """Return a document's number. Raises BadInput for anything else."""
    told = text.strip().replace("[", "〔").replace("]", "〕")
    if not _PAPER.fullmatch(told):
        raise BadInput("不是文号。", next_step="请照“泉卫健函〔2026〕15号”的样式填写，不写其他文字。")
    return told


def sha_of(text: str) -> str:
    """Return a check sum in lower case. Raises BadInput for anything else."""
    told = re.sub(r"\s", "", text).lower()
    if not _SHA.fullmatch(told):
        raise BadInput(
            "文件校验值（SHA-256）应是 64 位的数字和 a–f。",
            next_step="请在页面上选择名册文件，由浏览器算出；文件不上传。",
        )
    return told


def past_day(act: Act, day: date | None, label: str, *, after: date | None = None) -> date:
    """Return a day, today where none is given. Raises BadInput for the future, and for one before `after`."""
    told = day or day_of(act.at)
    if told > day_of(act.at):
        raise BadInput(f"{label}晚于今天。", next_step="请核对日期。")
    if told.year < 1990:
        raise BadInput(f"{label}早得不合理。", next_step="请核对日期。")
    if after is not None and told < after:
        raise BadInput(f"{label}早于{long_date(after)}，不合前后次序。", next_step="请核对日期。")
    return told


def of_sender(row: PersonList, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that sends a list act."""
    return _of(row.sender_id, actor, "送出单位")


def of_receiver(row: PersonList, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that receives a list act."""
    return _of(row.receiver_id, actor, "接收单位")


def received(row: PersonList, _actor: Actor, _day: date) -> Refusal | None:
    """Let persons of a list be answered for once it was signed for, and not taken back."""
    if row.state == "received":
        return None
    return WrongState(
        f"名单现在是“{LIST.labels[row.state]}”，不能登记办理情况。",
        rule="签收后才有办理情况",
        next_step="请先签收；已收回的，请确认名册已删除。",
    )


def row_received(row: ListRow, actor: Actor, day: date) -> Refusal | None:
    """Let a row be answered for whose list was signed for."""
    return received(row.list, actor, day)


def has_open_rows(row: PersonList, _actor: Actor, _day: date) -> Refusal | None:
    """Let a receiver be reminded of a list that is sent and not finished."""
    if row.state in ("sent", "received") and row.rows.filter(is_dropped=False, ended_on=None).exists():
        return None
    return WrongState("这份名单没有未办结的人员。", rule="送出后未办结的才提醒", next_step="无需提醒。")


def came_back(row: ListRow, _actor: Actor, _day: date) -> Refusal | None:
    """Let a return be confirmed that is one, once."""
    if row.word in RETURNED and row.ended_on is None and not row.is_dropped:
        return None
    return WrongState("这一行没有退回，或已经确认。", rule="退回的由送出单位确认一次", next_step="无需办理。")


def has_returns(row: PersonList, _actor: Actor, _day: date) -> Refusal | None:
    """Let returns of a list be confirmed where there are any."""
    if row.rows.filter(word__in=RETURNED, ended_on=None, is_dropped=False).exists():
        return None
    return WrongState("没有等确认的退回人员。", rule="退回的由送出单位确认一次", next_step="无需办理。")


def sends_lists(_conference: Conference, actor: Actor, day: date) -> Refusal | None:
    """Let a seat begin a list whose unit sends any."""
    if kinds_sent_by(actor, day):
        return None
    return NotPermitted("你单位不送名单。", rule="每种名单只有一个方向", next_step="请由送出单位的席位新建。")


def row_receiver(row: ListRow, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that received a row's list act."""
    return _of(row.list.receiver_id, actor, "接收单位")


def row_sender(row: ListRow, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that sent a row's list act."""
    return _of(row.list.sender_id, actor, "送出单位")


def _of(unit_id: int, actor: Actor, who: str) -> Refusal | None:
    if actor.unit_id == unit_id:
        return None
    return NotPermitted(
        f"这一步由名单的{who}办理。", rule="名单只在两个单位之间", next_step=f"请由{who}的席位办理。"
    )


def unit_of(act: Act) -> Unit:
    """Return the acting seat's unit. Raises NotPermitted for a seat without one."""
    unit: Unit | None = Unit.objects.filter(pk=act.actor.unit_id or 0).first()
    if unit is None:
        raise NotPermitted(
            "这个席位不属于任何单位。", rule="名单在单位之间移交", next_step="请换到单位的席位。"
        )
    return unit
