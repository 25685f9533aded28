"""What was done about an event as rows of its page, and which steps the seat has."""

from collections.abc import Mapping, Sequence

from lianxi.clocks.wording import short_due
from lianxi.core.actors import Actor
from lianxi.core.words import day_of, moment_text
from lianxi.incidents.queries.grading import Whole
from lianxi.incidents.queries.lists import is_union
from lianxi.incidents.queries.records import list_follow_ups, list_groups, list_measures
from lianxi.incidents.rows import IncidentRow, UnionLetterRow
from lianxi.incidents.rules.guards import Facts
from lianxi.incidents.rules.lists import letter_items, sourced
from lianxi.incidents.rules.machines import ANSWERS, FOLLOW_UP, GROUPS, LETTER, ROLES
from lianxi.law.queries import citations_of
from lianxi.ledger.rules import OBLIGATION
from lianxi.web.incidents.shapes import DoneFollowUpRows, DoneGroupRows, DoneMeasureRows, DoneTold
from lianxi.web.shared.lights import short_citation
from lianxi.web.shared.offers import Offer, offers

_COURSE = (
    *("open", "dismiss", "hand_over", "merge", "unmerge", "pass_up", "investigate"),
    *("conclude", "follow", "close", "reopen"),
)
_OTHERS = (
    *("incident.amend", "incident.explain", "count.enter", "count.confirm", "count.ask", "count.take"),
    *("telling.note", "telling.send", "telling.receive", "telling.called"),
    *("group.form", "group.note", "group.end", "letter.enter", "letter.answer", "letter.explain"),
    *("measure.note", "measure.lift", "follow_up.add"),
    *("follow_up.finish", "follow_up.refuse", "follow_up.supersede", "report.write"),
)


def actions_of(actor: Actor, incident: IncidentRow, facts: Facts) -> dict[str, Offer]:
    """Give the steps of an event by short names, each with the reason why not; the guards are the actions' own."""
    course = [f"incidents.incident.{verb}" for verb in _COURSE]
    found = offers(actor, *course, record=incident, facts=facts)
    found |= offers(actor, *(f"incidents.{name}" for name in _OTHERS))
    short = {key.removeprefix("incidents_"): one for key, one in found.items()}
    if short["letter_enter"].ok and not is_union(actor):
        own = short["letter_enter"]
        short["letter_enter"] = Offer(own.id, own.title, ok=False, reason="工会文书由总工会的席位登记")
    return short


def told_rows(whole: Whole) -> list[DoneTold]:
    """List the tellings to member units with the clause that names each."""
    conference = whole.incident.conference
    known = citations_of(conference.instrument, conference.instrument_version)
    return [
        {"row": row, "clause": short_citation(known.get(row.clause, row.clause))}
        for row in whole.tellings
        if row.unit_id
    ]


def group_rows(whole: Whole) -> list[DoneGroupRows]:
    """List the groups with who leads by what, and their units."""
    return [
        {
            "row": row,
            "kind": GROUPS.get(row.kind, "他单位组建"),
            "lead": f"{row.lead_unit.name}牵头" if row.lead_unit else row.noted_of,
            "units": [
                f"{one.unit.name}（{ROLES[one.role]}）" for one in row.units.all() if one.role != "lead"
            ],
            "from": moment_text(row.happened_at),
            "until": moment_text(row.ended_at) if row.ended_at else "",
        }
        for row in list_groups(whole.ids)
    ]


def measure_rows(whole: Whole) -> list[DoneMeasureRows]:
    """List the measures that authorities took."""
    return [
        {
            "row": row,
            "from": moment_text(row.happened_at),
            "until": f"{moment_text(row.lifted_at)}解除" if row.lifted_at else row.listed or "执行中",
        }
        for row in list_measures(whole.ids)
    ]


def letter_rows(actor: Actor, rows: Sequence[UnionLetterRow]) -> Sequence[Mapping[str, object]]:
    """List the union's letters with the day of their answer, what follows silence, and whether the seat answers."""
    found = []
    any_of_them = bool(rows) and (actor.is_office or is_union(actor))
    for row in rows:
        item = next((one for one in letter_items(day_of(row.happened_at)) if one.code == row.kind), None)
        found.append(
            {
                "row": row,
                "title": item.title if item else row.kind,
                "basis": sourced(item.basis, item.confidence) if item else "",
                "next": item.next if item else "",
                "sent": moment_text(row.happened_at),
                "due": short_due(row.due_on, row.due_derivation, item.reply if item else ""),
                "state": LETTER.labels[row.state],
                "answer": ANSWERS.get(row.answer, ""),
                "open": row.state == "sent" and row.kind != "prompt",
                "answers": any_of_them or row.unit_id == actor.unit_id,
            }
        )
    return found


def follow_up_rows(whole: Whole) -> list[DoneFollowUpRows]:
    """List what is followed up with its obligation and outcome."""
    return [
        {
            "row": row,
            "whom": row.unit.name if row.unit else row.body,
            "number": row.obligation.number if row.obligation else "",
            "url": f"/ledger/{row.obligation.pk}" if row.obligation else "",
            "ledger": OBLIGATION.labels[row.obligation.state] if row.obligation else "",
            "state": "" if row.way == "not_ours" else FOLLOW_UP.labels[row.state],
            "open": row.state == "running",
        }
        for row in list_follow_ups(whole.ids)
    ]
