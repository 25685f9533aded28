"""Figures that the exchange's records hold: requests, deliveries, opinions, incoming papers. A unit of 0 means all.

Each takes the conference and the unit (database ids) and the first and last day, and gives `Held`.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from lianxi.clocks.queries import calendar_now
from lianxi.core.words import day_of
from lianxi.core.workdays import add_workdays, count_workdays
from lianxi.exchange.models import Bounce, CollectedOpinion, Incoming, Receipt, Reply, Request
from lianxi.ledger.counting import span_of
from lianxi.ledger.holding import Held

WEEK = timedelta(days=7)
SOURCE = "本系统往来记录"


def held(value: int, url: str) -> Held:
    """Give a figure of the exchange."""
    return Held(Decimal(value), SOURCE, url)


def _requests(conference_id: int, *, by: int = 0, to: int = 0) -> QuerySet[Request]:
    rows = Request.objects.filter(conference_id=conference_id).exclude(state="withdrawn")
    rows = rows.filter(unit_id=by) if by else rows
    return rows.filter(to_unit_id=to) if to else rows


def _due(rows: QuerySet[Request], first: date, last: date) -> QuerySet[Request]:
    return rows.filter(due_on__gte=first, due_on__lte=last)


def _in_time(rows: QuerySet[Request]) -> int:
    told = rows.filter(answered_at__isnull=False).values_list("answered_at", "due_on")
    return sum(day_of(at) <= due for at, due in told if at is not None)


def requests_due(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the requests of a unit to others that were due."""
    return held(_due(_requests(conference_id, by=unit_id), first, last).count(), "/exchange/requests")


def requests_in_time(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them answered by their day."""
    return held(_in_time(_due(_requests(conference_id, by=unit_id), first, last)), "/exchange/requests")


def asked_due(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the requests to a unit that were due."""
    return held(_due(_requests(conference_id, to=unit_id), first, last).count(), "/exchange/requests")


def asked_in_time(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that the unit answered by their day."""
    return held(_in_time(_due(_requests(conference_id, to=unit_id), first, last)), "/exchange/requests")


def _asked(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Request]:
    since, until = span_of(first, last)
    return _requests(conference_id, to=unit_id).filter(at__gte=since, at__lt=until)


def requests_asked(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the requests that were made to a unit."""
    return held(_asked(conference_id, unit_id, first, last).count(), "/exchange/requests")


def requests_accepted(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them accepted within seven days; accepted is not answered."""
    told = _asked(conference_id, unit_id, first, last).values_list("at", "accepted_at")
    return held(sum(done is not None and done - at <= WEEK for at, done in told), "/exchange/requests")


def _answered(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Request]:
    since, until = span_of(first, last)
    return _requests(conference_id, to=unit_id).filter(answered_at__gte=since, answered_at__lt=until)


def requests_answered(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the requests that a unit answered."""
    return held(_answered(conference_id, unit_id, first, last).count(), "/exchange/requests")


def request_workdays(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Sum up the working days from asking to answering of each of them."""
    told = _answered(conference_id, unit_id, first, last).values_list("at", "answered_at")
    calendar = calendar_now(exact=True)
    days = sum(count_workdays(day_of(at), day_of(done), calendar) for at, done in told if done is not None)
    return held(days, "/exchange/requests")


def _receipts(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Receipt]:
    since, until = span_of(first, last)
    rows = Receipt.objects.filter(conference_id=conference_id).exclude(state="withdrawn")
    rows = rows.filter(sending__unit_id=unit_id) if unit_id else rows
    return rows.filter(sending__sent_at__gte=since, sending__sent_at__lt=until)


def deliveries(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count what was sent, once a receiver."""
    return held(_receipts(conference_id, unit_id, first, last).count(), "/exchange")


def deliveries_signed(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them signed for within one working day."""
    calendar = calendar_now(exact=True)
    told = _receipts(conference_id, unit_id, first, last).values_list("sending__sent_at", "signed_at")
    signed = (done is not None and day_of(done) <= add_workdays(day_of(at), 1, calendar) for at, done in told)
    return held(sum(signed), "/exchange")


def deliveries_unsigned(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that nobody had signed for by the end of the span."""
    until = span_of(first, last)[1]
    rows = _receipts(conference_id, unit_id, first, last)
    return held(rows.filter(Q(signed_at__isnull=True) | Q(signed_at__gte=until)).count(), "/exchange")


def deliveries_to_answer(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that ask for an outcome."""
    rows = _receipts(conference_id, unit_id, first, last)
    return held(rows.filter(sending__respond_by__isnull=False).count(), "/exchange")


def deliveries_answered(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them whose outcome came back."""
    rows = _receipts(conference_id, unit_id, first, last).filter(sending__respond_by__isnull=False)
    return held(rows.filter(answered_at__isnull=False).count(), "/exchange")


def _second_bounces(conference_id: int, first: date, last: date) -> QuerySet[Bounce]:
    """Return the bounces of what had been passed on from another unit already."""
    since, until = span_of(first, last)
    rows = Bounce.objects.filter(conference_id=conference_id, receipt__passed_from__isnull=False)
    return rows.filter(at__gte=since, at__lt=until)


def bounced_twice(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count what bounced a second time and so came to the office."""
    return held(_second_bounces(conference_id, first, last).count(), "/exchange")


def bounces_ruled(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them on which the office has ruled."""
    rows = _second_bounces(conference_id, first, last).filter(ruling__isnull=False)
    return held(rows.count(), "/exchange")


def _replies(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Reply]:
    rows = Reply.objects.filter(conference_id=conference_id, collection__due_on__gte=first)
    rows = rows.filter(collection__due_on__lte=last)
    return rows.filter(collection__unit_id=unit_id) if unit_id else rows


def opinions_asked(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the units that a unit's collections asked, once a collection."""
    return held(_replies(conference_id, unit_id, first, last).count(), "/collections")


def opinions_in_time(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that replied by the day, 无意见 included."""
    told = _replies(conference_id, unit_id, first, last).filter(given_at__isnull=False)
    days = told.values_list("given_at", "collection__due_on")
    return held(sum(day_of(at) <= due for at, due in days if at is not None), "/collections")


def _opinions(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[CollectedOpinion]:
    replies = _replies(conference_id, unit_id, first, last)
    return CollectedOpinion.objects.filter(reply__in=replies, is_dropped=False)


def opinions_received(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the opinions that came in."""
    return held(_opinions(conference_id, unit_id, first, last).count(), "/collections")


def opinions_judged(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them with a word whether they were adopted."""
    return held(_opinions(conference_id, unit_id, first, last).exclude(adoption="").count(), "/collections")


def _incoming(conference_id: int, first: date, last: date) -> QuerySet[Incoming]:
    return Incoming.objects.filter(conference_id=conference_id, received_on__gte=first, received_on__lte=last)


def incoming(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the incoming papers."""
    return held(_incoming(conference_id, first, last).count(), "/incoming")


def incoming_same_day(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them registered on the day they came."""
    told = _incoming(conference_id, first, last).values_list("at", "received_on")
    return held(sum(day_of(at) == day for at, day in told), "/incoming")
