"""Calendar feeds: what a seat's address shows, to whom, and that it ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cast import Cast
from lianxi.bodies.actions import end_tenure, open_feed, revoke_feed, set_rule
from lianxi.bodies.models import CalendarFeed
from lianxi.bodies.queries import find_tenure
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import NotFound
from lianxi.core.words import day_of
from lianxi.journal.models import Entry, Span, Touch
from lianxi.journal.packing import BLOCK
from lianxi.journal.queries import last_touched
from lianxi.ledger.actions import acknowledge_obligation, enter_obligation
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import ask_opinions, give_consent, give_opinion, plan_meeting
from meetings.stages import accepted_topic, circulated_minutes
from web.signing_in import seated, words


def owed(cast: Cast, unit: str, title: str, days: int | None, co: str = "") -> Obligation:
    now = timezone.now()
    return enter_obligation(
        cast.staff,
        now,
        title=title,
        text="",
        lead_unit_id=cast.unit(unit).pk,
        origin="assignment",
        co_unit_ids=[cast.unit(co).pk] if co else [],
        due_on=None if days is None else day_of(now) + timedelta(days=days),
    )


def say(cast: Cast, level: str) -> None:
    set_rule(cast.director, timezone.now(), code="told_feed", value=level)


def address(actor: Actor) -> str:
    _feed, token = open_feed(actor, timezone.now())
    return reverse("feed", args=[token])


def events(url: str) -> list[dict[str, object]]:
    answer = Client().get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return [
        {
            "title": str(one["summary"]),
            "start": one["dtstart"].dt,
            "uid": str(one["uid"]),
            "why": str(one.get("description", "")),
        }
        for one in calendar.walk("VEVENT")
    ]


def test_a_unit_reads_its_deadlines_and_no_others(cast: Cast) -> None:
    say(cast, "full")
    owed(cast, "市住建局", "排查工地粉尘", 9)
    owed(cast, "市人社局", "别人的事", 9)
    owed(cast, "市人社局", "协办的事", 5, co="市住建局")
    owed(cast, "市住建局", "没有时限", None)
    found = events(address(cast.member("市住建局")))
    assert [str(one["title"]).split(" ", 1)[1] for one in found] == ["协办的事", "排查工地粉尘"]
    start = found[1]["start"]
    assert type(start) is date
    assert start == day_of(timezone.now()) + timedelta(days=9)
    assert "登记时指定的日期" in str(found[1]["why"])
    assert len({one["uid"] for one in found}) == 2


def test_a_unit_reads_until_when_its_opinion_and_its_consent_are_asked(cast: Cast) -> None:
    say(cast, "full")
    minutes = circulated_minutes(cast)
    topic = accepted_topic(cast, "另一议题")
    unit = cast.unit("市总工会").pk
    now = timezone.now()
    (asked,) = ask_opinions(cast.staff, now, topic_id=topic.pk, unit_ids=(unit,))
    url = address(cast.member("市总工会"))
    found = {str(one["title"]): one for one in events(url)}
    assert found["书面意见：另一议题"]["start"] == asked.due_on
    assert "第5个工作日" in str(found["书面意见：另一议题"]["why"])
    consent = next(one for title, one in found.items() if title.startswith("会签：2026年第一次全体会议"))
    assert consent["start"] == minutes.consent_due_on
    give_consent(cast.member("市总工会"), now, minutes_id=minutes.pk, revision=minutes.revision)
    give_opinion(cast.member("市总工会"), now, opinion_id=asked.pk, stance="agree", text="", seen=1)
    assert [one["title"] for one in events(url) if "：" in str(one["title"])] == []
    assert [one for one in events(address(cast.staff)) if "书面意见" in str(one["title"])] == []


def test_a_long_title_survives_the_folding_of_lines(cast: Cast) -> None:
    say(cast, "full")
    title = "，；、\\：" + "汉" * 190
    owed(cast, "市住建局", title, 3)
    assert str(events(address(cast.member("市住建局")))[0]["title"]).endswith(title)


def test_the_office_reads_every_meeting(cast: Cast) -> None:
    say(cast, "full")
    starts = timezone.now().replace(microsecond=0) + timedelta(days=10)
    plan_meeting(
        cast.staff,
        timezone.now(),
        kind="regular",
        title="第一次会议",
        starts_at=starts,
        place="三楼",
        unit_ids=[cast.unit("市住建局").pk],
    )
    found = events(address(cast.director))
    assert [one["title"] for one in found] == ["第一次会议"]
    assert isinstance(found[0]["start"], datetime)
    assert found[0]["start"] == starts
    assert events(address(cast.member("市人社局"))) == []


def test_a_new_address_ends_the_old_one_and_revoking_ends_it(cast: Cast) -> None:
    actor = cast.member("市住建局")
    first = address(actor)
    second = address(actor)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    revoke_feed(actor, timezone.now())
    assert Client().get(second).status_code == 404
    with pytest.raises(NotFound):
        revoke_feed(actor, timezone.now())


def test_an_address_ends_with_the_tenure(cast: Cast) -> None:
    url = address(cast.staff)
    tenure = find_tenure(cast.conference, SeatKind.OFFICE_STAFF, None, day_of(timezone.now()))
    assert tenure is not None
    end_tenure(cast.director, timezone.now(), seat_id=tenure.seat_id, reason="调离")
    assert Client().get(url).status_code == 404


def test_the_secret_is_shown_once_and_kept_nowhere(cast: Cast) -> None:
    client = seated(Client(), cast.member("市住建局"))
    assert "还没有日历地址" in words(client.get("/account/feed"))
    page = client.post("/account/feed").content.decode()
    token = page.split("/feeds/")[1].split(".ics")[0]
    assert token not in client.get("/account/feed").content.decode()
    assert token not in "".join(Entry.objects.values_list("body", flat=True))
    assert token not in CalendarFeed.objects.get().token_hash
    assert Client().get(f"/feeds/{token}.ics").status_code == 200


def test_nothing_is_written_by_reading(cast: Cast) -> None:
    url, before = address(cast.director), Entry.objects.count()
    Client().get(url)
    assert Client().get("/feeds/nonsense.ics").status_code == 404
    assert Client().post(url).status_code == 405
    assert Entry.objects.count() == before


def test_by_default_no_number_title_or_place_leaves(cast: Cast) -> None:
    row = owed(cast, "市住建局", "排查工地粉尘", 9)
    starts = timezone.now() + timedelta(days=3)
    unit = cast.unit("市住建局").pk
    given = {
        "kind": "regular",
        "title": "涉密外的会",
        "starts_at": starts,
        "place": "三楼",
        "unit_ids": [unit],
    }
    plan_meeting(cast.staff, timezone.now(), **given)
    url = address(cast.member("市住建局"))
    raw = Client().get(url).content.decode().replace("\r\n ", "")
    for word in (row.number, row.title, "涉密外的会", "三楼", "DESCRIPTION"):
        assert word not in raw
    assert {one["title"] for one in events(url)} == {"办理时限", "会议"}
    say(cast, "title")
    assert {one["title"] for one in events(url)} == {f"办理时限：{row.number} 排查工地粉尘", "涉密外的会"}
    assert "三楼" not in Client().get(url).content.decode()


def test_a_change_is_told_as_rfc_5545_has_it(cast: Cast) -> None:
    """A changed event keeps its UID, counts its SEQUENCE up, and is stamped with the moment of the change."""
    now = timezone.now().replace(microsecond=0)
    row = owed(cast, "市住建局", "排查工地粉尘", 9)
    member = cast.member("市住建局")
    url = address(member)

    def only(host: str) -> Any:
        answer = Client().get(url, headers={"host": host})
        (one,) = Calendar.from_ical(answer.content).walk("VEVENT")
        return one

    first = only("127.0.0.1")
    assert now <= first["dtstamp"].dt == first["last-modified"].dt <= now + timedelta(minutes=5)
    assert only("localhost")["uid"] == first["uid"]
    assert not {"localhost", "127.0.0.1", "testserver"} & {str(first["uid"]).partition("@")[2]}
    later = now + timedelta(hours=1)
    acknowledge_obligation(member, later, obligation_id=row.pk)
    second = only("127.0.0.1")
    assert second["uid"] == first["uid"]
    assert int(second["sequence"]) == int(first["sequence"]) + 1
    assert second["dtstamp"].dt == second["last-modified"].dt == later


def test_a_row_touched_in_a_batch_counts_as_changed(cast: Cast) -> None:
    row = owed(cast, "市住建局", "排查工地粉尘", 9)
    entry = Entry.objects.latest("pk")
    Entry.objects.filter(pk=entry.pk).update(at=entry.at + timedelta(hours=3))
    Touch.objects.filter(entry=entry).delete()
    name = f"ledger.obligation:{row.pk}"
    assert last_touched([name, "ledger.obligation:999999"]) == {}
    block = row.pk // BLOCK
    Span.objects.create(entry=entry, table="ledger.obligation", block=block, first=row.pk, last=row.pk + 3)
    assert last_touched([name]) == {name: entry.at + timedelta(hours=3)}
