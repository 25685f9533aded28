"""Reads of the clocks: today's calendar, and the time limit that holds in a conference on a day."""

from datetime import date, datetime
from functools import lru_cache
from time import monotonic

from django.db.models import Max

from lianxi.bodies.models import ConferenceRule
from lianxi.bodies.queries import rule_rows
from lianxi.bodies.queries.own import own
from lianxi.bodies.rows import ConferenceRow
from lianxi.bodies.rules import CONFIGURABLE
from lianxi.clocks.following import Move, clock_followers
from lianxi.clocks.models import CalendarNotice, CalendarRun, TimeLimit
from lianxi.clocks.rules.limits import shipped_limits
from lianxi.clocks.rules.notices import ReadNotice
from lianxi.core.actors import Actor
from lianxi.core.limits import CONFIGURED, DOCUMENT, Limit, LimitKind, LimitUnit
from lianxi.core.refusals import Refusal
from lianxi.core.workdays import Calendar, SpecialDay, amended, china
from lianxi.journal.sight import sights_of

# Limits that stand among the conference's rules of procedure, where a founding document may set them.
PROCEDURE = {
    "consent_window": ("会签", "送会签"),
    "opinion_window": ("征求书面意见", "送征求意见"),
    "near_due_days": ("临期", "到期之前"),
    "serious_overdue_days": ("严重逾期", "逾期"),
}


class NoTimeLimit(Refusal):
    """No time limit of this kind holds on that day."""

    code = "no_time_limit"


def calendar_now(*, exact: bool = False) -> Calendar:
    """Return the present calendar: the shipped one and every notice loaded since.

    A page may show what was read up to five seconds ago; an act that stores a date asks `exact`ly.
    The `edition` changes with every notice.
    """
    if exact or not _seen or monotonic() - _seen[0][0] > RECHECK:
        latest = CalendarNotice.objects.order_by("-pk").values_list("pk", flat=True).first()
        _seen[:] = [(monotonic(), latest)]
    latest = _seen[0][1]
    return _calendar_of(latest) if latest is not None else china()


RECHECK = 5.0
_seen: list[tuple[float, int | None]] = []


@lru_cache(maxsize=4)
def _calendar_of(latest: int) -> Calendar:
    # Notices are never changed once stored, so that the last one's number names them all.
    # An amendment stands above its year's notice, also where that one is loaded again after it.
    calendar = china()
    for notice in CalendarNotice.objects.filter(pk__lte=latest).order_by("amends", "pk"):
        days = special_days(notice.days)
        calendar = amended(calendar, notice.year, days, is_whole=not notice.amends)
    return calendar


def calendar_as_of(moment: datetime) -> Calendar:
    """Return the calendar as the notices loaded until a moment made it."""
    rows = CalendarNotice.objects.filter(loaded_at__lte=moment).order_by("-pk")
    latest = rows.values_list("pk", flat=True).first()
    return _calendar_of(latest) if latest is not None else china()


def calendar_with(notice: ReadNotice) -> Calendar:
    """Return the calendar as it would be with a notice loaded."""
    # As it will be read: a year's notice loaded again leaves what amends it above.
    calendar = amended(calendar_now(exact=True), notice.year, notice.days, is_whole=not notice.amends)
    for later in CalendarNotice.objects.filter(year=notice.year, amends=True).order_by("pk"):
        if not notice.amends:
            calendar = amended(calendar, later.year, special_days(later.days), is_whole=False)
    return calendar


def applied_edition(conference_id: int) -> str:
    """Return the calendar edition under which a conference's open clocks stand.

    That is the shipped one until a run for another edition was recorded.
    """
    runs = CalendarRun.objects.filter(conference_id=conference_id).order_by("-pk")
    return runs.values_list("edition", flat=True).first() or china().edition


def applied_editions() -> dict[int, str]:
    """Return `applied_edition` of every conference that had a run of its own, by id."""
    latest = CalendarRun.objects.order_by().values("conference_id").annotate(last=Max("pk"))
    rows = CalendarRun.objects.filter(pk__in=latest.values("last"))
    return dict(rows.values_list("conference_id", "edition"))


def forget_calendars() -> None:
    """Forget the calendars read: a notice was loaded, or the database is another one."""
    _seen.clear()
    _calendar_of.cache_clear()


def special_days(days: list[list[str]]) -> dict[date, SpecialDay]:
    """Read a notice's stored days."""
    return {date.fromisoformat(day): SpecialDay(kind == "off", name) for day, kind, name in days}


