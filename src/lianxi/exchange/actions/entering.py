"""What the actions of the exchange check alike: plain texts without personal data, receivers, days."""

from collections.abc import Iterable, Sequence
from datetime import date

from lianxi.bodies.queries import member_unit_ids, unit_names
from lianxi.core.entries import filled, short_enough
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act

_RULE = "往来文字不写个人信息（身份证号、手机号码、姓名和年龄病情）"
_NEXT = "请改写为代码或去掉后再提交；办公电话可以写。你填写的其他内容还在。"


def plain(act: Act, text: str, label: str, limit: int, *, needed: bool = True) -> str:
    """Return a text of its length and without personal data.

    Raises BadInput that says which field and from which character on, and repeats nothing.
    """
    kept = filled(text, label, limit) if needed else short_enough(text, label, limit)
    require_impersonal(act, label, [kept])
    return kept


def require_impersonal(act: Act, label: str, texts: Iterable[str], *, counted: str = "") -> None:
    """Refuse texts that show personal data; `counted` names what each of them is (行), where they are many."""
    today = day_of(act.at)
    for number, text in enumerate(texts, 1):
        if found := next(find_personal(text, today), None):
            where = f"{label}第 {number} {counted}" if counted else label
            raise BadInput(f"{where}里有{found.kind}（第 {found.place} 字起）。", rule=_RULE, next_step=_NEXT)


def require_receivers(act: Act, unit_ids: Sequence[int], *, own: bool = False) -> list[int]:
    """Return the receivers once each. Raises BadInput for none, for no member, and for the own unit unless `own`."""
    wanted = list(dict.fromkeys(unit_ids))
    if not wanted:
        raise BadInput("请至少选择一个单位。")
    if strange := set(wanted) - member_unit_ids(act.chain, day_of(act.at)):
        names = "、".join(unit_names(strange).values()) or "所选单位"
        raise BadInput(f"{names}当日不是成员单位。", next_step="请从成员单位中选择。")
    if not own and act.actor.unit_id in wanted:
        raise BadInput("不能发给本单位。", next_step="请去掉本单位。")
    return wanted


def require_later(act: Act, day: date | None, label: str) -> None:
    """Refuse a day that is past already."""
    if day is not None and day < day_of(act.at):
        raise BadInput(f"{label}{long_date(day)}已经过去。", next_step="请填写今天或以后的日期。")
