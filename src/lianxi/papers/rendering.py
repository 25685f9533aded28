"""The files of a document: its DOCX for editing, its PDF and OFD as it stands, the same bytes for the same document."""

from dataclasses import dataclass

from lianxi.core.refusals import BadInput
from lianxi.papers.layout import OfficialDocument, render_docx
from lianxi.papers.ofd import render_ofd
from lianxi.papers.pdf import render_pdf
from lianxi.papers.sealing import SealPlace, seal_places

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
OFD = "application/ofd"
# A file's name in bytes is bounded by every file system.
_NAME = 60


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document's three files, and the first organ's place for a seal; PDF and OFD are one layout."""

    docx: bytes
    pdf: bytes
    ofd: bytes
    place: SealPlace | None = None


def render_files(document: OfficialDocument) -> Rendered:
    """Render the files. Raises BadInput naming the place of what cannot be printed."""
    try:
        pdf = render_pdf(document)
        place = next(iter(seal_places(pdf)), None)
        return Rendered(render_docx(document), pdf, render_ofd(pdf), place)
    except ValueError as error:
        raise BadInput(str(error), next_step="请改正后再印发。", rule="公文格式要求") from error


def file_stem(title: str) -> str:
    """Return a title as a file name without its suffix."""
    return "".join(title.split()).replace("/", "／")[:_NAME] or "公文"
