"""Figures that the ledger's records hold: matters due and done, urged, parts, circulars. A unit of 0 means all units.

Each takes the conference and the unit (database ids) and the first and last day, and gives `Held`.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from lianxi.clocks.queries import calendar_now
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import add_workdays, count_workdays
from lianxi.ledger.holding import Held
from lianxi.ledger.models import (
    Acknowledgement,
    Circular,
    Contest,
    CoUnit,
    Extension,
    Obligation,
    Progress,
    Slip,
    Verification,
)
from lianxi.papers.models import Recipient

DAY = timedelta(days=1)
DECISION, ASSIGNED = "decision", "assignment"
# Working days within which an urged matter counts as done after being urged.
AFTER_URGING = 10
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
SOURCE, URL = "本系统台账记录", "/ledger"
Holder = Callable[[int, int, date, date], Held]


def span_of(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments from the start of the first day to the end of the last, in China."""
    after = last + DAY
    return (
        datetime(first.year, first.month, first.day, tzinfo=CHINA),
        datetime(after.year, after.month, after.day, tzinfo=CHINA),
    )


def held(value: float | Decimal, url: str = URL) -> Held:
    """Give a figure of the ledger."""
    return Held(Decimal(value), SOURCE, url)


def matters(conference_id: int, unit_id: int, origin: str = "") -> QuerySet[Obligation]:
    """Return the matters of a conference that a unit leads, of one origin or of any."""
    rows = Obligation.objects.filter(conference_id=conference_id)
    rows = rows.filter(lead_unit_id=unit_id) if unit_id else rows
    return rows.filter(origin=origin) if origin else rows


def in_time(rows: Iterable[Obligation]) -> int:
    """Count the matters that were verified or closed by their day."""
    told = ((row.due_on, row.passed_at or row.closed_at) for row in rows if row.state == "closed")
    return sum(due is not None and at is not None and day_of(at) <= due for due, at in told)


def _due(origin: str) -> Holder:
    def count(conference_id: int, unit_id: int, first: date, last: date) -> Held:
        rows = matters(conference_id, unit_id, origin).filter(due_on__gte=first, due_on__lte=last)
        return held(rows.exclude(state__in=("cancelled", "merged", "superseded")).count())

    return count


def _in_time(origin: str) -> Holder:
    def count(conference_id: int, unit_id: int, first: date, last: date) -> Held:
        rows = matters(conference_id, unit_id, origin).filter(due_on__gte=first, due_on__lte=last)
        return held(in_time(rows))

    return count


decisions_due, decisions_in_time = _due(DECISION), _in_time(DECISION)
assigned_due, assigned_in_time = _due(ASSIGNED), _in_time(ASSIGNED)
matters_due, matters_in_time = _due(""), _in_time("")


def _entered(conference_id: int, unit_id: int, first: date, last: date, origin: str) -> QuerySet[Obligation]:
    since, until = span_of(first, last)
    return matters(conference_id, unit_id, origin).filter(created_at__gte=since, created_at__lt=until)


