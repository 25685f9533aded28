"""What happens to memos."""

from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS
from lianxi.core.fields import Day, One, OneUnit, Words
from lianxi.journal.acting import Act, action
from toy.models import Memo
from toy.rules import MEMO


@action("toy.memo.leave", "留下玩具备忘", who=OFFICE)
def leave_memo(
    act: Act,
    *,
    unit_id: Annotated[int, OneUnit("收到的单位")],
    text: Annotated[str, Words("内容", 200)],
    due_on: Annotated[date, Day("阅读期限")],
) -> Memo:
    """Leave a memo for a unit and tell it."""
    row = Memo(conference_id=act.chain, unit_id=unit_id, text=text, due_on=due_on)
    row.state = MEMO.initial
    act.create(row)
    act.notify(f"玩具备忘：{text}", about=row, unit=unit_id)
    return row


@action("toy.memo.read", "阅读玩具备忘", who=UNIT_SPEAKERS)
def read_memo(act: Act, *, memo_id: Annotated[int, One("玩具备忘")]) -> Memo:
    """Note that the unit has read its memo."""
    return act.move(act.lock(Memo, memo_id), MEMO)


@action("toy.memo.remind", "提醒阅读玩具备忘", who=TIMER_ONLY)
def remind(act: Act, *, memo_id: Annotated[int, One("玩具备忘")]) -> None:
    """Remind a unit of a memo whose day has come."""
    row = act.lock(Memo, memo_id)
    act.notify(f"玩具备忘到期：{row.text}", about=row, unit=row.unit_id)
