"""Figures that events hold: radiation events a unit took part in, and the letters of the union that were answered."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxi.core.words import CHINA
from lianxi.incidents.models import GroupUnit, Incident, Telling, UnionLetter
from lianxi.ledger.holding import Held

_WORDS, _URL = "本系统群体事件记录", "/incidents"


def _radiation(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Incident]:
    """Give the radiation events opened in a span in which a unit was told or stood in a group."""
    since = datetime(first.year, first.month, first.day, tzinfo=CHINA)
    until = datetime(last.year, last.month, last.day, tzinfo=CHINA) + timedelta(days=1)
    rows = Incident.objects.filter(
        conference_id=conference_id, kind="radiation", parent=None, opened_at__gte=since, opened_at__lt=until
    )
    told = Telling.objects.filter(incident=OuterRef("pk"), unit_id=unit_id)
    grouped = GroupUnit.objects.filter(group__incident=OuterRef("pk"), unit_id=unit_id)
    return rows.filter(Exists(told) | Exists(grouped))


def count_radiation(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the radiation events that a unit took part in."""
    return Held(Decimal(_radiation(conference_id, unit_id, first, last).count()), _WORDS, _URL)


def count_radiation_shared(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count of these those that ecology was told of."""
    told = Telling.objects.filter(
        Q(unit__name__contains="生态") | Q(whom__contains="生态"), incident=OuterRef("pk")
    )
    rows = _radiation(conference_id, unit_id, first, last).filter(Exists(told))
    return Held(Decimal(rows.count()), _WORDS, _URL)


def _letters(conference_id: int, first: date, last: date) -> QuerySet[UnionLetter]:
    return UnionLetter.objects.filter(conference_id=conference_id, due_on__range=(first, last))


def count_letters(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the letters of the union about events whose answer was due in the span."""
    return Held(Decimal(_letters(conference_id, first, last).count()), _WORDS, _URL)


def count_letters_answered(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count of these those that were answered, whether in time or late."""
    rows = _letters(conference_id, first, last).filter(answered_at__isnull=False)
    return Held(Decimal(rows.count()), _WORDS, _URL)
