"""Figures that the lists hold already: persons by their last word, linked tokens counted once; nobody types them."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from lianxi.ledger.holding import Held
from lianxi.protection.models import ListRow, PersonLink, RowOutcome
from lianxi.protection.rules.links import groups
from lianxi.protection.rules.lists import ENDS, REFUSED, RETURNED

_APPLIED = ("applied", "in_decision", "granted", REFUSED)
_PAGE = "/patients"
# Of an application that has been decided for no longer than this nothing is late (工伤保险条例第二十条).
_DECISION_DAYS = 60


def _rows(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[ListRow]:
    """Return the rows of lists that a unit signed for within a span of days."""
    return ListRow.objects.filter(
        conference_id=conference_id, list__receiver_id=unit_id, list__state="received", is_dropped=False,
        list__received_on__range=(first, last),
    )  # fmt: skip


def _held(rows: QuerySet[ListRow], last: date) -> Held:
    """Count rows as persons as of a day; rows whose token was deleted count each by itself."""
    told = list(rows.values_list("pk", "token", "conference_id"))
    tokens = {token for _pk, token, _own in told if token}
    own = {one for _pk, _token, one in told}
    until = Q(until_on=None) | Q(until_on__gt=last)
    pairs = PersonLink.objects.filter(until, conference_id__in=own, kind="same", from_on__lte=last)
    links = [
        frozenset(pair)
        for pair in pairs.exclude(state="proposed").values_list("a", "b")
        if set(pair) <= tokens
    ]
    number = len(groups(sorted(tokens), links)) + sum(1 for _pk, token, _own in told if not token)
    return Held(Decimal(number), "人员名单（并档的算一人）", _PAGE)


def count_listed(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the persons on lists that a unit sent in a span of days."""
    rows = ListRow.objects.filter(
        conference_id=conference_id,
        list__sender_id=unit_id,
        list__sent_on__range=(first, last),
        is_dropped=False,
    )
    return _held(rows.filter(list__state__in=("sent", "received")), last)


def count_received(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the persons on lists that a unit signed for."""
    return _held(_rows(conference_id, unit_id, first, last), last)


def count_finished(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them who have an end word, a refusal included."""
    done = Q(word__in=(*ENDS, *RETURNED, REFUSED, "refused_to_apply"))
    return _held(_rows(conference_id, unit_id, first, last).filter(done), last)


def count_applied(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them who applied, whatever was decided."""
    rows = _rows(conference_id, unit_id, first, last)
    asked = RowOutcome.objects.filter(row__in=rows, word__in=_APPLIED).values("row_id")
    return _held(rows.filter(pk__in=asked), last)


def count_granted(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them who were recognised or granted aid."""
    return _held(_rows(conference_id, unit_id, first, last).filter(word="granted"), last)


def count_over60(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them whose application stood undecided for more than sixty days at the end of the span."""
    edge = date.fromordinal(last.toordinal() - _DECISION_DAYS)
    rows = _rows(conference_id, unit_id, first, last).filter(word="in_decision", word_on__lt=edge)
    return _held(rows, last)


def count_to_aid(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them who were handed on to another list."""
    return _held(_rows(conference_id, unit_id, first, last).filter(word="handed_on"), last)


def count_nowhere(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them who neither applied nor were handed on, and came to no other end."""
    rows = _rows(conference_id, unit_id, first, last)
    return _held(rows.filter(ended_on=None).exclude(word__in=_APPLIED), last)


def count_households(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the households of persons granted aid: two patients with one mark are one household."""
    rows = _rows(conference_id, unit_id, first, last).filter(word="granted")
    told = list(rows.values_list("pk", "household_mark", "list_id"))
    marks = {(mark, own) for _pk, mark, own in told if mark}
    number = len(marks) + sum(1 for _pk, mark, _own in told if not mark)
    return Held(Decimal(number), "人员名单的同户标记", _PAGE)
