"""When a unit's place passes to another one, its open lists and recognitions pass too; what ended stays as it was."""

from lianxi.journal.acting import Act
from lianxi.protection.models import PersonList, Recognition, RecognitionFact


def pass_lists(act: Act, old: int, new: int) -> None:
    """Let what unit `old` has open go on with unit `new` (database ids)."""
    lists = PersonList.objects.filter(conference_id=act.chain).exclude(state="deleted")
    opinions = Recognition.objects.filter(conference_id=act.chain).exclude(state="revoked")
    facts = RecognitionFact.objects.filter(conference_id=act.chain, stated_on=None)
    for rows, column in (
        (lists, "sender_id"),
        (lists, "receiver_id"),
        (opinions, "asked_by_id"),
        (opinions, "signer_id"),
        (facts, "unit_id"),
    ):
        for row in rows.filter(**{column: old}):
            act.change(row, **{column: new})
