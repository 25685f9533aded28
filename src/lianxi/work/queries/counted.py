"""Figures that rooms below hold, and the room's own returns: members, institutions, papers, what came in by its day."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import QuerySet

from lianxi.bodies.queries import member_unit_ids
from lianxi.core.words import day_of
from lianxi.exchange.models import Receipt
from lianxi.ledger.counting import span_of
from lianxi.ledger.models import Obligation
from lianxi.papers.models import Paper
from lianxi.register.models import Institution
from lianxi.register.queries import list_areas
from lianxi.register.rules.areas import lies_within
from lianxi.work.models import Arrangement, Return, Row
from lianxi.work.queries.rows import Span
from lianxi.work.rows import ArrangementRow

Counter = Callable[[ArrangementRow, Span], int | None]


def _areas(row: ArrangementRow, _span: Span) -> int | None:
    """Count the areas of the conference's list; None where there is none."""
    return len(list_areas(row.conference_id, on=True)) or None


def _members(row: ArrangementRow, span: Span) -> int:
    return len(member_unit_ids(row.conference_id, span.last))


def _institutions(kind: str) -> Counter:
    def count(row: ArrangementRow, _span: Span) -> int:
        return Institution.objects.filter(conference_id=row.conference_id, kind=kind).count()

    return count


def _areas_with(kind: str) -> Counter:
    """Count the areas in which an institution of a kind stands; those without a code of their own cannot be told."""

    def count(row: ArrangementRow, _span: Span) -> int | None:
        rows = list_areas(row.conference_id, on=True)
        there = Institution.objects.filter(conference_id=row.conference_id, kind=kind)
        divisions = set(there.exclude(division="").values_list("division", flat=True))
        found = [one for one in rows if one.code and any(lies_within(at, {one.code}) for at in divisions)]
        return len(found) if rows else None

    return count


def _papers(conference_id: int, first: date, last: date) -> int:
    since, until = span_of(first, last)
    rows = Paper.objects.filter(conference_id=conference_id, issued_at__gte=since, issued_at__lt=until)
    return rows.count()


def _papers_now(row: ArrangementRow, span: Span) -> int:
    return _papers(row.conference_id, span.first, span.last)


def _papers_before(row: ArrangementRow, span: Span) -> int:
    """Count the papers of the same span a year earlier."""
    first, last = (_year_before(one) for one in (span.first, span.last))
    return _papers(row.conference_id, first, last)


def _year_before(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _flow_returns(row: ArrangementRow, span: Span) -> QuerySet[Return]:
    rows = Return.objects.filter(conference_id=row.conference_id, arrangement__pattern="flow")
    return rows.filter(last_day__gte=span.first, last_day__lte=span.last).exclude(state="dropped")


def _periods_due(row: ArrangementRow, span: Span) -> int:
    return _flow_returns(row, span).count()


def _periods_in_time(row: ArrangementRow, span: Span) -> int:
    told = _flow_returns(row, span).filter(handed_at__isnull=False).values_list("handed_at", "due_on")
    return sum(day_of(at) <= due for at, due in told if at is not None)


def _passed_on(row: ArrangementRow, span: Span) -> QuerySet[Receipt]:
    """Return what the unit of an arrangement sent to others under the arrangement's clause."""
    since, until = span_of(span.first, span.last)
    rows = Receipt.objects.filter(conference_id=row.conference_id, sending__unit_id=row.unit_id or 0)
    rows = rows.filter(sending__basis_clause=row.basis_clause).exclude(state="withdrawn")
    return rows.filter(sending__sent_at__gte=since, sending__sent_at__lt=until)


def _passed(row: ArrangementRow, span: Span) -> int:
    return _passed_on(row, span).count()


def _passed_answered(row: ArrangementRow, span: Span) -> int:
    return _passed_on(row, span).filter(answered_at__isnull=False).count()


def _clauses(row: ArrangementRow, span: Span) -> tuple[set[str], set[str]]:
    """Return the duty clauses with a record in a span, and those of which every unit said that there was nothing."""
    since, until = span_of(span.first, span.last)
    own = Arrangement.objects.filter(conference_id=row.conference_id)
    entered = Row.objects.filter(line__in=own, about__gte=span.first, about__lte=span.last)
    handed = Return.objects.filter(conference_id=row.conference_id, handed_at__isnull=False)
    handed = handed.filter(last_day__gte=span.first, last_day__lte=span.last)
    matters = Obligation.objects.filter(conference_id=row.conference_id, last_reported_at__gte=since)
    matters = matters.filter(last_reported_at__lt=until).exclude(basis_clause="")
    told = {
        *entered.values_list("line__basis_clause", flat=True),
        *handed.filter(nil=False).values_list("line__basis_clause", flat=True),
        *matters.values_list("basis_clause", flat=True),
    }
    nil = set(handed.filter(nil=True).values_list("line__basis_clause", flat=True))
    return told, nil - told


def _clauses_told(row: ArrangementRow, span: Span) -> int:
    return len(_clauses(row, span)[0])


def _clauses_nil(row: ArrangementRow, span: Span) -> int:
    return len(_clauses(row, span)[1])


# By the code of a figure: counted here, from rooms below and from this one.
COUNTERS: Mapping[str, Counter] = {
    "areas": _areas,
    "members": _members,
    "exam_institutions": _institutions("examination"),
    "diagnosis_institutions": _institutions("diagnosis"),
    "areas_with_exam": _areas_with("examination"),
    "areas_with_diagnosis": _areas_with("diagnosis"),
    "papers_issued": _papers_now,
    "papers_year_before": _papers_before,
    "periods_due": _periods_due,
    "periods_in_time": _periods_in_time,
    "passed_on": _passed,
    "passed_on_answered": _passed_answered,
    "clauses_told": _clauses_told,
    "clauses_nil": _clauses_nil,
}
