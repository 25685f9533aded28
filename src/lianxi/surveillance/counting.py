"""Figures of signals: raised, ended, false, first acted on. Each takes conference, unit, first and last day."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min, QuerySet

from lianxi.core.words import day_of
from lianxi.ledger.counting import span_of
from lianxi.ledger.holding import Held
from lianxi.ledger.models import Progress
from lianxi.surveillance.models import HazardWarning, Signal, WarnedUnit

# Days within which a warning is first acted on: the 7-1-7 of the signals' page.
FIRST_ACTION = timedelta(days=7)


def held(value: int) -> Held:
    """Give a figure of signals."""
    return Held(Decimal(value), "本系统信号记录", "/signals")


def _warnings(conference_id: int, first: date, last: date) -> QuerySet[HazardWarning]:
    since, until = span_of(first, last)
    return HazardWarning.objects.filter(
        conference_id=conference_id, issued_at__gte=since, issued_at__lt=until
    )


def warnings_issued(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the warnings issued."""
    return held(_warnings(conference_id, first, last).count())


def warnings_handled(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them on which every warned unit had reported within seven days."""
    rows = {one.pk: one.issued_at for one in _warnings(conference_id, first, last)}
    told = list(WarnedUnit.objects.filter(warning__in=rows).values_list("warning_id", "obligation_id"))
    reports = Progress.objects.filter(obligation__in={pk for _warning, pk in told})
    moments = dict(reports.order_by().values_list("obligation").annotate(at=Min("at")))
    late = {
        warning
        for warning, matter in told
        if matter not in moments or day_of(moments[matter]) > day_of(rows[warning]) + FIRST_ACTION
    }
    return held(len({warning for warning, _matter in told} - late))


def _ended(conference_id: int, first: date, last: date) -> QuerySet[Signal]:
    since, until = span_of(first, last)
    rows = Signal.objects.filter(conference_id=conference_id, ended_at__gte=since, ended_at__lt=until)
    return rows.exclude(state="merged")


def signals_ended(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the signals that ended; one merged into another ends with that one."""
    return held(_ended(conference_id, first, last).count())


def signals_false(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them that were dismissed."""
    return held(_ended(conference_id, first, last).filter(state="dismissed").count())
