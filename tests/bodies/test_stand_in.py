"""Leave: another seat of the unit acts in the holder's place from day to day, and what it does carries 代."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from lianxi.bodies.actions import end_stand_in, end_tenure, name_stand_in
from lianxi.bodies.models import Person, StandIn
from lianxi.bodies.queries import actor_for, list_tenures_of
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.models import Entry
from lianxi.meetings.actions import propose_topic
from web.signing_in import seated, words

FIRST, LAST = date(2026, 3, 4), date(2026, 3, 6)
UNIT = "市住建局"


def morning(day: date) -> datetime:
    return AT + (day - day_of(AT))


def named(cast: Cast) -> StandIn:
    return name_stand_in(
        cast.member(UNIT), AT, seat_id=cast.liaison(UNIT).seat_id or 0, starts_on=FIRST, ends_on=LAST
    )


def as_stand_in(cast: Cast, day: date) -> Actor | None:
    """The acting seat that the liaison has for the member on a day, as a request finds it."""
    person = Person.objects.get(pk=cast.liaison(UNIT).person_id)
    found = [one for one in list_tenures_of(person.pk, day) if one.seat_id == cast.member(UNIT).seat_id]
    return actor_for(found[0]) if found else None


def propose(actor: Actor, day: date) -> None:
    propose_topic(actor, morning(day), title="议题", text="说明", clause="QZ-3-11-2")


def test_from_the_first_to_the_last_day_another_acts_and_the_journal_says_so(cast: Cast) -> None:
    named(cast)
    before, after = FIRST - timedelta(days=1), LAST + timedelta(days=1)
    assert as_stand_in(cast, before) is None
    assert as_stand_in(cast, after) is None
    for day in (FIRST, LAST):
        actor = as_stand_in(cast, day)
        assert actor is not None
        assert actor.label == f"{cast.member(UNIT).label}（代）"
        propose(actor, day)
    assert Entry.objects.latest("seq").actor.endswith("（代）")
    for day in (before, after):
        with pytest.raises(NotPermitted, match="不在"):
            propose(actor, day)
    propose(cast.member(UNIT), FIRST)


def test_only_another_held_seat_of_the_same_unit_can_be_named(cast: Cast) -> None:
    for other in (cast.member("市人社局"), cast.member(UNIT)):
        with pytest.raises(BadInput, match="本单位另一在任席位"):
            name_stand_in(cast.member(UNIT), AT, seat_id=other.seat_id or 0, starts_on=FIRST, ends_on=LAST)
    liaison = cast.liaison(UNIT)
    end_tenure(cast.convener, AT, seat_id=liaison.seat_id or 0, reason="调离")
    with pytest.raises(BadInput, match="本单位另一在任席位"):
        name_stand_in(
            cast.member(UNIT),
            AT + timedelta(days=1),
            seat_id=liaison.seat_id or 0,
            starts_on=FIRST,
            ends_on=LAST,
        )


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 3, 1), LAST), (LAST, FIRST)], ids=["past", "reversed"]
)
def test_days_that_are_past_or_reversed_are_refused(cast: Cast, first: date, last: date) -> None:
    with pytest.raises(BadInput, match="日期"):
        name_stand_in(
            cast.member(UNIT), AT, seat_id=cast.liaison(UNIT).seat_id or 0, starts_on=first, ends_on=last
        )


def test_days_overlap_once_only(cast: Cast) -> None:
    named(cast)
    with pytest.raises(BadInput, match="已指定代办"):
        named(cast)
    later = {"starts_on": LAST + timedelta(days=1), "ends_on": LAST + timedelta(days=1)}
    name_stand_in(cast.member(UNIT), AT, seat_id=cast.liaison(UNIT).seat_id or 0, **later)


def test_who_stands_in_names_nobody_and_ends_nothing(cast: Cast) -> None:
    row, actor = named(cast), as_stand_in(cast, FIRST)
    assert actor is not None
    with pytest.raises(NotPermitted, match="代办期间"):
        name_stand_in(
            actor, morning(FIRST), seat_id=cast.liaison(UNIT).seat_id or 0, starts_on=LAST, ends_on=LAST
        )
    with pytest.raises(NotPermitted, match="代办期间"):
        end_stand_in(actor, morning(FIRST), stand_in_id=row.pk)
    with pytest.raises(NotPermitted, match="不是你的代办"):
        end_stand_in(cast.liaison(UNIT), morning(FIRST), stand_in_id=row.pk)


def test_an_ended_one_and_a_holder_that_left_give_no_seat(cast: Cast) -> None:
    row = named(cast)
    end_stand_in(cast.member(UNIT), morning(FIRST), stand_in_id=row.pk)
    assert as_stand_in(cast, FIRST) is None
    with pytest.raises(BadInput, match="已经结束"):
        end_stand_in(cast.member(UNIT), morning(LAST), stand_in_id=row.pk)
    with pytest.raises(NotFound):
        end_stand_in(cast.member(UNIT), morning(LAST), stand_in_id=row.pk + 999)
    name_stand_in(
        cast.member(UNIT),
        morning(FIRST),
        seat_id=cast.liaison(UNIT).seat_id or 0,
        starts_on=LAST,
        ends_on=LAST,
    )
    person = Person.objects.get(pk=cast.liaison(UNIT).person_id)
    assert len(list_tenures_of(person.pk, LAST)) == 2
    end_tenure(cast.convener, morning(FIRST), seat_id=cast.member(UNIT).seat_id or 0, reason="调离")
    assert len(list_tenures_of(person.pk, LAST)) == 1


def test_the_account_page_names_it_and_the_other_switches_to_the_seat(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: morning(FIRST))
    liaison, member = cast.liaison(UNIT), cast.member(UNIT)
    seated(client, member)
    assert liaison.label in words(client.get("/account"))
    given = {"seat_id": liaison.seat_id, "starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat()}
    assert client.post("/do/bodies.stand_in.name", {**given, "next": "/account"}).status_code == 302
    assert f"由{liaison.label}代办" in words(client.get("/account"))
    seated(client, liaison)
    assert f"{member.label}（代）" in client.get("/account").content.decode()
    client.post("/seat", {"seat": member.seat_id, "next": "/"})
    page = client.get("/account")
    assert "指定代办人" not in words(page)
    assert page.wsgi_request.actor.label == f"{member.label}（代）"  # type: ignore[attr-defined]
