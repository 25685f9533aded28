"""Figures that rooms hold, counted from records made by hand and compared with what they are on paper."""

from datetime import date
from decimal import Decimal

from cast import Cast
from exchange.stages import LATER, TOMORROW, sent
from exchange.test_requesting import asked
from ledger.steps import at, closed, entered
from lianxi.exchange.actions import accept_request, answer_request, sign_receipt
from lianxi.exchange.models import Receipt
from lianxi.ledger.holding import holders
from lianxi.work.queries.counted import COUNTERS
from lianxi.work.queries.rows import Span
from lianxi.work.rules.figures import WORKDAYS, Condition, Count, count_rows
from meetings.stages import accepted_topic, agreed_minutes
from work.making import running

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def told(cast: Cast, *codes: str, unit: str = "", last: date = LAST) -> list[Decimal | None]:
    """What holders give for the conference, or for a unit of it."""
    own = cast.unit(unit).pk if unit else 0
    found = [holders()[code](cast.conference.pk, own, FIRST, last) for code in codes]
    return [one.value if one is not None else None for one in found]


def test_matters_due_and_done_by_their_day(cast: Cast) -> None:
    closed(cast, entered(cast))
    entered(cast, due_on=date(2026, 3, 10))
    entered(cast, origin="standing", lead="市人社局", co=("市住建局",), due_on=date(2027, 1, 5))
    # Two assigned in March, one of them done in time; the other's day lies in the next year.
    assert told(cast, "assigned", "assigned_due", "assigned_in_time") == [2, 2, 1]
    assert told(cast, "decisions", "decisions_with_day", "decisions_due", "decisions_in_time") == [0] * 4
    assert told(cast, "running", "late", "closed", "asked_to_close", "sent_back") == [2, 1, 1, 1, 0]
    # Signed on Tuesday, verified on Thursday: two working days.
    assert told(cast, "closed_workdays") == [2]
    assert told(cast, "units_with_matters") == [2]
    # Nobody reported on the part yet.
    assert told(cast, "co_parts", "co_parts_told", last=date(2027, 1, 31)) == [1, 0]
    assert told(cast, "assigned_due", unit="市人社局") == [0]
    assert told(cast, "circulars", "quarters") == [0, 4]


def test_requests_accepted_answered_and_how_long_it_took(cast: Cast) -> None:
    one, two = asked(cast), asked(cast)
    accept_request(cast.member("市人社局"), LATER, request_id=one.pk)
    answer_request(cast.member("市人社局"), TOMORROW, request_id=one.pk, text="共 12 人。")
    assert two.state != "answered"
    assert told(cast, "requests_due", "requests_in_time", unit="市住建局") == [2, 1]
    assert told(cast, "requests_due", "requests_in_time", unit="市人社局") == [0, 0]
    assert told(cast, "asked_due", "asked_in_time", unit="市人社局") == [2, 1]
    assert told(cast, "requests_asked", "requests_accepted", "requests_answered", "request_workdays") == [
        2, 1, 1, 1,
    ]  # fmt: skip


def test_deliveries_signed_for_and_answered(cast: Cast) -> None:
    sent(cast, "市卫健委", "市人社局", respond_by=date(2026, 3, 13))
    first = Receipt.objects.get(unit=cast.unit("市卫健委"))
    sign_receipt(cast.member("市卫健委"), LATER, receipt_id=first.pk)
    codes = ("deliveries", "deliveries_signed", "deliveries_unsigned", "deliveries_to_answer")
    assert told(cast, *codes) == [2, 1, 1, 2]
    assert told(cast, "deliveries_answered", "bounced_twice", "incoming") == [0, 0, 0]
    assert told(cast, "opinions_asked", "opinions_received") == [0, 0]


def test_meetings_topics_and_minutes(cast: Cast) -> None:
    assert told(cast, "days_since_meeting", "minutes_issued") == [None, 0]
    agreed_minutes(cast)
    accepted_topic(cast, "另一议题")
    topics, of_units, taken, units = told(cast, "topics", "topics_of_units", "topics_taken", "topic_units")
    assert topics == of_units == taken == 3
    assert units == 1
    assert told(cast, "minutes_drafted", "minutes_issued", "meetings_held") == [1, 0, 1]
    (consents,) = told(cast, "consents")
    assert consents
    assert told(cast, "days_since_meeting", last=LAST)[0] is not None


def test_what_the_room_and_those_below_hold(cast: Cast) -> None:
    row = running(cast)
    span = Span(FIRST, LAST)
    found = {code: counter(row, span) for code, counter in COUNTERS.items()}
    assert found["members"] == 5
    assert found["areas"] is None
    assert found["areas_with_exam"] is None
    sent(cast, basis=row.basis)
    assert [COUNTERS[code](row, span) for code in ("passed_on", "passed_on_answered")] == [1, 0]
    closed(cast, entered(cast, basis=row.basis), at(3))
    assert [COUNTERS[code](row, span) for code in ("clauses_told", "clauses_nil")] == [1, 0]


def test_figures_compare_two_fields_of_a_row() -> None:
    rows = [
        {"from": "2026-02-12", "to": "2026-02-24", "target": 5, "actual": 6},
        {"from": "2026-03-02", "to": "2026-04-10", "target": 5, "actual": "4.5"},
        {"from": "2026-03-02", "target": 5},
    ]

    def count(op: str, field: str, value: str) -> Decimal:
        return count_rows(Count("", where=(Condition(field, op, value),)), rows)

    assert count("by", "from", "to") == 2
    assert count("by", "to", "from") == 0
    assert count("atleast", "actual", "target") == 1
    assert count("within", "to", "from:12") == 1
    assert count("within", "to", "from:11") == 0
    # The Spring Festival lies between: three working days from 12 to 24 February 2026.
    assert count("workdays", "to", "from:3") == 1
    assert count("workdays", "to", "from:2") == 0
    assert count_rows(Count("", measure=WORKDAYS, field="from:to"), rows[1:]) == 28
