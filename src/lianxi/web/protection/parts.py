"""What the pages of this wing share: words of lists and rows, and which numbers others may see."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest

from lianxi.core.actors import Actor
from lianxi.core.small_numbers import few
from lianxi.core.words import long_date
from lianxi.protection.queries.lists import sees_whole
from lianxi.protection.rows import PersonListRow, RowOfList
from lianxi.protection.rules.lists import CLOCK_WORDS, KINDS, said_of
from lianxi.protection.rules.machines import LIST
from lianxi.register.queries import list_areas
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


def short(actor: Actor, record: object, *names: str) -> dict[str, Offer]:
    """Give steps by short names, each with the reason why not."""
    found = offers(actor, *(f"protection.{name}" for name in names), record=record)
    return {key.removeprefix("protection_"): one for key, one in found.items()}


def area_choices(conference_id: int) -> list[tuple[str, str]]:
    """List the areas of a conference to choose from."""
    return [(one.name, one.name) for one in list_areas(conference_id, on=True)]
