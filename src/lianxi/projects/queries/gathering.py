"""What units entered under their own clauses in `work`: the industry office's approvals, the planning office's word."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.bodies.models import Conference
from lianxi.projects.models import ProjectList
from lianxi.projects.queries.reading import ReadList, Refusal, area_pairs, key_of, places_of
from lianxi.projects.rules.lists import read_row
from lianxi.work.models import Row

APPROVALS_ACT, CONFIRMED_ACT = "QZ-3-06-1#1", "QZ-3-03-1#2"
# Fields of that form → columns of the list.
_FIELDS = {
    "code": "code", "title": "name", "area": "area", "industry": "industry", "content": "content", "doc_no": "paper",
    "approved_on": "approved_on",
}  # fmt: skip
_RETURN = "履职报送"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of returns: the name under which it is listed, and its rows."""

    name: str
    told: ReadList


def read_returns(conference: Conference, day: date) -> Gathered | None:
    """Read the rows that came since the last gathering; None where none did."""
    since = ProjectList.objects.filter(conference=conference, kind="approvals", file__isnull=True)
    last = since.order_by("-sent_at").values_list("sent_at", flat=True).first()
    rows = Row.objects.filter(
        conference=conference, line__act=APPROVALS_ACT, until__isnull=True, removed=False
    )
    rows = rows.filter(at__gt=last) if last else rows
    found = list(rows.order_by("pk"))
    if not found:
        return None
    places = places_of(area_pairs(conference.pk), day)
    good, refused = list[tuple[str, str, dict[str, Any]]](), list[Refusal]()
    for row in found:
        cells = {column: row.values.get(name) for name, column in _FIELDS.items()}
        builder = str(row.values.get("builder", ""))
        # The form takes a credit code in the place of the name.
        cells |= {
            "builder": builder,
            "builder_code": builder if len(builder) == 18 and builder.isascii() else "",
        }
        told = read_row("approvals", {**cells, "approver": "工信", "kind": "核准", "level": "市"}, places)
        where = str(row.values.get("title", ""))[:60] or f"登记行 {row.pk}"
        if told.faults:
            refused.append(Refusal(where, "".join(told.faults)))
        else:
            good.append((where, key_of(told.values), {**told.values, "shared_on": row.at.date()}))
    return Gathered(f"{_RETURN}（截至 {day.isoformat()}）", ReadList(tuple(good), tuple(refused), ()))


def confirmations(conference_id: int) -> list[tuple[str, str, str, date]]:
    """List the planning office's yearly word on the public list: year, word, remark, day; the latest first."""
    rows = Row.objects.filter(
        conference_id=conference_id, line__act=CONFIRMED_ACT, until__isnull=True, removed=False
    )
    found = []
    for row in rows.order_by("-pk")[:10]:
        told = [str(row.values.get(name, "")) for name in ("year", "confirmed", "remark")]
        found.append((told[0], told[1], told[2], row.at.date()))
    return found
