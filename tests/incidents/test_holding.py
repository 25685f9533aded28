"""Figures of events as the duties take them: from the records, for the unit, in the span."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cast import AT, Cast
from incidents.test_acting import opened
from lianxi.incidents.actions import answer_letter, enter_letter, send_tellings
from lianxi.incidents.holding import (
    count_letters,
    count_letters_answered,
    count_radiation,
    count_radiation_shared,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.django_db
def test_radiation_events_count_for_the_units_that_were_told(cast: Cast) -> None:
    incident = opened(cast, ill=2, kind="radiation")
    unit, other = cast.unit("市人社局").pk, cast.unit("市住建局").pk
    send_tellings(cast.staff, AT, incident_id=incident.pk, units=[f"{unit}:"])
    own = (cast.conference.pk, unit)
    assert count_radiation(*own, FIRST, LAST).value == Decimal(1)
    assert count_radiation(cast.conference.pk, other, FIRST, LAST).value == Decimal(0)
    assert count_radiation(*own, date(2025, 1, 1), date(2025, 12, 31)).value == Decimal(0)
    assert count_radiation_shared(*own, FIRST, LAST).value == Decimal(0)


def test_letters_of_the_union_count_when_their_answer_is_due(cast: Cast) -> None:
    incident = opened(cast)
    union = cast.member("市总工会")
    send_tellings(cast.staff, AT, incident_id=incident.pk, units=[f"{union.unit_id}:"])
    letter = enter_letter(
        union, AT, incident_id=incident.pk, kind="opinion", number="泉工函1号", whom="某鞋厂", text="加装通风"
    )
    assert letter.due_on is not None
    span = (cast.conference.pk, 0, letter.due_on - timedelta(days=1), letter.due_on)
    assert (count_letters(*span).value, count_letters_answered(*span).value) == (Decimal(1), Decimal(0))
    answer_letter(union, AT + timedelta(hours=1), letter_id=letter.pk, answer="adopted", text="已采纳")
    assert count_letters_answered(*span).value == Decimal(1)
