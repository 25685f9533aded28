"""The facts that decide which steps may be taken on papers, loaded in one place for actions and pages."""

from datetime import date

from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import in_force, rule_value
from lianxi.core.guards import Guard, each, stands
from lianxi.journal.guards import Deciding, holding, holding_part
from lianxi.papers import rules
from lianxi.papers.models import DraftAttachment, PaperDraft, SignedAct
from lianxi.papers.rows import PaperDraftRow
from lianxi.papers.rules import DRAFT, DraftFacts, SignedFacts


def draft_facts(draft: PaperDraftRow, day: date) -> DraftFacts:
    """Load what decides on a draft."""
    return DraftFacts(
        state=draft.state,
        upload_id=draft.upload_id,
        drafted=(draft.drafted_seat_id, draft.drafted_person_id),
        reviewed=draft.reviewed_person_id,
        is_apart=rule_value(draft.conference_id, "papers_apart", day) == "on",
        unit_id=draft.unit_id,
        unit=draft.unit.name if draft.unit else "",
    )


def on_draft(action: str, *guards: Guard) -> Deciding:
    """Let an action be done on a draft from its states, where further guards have nothing against it."""
    return Deciding(
        holding(PaperDraft, "draft_id"), draft_facts, each(stands(DRAFT, action), rules.in_hand, *guards)
    )


def on_attachment(action: str) -> Deciding:
    """Let an action be done on an attachment from the states of its draft, which is held first."""
    hold = holding_part(DraftAttachment, "attachment_id", PaperDraft, "draft_id")
    return Deciding(hold, _draft_of, each(stands(DRAFT, action), rules.in_hand))


def _draft_of(row: DraftAttachment, day: date) -> DraftFacts:
    return draft_facts(row.draft, day)


def signed_facts(row: SignedAct, day: date) -> SignedFacts:
    """Load what decides who may look at an act entered from a signed paper."""
    unit_id = row.entered_seat.unit_id
    held = Tenure.objects.filter(in_force(day), conference_id=row.conference_id)
    others = held.exclude(seat__unit_id=unit_id).exclude(seat_id=row.seat_id).exists()
    return SignedFacts(
        row.state, row.seat_id, row.entered_seat_id, row.entered_person_id, unit_id, others_sit=others
    )


def on_signed(*guards: Guard) -> Deciding:
    """Let guards decide on the act entered from a signed paper that the payload names."""
    return Deciding(holding(SignedAct, "signed_id"), signed_facts, each(*guards))