def decisions(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the matters that decisions of meetings made."""
    return held(_entered(conference_id, unit_id, first, last, DECISION).count())


def decisions_with_day(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them with a day; each has a lead."""
    rows = _entered(conference_id, unit_id, first, last, DECISION)
    return held(rows.filter(due_on__isnull=False).count())


def decisions_with_evidence(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them with a day and with the evidence that is asked for."""
    rows = _entered(conference_id, unit_id, first, last, DECISION).filter(due_on__isnull=False)
    return held(sum(bool(one.evidence_wanted or one.evidence_kinds) for one in rows))


def assigned(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the matters that were assigned from above."""
    return held(_entered(conference_id, unit_id, first, last, ASSIGNED).count())


def assigned_extended(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them for which more time was asked."""
    rows = _entered(conference_id, unit_id, first, last, ASSIGNED)
    return held(rows.filter(Exists(Extension.objects.filter(obligation=OuterRef("pk")))).count())


def upward_closed(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the matters to be reported to the body that assigned them, and done in the span."""
    since, until = span_of(first, last)
    rows = matters(conference_id, unit_id).filter(answer_upward=True)
    return held(rows.filter(passed_at__gte=since, passed_at__lt=until).count())


def upward_answered(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that were reported."""
    since, until = span_of(first, last)
    rows = matters(conference_id, unit_id).filter(answer_upward=True, answered_at__isnull=False)
    return held(rows.filter(passed_at__gte=since, passed_at__lt=until).count())


def _running(conference_id: int, unit_id: int, last: date) -> QuerySet[Obligation]:
    until = span_of(last, last)[1]
    rows = matters(conference_id, unit_id).filter(created_at__lt=until)
    return rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=until))


def running(conference_id: int, unit_id: int, _first: date, last: date) -> Held:
    """Count the matters under way at the end of the span."""
    return held(_running(conference_id, unit_id, last).count())


def late(conference_id: int, unit_id: int, _first: date, last: date) -> Held:
    """Count those of them whose day was past and that did not wait to be verified."""
    rows = _running(conference_id, unit_id, last).filter(due_on__lt=last)
    return held(rows.exclude(state="submitted").count())


def _first_slips(conference_id: int, unit_id: int, first: date, last: date) -> list[tuple[Obligation, date]]:
    rows = Slip.objects.filter(conference_id=conference_id, issued_on__gte=first, issued_on__lte=last)
    rows = rows.exclude(state="void")
    rows = rows.filter(obligation__lead_unit_id=unit_id) if unit_id else rows
    days = dict(rows.order_by().values_list("obligation").annotate(day=Min("issued_on")))
    return [(one, days[one.pk]) for one in Obligation.objects.filter(pk__in=days)]


def urged(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the matters that were urged."""
    return held(len(_first_slips(conference_id, unit_id, first, last)), "/slips")


def urged_done(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them done within ten working days of the first slip."""
    calendar = calendar_now(exact=True)
    told = _first_slips(conference_id, unit_id, first, last)
    done = ((one.passed_at or one.closed_at, day) for one, day in told if one.state == "closed")
    return held(
        sum(at is not None and day_of(at) <= add_workdays(day, AFTER_URGING, calendar) for at, day in done),
        "/slips",
    )


def _closed(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Obligation]:
    since, until = span_of(first, last)
    return matters(conference_id, unit_id).filter(state="closed", closed_at__gte=since, closed_at__lt=until)


def closed(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the matters that were closed."""
    return held(_closed(conference_id, unit_id, first, last).count())


def closed_workdays(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Sum up the working days from the lead's signing (else the entering) to the closing of each of them."""
    rows = list(_closed(conference_id, unit_id, first, last))
    signed = Acknowledgement.objects.filter(obligation__in=rows, unit_id=F("obligation__lead_unit_id"))
    days = dict(signed.order_by().values_list("obligation").annotate(at=Min("at")))
    calendar = calendar_now(exact=True)
    told = ((days.get(one.pk, one.created_at), one.closed_at) for one in rows)
    return held(sum(count_workdays(day_of(a), day_of(b), calendar) for a, b in told if b is not None))


def _parts(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[CoUnit]:
    rows = CoUnit.objects.filter(conference_id=conference_id).exclude(state="released")
    rows = rows.filter(obligation__due_on__gte=first, obligation__due_on__lte=last)
    return rows.filter(unit_id=unit_id) if unit_id else rows


def co_parts(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the parts of co-units in matters due in the span."""
    return held(_parts(conference_id, unit_id, first, last).count())


def co_parts_told(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them on which the unit reported."""
    told = Progress.objects.filter(obligation=OuterRef("obligation"), unit=OuterRef("unit"))
    return held(_parts(conference_id, unit_id, first, last).filter(Exists(told)).count())


def asked_to_close(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the reports that asked to close a matter."""
    since, until = span_of(first, last)
    rows = Progress.objects.filter(conference_id=conference_id, done=True, at__gte=since, at__lt=until)
    return held((rows.filter(unit_id=unit_id) if unit_id else rows).count())


def sent_back(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the verifications that sent a matter back."""
    since, until = span_of(first, last)
    rows = Verification.objects.filter(conference_id=conference_id, result="return")
    rows = rows.filter(at__gte=since, at__lt=until)
    return held((rows.filter(obligation__lead_unit_id=unit_id) if unit_id else rows).count())


def units_with_matters(conference_id: int, _unit_id: int, _first: date, last: date) -> Held:
    """Count the units that lead or take part in a matter under way at the end of the span."""
    rows = _running(conference_id, 0, last)
    leads = set(rows.values_list("lead_unit_id", flat=True))
    parts = CoUnit.objects.filter(obligation__in=rows).exclude(state="released")
    return held(len(leads | set(parts.values_list("unit_id", flat=True))))


def _circulars(conference_id: int, first: date, last: date) -> QuerySet[Circular]:
    since, until = span_of(first, last)
    rows = Circular.objects.filter(conference_id=conference_id, state="issued")
    return rows.filter(paper__issued_at__gte=since, paper__issued_at__lt=until)


def circulars(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the circulars issued."""
    return held(_circulars(conference_id, first, last).count(), "/circulars")


def quarters(_conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the quarters that ended: the conference's own circular is one a quarter."""
    ends = (date(year, *end) for year in range(first.year, last.year + 1) for end in QUARTER_ENDS)
    return held(sum(first <= one <= last for one in ends), "/circulars")


def circular_recipients(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the units that the circulars went to."""
    papers = _circulars(conference_id, first, last).values("paper")
    return held(Recipient.objects.filter(paper__in=papers, unit__isnull=False).count(), "/circulars")


def circular_signed(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them that signed."""
    rows = Recipient.objects.filter(paper__in=_circulars(conference_id, first, last).values("paper"))
    return held(rows.filter(unit__isnull=False, received_at__isnull=False).count(), "/circulars")


def circular_figures(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the figures of the circulars."""
    return held(sum(len(one.figures) for one in _circulars(conference_id, first, last)), "/circulars")


def circular_contested(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the figures of the circulars on which a unit objected."""
    rows = Contest.objects.filter(circular__in=_circulars(conference_id, first, last))
    found = rows.order_by().values("circular", "key").annotate(n=Count("pk"))
    return held(found.count(), "/circulars")
