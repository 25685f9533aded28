"""What the pages of this wing share: words of lists and rows, and which numbers others may see."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.small_numbers import few
from lianxi.core.words import long_date
from lianxi.law.queries import citations_of
from lianxi.protection.queries.lists import sees_whole
from lianxi.protection.rows import PersonListRow, RowOfList
from lianxi.protection.rules.lists import CLOCK_WORDS, KINDS, REMEDY, YEAR, said_of
from lianxi.protection.rules.machines import LIST
from lianxi.protection.rules.paths import Remedy, Step
from lianxi.protection.words import RIGHTS, STEPS
from lianxi.register.queries import list_areas
from lianxi.web.shared.lights import short_citation
from lianxi.web.shared.offers import Offer, offers

TABS = (
    ("/patients", "名单"),
    ("/patients/unfinished", "未办结人员清单"),
    ("/patients/recognitions", "核实意见"),
    ("/patients/checks", "数据核对"),
    ("/patients/areas", "分地区"),
    ("/patients/pairs", "人员并档"),
    ("/patients/settings", "影响评估和告知"),
)


def tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Give the pages of the room with the one that is open."""
    return [(url, words, request.path == url) for url, words in TABS]


def day_words(day: date | None) -> str:
    """Write a day, a dash where there is none."""
    return long_date(day) if day else "—"


def month_words(month: str) -> str:
    """Write a month as offices do."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def list_view(actor: Actor, row: PersonListRow, open_rows: int = 0) -> Mapping[str, object]:
    """Give a line of the list of lists; outside the two units with small numbers covered."""
    whole = sees_whole(actor, row)  # type: ignore[arg-type]
    return {
        "url": f"/patients/lists/{row.pk}",
        "number": row.number,
        "kind": KINDS[row.kind],
        "month": month_words(row.month),
        "sender": row.sender.name,
        "receiver": row.receiver.name,
        "state": LIST.labels[row.state],
        "count": str(row.count) if whole else few(row.count),
        "left": str(open_rows) if whole else few(open_rows),
        "sent": day_words(row.sent_on),
        "sent_on": row.sent_on,
        "is_open": row.state in ("drafted", "sent", "withdrawn"),
        "is_stock": row.is_stock,
    }


def row_view(row: RowOfList) -> Mapping[str, object]:
    """Give a line of a list's rows: what is said of it, since when, until when."""
    return {
        "row": row,
        "word": said_of(row.word, row.list.state),
        "since": day_words(row.word_on),
        "due": day_words(row.due_on),
        "clock": CLOCK_WORDS.get(row.due_rule, ""),
    }


def step_view(
    conference: ConferenceRow, row: RowOfList, step: Step | None, day: date
) -> Mapping[str, object]:
    """Give the next step of a row, whose it is by which clause and until when, and the rights that are still open.

    Where no step is told of a row, its own last days stand: a returned row, aid to a household, persons in custody.
    """
    if step is None:
        own = row.last_day if row.ended_on is None else None
        kept = ((YEAR, own, None), (REMEDY, row.remedy_until, row.remedy_rolls_to))
        rights = [Remedy(code, last, rolls) for code, last, rolls in kept if last and last >= day]
        return {"step": "", "rights": [right_words(one) for one in rights]}
    known = citations_of(conference.instrument, conference.instrument_version)
    unit, clause = step.office
    return {
        "step": STEPS.get(step.step, ""),
        "by": unit or "",
        "clause": short_citation(known.get(clause, clause)) if clause else "",
        "until": long_date(step.clock.due_on) if step.clock else "",
        "beside": "、".join(STEPS[one] for one in step.parallel),
        "rights": [right_words(one) for one in step.remedies],
    }


def right_words(one: Remedy) -> str:
    """Say a person's right with its last day; the day it rolls to is not sure."""
    rolled = f"（顺延至{long_date(one.rolls_to)}，待确认）" if one.rolls_to else ""
    return f"{RIGHTS[one.code]}至{long_date(one.last_day)}{rolled}"


def short(actor: Actor, record: object, *names: str) -> dict[str, Offer]:
    """Give steps by short names, each with the reason why not."""
    found = offers(actor, *(f"protection.{name}" for name in names), record=record)
    return {key.removeprefix("protection_"): one for key, one in found.items()}


def area_choices(conference_id: int) -> list[tuple[str, str]]:
    """List the areas of a conference to choose from."""
    return [(one.name, one.name) for one in list_areas(conference_id, on=True)]
