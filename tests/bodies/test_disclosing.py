"""Opening a record to more than its kind's rule does: a second seat releases it, and it counts from then on."""

from datetime import timedelta

import pytest
from django.test import Client

from cast import AT, Cast, found_cast
from lianxi.bodies.actions import (
    end_disclosure,
    propose_disclosure,
    refuse_disclosure,
    release_disclosure,
)
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, WrongState
from lianxi.journal.models import Disclosure
from lianxi.journal.reading import read_history
from lianxi.journal.sight import seen, sight
from lianxi.meetings.actions import propose_topic
from lianxi.meetings.models import Topic, TopicText
from web.signing_in import seated, words

LATER = AT + timedelta(days=1)


def _topic(cast: Cast) -> Topic:
    return propose_topic(cast.liaison("市住建局"), AT, title="粉尘检查", text="x", clause="QZ-3-11-2")


def _asked(cast: Cast, unit: str = "市发改委") -> tuple[Topic, Disclosure]:
    topic = _topic(cast)
    row = propose_disclosure(
        cast.staff,
        AT,
        record=f"meetings.topic:{topic.pk}",
        reason="请一并研究",
        unit_id=cast.unit(unit).pk if unit else None,
    )
    return topic, row


def test_nothing_is_open_before_the_second_seat_agrees(cast: Cast) -> None:
    topic, row = _asked(cast)
    other = cast.liaison("市发改委")
    assert not sight(other, topic).is_whole
    with pytest.raises(NotPermitted, match="同一人"):
        release_disclosure(cast.staff, AT, disclosure_id=row.pk)
    release_disclosure(cast.convener, LATER, disclosure_id=row.pk)
    assert sight(other, topic).is_whole
    assert not sight(cast.member("市人社局"), topic).is_whole
    assert list(seen(other, Topic.objects.all())) == [topic]
    assert seen(other, TopicText.objects.all()).count() == 1, "its parts follow the whole"


def test_the_same_person_in_another_seat_is_no_second_seat(cast: Cast) -> None:
    _topic_row, row = _asked(cast)
    twin = Actor(
        kind=cast.director.kind,
        label=cast.director.label,
        conference_id=cast.director.conference_id,
        seat_id=cast.director.seat_id,
        unit_id=cast.director.unit_id,
        person_id=cast.staff.person_id,
    )
    with pytest.raises(NotPermitted):
        release_disclosure(twin, AT, disclosure_id=row.pk)


def test_it_counts_from_the_release_on_and_can_be_taken_back_by_one(cast: Cast) -> None:
    topic, row = _asked(cast)
    other = cast.liaison("市发改委")
    release_disclosure(cast.convener, LATER, disclosure_id=row.pk)
    assert sight(other, topic).since == LATER
    assert [line.is_closed for line in read_history(other, f"meetings.topic:{topic.pk}")] == [True]
    end_disclosure(cast.staff, LATER, disclosure_id=row.pk)
    assert not sight(other, topic).is_whole
    with pytest.raises(WrongState):
        release_disclosure(cast.convener, LATER, disclosure_id=row.pk)


def test_without_a_unit_it_is_open_to_every_seat_of_the_conference_only(cast: Cast) -> None:
    topic, row = _asked(cast, "")
    release_disclosure(cast.convener, LATER, disclosure_id=row.pk)
    assert sight(cast.member("市总工会"), topic).is_whole
    elsewhere = found_cast("另一个联席会议", "GD")
    assert not sight(elsewhere.member("市总工会"), topic).is_whole
    with pytest.raises(NotFound):
        end_disclosure(elsewhere.director, LATER, disclosure_id=row.pk)


def test_a_refusal_leaves_it_closed(cast: Cast) -> None:
    topic, row = _asked(cast)
    refuse_disclosure(cast.director, LATER, disclosure_id=row.pk, reason="不涉及")
    assert not sight(cast.liaison("市发改委"), topic).is_whole


def test_records_about_persons_and_what_is_not_there_are_not_opened(cast: Cast) -> None:
    for record in ("surveillance.batch:1", "journal.touch:1", "no.such:1", "meetings.topic:x"):
        with pytest.raises(BadInput):
            propose_disclosure(cast.staff, AT, record=record, reason="x")
    with pytest.raises(NotFound):
        propose_disclosure(cast.staff, AT, record="meetings.topic:999", reason="x")
    with pytest.raises(NotPermitted):
        propose_disclosure(cast.member("市住建局"), AT, record="meetings.topic:999", reason="x")


def test_the_page_asks_releases_and_says_from_when(cast: Cast) -> None:
    topic = _topic(cast)
    office, convener = seated(Client(), cast.staff), seated(Client(), cast.convener)
    record = f"meetings.topic:{topic.pk}"
    assert f'value="{record}"' in office.get(f"/journal/disclosures?record={record}").content.decode()
    office.post("/do/bodies.disclosure.propose", {"record": record, "reason": "请一并研究", "unit_id": ""})
    row = Disclosure.objects.get()
    assert "待另一席位同意" in words(convener.get("/journal/disclosures"))
    convener.post("/do/bodies.disclosure.release", {"disclosure_id": row.pk})
    assert "已放开" in words(office.get("/journal/disclosures"))
    assert seated(Client(), cast.member("市总工会")).get(f"/topics/{topic.pk}").status_code == 200
