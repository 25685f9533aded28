"""Reports owed upward, and comparisons of what was sent, received and answered between two units."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, Files, Inner, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.exchange.actions.entering import plain, require_receivers
from lianxi.exchange.facts import on_tally, on_upward
from lianxi.exchange.models import Tally, Upward
from lianxi.exchange.queries.tallies import figures_between
from lianxi.exchange.rules import TALLY, UPWARD, reporting
from lianxi.exchange.rules.words import FORMS, REPEATS
from lianxi.journal.acting import Act, action
from lianxi.papers.attaching import attach
from lianxi.papers.files import Upload

BOTH = UNIT_SPEAKERS | OFFICE


@action("exchange.upward.plan", "登记对上报送", who=OFFICE, rule="由办公室登记")
def plan_upward(
    act: Act,
    *,
    title: Annotated[str, Words("报送内容", 200)],
    to_body: Annotated[str, Words("报送对象", 120)],
    form: Annotated[str, Choice("形式", FORMS)],
    unit_id: Annotated[int, OneUnit("起草单位")],
    due_on: Annotated[date, Day("报送期限")],
    repeats: Annotated[str, Choice("周期", REPEATS)] = "once",
    period_from: Annotated[date | None, Day("所报期间自")] = None,
    source: Annotated[str, Inner("来源记录")] = "",
) -> Upward:
    """Enter what is owed upward: what, to whom, until when, in which form, who drafts it, how often."""
    if form not in FORMS or repeats not in REPEATS:
        raise BadInput("形式或周期不在可选范围内。")
    if period_from is not None and period_from > due_on:
        raise BadInput("所报期间晚于报送期限。", next_step="请核对日期。")
    (drafter,) = require_receivers(act, (unit_id,), own=True)
    row = Upward(conference_id=act.chain, form=form, unit_id=drafter, repeats=repeats, source=source)
    row.title, row.to_body = plain(act, title, "报送内容", 200), plain(act, to_body, "报送对象", 120)
    row.due_on = row.anchor_on = due_on
    row.period_from, row.by, row.at = period_from, act.actor.label, act.at
    act.create(row)
    act.notify(f"请于{long_date(due_on)}前起草：{row.title}"[:300], about=row, unit=drafter)
    return row


@action(
    "exchange.upward.draft",
    "起草报送文稿",
    who=BOTH,
    rule="由起草单位或办公室起草",
    deciding=on_upward(reporting.work_on),
)
def draft_upward(
    act: Act, *, upward_id: Annotated[int, One("对上报送")], text: Annotated[str, Words("文稿", 20_000)]
) -> Upward:
    """Keep the draft of a report; saved again it takes the former's place, which the journal holds."""
    row = act.lock(Upward, upward_id)
    if act.actor.unit_id == row.unit_id:
        act.notify(f"{act.actor.label}已起草：{row.title}"[:300], about=row, office=True)
    return act.move(row, UPWARD, text=plain(act, text, "文稿", 20_000))


@action(
    "exchange.upward.send",
    "登记已报送",
    who=OFFICE,
    rule="由办公室登记",
    deciding=on_upward(reporting.work_on),
)
def send_upward(
    act: Act,
    *,
    upward_id: Annotated[int, One("对上报送")],
    sent_on: Annotated[date, Day("报送日期")],
    number: Annotated[str, Words("文号", 60)] = "",
    files: Annotated[Sequence[Upload], Files("报送的文件")] = (),
) -> Upward:
    """Note that a report went out; one that repeats is owed again for the next period."""
    row = act.lock(Upward, upward_id)
    if sent_on > day_of(act.at):
        raise BadInput(f"报送日期{long_date(sent_on)}还没有到。", next_step="请核对日期。")
    attach(act, row, files)
    told = plain(act, number, "文号", 60, needed=False)
    act.move(row, UPWARD, sent_on=sent_on, number=told, sent_by=act.actor.label)
    due_on = reporting.next_due(row.due_on, row.anchor_on, row.repeats)
    if due_on is not None:
        _again(act, row, due_on)
    return row


