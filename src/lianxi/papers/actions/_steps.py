"""What every step of a draft does the same: take it under lock, at the version seen, and cite what it rests on."""

from lianxi.bodies.queries import basis_of
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.papers.models import PaperDraft
from lianxi.papers.rules import OFFICE_RULE


def take_draft(act: Act, draft_id: int, seen: int | None = None) -> PaperDraft:
    """Lock a draft and note the clauses the step rests on; the action's guard has looked at its state.

    Raises Conflict. `seen` is the version the person read.
    """
    draft = act.lock(PaperDraft, draft_id)
    act.require_version(draft, seen)
    own = draft.unit_id is not None
    office = () if own else (basis_of(draft.conference_id, OFFICE_RULE, day_of(act.at)),)
    for basis in (draft.basis, *office):
        if basis.clause:
            act.cite(basis)
    return draft