def time_limit(conference: ConferenceRow | int, code: str, on: date) -> Limit:
    """Return the limit that holds in a conference on a day, shipped ones included.

    Codes are those of clocks/limits.csv, and consent_window, opinion_window, near_due_days and
    serious_overdue_days. Raises NoTimeLimit where it was ended, KeyError for a code nobody knows.
    """
    found = time_limits(conference, (code,), on).get(code)
    if found is None:
        title = shipped_limits()[code].title
        raise NoTimeLimit(
            f"“{title}”的时限规则已停用。",
            rule="时限须有当日有效的规则",
            next_step="请由办公室在“时限规则”里设定，或直接填写日期。",
        )
    return found


def time_limits(conference: ConferenceRow | int, codes: tuple[str, ...], on: date) -> dict[str, Limit]:
    """Return several limits that hold on a day, by code, in at most two queries."""
    key = conference if isinstance(conference, int) else conference.pk
    found = _procedure(key, [code for code in codes if code in PROCEDURE], on)
    wanted = [code for code in codes if code not in PROCEDURE]
    rows: dict[str, list[Limit]] = {code: [] for code in wanted}
    if wanted:
        for row in TimeLimit.objects.filter(conference_id=key, code__in=wanted).order_by("pk"):
            rows[row.code].append(limit_of(row))
    for code in wanted:
        held = [one for one in rows[code] or [shipped_limits()[code]] if one.is_in_force(on)]
        found |= {code: held[-1]} if held else {}
    return found


def list_limits(conference_id: int) -> dict[str, list[Limit]]:
    """List every limit of a conference by code with its history, the latest last."""
    rows: dict[str, list[Limit]] = {code: [] for code in shipped_limits()}
    for row in TimeLimit.objects.filter(conference_id=conference_id).order_by("pk"):
        rows.setdefault(row.code, []).append(limit_of(row))
    return {code: found or [shipped_limits()[code]] for code, found in rows.items()}


def limit_of(row: TimeLimit) -> Limit:
    """Return a row as the value that derivations store."""
    return Limit(
        code=row.code,
        title=row.title,
        event=row.event,
        amount=row.amount,
        unit=LimitUnit(row.unit),
        source=row.source,
        confidence=row.confidence,
        pauses=tuple(row.pauses),
        restarts=tuple(row.restarts),
        record=f"clocks.timelimit:{row.pk}",
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        who=row.who,
        kind=LimitKind(row.kind),
        is_before=row.is_before,
        extend=row.extend,
        note=row.note,
    )


def _procedure(conference_id: int, codes: list[str], on: date) -> dict[str, Limit]:
    rows = rule_rows(conference_id, codes, on) if codes else {}
    return {code: _of_rule(code, rows.get(code)) for code in codes}


def _of_rule(code: str, row: ConferenceRule | None) -> Limit:
    (title, event), default = PROCEDURE[code], CONFIGURABLE[code][0]
    documented = row is not None and row.source == DOCUMENT
    return Limit(
        code=code,
        title=title,
        event=event,
        amount=int(row.value if row else default),
        unit=LimitUnit.WORKDAYS,
        source=row.text if row and documented else "本联席会议设定" if row else "本程序建议值",
        confidence=DOCUMENT if documented else CONFIGURED,
        record=f"bodies.conferencerule:{row.pk}" if row else "",
        starts_on=row.starts_on if row else None,
        ends_before=row.ends_before if row else None,
    )


def find_run(actor: Actor, pk: int) -> CalendarRun | None:
    """Find the recalculation of a conference's dates by a new calendar."""
    return own(CalendarRun, actor, pk)


def list_notices(most: int) -> list[CalendarNotice]:
    """List the calendar notices that were loaded, the latest first."""
    return list(CalendarNotice.objects.order_by("-pk")[:most])


def preview_moves(conference_id: int, calendar: Calendar, day: date) -> list[Move]:
    """Tell which open clocks of a conference another calendar moves, on a day."""
    return [move for follower in clock_followers() for move in follower.preview(conference_id, calendar, day)]


def list_moved(conference_id: int, edition: str, *, to: Actor) -> list[Move]:
    """Tell what a calendar edition moved beside the ledger's due dates, of what the seat sees whole."""
    moved = [move for follower in clock_followers() for move in follower.moved(conference_id, edition)]
    told = sights_of(to, {move.holder or move.record for move in moved})
    return [move for move in moved if told[move.holder or move.record].is_whole]
