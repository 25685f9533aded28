"""The issue of a paper as a part of another act: number, frozen document, file, recipients, notices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lianxi.bodies.models import Conference
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.journal.recorded import Recorded
from lianxi.papers.files import Upload, read_file, store_file
from lianxi.papers.layout import DocNumber, Kind, OfficialDocument, Paragraph, Severity, check, to_dict
from lianxi.papers.letterhead import letterhead_of
from lianxi.papers.models import NumberRegister, Paper, PaperTemplate, Recipient, StoredFile
from lianxi.papers.pdf.fonts import glyph_sentence, missing_glyphs
from lianxi.papers.rendering import DOCX, PDF, file_stem, render_files
from lianxi.papers.sealing import sealed
from lianxi.papers.templating import render_template


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a paper: a unit of the conference, or an outside body by name; mode main, up or copy."""

    name: str
    mode: str = "main"
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A text of record that was uploaded: its DOCX, the unit's own PDF if there is one, and its paragraphs."""

    file: StoredFile
    pdf: StoredFile | None
    lines: tuple[str, ...]


def draw_number(act: Act, conference: Conference, prefix: str, year: int, count: int = 1) -> int:
    """This function will give the next number of the register and keep it locked until the act ends.

    With a count, as many numbers are drawn and the first one is given. The conference's row is the lock,
    since a year's first number has no register row to hold yet; rows that refer to it may still be added.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    rows = NumberRegister.objects.filter(conference=conference, prefix=prefix, year=year)
    register = rows.first()
    if register is None:
        register = act.create(NumberRegister(conference=conference, prefix=prefix, year=year))
    act.change(register, last=register.last + count)
    return register.last - count + 1


def issue_paper(
    act: Act,
    *,
    document: OfficialDocument,
    about: Recorded,
    addressees: tuple[Addressee, ...],
    basis: Basis,
    corrects: Paper | None = None,
) -> Paper:
    """This function will put a document under the letterhead, number and freeze it, and send it to its recipients.

    It runs inside the act that issues; a crash leaves either nothing or the whole issue.
    """
    conference = Conference.objects.get(pk=act.chain)
    day = day_of(act.at)
    # Without a configured organ code a number is told apart by its kind: 纪要〔2026〕1号.
    letterhead = letterhead_of(conference, day)
    prefix = letterhead.prefix_of(document.kind)
    sequence = draw_number(act, conference, prefix, day.year)
    number = DocNumber(prefix, day.year, sequence)
    headed = letterhead.put_on(replace(document, number=number, issued_on=day))
    paper = freeze_paper(act, headed, number, about, corrects=corrects)
    act.cite(basis)
    address_paper(act, paper, addressees)
    return paper


def freeze_paper(
    act: Act,
    document: OfficialDocument,
    number: DocNumber,
    about: Recorded,
    *,
    corrects: Paper | None = None,
    kept: Kept | None = None,
    signed_by: str = "",
) -> Paper:
    """This function will store a numbered document for good, with its DOCX and PDF, or with what was uploaded.

    `signed_by` is the seat that signed it, where another one issues. Raises BadInput naming every element
    that is missing or cannot be printed.
    """
    faults = [finding.message for finding in check(document) if finding.severity is Severity.MUST]
    faults += [glyph_sentence(place, character) for place, character in missing_glyphs(document)][:3]
    if faults:
        raise BadInput("".join(faults), next_step="请补全后再印发。", rule="公文格式要求")
    if kept is not None:
        document = replace(document, body=tuple(Paragraph(line) for line in kept.lines))
    template = None if kept is not None else _template_of(act.chain, document.kind)
    file, pdf = _files(act, document, kept) if template is None else (_filled(act, document, template), None)
    paper = Paper(
        conference_id=act.chain,
        kind=str(document.kind),
        number=str(number),
        prefix=number.organ_code,
        year=number.year,
        sequence=number.sequence,
        title=document.title,
        subject=f"{about._meta.label_lower}:{about.pk}",
        issued_at=act.at,
        issued_by=signed_by or act.actor.label,
        document=to_dict(document),
        file=file,
        pdf=pdf,
        source="upload" if kept is not None else "model" if template is None else "template",
        template=template,
        corrects=corrects,
    )
    return act.create(paper)


def _template_of(conference_id: int, kind: Kind) -> PaperTemplate | None:
    rows = PaperTemplate.objects.filter(conference_id=conference_id, kind=str(kind), ended_at__isnull=True)
    return rows.select_related("file").first()


def _filled(act: Act, document: OfficialDocument, template: PaperTemplate) -> StoredFile:
    """Store the DOCX that the unit's own template gives; no PDF is drawn that could say it otherwise."""
    content = render_template(read_file(template.file), document)
    return store_file(act, act.chain, Upload(f"{file_stem(document.title)}.docx", content, DOCX))


def _files(act: Act, document: OfficialDocument, kept: Kept | None) -> tuple[StoredFile, StoredFile | None]:
    """Store the two files of a document; the seal product, if any, gets the PDF, whoever made it."""
    stem = file_stem(document.title)
    if kept is not None:
        if kept.pdf is None:
            return kept.file, None
        content = read_file(kept.pdf)
        made = sealed(content)
        return kept.file, kept.pdf if made == content else store_file(
            act, act.chain, Upload(f"{stem}.pdf", made, PDF)
        )
    files = render_files(document)
    docx = store_file(act, act.chain, Upload(f"{stem}.docx", files.docx, DOCX))
    return docx, store_file(act, act.chain, Upload(f"{stem}.pdf", sealed(files.pdf), PDF))


def address_paper(act: Act, paper: Paper, addressees: Iterable[Addressee]) -> None:
    """This function will enter whom a paper goes to, each to sign for it, and tell the units among them."""
    for addressee in addressees:
        row = Recipient(conference_id=paper.conference_id, paper=paper, unit_id=addressee.unit_id)
        row.name, row.mode = addressee.name, addressee.mode
        act.create(row)
        if addressee.unit_id is not None:
            act.notify(f"请签收：{paper.title}（{paper.number}）", about=paper, unit=addressee.unit_id)
