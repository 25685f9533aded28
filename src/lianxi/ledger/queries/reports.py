"""What a half-year or yearly report is drawn from, and its figures counted once more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianxi.bodies.queries import unit_names
from lianxi.core.words import day_of
from lianxi.ledger.holding import holders
from lianxi.ledger.models import WorkReport
from lianxi.ledger.queries.briefing import Brief, brief_of
from lianxi.ledger.rules.reports import HALF, YEAR, Counted, Named, Period, Quoted

# Figures that other rooms' records hold, by the codes of their faces, with the words and the unit of count.
OTHERS = (
    ("meetings_held", "召开会议", "次"),
    ("minutes_issued", "印发会议纪要", "份"),
    ("circulars", "印发通报", "份"),
    ("deliveries", "部门间发送材料", "件次"),
    ("requests_asked", "部门间协助请求", "件"),
    ("incoming", "收文", "件"),
    ("warnings_issued", "发布监测预警", "件"),
)
# Days after the period whose matters are named as coming.
COMING = timedelta(days=184)


@dataclass(frozen=True, slots=True)
class Recounted:
    """A figure of a report beside what is counted now, and whether the text still says it.

    `now` is None where the figure is not counted any more: the unit is no member now.
    """

    quoted: Quoted
    now: int | None
    is_said: bool
    url: str


def report_periods(today: date) -> list[Period]:
    """List the periods of this year and the last, the latest first."""
    return [Period(year, part) for year in (today.year, today.year - 1) for part in (YEAR, HALF)]


def counted_for(conference_id: int, first: date, last: date, at: datetime) -> tuple[Counted, date]:
    """Count what a report of a period is drawn from, and return the last day it covers: today at most."""
    last = min(last, day_of(at))
    told = brief_of(conference_id, first - timedelta(days=1), last, at)
    return (
        Counted(
            told.figures,
            [(code, words, unit, _held(conference_id, code, first, last)) for code, words, unit in OTHERS],
            told.units,
            _named(told, "late"),
            _coming(told, last),
        ),
        last,
    )


def _held(conference_id: int, code: str, first: date, last: date) -> int:
    # A house without the room that counts it has none of it.
    count = holders().get(code)
    return int(count(conference_id, 0, first, last).value) if count else 0


def _named(told: Brief, key: str) -> list[Named]:
    """Name the matters behind a figure as they stood at the period's end: who led them then, and by which day."""
    numbers = set(next(one.records for one in told.figures if one.key == key))
    rows = [row for row in told.rows if row.pk in numbers]
    names = unit_names({row.lead_unit_id for row in rows})
    return [Named(row.title, names[row.lead_unit_id], row.due_on) for row in rows]


def _coming(told: Brief, last: date) -> list[Named]:
    rows = _named(told, "running")
    coming = [(one.due_on, one) for one in rows if one.due_on and last < one.due_on <= last + COMING]
    return [one for _due, one in sorted(coming, key=lambda pair: pair[0])]


def report_of(draft_id: int) -> WorkReport | None:
    """Return the report that a draft is the paper of."""
    return WorkReport.objects.filter(draft_id=draft_id).first()


def recount(report: WorkReport, text: str, at: datetime) -> list[Recounted]:
    """Count the figures of a report once more, as of the moment of its first count, beside a text."""
    since = report.first_on - timedelta(days=1)
    told = brief_of(report.conference_id, since, report.last_on, min(report.counted_at, at))
    others = {code for code, _words, _unit in OTHERS}
    counts = holders()
    found = []
    for row in report.figures:
        quoted = Quoted(**row)
        if quoted.key in others:
            counted = counts.get(quoted.key)
            held = counted(report.conference_id, 0, report.first_on, report.last_on) if counted else None
            now, url = (int(held.value), held.url) if held else (None, "")
        else:
            records = told.records(quoted.key)
            now, url = (None, "") if records is None else (len(records), _page(report, quoted.key))
        found.append(Recounted(quoted, now, quoted.stands_in(text), url))
    return found


def _page(report: WorkReport, key: str) -> str:
    days = (report.last_on - report.first_on).days + 1
    return f"/brief/records?key={key}&on={report.last_on.isoformat()}&span={days}"
