"""Meetings as they are: moved, answered by telephone, entered after the fact."""

from datetime import timedelta

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.meetings.actions import (
    change_called_units,
    draft_minutes,
    enter_past_meeting,
    move_meeting,
    note_replies,
    open_meeting,
    plan_meeting,
    reply_to_notice,
)
from lianxi.papers.models import Paper
from meetings.stages import LATER, called_meeting


def test_a_planned_meeting_moves_without_a_paper(cast: Cast) -> None:
    meeting = plan_meeting(cast.staff, AT, kind="liaison", title="会", starts_at=LATER, place="三楼")
    move_meeting(cast.staff, AT, meeting_id=meeting.pk, starts_at=LATER + timedelta(days=1), place="四楼")
    meeting.refresh_from_db()
    assert (meeting.place, meeting.starts_at) == ("四楼", LATER + timedelta(days=1))
    assert not Paper.objects.exists()


def test_a_called_meeting_moves_by_a_numbered_notice_that_is_signed_and_answered_anew(cast: Cast) -> None:
    meeting, unit = called_meeting(cast), cast.liaison("市住建局")
    called = meeting.called.get(unit=cast.unit("市住建局"))
    reply_to_notice(unit, AT, called_id=called.pk, reply="张副局长")
    first = meeting.notice
    later = LATER + timedelta(days=2)
    with pytest.raises(BadInput, match="改期的原因"):
        move_meeting(cast.staff, AT, meeting_id=meeting.pk, starts_at=later, place=meeting.place)
    move_meeting(
        cast.staff, AT, meeting_id=meeting.pk, starts_at=later, place=meeting.place, reason="召集人另有会议"
    )
    meeting.refresh_from_db()
    called.refresh_from_db()
    second = meeting.notice
    assert second is not None
    assert first is not None
    assert second.number != first.number
    assert first.number in str(second.document)
    assert "因召集人另有会议" in str(second.document)
    assert called.reply == ""
    assert not second.recipients.filter(received_at__isnull=False).exists()
    reply_to_notice(unit, AT, called_id=called.pk, reply="李科长")
    assert second.recipients.filter(received_at__isnull=False).count() == 1


def test_what_moves_nothing_or_into_the_past_is_refused(cast: Cast) -> None:
    meeting = called_meeting(cast)
    asked = {"meeting_id": meeting.pk, "place": meeting.place, "reason": "x"}
    with pytest.raises(BadInput, match="没有改动"):
        move_meeting(cast.staff, AT, starts_at=meeting.starts_at, **asked)
    with pytest.raises(BadInput, match="晚于现在"):
        move_meeting(cast.staff, AT, starts_at=AT - timedelta(days=1), **asked)
    with pytest.raises(NotPermitted):
        move_meeting(cast.member("市住建局"), AT, starts_at=LATER + timedelta(days=1), **asked)
    open_meeting(cast.staff, LATER, meeting_id=meeting.pk)
    with pytest.raises(BadInput, match="已经开始"):
        move_meeting(cast.staff, LATER, starts_at=LATER + timedelta(days=1), **asked)


def test_replies_by_telephone_name_who_told_them_and_sign_for_nothing(cast: Cast) -> None:
    meeting = called_meeting(cast)
    one, two = meeting.called.order_by("pk")[:2]
    with pytest.raises(BadInput, match="告知人"):
        note_replies(cast.staff, AT, meeting_id=meeting.pk, rows=[f"{one.pk}/reply=王科长"])
    rows = [f"{one.pk}/reply=王科长", f"{one.pk}/told_by=办公室小李", f"{two.pk}/reply="]
    note_replies(cast.staff, AT, meeting_id=meeting.pk, rows=rows)
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.reply == "王科长（办公室小李电话告知）"
    assert two.reply == ""
    assert not Paper.objects.get().recipients.filter(received_at__isnull=False).exists()
    with pytest.raises(BadInput, match="不是这次会议"):
        note_replies(cast.staff, AT, meeting_id=meeting.pk, rows=["9999/reply=x", "9999/told_by=y"])


def test_a_meeting_held_before_is_entered_and_its_minutes_can_be_drafted(cast: Cast) -> None:
    told = {
        "kind": "regular",
        "title": "2025年第一次全体会议",
        "place": "三楼",
        "chair": "王明",
        "titles": "甲\n乙",
    }
    units = (cast.unit("市卫健委").pk, cast.unit("市住建局").pk)
    past = AT - timedelta(days=200)
    meeting = enter_past_meeting(cast.staff, AT, starts_at=past, unit_ids=units, **told)
    assert (meeting.state, meeting.closed_at) == ("held", past)
    assert meeting.attendances.count() == 2
    assert draft_minutes(cast.staff, AT, meeting_id=meeting.pk).state == "drafting"
    with pytest.raises(BadInput, match="已经开过"):
        enter_past_meeting(cast.staff, AT, starts_at=LATER, unit_ids=units, **told)
    with pytest.raises(BadInput, match="到会单位"):
        enter_past_meeting(cast.staff, AT, starts_at=past, unit_ids=(), **told)


def test_units_are_added_while_it_is_planned_and_not_after_the_notice(cast: Cast) -> None:
    meeting = plan_meeting(
        cast.staff,
        AT,
        kind="liaison",
        title="会",
        starts_at=LATER,
        place="三楼",
        unit_ids=(cast.unit("市住建局").pk,),
    )
    more = {"meeting_id": meeting.pk, "unit_ids": (cast.unit("市人社局").pk,)}
    with pytest.raises(NotPermitted):
        change_called_units(cast.liaison("市住建局"), AT, **more)
    change_called_units(cast.staff, AT, **more)
    assert {one.unit.name for one in meeting.called.all()} == {"市住建局", "市人社局"}
    with pytest.raises(BadInput, match="都已在参会单位里"):
        change_called_units(cast.staff, AT, **more)
    called = called_meeting(cast)
    with pytest.raises(BadInput, match="已通知，不能再改"):
        change_called_units(cast.staff, AT, meeting_id=called.pk, unit_ids=(cast.unit("市人社局").pk,))
