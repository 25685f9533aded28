"""The issue of minutes: only after every attending unit agreed, all at once, and never changed afterwards."""

from datetime import date
from typing import Annotated

from lianxi.bodies.actions import admit_unit, release_unit
from lianxi.bodies.queries import basis_of, list_memberships
from lianxi.core.actors import CONVENERS
from lianxi.core.entries import filled
from lianxi.core.fields import One, Words
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.ledger.actions import enter_obligation
from lianxi.meetings.facts import decisions_of, issue_facts, present_revision
from lianxi.meetings.models import Decision, Minutes
from lianxi.meetings.queries.documents import (
    MinutesParts,
    corrigendum_document,
    minutes_document,
    minutes_parts,
)
from lianxi.meetings.queries.records import uploaded_of
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.consent import CannotIssueMinutes
from lianxi.meetings.rules.machines import MINUTES
from lianxi.meetings.rules.reckoned import co_units_of
from lianxi.papers.issuing import Addressee, issue_paper
from lianxi.papers.models import Paper


@action(
    "meetings.minutes.issue",
    "印发纪要",
    who=CONVENERS,
    rule="纪要由召集人签发",
    deciding=on(Minutes, "minutes_id", steps.issue, facts=issue_facts),
)
def issue_minutes(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    outside_number: Annotated[str, Words("办公系统给的发文字号", 60)] = "",
) -> Paper:
    """Freeze and send the minutes under their number, and make each decision an obligation.

    A file of record that was uploaded for the present revision goes out as it came. Everything happens in one
    transaction. Raises CannotIssueMinutes naming the units that have not
    agreed to the present text, WrongState when the minutes are not out for consent.
    """
    minutes = act.lock(Minutes, minutes_id)
    day = day_of(act.at)
    paragraphs = present_revision(minutes).paragraphs
    parts = minutes_parts(minutes, paragraphs, day)
    paper = issue_paper(
        act,
        document=minutes_document(parts, day),
        about=minutes,
        addressees=_addressees(minutes, parts, day),
        basis=basis_of(minutes.conference_id, "consent", day),
        kept=uploaded_of(minutes),
        outside_number=outside_number,
    )
    for place, decision in enumerate(decisions_of(minutes.meeting), 1):
        _carry_out(act, decision, paper, place)
    act.move(minutes, MINUTES, paper=paper)
    act.subject = f"meetings.minutes:{minutes.pk}"
    return paper


def _addressees(minutes: Minutes, parts: MinutesParts, day: date) -> tuple[Addressee, ...]:
    """Address the members by their seats, and by name whom the agreed text names beside them."""
    units = {row.unit.name: row.unit_id for row in list_memberships(minutes.conference, day)}
    others = (("up", parts.copies_up), ("copy", parts.copies))
    return (
        *(Addressee(name, "main", units.get(name)) for name in parts.recipients),
        *(Addressee(name, mode) for mode, names in others for name in names),
    )


def _carry_out(act: Act, decision: Decision, paper: Paper, place: int) -> None:
    label = f"《{paper.title}》（{paper.number}）第{place}项"
    day = decision.effective_on or day_of(act.at)
    if decision.kind == "unit_join":
        admit_unit.within(act, name=decision.unit_name, starts_on=day, decision=label)
    elif decision.kind == "unit_leave":
        release_unit.within(act, name=decision.unit_name, ends_before=day, decision=label)
    else:
        enter_obligation.within(
            act,
            title=decision.title or decision.text[:60],
            text=decision.text,
            lead_unit_id=decision.lead_unit_id or 0,
            co_unit_ids=tuple(pk for pk, _ in co_units_of(decision)),
            due_on=decision.due_on,
            evidence_wanted=decision.evidence_wanted,
            cycle=decision.cycle,
            origin="decision",
            source=f"meetings.decision:{decision.pk}",
            source_label=label,
            basis=decision.basis,
        )


@action(
    "meetings.minutes.correct",
    "印发纪要更正",
    who=CONVENERS,
    rule="印发后的纪要只能以编号的更正更改",
    deciding=on(Minutes, "minutes_id", steps.correct_minutes),
)
def correct_minutes(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    wrong: Annotated[str, Words("纪要原文", 500)],
    right: Annotated[str, Words("更正为", 500)],
) -> Paper:
    """Issue a numbered corrigendum to the recipients; the issued minutes stay as they are."""
    minutes = act.lock(Minutes, minutes_id)
    paper = Paper.objects.get(pk=minutes.paper_id or 0)
    wrong = filled(wrong, "原文", 500)
    if not any(wrong in p["text"] for p in present_revision(minutes).paragraphs):
        raise CannotIssueMinutes(
            f"纪要里没有“{wrong}”。", rule="更正须引用原文", next_step="请照抄纪要里要更正的文字。"
        )
    day = day_of(act.at)
    recipients = paper.recipients.order_by("pk")
    return issue_paper(
        act,
        document=corrigendum_document(paper, wrong, filled(right, "更正为", 500), day),
        about=minutes,
        addressees=tuple(Addressee(row.name, row.mode, row.unit_id) for row in recipients),
        basis=basis_of(minutes.conference_id, "consent", day),
        corrects=paper,
    )
