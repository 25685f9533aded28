"""What the office prints for a meeting: names as units replied, else their members, marked as not sure."""

from django.test import Client

from cast import AT, Cast
from lianxi.meetings.actions import note_replies
from meetings.stages import called_meeting
from web.signing_in import seated, words


def test_the_kit_names_who_is_expected_and_who_has_not_replied(cast: Cast) -> None:
    meeting = called_meeting(cast)
    called = meeting.called.get(unit=cast.unit("市总工会"))
    rows = [f"{called.pk}/reply=李副主席", f"{called.pk}/told_by=小王"]
    note_replies(cast.staff, AT, meeting_id=meeting.pk, rows=rows)
    page = seated(Client(), cast.staff).get(f"/meetings/{meeting.pk}/kit")
    said = words(page)
    assert "李副主席（小王电话告知）" in said
    assert "市卫健委·成员市卫健委·成员（待回执）" in said
    assert page.content.decode().count("name-card-name") == 5
    assert "有2项议程" in said


def test_the_kit_is_the_offices(cast: Cast) -> None:
    meeting = called_meeting(cast)
    assert seated(Client(), cast.member("市住建局")).get(f"/meetings/{meeting.pk}/kit").status_code == 403
    assert f"/meetings/{meeting.pk}/kit" not in str(
        seated(Client(), cast.member("市住建局")).get(f"/meetings/{meeting.pk}").content
    )
