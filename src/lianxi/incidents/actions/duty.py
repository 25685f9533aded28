"""The duty sheet: units and areas with their posts and telephones, entered by the office, ended and entered anew."""

from datetime import date, timedelta
from typing import Annotated

from lianxi.bodies.facts import own_conference
from lianxi.core.actors import OFFICE, TIMER_ONLY
from lianxi.core.fields import Choice, Day, Number, One, Secret, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.incidents.actions.entering import words_of
from lianxi.incidents.models import DutyPhone, DutyPrint
from lianxi.incidents.queries.entries import print_facts
from lianxi.incidents.rules.lists import call_items
from lianxi.incidents.rules.steps import in_force, unprinted
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, on

CALLS = {"": "不在报告对象里"} | {one.code: one.body for one in call_items(date(2026, 12, 1))}
_PHONE = frozenset("0123456789+-()（）转 ,，、")


@action("incidents.duty.set", "登记值班电话", who=OFFICE)
def set_duty_phone(
    act: Act,
    *,
    body: Annotated[str, Words("单位或地区", 120)],
    post: Annotated[str, Words("值班岗位（不写人名）", 80)] = "",
    day_phone: Annotated[str, Secret("工作时间电话", 60)] = "",
    night_phone: Annotated[str, Secret("非工作时间电话", 60)] = "",
    call_code: Annotated[str, Choice("报告对象", CALLS)] = "",
    ordinal: Annotated[int, Number("顺序")] = 0,
    starts_on: Annotated[date | None, Day("自哪天起")] = None,
) -> DutyPhone:
    """Enter a line of the duty sheet; the line of the same body and post before it ends. Raises BadInput."""
    phones = (_phone(day_phone, "工作时间电话"), _phone(night_phone, "非工作时间电话"))
    if not any(phones):
        raise BadInput("没有填写电话。", next_step="请至少填写一个电话。")
    if call_code not in CALLS or not 0 <= ordinal <= 10_000:
        raise BadInput("请从列出的选项中选择报告对象，顺序填写 0 或正数。")
    day = starts_on or day_of(act.at)
    named = words_of(act, body, "单位或地区", 120, needed=True)
    where = words_of(act, post, "值班岗位", 80)
    for earlier in DutyPhone.objects.filter(
        conference_id=act.chain, body=named, post=where, ends_before__isnull=True
    ):
        act.change(earlier, ends_before=max(day, earlier.starts_on))
    row = DutyPhone(conference_id=act.chain, body=named, post=where, call_code=call_code, ordinal=ordinal)
    row.day_phone, row.night_phone, row.starts_on = *phones, day
    return act.create(row)


@action("incidents.duty.end", "停用值班电话", who=OFFICE, deciding=on(DutyPhone, "duty_id", in_force))
def end_duty_phone(act: Act, *, duty_id: Annotated[int, One("值班电话")]) -> DutyPhone:
    """End a line of the duty sheet from today on, one that a later line takes over from some day on too."""
    row = act.get(DutyPhone, duty_id)
    return act.change(row, ends_before=max(day_of(act.at), row.starts_on))


@action("incidents.duty.ask_print", "提醒打印值班表", who=TIMER_ONLY)
def ask_print(act: Act) -> DutyPrint | None:
    """Ask the office to print the week's duty sheet, once a week; where no line stands nothing is asked."""
    week = day_of(act.at) - timedelta(days=day_of(act.at).weekday())
    if DutyPrint.objects.filter(conference_id=act.chain, week=week).exists():
        return None
    row = act.create(DutyPrint(conference_id=act.chain, week=week, asked_at=act.at))
    act.notify(f"请打印本周值班表（{long_date(week)}起），放在值班室", about=row, office=True)
    return row


@action(
    "incidents.duty.note_print",
    "登记值班表已打印",
    who=OFFICE,
    deciding=Deciding(own_conference, print_facts, unprinted),
)
def note_print(act: Act) -> DutyPrint:
    """Note that this week's duty sheet was printed and lies in the duty room."""
    week = day_of(act.at) - timedelta(days=day_of(act.at).weekday())
    row = DutyPrint.objects.filter(conference_id=act.chain, week=week).first()
    if row is None:
        row = act.create(DutyPrint(conference_id=act.chain, week=week, asked_at=act.at))
    act.subject = record_name(row)
    return act.change(row, printed_at=act.at, printed_by=act.actor.label)


def _phone(text: str, label: str) -> str:
    number = text.strip()
    if number and (not set(number) <= _PHONE or sum(one.isdigit() for one in number) < 3):
        raise BadInput(f"{label}不是电话号码。", next_step="请只写号码，例如 0595-12345678 转 1。")
    return number
