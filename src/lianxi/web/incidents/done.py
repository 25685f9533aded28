"""What was done about an event as rows of its page, and which steps the seat has."""

from collections.abc import Mapping, Sequence

from lianxi.clocks.words import short_due
from lianxi.core.actors import Actor
from lianxi.core.words import day_of, moment_text
from lianxi.incidents.actions import (
    answer_letter,
    called,
    end_group,
    explain_letter,
    finish_follow_up,
    lift_measure,
    receive_telling,
    refuse_follow_up,
    supersede_follow_up,
)
from lianxi.incidents.queries.entries import (
    follow_up_facts,
    group_facts,
    letter_facts,
    measure_facts,
    telling_facts,
)
from lianxi.incidents.queries.grading import Whole
from lianxi.incidents.queries.lists import list_letters
from lianxi.incidents.queries.records import list_follow_ups, list_groups, list_measures
from lianxi.incidents.rows import IncidentRow
from lianxi.incidents.rules.guards import Facts
from lianxi.incidents.rules.lists import letter_items, sourced
from lianxi.incidents.rules.machines import ANSWERS, FOLLOW_UP, GROUPS, LETTER, ROLES
from lianxi.incidents.rules.noted import PROMPT, FollowUpFacts
from lianxi.incidents.rules.steps import EventFacts
from lianxi.law.queries import citations_of
from lianxi.ledger.rules import OBLIGATION
from lianxi.web.incidents.shapes import (
    DoneFollowUpRows,
    DoneGroupRows,
    DoneMeasureRows,
    DoneSettling,
    DoneTold,
)
from lianxi.web.shared.lights import short_citation
from lianxi.web.shared.offers import Offer, offer, offers

_COURSE = (
    *("open", "dismiss", "hand_over", "merge", "unmerge", "pass_up", "investigate"),
    *("conclude", "follow", "close", "reopen"),
)
# What is entered for an event while it runs.
_ENTRIES = (
    *("incident.amend", "incident.explain", "count.enter", "count.ask", "telling.note", "telling.send"),
    *("group.form", "group.note", "letter.enter", "measure.note", "follow_up.add", "report.write"),
)


def actions_of(actor: Actor, incident: IncidentRow, facts: Facts, event: EventFacts) -> dict[str, Offer]:
    """Give the steps of an event by short names, each with the reason why not; the guards are the actions' own."""
    course = [f"incidents.incident.{verb}" for verb in _COURSE]
    found = offers(actor, *course, record=incident, facts=facts)
    found |= offers(actor, *(f"incidents.{name}" for name in _ENTRIES), record=incident, facts=event)
    return {key.removeprefix("incidents_"): one for key, one in found.items()}


def told_rows(actor: Actor, whole: Whole, event: EventFacts) -> list[DoneTold]:
    """List the tellings to member units with the clause that names each, and who may note the receipt."""
    conference = whole.incident.conference
    known = citations_of(conference.instrument, conference.instrument_version)
    return [
        {
            "row": row,
            "clause": short_citation(known.get(row.clause, row.clause)),
            "receive": offer(actor, receive_telling, row, facts=telling_facts(row, event)),
            "called": offer(actor, called, row, facts=telling_facts(row, event)),
        }
        for row in whole.tellings
        if row.unit_id
    ]


def group_rows(actor: Actor, whole: Whole, event: EventFacts) -> list[DoneGroupRows]:
    """List the groups with who leads by what, their units, and whether the seat ends them."""
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
            "end": offer(actor, end_group, row, facts=group_facts(row, event)),
        }
        for row in list_groups(whole.ids)
    ]


def measure_rows(actor: Actor, whole: Whole, event: EventFacts) -> list[DoneMeasureRows]:
    """List the measures that authorities took, and whether the seat notes that they were lifted."""
    return [
        {
            "row": row,
            "from": moment_text(row.happened_at),
            "until": f"{moment_text(row.lifted_at)}解除" if row.lifted_at else row.listed or "执行中",
            "lift": offer(actor, lift_measure, row, facts=measure_facts(row, event)),
        }
        for row in list_measures(whole.ids)
    ]


def letter_rows(actor: Actor, whole: Whole, event: EventFacts) -> Sequence[Mapping[str, object]]:
    """List the union's letters with the day of their answer, what follows silence, and whether the seat answers."""
    found = []
    for row in list_letters(actor, whole.ids, event.unions):
        facts = letter_facts(row, event)
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
                "open": row.state == LETTER.initial and row.kind != PROMPT,
                "answers": offer(actor, answer_letter, row, facts=facts),
                "explains": offer(actor, explain_letter, row, facts=facts),
            }
        )
    return found


def follow_up_rows(actor: Actor, whole: Whole, event: EventFacts) -> list[DoneFollowUpRows]:
    """List what is followed up with its obligation and outcome, and which outcomes the seat enters."""
    return [
        {
            **_settling(actor, row, follow_up_facts(row, event)),
            "row": row,
            "whom": row.unit.name if row.unit else row.body,
            "number": row.obligation.number if row.obligation else "",
            "url": f"/ledger/{row.obligation.pk}" if row.obligation else "",
            "ledger": OBLIGATION.labels[row.obligation.state] if row.obligation else "",
            "state": "" if row.way == "not_ours" else FOLLOW_UP.labels[row.state],
        }
        for row in list_follow_ups(whole.ids)
    ]


def _settling(actor: Actor, row: object, facts: FollowUpFacts) -> DoneSettling:
    return {
        "finish": offer(actor, finish_follow_up, row, facts=facts),
        "refuse": offer(actor, refuse_follow_up, row, facts=facts),
        "supersede": offer(actor, supersede_follow_up, row, facts=facts),
    }
