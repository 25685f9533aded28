"""The gradings, clocks and counts of an event as rows of its page: what the rules answered, in words with sources."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.core.actors import Actor
from lianxi.core.due import derive
from lianxi.core.words import CHINA, day_of, long_date, moment_text
from lianxi.incidents.actions import confirm_count
from lianxi.incidents.queries.entries import lowering_facts
from lianxi.incidents.queries.grading import Whole, grade_whole
from lianxi.incidents.rules.counting import MEASURES
from lianxi.incidents.rules.lists import sourced
from lianxi.incidents.rules.schemes import REPORTABLE, Scheme, shipped_schemes
from lianxi.incidents.rules.steps import EventFacts
from lianxi.incidents.rules.timing import DueRow, span, strictest_of
from lianxi.incidents.words import ACTORS, SCHEMES, limit_words
from lianxi.web.incidents.shapes import GradedDueViews, GradedGrade
from lianxi.web.shared.offers import offer

# The office's own limit, set here (设定，待确认): no law gives one.
OWN, ZERO = "incidents.own_telling", timedelta(0)
NOT_HERE = "不适用"
_BELOW = "未达最低一级"


def grade_rows(whole: Whole, now: datetime) -> list[GradedGrade]:
    """List the five gradings side by side: grade, version with source, who investigates, whether provisional."""
    answer = grade_whole(whole, now)
    return [_grade(whole, scheme, answer) for scheme in shipped_schemes()]


def _grade(whole: Whole, scheme: Scheme, answer: dict[str, Any]) -> GradedGrade:
    fits = whole.incident.kind in scheme.kinds
    given = _given(scheme, answer, fits=fits)
    denied = scheme.needs_work_safety and whole.incident.work_safety == "no"
    since = f"{long_date(scheme.starts_on)}起" if scheme.starts_on else ""
    note = ""
    if fits and denied:
        note = f"应急部门认定不属于生产安全事故（{whole.incident.work_safety_paper}）"
    elif fits and answer["provisional"]:
        needs = scheme.needs_work_safety and whole.incident.work_safety == "unknown"
        note = (
            "暂定：待应急部门认定" if needs else "" if whole.incident.is_confirmed else "暂定：尚未诊断确认"
        )
    return {
        "title": SCHEMES.get(scheme.code, scheme.code),
        "version": scheme.title,
        "since": since,
        "source": sourced(scheme.source, scheme.confidence),
        "grade": NOT_HERE if not fits or denied else given or _BELOW,
        "investigates": answer["investigates"].get(scheme.code, ""),
        "note": note,
        "more": scheme.note,
    }


def _given(scheme: Scheme, answer: dict[str, Any], *, fits: bool) -> str | None:
    if scheme.code != REPORTABLE:
        found: str | None = answer["grades"][scheme.code]
        return found
    return ("应报告" if answer["phe_reportable"] else "未达报告范围") if fits else None


def history_rows(whole: Whole) -> Sequence[Mapping[str, object]]:
    """List what each count gave, so that a reader sees where a grade turned."""
    rows = []
    for one in whole.effective():
        answer = grade_whole(whole, one.tally.at)
        grades = [_given(scheme, answer, fits=True) or "—" for scheme in shipped_schemes()]
        rows.append({"at": moment_text(one.tally.at), "totals": one.totals, "grades": grades})
    return rows


def scheme_titles() -> list[str]:
    """List the short titles of the schemes in their order."""
    return [SCHEMES.get(scheme.code, scheme.code) for scheme in shipped_schemes()]


def due_views(rows: Sequence[DueRow]) -> list[GradedDueViews]:
    """List the reporting duties, the strictest of each actor marked."""
    strict = {row.code for row in strictest_of(rows)}
    return [
        {
            "code": row.code,
            "actor": ACTORS.get(row.actor, row.actor),
            "to": row.to,
            "limit": limit_words(row.limit),
            "starts": moment_text(row.starts_at),
            "due": moment_text(row.due_at) if row.due_at else "—",
            "words": row.words,
            "light": row.light,
            "open": row.told is None,
            "told": moment_text(row.told.at) if row.told else "",
            "source": sourced(row.source, row.confidence),
            "strict": row.code in strict,
        }
        for row in rows
    ]


def count_rows(whole: Whole, actor: Actor, event: EventFacts) -> list[dict[str, object]]:
    """List the counts, the newest first: as entered, what holds, and what waits for a second seat.

    Whether the seat may be that second one is asked of the action.
    """
    by_pk = {row.pk: row for row in whole.counts}
    rows = []
    for one in whole.effective():
        row = by_pk[one.tally.order]
        rows.append(
            {
                "row": row,
                "at": moment_text(row.happened_at),
                "entered": f"{row.entered_at.astimezone(CHINA):%m-%d %H:%M}",
                "totals": one.totals,
                "waiting": [f"{MEASURES[name]} {getattr(row, name)}" for name in one.waiting],
                "confirm": offer(
                    actor, confirm_count, row, facts=lowering_facts(row, event, lower=bool(one.waiting))
                ),
            }
        )
    return rows[::-1]


def own_telling(whole: Whole, now: datetime) -> str:
    """Say by when the office tells the units, and whether it did; nothing before the opening or for late entries."""
    incident = whole.incident
    limit = time_limits(incident.conference_id, (OWN,), day_of(now)).get(OWN)
    if incident.opened_at is None or incident.is_late or limit is None:
        return ""
    due_at = derive(limit, incident.opened_at, calendar_now()).due_at
    first = min((row.happened_at for row in whole.tellings if row.unit_id), default=None)
    if due_at is None:
        return ""
    said = f"办公室告知成员单位：立为事件后{limit.words}（{limit.source_words}）"
    if first is None:
        late = now - due_at
        return f"{said}，{'已超过' if late > ZERO else '还有'} {span(abs(late))}。"
    return f"{said}，{moment_text(first)}已告知{'，超过时限' if first > due_at else ''}。"
