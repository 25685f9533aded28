"""The document of a draft: its words and number under the conference's letterhead."""

from datetime import date

from lianxi.core.rooms import kind_of
from lianxi.papers.layout import DocNumber, OfficialDocument, Stage
from lianxi.papers.letterhead import letterhead_of, letterhead_of_unit
from lianxi.papers.models import DraftAttachment
from lianxi.papers.rows import PaperDraftRow
from lianxi.papers.wording import blocks_of


def draft_document(draft: PaperDraftRow, day: date, stage: Stage = Stage.DRAFT) -> OfficialDocument:
    """Draw the document of a draft as it stands on a day.

    The date printed is that of signing, the imprint's that of `day`. Raises BadInput as `blocks_of`.
    """
    kind = kind_of(draft.kind)
    inner = kind.is_inner
    number = DocNumber(draft.prefix, draft.year or 0, draft.sequence) if draft.sequence else None
    document = OfficialDocument(
        kind=kind,
        title=draft.title,
        number=None if inner else number,
        issued_on=draft.signed_on,
        signer=draft.signer if kind.is_upward else "",
        recipients=_names(draft, "main"),
        body=blocks_of(draft.text),
        attachments=tuple(row.title for row in attachments_of(draft)),
        note=draft.note,
        copies=_names(draft, "copy"),
        printed_on=day if draft.signed_on and not inner and day >= draft.signed_on else None,
        stage=stage,
        refs=(f"papers.paperdraft:{draft.pk}",) if draft.pk else (),
    )
    own = draft.unit
    head = letterhead_of_unit(own, draft.conference) if own else letterhead_of(draft.conference, day)
    return head.put_on(document)


def attachments_of(draft: PaperDraftRow) -> list[DraftAttachment]:
    """List the attachments that stand, in their order; none for a draft not stored yet."""
    rows = DraftAttachment.objects.filter(draft_id=draft.pk or 0, is_dropped=False)
    return list(rows.order_by("pk"))


def _names(draft: PaperDraftRow, mode: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in draft.addressees if row["mode"] == mode)
