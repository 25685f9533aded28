"""Counts from a county by a one-time link, meetings of an event, the week's duty sheet, and death in the middle of an act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from incidents.test_acting import opened, refused, totals
from lianxi.core.actors import Actor, SeatKind
from lianxi.guests.actions import open_task, submit_task
from lianxi.guests.models import GuestTask
from lianxi.incidents.actions import (
    ask_count,
    confirm_count,
    enter_count,
    merge_incident,
    note_print,
    set_duty_phone,
    take_count,
)
from lianxi.incidents.daily import ask_prints
from lianxi.incidents.models import DutyPrint, Incident, IncidentCount
from lianxi.journal.acting import Act
from lianxi.journal.models import Entry, Notice
from lianxi.meetings.actions import plan_meeting
from web.signing_in import seated

GUEST = Actor(kind=SeatKind.VISITOR, label="晋江市卫生健康局（链接填报）")
NUMBERS = "发病（含死亡）：{}\n死亡：{}\n其他重伤：0"


def asked(cast: Cast, incident: Incident) -> tuple[GuestTask, str]:
    return ask_count(
        cast.staff, AT, incident_id=incident.pk, body="晋江市卫生健康局", due_on=AT.date() + timedelta(days=1)
    )


def test_a_county_gives_its_counts_by_a_link_once(cast: Cast) -> None:
    incident = opened(cast, ill=5)
    task, token = asked(cast, incident)
    own = {"incident_id": incident.pk, "task_id": task.pk}
    assert "还没有填报" in refused(take_count, cast.staff, AT, **own)
    at = AT + timedelta(hours=1)
    submit_task(GUEST, at, token=token, text=NUMBERS.format(11, 0))
    assert totals(incident)["ill"] == 5
    row = take_count(cast.staff, at + timedelta(minutes=5), **own)
    assert (row.source, row.happened_at, totals(incident)["ill"]) == ("晋江市卫生健康局（链接填报）", at, 11)
    assert "已接收" in refused(take_count, cast.staff, at + timedelta(minutes=6), **own)


def test_a_lower_count_by_a_link_waits_for_a_second_seat_as_any_other(cast: Cast) -> None:
    incident = opened(cast, ill=5)
    task, token = asked(cast, incident)
    at = AT + timedelta(hours=1)
    submit_task(GUEST, at, token=token, text=NUMBERS.format(3, 0))
    own = {"incident_id": incident.pk, "task_id": task.pk}
    assert "没有写理由" in refused(take_count, cast.staff, at, **own)
    row = take_count(cast.staff, at, reason="两人排除", **own)
    assert totals(incident)["ill"] == 5
    confirm_count(cast.director, at, count_id=row.pk)
    assert totals(incident)["ill"] == 3


def test_a_link_of_one_event_counts_in_no_other(cast: Cast) -> None:
    first, second = opened(cast, ill=5), opened(cast, ill=2)
    task, token = asked(cast, first)
    submit_task(GUEST, AT, token=token, text=NUMBERS.format(11, 0))
    assert "没有找到这条续报" in refused(take_count, cast.staff, AT, incident_id=second.pk, task_id=task.pk)
    other, _token = open_task(
        cast.staff,
        AT,
        body="某医院",
        kind="answer",
        title="x",
        due_on=AT.date(),
        record=f"incidents.incident:{first.pk}",
    )
    assert "没有找到这条续报" in refused(take_count, cast.staff, AT, incident_id=first.pk, task_id=other.pk)


def test_the_page_shows_the_link_once_and_takes_the_answer(cast: Cast) -> None:
    incident = opened(cast, ill=5)
    client = seated(Client(), cast.director)
    sent = {
        "incident_id": incident.pk,
        "body": "晋江市卫生健康局",
        "due_on": timezone.localdate().isoformat(),
    }
    assert "/g/" in client.post(f"/incidents/{incident.pk}/ask", sent).content.decode()
    page = client.get(f"/incidents/{incident.pk}").content.decode()
    assert "晋江市卫生健康局续报" in page
    assert "/g/" not in page


def test_an_event_lists_its_meetings(cast: Cast) -> None:
    incident = opened(cast)
    plan_meeting(
        cast.director, AT, kind="special", title="中毒事件专题会议", starts_at=AT + timedelta(hours=3), place="三楼",
        origin=f"incidents.incident:{incident.pk}",
    )  # fmt: skip
    page = seated(Client(), cast.director).get(f"/incidents/{incident.pk}").content.decode()
    assert "中毒事件专题会议" in page


def test_the_duty_sheet_is_asked_for_once_a_week_on_a_working_day(cast: Cast) -> None:
    assert ask_prints(AT) == 0
    set_duty_phone(cast.staff, AT, body="市卫健委", day_phone="0595-00000001")
    assert [ask_prints(AT - timedelta(days=1)), ask_prints(AT), ask_prints(AT + timedelta(days=1))] == [
        0,
        1,
        0,
    ]
    assert Notice.objects.filter(title__contains="打印本周值班表").count() == 1
    assert note_print(cast.staff, AT).printed_by == "市卫健委·办公室工作人员"
    assert "已登记打印" in refused(note_print, cast.staff, AT)
    assert ask_prints(AT + timedelta(days=7)) == 1
    assert DutyPrint.objects.count() == 2


class Killed(BaseException):
    """The process ends here: nothing catches it, nothing of the act may stay."""


def _count(cast: Cast, one: Incident, _other: Incident) -> Callable[[], Any]:
    return lambda: enter_count(cast.staff, AT, incident_id=one.pk, as_of=AT, ill=11, source="疾控")


def _merge(cast: Cast, one: Incident, other: Incident) -> Callable[[], Any]:
    return lambda: merge_incident(cast.staff, AT, incident_id=one.pk, into_id=other.pk, reason="同一车间")


def _take(cast: Cast, one: Incident, _other: Incident) -> Callable[[], Any]:
    task, token = asked(cast, one)
    submit_task(GUEST, AT, token=token, text=NUMBERS.format(11, 0))
    return lambda: take_count(cast.staff, AT, incident_id=one.pk, task_id=task.pk)


@pytest.mark.parametrize("where", ["create", "change", "append"])
@pytest.mark.parametrize("making", [_count, _merge, _take], ids=["count", "merge", "take"])
def test_an_act_that_dies_in_the_middle_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: str, making: Callable[..., Callable[[], Any]]
) -> None:
    """The writer ends after it has written a row, or before its entry: row, entry and notice are all there or none is."""
    one, other = opened(cast, ill=5), opened(cast, ill=2)
    act = making(cast, one, other)
    before = _seen()
    real = getattr(Act, where)

    def ends(self: Act, *args: Any, **kwargs: Any) -> Any:
        if where != "append":
            real(self, *args, **kwargs)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Act, where, ends)
        try:
            act()
        except Killed:
            assert _seen() == before
        else:
            assert where == "change"
            return
    act()
    assert _seen() != before


def _seen() -> list[Any]:
    tasks = list(GuestTask.objects.order_by("pk").values_list("state", flat=True))
    states = list(Incident.objects.order_by("pk").values_list("state", "parent_id"))
    return [Entry.objects.count(), Notice.objects.count(), IncidentCount.objects.count(), states, tasks]