def _again(act: Act, row: Upward, due_on: date) -> None:
    after = Upward(conference_id=act.chain, form=row.form, unit_id=row.unit_id, repeats=row.repeats)
    after.title, after.to_body, after.source, after.follows = row.title, row.to_body, row.source, row
    after.due_on, after.anchor_on, after.by, after.at = due_on, row.anchor_on, act.actor.label, act.at
    if row.period_from is not None:
        after.period_from = reporting.next_due(row.period_from, row.period_from, row.repeats)
    act.create(after)


@action(
    "exchange.upward.drop", "不再报送", who=OFFICE, rule="由办公室登记", deciding=on_upward(reporting.work_on)
)
def drop_upward(
    act: Act, *, upward_id: Annotated[int, One("对上报送")], reason: Annotated[str, Words("理由", 300)]
) -> Upward:
    """Note that a report is no longer owed, with why; it does not come again."""
    return act.move(act.lock(Upward, upward_id), UPWARD, reason=filled(reason, "理由", 300))


@action("exchange.tally.open", "发起数据核对", who=BOTH)
def open_tally(
    act: Act,
    *,
    unit_id: Annotated[int, OneUnit("送出单位")],
    to_unit_id: Annotated[int, OneUnit("接收单位")],
    starts_on: Annotated[date, Day("自")],
    ends_on: Annotated[date, Day("至")],
) -> Tally:
    """Put the figures of a period between two units before both: what was sent, signed for and answered.

    Raises BadInput for a third unit that is not the office, for one unit on both sides, for days the wrong way round.
    """
    if unit_id == to_unit_id or not (act.actor.is_office or act.actor.unit_id in (unit_id, to_unit_id)):
        raise BadInput("数据核对在本单位和另一单位之间进行。", next_step="请选择本单位和对方单位。")
    if starts_on > ends_on or ends_on > day_of(act.at):
        raise BadInput("核对期间的起止日期不对，或还没有到。", next_step="请核对日期。")
    require_receivers(act, (unit_id, to_unit_id), own=True)
    row = Tally(conference_id=act.chain, unit_id=unit_id, to_unit_id=to_unit_id)
    row.starts_on, row.ends_on, row.state = starts_on, ends_on, TALLY.initial
    row.figures = figures_between(act.chain, unit_id, to_unit_id, starts_on, ends_on).as_dict()
    row.opened_by, row.opened_at = act.actor.label, act.at
    act.create(row)
    for one in (unit_id, to_unit_id):
        act.notify("请核对往来数据", about=row, unit=one)
    return row


@action(
    "exchange.tally.agree", "核对无误", who=BOTH, rule="由两个单位核对", deciding=on_tally(reporting.compare)
)
def agree_tally(act: Act, *, tally_id: Annotated[int, One("数据核对")]) -> Tally:
    """Say for the own unit that the figures are right; with the second word they are agreed."""
    row = act.lock(Tally, tally_id)
    side = "sender" if act.actor.unit_id == row.unit_id else "receiver"
    act.change(row, **{f"{side}_agreed_by": act.actor.label, f"{side}_agreed_at": act.at})
    if row.sender_agreed_at and row.receiver_agreed_at:
        return act.move(row, TALLY)
    return row


@action(
    "exchange.tally.dispute",
    "数字有出入",
    who=BOTH,
    rule="由两个单位核对",
    deciding=on_tally(reporting.compare),
)
def dispute_tally(
    act: Act, *, tally_id: Annotated[int, One("数据核对")], note: Annotated[str, Words("出入", 500)]
) -> Tally:
    """Say which figure is not right and how; both units and the office are told."""
    row = act.lock(Tally, tally_id)
    told = plain(act, note, "出入", 500)
    for one in (row.unit_id, row.to_unit_id):
        act.notify(f"{act.actor.label}认为往来数据有出入：{told}"[:300], about=row, unit=one)
    act.notify(f"{act.actor.label}认为往来数据有出入：{told}"[:300], about=row, office=True)
    return act.move(row, TALLY, note=told)
