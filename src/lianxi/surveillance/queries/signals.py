"""Reads of signals: the list a seat may see, one signal's page, times against 7-1-7, later data for the check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet

from lianxi.core.actors import Actor
from lianxi.core.canonical import digest
from lianxi.core.words import day_of
from lianxi.journal.sight import seen
from lianxi.ledger.models import Progress
from lianxi.surveillance.models import Batch, DetectionRun, HazardWarning, Signal, SignalStep, WarnedUnit
from lianxi.surveillance.rules.machines import SIGNAL_ENDED
from lianxi.surveillance.rules.streams import STREAMS
from lianxi.surveillance.rules.timeliness import Share, Times, share

PAGE = 50
# These need not be told of to anybody outside the office.
UNTOLD = frozenset({"dismissed", "merged", "monitored"})


def data_hashes(conference_id: int) -> dict[str, str]:
    """Return a hash of the data in force by stream, and over all: the batches' own hashes, digested."""
    rows = Batch.objects.filter(conference_id=conference_id, state="applied").order_by("pk")
    by_stream: dict[str, list[str]] = {name: [] for name in STREAMS}
    for stream, sha in rows.values_list("stream", "content_sha256"):
        by_stream[stream].append(sha)
    found = {name: digest("\n".join(parts)) for name, parts in by_stream.items()}
    return found | {"all": digest("\n".join(found.values()))}


@dataclass(frozen=True, slots=True)
class SignalFilter:
    """What a list of signals shows; an empty field filters nothing. `before` continues below that signal."""

    state: str = ""
    rule: str = ""
    division: str = ""
    employer: str = ""
    open_only: bool = False
    before: int | None = None


def visible(actor: Actor) -> QuerySet[Signal]:
    """Return the signals a seat may see: office and conveners all, others those their unit was told of."""
    rows: QuerySet[Signal] = Signal.objects.filter(conference_id=actor.conference_id or 0)
    return seen(actor, rows)


def list_signals(actor: Actor, wanted: SignalFilter) -> list[Signal]:
    """List the signals a seat may see, the newest first, one more than a page."""
    rows = visible(actor).defer("picture", "rows")
    named = {
        "state": wanted.state,
        "rule": wanted.rule,
        "division": wanted.division,
        "employer": wanted.employer,
    }
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if wanted.open_only:
        rows = rows.exclude(state__in=SIGNAL_ENDED)
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.order_by("-pk")[: PAGE + 1])


def open_by_employer(actor: Actor, most: int = 12) -> list[tuple[str, str, int]]:
    """Count the signals that are not ended and name an employer, as (code, name, count), the most first."""
    rows = visible(actor).exclude(state__in=SIGNAL_ENDED).exclude(employer="")
    counted = rows.order_by().values_list("employer", "employer_name").annotate(n=Count("pk"))
    return [(code, name or code, n) for code, name, n in counted.order_by("-n", "employer")[:most] if n > 1]


def latest_run(conference_id: int) -> DetectionRun | None:
    """Return the last run of detection, or None before the first."""
    return DetectionRun.objects.filter(conference_id=conference_id).order_by("-pk").first()


def responses(signals: Iterable[int]) -> dict[int, date]:
    """Return the day by which every warned unit had first reported, by signal; only where all have."""
    rows = WarnedUnit.objects.filter(warning__signal__in=list(signals)).values_list(
        "warning__signal_id", "obligation_id"
    )
    owed = list(rows)
    first: dict[int, datetime] = dict(
        Progress.objects.filter(obligation__in={obligation for _, obligation in owed})
        .values_list("obligation")
        .annotate(at=Min("at"))
    )
    by_signal: dict[int, list[datetime | None]] = {}
    for signal, obligation in owed:
        by_signal.setdefault(signal, []).append(first.get(obligation))
    return {
        signal: day_of(max(one for one in moments if one is not None))
        for signal, moments in by_signal.items()
        if all(one is not None for one in moments)
    }


def times_of(signal: Signal, responded: date | None) -> Times:
    """Return a signal's days for 7-1-7."""
    return Times(
        happened=signal.happened_on,
        detected=day_of(signal.detected_at),
        told=day_of(signal.warned_at) if signal.warned_at else None,
        responded=responded,
        untold=signal.warned_at is None and signal.state in UNTOLD,
    )


def share_met(actor: Actor, today: date) -> Share:
    """Return the share of the signals a seat may see that met 7-1-7."""
    rows = list(visible(actor).only("pk", "happened_on", "detected_at", "warned_at", "state"))
    done = responses(row.pk for row in rows if row.warned_at)
    return share((times_of(row, done.get(row.pk)) for row in rows), today)


def withdrawn_batches(signal: Signal) -> list[int]:
    """Return the batches behind a signal that are no longer in force."""
    named = {int(batch) for batch, _row in signal.rows}
    held = Batch.objects.filter(pk__in=named, state="applied").values_list("pk", flat=True)
    return sorted(named - set(held))


def earlier_signals(signal: Signal, most: int = 10) -> Sequence[Signal]:
    """Return the signals of the same rule and subject before this one, the newest first."""
    rows = Signal.objects.filter(
        conference_id=signal.conference_id, rule=signal.rule, subject=signal.subject, pk__lt=signal.pk
    )
    return list(rows.defer("picture", "rows").prefetch_related("steps").order_by("-pk")[:most])


def told_units(signal: Signal) -> list[WarnedUnit]:
    """List who was told of a signal: each unit with its clause, obligation and first report."""
    rows = WarnedUnit.objects.filter(warning__signal=signal).select_related(
        "unit", "obligation", "warning__paper"
    )
    return list(rows.order_by("pk"))


def find_signal(actor: Actor, pk: int) -> Signal | None:
    """Find a signal that a seat may see, with those it repeats and follows."""
    return visible(actor).select_related("repeats", "parent").filter(pk=pk).first()


def count_unjudged(actor: Actor) -> int:
    """Count the signals that a seat may see and that nobody has judged yet."""
    return visible(actor).filter(state__in=("raised", "data_wanted")).count()


def list_steps(signal_id: int) -> list[SignalStep]:
    """List what was done about a signal, the first step first."""
    return list(SignalStep.objects.filter(signal_id=signal_id).order_by("pk"))


def list_mergeable(conference_id: int, signal_id: int, employer: str) -> list[Signal]:
    """List the other open signals of the same employer."""
    rows = Signal.objects.filter(conference_id=conference_id, employer=employer, ended_at=None)
    return list(rows.exclude(pk=signal_id).exclude(employer="").only("pk", "sentence")[:20])


def raised_between(actor: Actor, after: datetime, until: datetime) -> list[Signal]:
    """List the signals a seat may see that were found after one moment and not after another, the latest first."""
    rows = visible(actor).defer("picture", "rows").filter(detected_at__gt=after, detected_at__lte=until)
    return list(rows.order_by("-pk"))


def warned_between(actor: Actor, after: datetime, until: datetime) -> list[HazardWarning]:
    """List the warnings a seat may see that were issued after one moment and not after another, the latest first."""
    rows = HazardWarning.objects.filter(conference_id=actor.conference_id or 0)
    return list(seen(actor, rows).filter(issued_at__gt=after, issued_at__lte=until).order_by("-pk"))
