"""What every step of a draft does the same: take it under lock, at the version seen, and cite what it rests on."""

from lianxi.bodies.queries import basis_of, rule_value
from lianxi.core.refusals import NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.papers.models import PaperDraft
from lianxi.papers.rules import DRAFT, OFFICE_RULE, same_hand


def take_draft(act: Act, draft_id: int, seen: int | None = None) -> PaperDraft:
    """Lock a draft that this action can move, and note the clauses the step rests on.

    Raises WrongState and Conflict. `seen` is the version the person read.
    """
    draft = act.lock(PaperDraft, draft_id)
    DRAFT.step(act.action, draft.state)
    act.require_version(draft, seen)
    for basis in (draft.basis, basis_of(draft.conference_id, OFFICE_RULE, day_of(act.at))):
        if basis.clause:
            act.cite(basis)
    return draft


def require_apart(act: Act, draft: PaperDraft) -> None:
    """Refuse a review by the drafter and a signature by the reviewer, unless that is set off."""
    if rule_value(draft.conference_id, "papers_apart", day_of(act.at)) != "on":
        return
    drafted = (draft.drafted_seat_id, draft.drafted_person_id)
    why = same_hand(act.actor, drafted, draft.reviewed_person_id, draft.state)
    if why:
        raise NotPermitted(
            why,
            rule="起草、核稿、签发由不同的人办理（设定，待确认）",
            next_step="请另一位有权办理的同志办理；人手不足的，可在规则里关闭“起草、核稿、签发分开”。",
        )
