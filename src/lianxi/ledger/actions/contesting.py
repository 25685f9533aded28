"""Before a circular is issued its units see the draft, and may contest a figure; the office answers each one."""

from typing import Annotated

from lianxi.bodies.queries import basis_of, member_unit_ids, rule_value
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Number, One, Seen, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import date_with_weekday, day_of
from lianxi.core.workdays import add_workdays
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.ledger.facts import on_contest
from lianxi.ledger.models import Circular, Contest
from lianxi.ledger.rules import CIRCULAR, beside
from lianxi.ledger.rules.machines import CIRCULATING, CONTEST


@action(
    "ledger.circular.show",
    "送成员单位核对",
    who=OFFICE,
    deciding=on(Circular, "circular_id", stands(CIRCULAR, "ledger.circular.show")),
)
def show_circular(
    act: Act, *, circular_id: Annotated[int, One("通报")], seen: Annotated[int | None, Seen()] = None
) -> Circular:
    """Put a draft before every member unit, with the day until which figures may be contested."""
    circular, day = act.lock(Circular, circular_id), day_of(act.at)
    act.require_version(circular, seen)
    window = int(rule_value(circular.conference_id, "contest_window", day))
    until = add_workdays(day, window, calendar_now())
    for unit_id in sorted(member_unit_ids(circular.conference_id, day)):
        title = f"请核对通报草稿，{date_with_weekday(until)}前可对数字提出异议：{circular.title}"
        act.notify(title[:300], about=circular, unit=unit_id)
    act.cite(basis_of(circular.conference_id, CIRCULATING, day))
    return act.move(circular, CIRCULAR, shown_at=act.at, contest_until=until)


@action(
    "ledger.contest.ask",
    "对通报数字提出异议",
    who=UNIT_SPEAKERS,
    rule="由成员单位提出",
    deciding=on(Circular, "circular_id", beside.contest_figure),
)
def contest_figure(
    act: Act,
    *,
    circular_id: Annotated[int, One("通报")],
    key: Annotated[str, Choice("哪个数字")],
    reason: Annotated[str, Words("理由", 300)],
) -> Contest:
    """Note that the own unit contests a figure, once, with the reason, within the window.

    Raises NotPermitted outside the window or for another unit's figure, BadInput for a second time.
    """
    circular = act.lock(Circular, circular_id)
    figure = next((one for one in circular.figures if one["key"] == key), None)
    if figure is None:
        raise BadInput("通报里没有这个数字。", next_step="请从通报页面打开数字后提出。")
    if key.startswith("unit.") and key.split(".")[1] != str(act.actor.unit_id):
        raise NotPermitted(
            "这是其他单位的数字。", rule="各单位核对本单位和全局的数字", next_step="请由该单位提出。"
        )
    if Contest.objects.filter(circular=circular, unit_id=act.actor.unit_id or 0, key=key).exists():
        raise BadInput("你单位已经对这个数字提出过异议。", next_step="请等待办公室答复。")
    row = Contest(
        conference_id=circular.conference_id, circular=circular, unit_id=act.actor.unit_id or 0, key=key
    )
    row.label, row.reason, row.at, row.by = (
        figure["label"],
        filled(reason, "理由", 300),
        act.at,
        act.actor.label,
    )
    row.state = CONTEST.initial
    act.notify(f"{act.actor.label}对通报数字“{row.label}”提出异议"[:300], about=circular, office=True)
    return act.create(row)


@action("ledger.contest.accept", "采纳异议", who=OFFICE, deciding=on_contest("ledger.contest.accept"))
def accept_contest(
    act: Act,
    *,
    contest_id: Annotated[int, One("数字异议")],
    corrected: Annotated[int, Number("更正为")],
    answer: Annotated[str, Words("答复", 300)],
) -> Contest:
    """Accept an objection with the corrected figure, which is printed beside the counted one."""
    row = act.lock(Contest, contest_id)
    if corrected < 0:
        raise BadInput("更正后的数字不能小于 0。")
    return _answered(act, row, filled(answer, "答复", 300), corrected)


@action("ledger.contest.refuse", "不采纳异议", who=OFFICE, deciding=on_contest("ledger.contest.refuse"))
def refuse_contest(
    act: Act,
    *,
    contest_id: Annotated[int, One("数字异议")],
    answer: Annotated[str, Words("不采纳的理由", 300)],
) -> Contest:
    """Refuse an objection with the reason; both are printed with the circular."""
    return _answered(act, act.lock(Contest, contest_id), filled(answer, "理由", 300), None)


def _answered(act: Act, row: Contest, answer: str, corrected: int | None) -> Contest:
    told = f"对通报数字“{row.label}”的异议已答复：{answer}"
    act.notify(told[:300], about=row.circular, unit=row.unit_id)
    values = {"corrected": corrected, "answered_at": act.at, "answered_by": act.actor.label}
    return act.move(row, CONTEST, answer=answer, **values)
