"""An edited DOCX comes back and becomes the text of record; like any edit it voids review and signature."""

from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import File, One, Seen
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.papers import rules
from lianxi.papers.actions._steps import take_draft
from lianxi.papers.drafting import draft_document
from lianxi.papers.facts import on_draft
from lianxi.papers.files import Upload, keep_own_pdf, store_file
from lianxi.papers.models import PaperDraft
from lianxi.papers.pdfchild import look_into
from lianxi.papers.rules import DRAFT
from lianxi.papers.whole import read_docx, require_same_text, require_whole

_NO_REVIEW = {"reviewed_by": "", "reviewed_person": None, "signed_by": "", "signer": "", "signed_on": None}


@action(
    "papers.draft.upload",
    "上传修改后的 DOCX",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_draft("papers.draft.upload"),
)
def upload_draft(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    file: Annotated[Upload, File("DOCX")],
    pdf: Annotated[Upload | None, File("本单位输出的 PDF")] = None,
    seen: Annotated[int | None, Seen()] = None,
) -> PaperDraft:
    """Take an edited DOCX, and the unit's own PDF of it if there is one, as the text of record.

    The draft goes back to its start and keeps a number it has. Raises BadInput for a file that could do harm or
    prints more than its paragraphs, and for a PDF of another text.
    """
    draft = take_draft(act, draft_id, seen)
    incoming = act.read(read_docx, file)
    looked = act.read(look_into, pdf.content) if pdf is not None else None
    if not incoming.lines:
        raise BadInput("上传的 DOCX 里没有文字。", next_step="请检查文件后重新上传。")
    require_whole(file.name, incoming, draft_document(draft, day_of(act.at)))
    own = keep_own_pdf(act, draft.conference_id, pdf)
    if pdf is not None:
        require_same_text(pdf.name, looked, incoming)
    stored = store_file(act, draft.conference_id, file)
    if draft.state != DRAFT.initial:
        act.remark = "文本已改，须重新核稿、签发"
    return act.move(draft, DRAFT, upload=stored, upload_pdf=own, **_NO_REVIEW)


@action(
    "papers.draft.withdraw_upload",
    "改回系统生成的文本",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_draft("papers.draft.withdraw_upload", rules.uploaded),
)
def withdraw_upload(act: Act, *, draft_id: Annotated[int, One("文稿")]) -> PaperDraft:
    """Set an uploaded text aside; the file stays in the record."""
    draft = take_draft(act, draft_id)
    return act.move(draft, DRAFT, upload=None, upload_pdf=None, **_NO_REVIEW)
