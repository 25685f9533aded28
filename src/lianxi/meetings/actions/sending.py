"""Whom minutes go to beside the members is named before they are agreed to: 有关方面 of QZ-4-1, each by its name."""

from typing import Annotated

from lianxi.bodies.queries import list_memberships, rule_value
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Flag, One, Seen, Words
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.actions.minutes import Paragraph, paragraph_row, revise, taken_out
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Minutes
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.sending import KEY, mark_of, sent_to, sent_words
from lianxi.papers.organs import organs_named, organs_of_areas


@action(
    "meetings.minutes.address",
    "确定印发范围",
    who=OFFICE,
    rule="纪要印发有关方面",
    deciding=on(Minutes, "minutes_id", steps.editable),
)
def address_minutes(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    outside: Annotated[str, Words("其他分送机关")] = "",
    outside_copies: Annotated[str, Words("抄送机关")] = "",
    outside_up: Annotated[str, Words("其他抄报机关")] = "",
    to_areas: Annotated[bool, Flag("分送各地区人民政府、管委会")] = False,
    to_guests: Annotated[bool, Flag("分送列席单位")] = False,
    seen: Annotated[str, Seen()] = "",
) -> Minutes:
    """Say whom the minutes go to beside the members and the government, one name a line; it replaces what was said.

    It is a row of the text that every attending unit consents to: a change voids the consent to that row alone.
    With `to_areas` the government or committee of every area of the conference's list is among them, with
    `to_guests` every body that sat in. `seen` is the mark of the list that stands, empty where none does. Raises
    Conflict where it is another one by now, BadInput for a member, for a name given twice, and where a lower
    government would get a text that orders.
    """
    minutes = act.lock(Minutes, minutes_id)
    named = _named(act, minutes, outside, to_areas=to_areas, to_guests=to_guests)
    named += [(name, "copy") for name in organs_named(outside_copies)]
    named += [(name, "up") for name in organs_named(outside_up)]
    _refuse_twice(minutes, named, act)
    rows = list(present_revision(minutes).paragraphs)
    own = next((row for row in rows if row.get("sent")), None)
    if mark_of(rows) != seen:
        raise Conflict(
            "印发范围刚刚被别人改过，你的内容没有覆盖它。",
            rule="不得覆盖他人的改动",
            next_step="请刷新页面，对照后再填。",
        )
    if named == sent_to(rows):
        return minutes
    rows = [row for row in rows if row["key"] != KEY]
    if named:
        rows.append(_row(named))
    elif own is not None:
        rows += taken_out(minutes, own, "不再另发")
    return revise(act, minutes, rows, "确定印发范围")


def _named(
    act: Act, minutes: Minutes, outside: str, *, to_areas: bool, to_guests: bool
) -> list[tuple[str, str]]:
    names = organs_named(outside)
    if to_guests:
        guests = minutes.meeting.attendances.filter(role="guest").order_by("pk")
        sat_in = organs_named("\n".join(guests.values_list("organ", flat=True)))
        if not sat_in:
            raise BadInput("这次会议没有登记列席单位。", next_step="请在会议页面登记，或逐个填写机关名称。")
        members = {row.unit.name for row in list_memberships(minutes.conference, day_of(act.at))}
        names += [name for name in sat_in if name not in members]
    if to_areas:
        names += organs_of_areas(minutes.conference_id)
    return [(name, "main") for name in dict.fromkeys(names)]


def _refuse_twice(minutes: Minutes, named: list[tuple[str, str]], act: Act) -> None:
    """Refuse who gets the minutes anyway, and who is named in two ways."""
    day = day_of(act.at)
    seen = {row.unit.name: "成员单位，纪要本来就分送" for row in list_memberships(minutes.conference, day)}
    if up := rule_value(minutes.conference, "report_to", day):
        seen[up] = "抄报机关，纪要本来就抄报"
    for name, _mode in named:
        if name in seen:
            raise BadInput(f"“{name}”是{seen[name]}。", next_step="请删去这一行。")
        seen[name] = "写了两次的机关"


def _row(named: list[tuple[str, str]]) -> Paragraph:
    row = paragraph_row(KEY, sent_words(named), None)
    return row | {"sent": [{"name": name, "mode": mode} for name, mode in named]}
