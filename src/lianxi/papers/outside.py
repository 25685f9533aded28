"""What comes from the office system (办公系统): the number it gave a paper, and the file that was issued there."""

from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act
from lianxi.papers.files import Upload, keep_own_pdf, store_file
from lianxi.papers.issuing import Uploaded
from lianxi.papers.layout import OfficialDocument, render_docx
from lianxi.papers.models import PaperDraft
from lianxi.papers.pdfchild import look_into
from lianxi.papers.rendering import DOCX, file_stem
from lianxi.papers.whole import read_docx, require_same_text, require_same_words, require_whole

_STEP = "请上传与签发文本一致的印发件；文本确有改动的，请用“上传修改后的 DOCX”，重新核稿、签发。"


def issued_there(
    act: Act, draft: PaperDraft, document: OfficialDocument, file: Upload | None, pdf: Upload | None
) -> Uploaded | None:
    """Keep the DOCX, the PDF, or both, that the office system issued for a signed draft; None where none is given.

    Nothing of it may say more or less than the signed text. Raises BadInput naming the words.
    """
    if file is None and pdf is None:
        return None
    if draft.upload is not None:
        raise BadInput("这份文稿的正式文本已是上传稿。", next_step="请直接印发，或先改回系统生成的文本。")
    own = Upload(f"{file_stem(document.title)}.docx", render_docx(document), DOCX)
    signed = act.read(read_docx, own)
    if file is not None:
        incoming = act.read(read_docx, file)
        require_whole(file.name, incoming, document)
        text = "".join(incoming.lines)
        require_same_words(
            file.name, text, signed.lines, of="签发的文本", rule="印发件须与签发的文本一致", step=_STEP
        )
    else:
        file, incoming = own, signed
    if pdf is not None:
        require_same_text(pdf.name, act.read(look_into, pdf.content), incoming)
    stored = store_file(act, draft.conference_id, file)
    return Uploaded(stored, keep_own_pdf(act, draft.conference_id, pdf))
