"""The issue of a paper as a part of another act: number, frozen document, file, recipients, notices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lianxi.bodies.models import Conference
from lianxi.core.basis import Basis
from lianxi.core.papers import PaperKind
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.journal.classified import refuse_classified
from lianxi.journal.recorded import Recorded
from lianxi.papers import downward
from lianxi.papers.downward import find_orders, is_government
from lianxi.papers.files import Upload, read_file, store_file
from lianxi.papers.layout import (
    DocNumber,
    OfficialDocument,
    Paragraph,
    Severity,
    Stage,
    check,
    parse_number,
    to_dict,
)
from lianxi.papers.letterhead import letterhead_of
from lianxi.papers.models import (
    NumberRegister,
    Paper,
    PaperDraft,
    PaperTemplate,
    Recipient,
    StoredFile,
    VoidNumber,
)
from lianxi.papers.ofd.child import ofd_of
from lianxi.papers.pdf.fonts import glyph_sentence, missing_glyphs
from lianxi.papers.rendering import DOCX, OFD, PDF, file_stem, render_files
from lianxi.papers.sealing import sealed
from lianxi.papers.whole import read_docx, require_whole

# No series comes so far in a year.
_LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a paper: a unit of the conference, or an outside body by name; mode main, up or copy."""

    name: str
    mode: str = "main"
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A text of record that came as a file: its DOCX, and the unit's own PDF of it if there is one."""

    file: StoredFile
    pdf: StoredFile | None = None


def draw_number(act: Act, conference: Conference, prefix: str, year: int, count: int = 1) -> int:
    """Return the next number of the register and keep it locked until the act ends.

    With a count, as many numbers are drawn and the first one is given. The conference's row is the lock,
    since a year's first number has no register row to hold yet; rows that refer to it may still be added.
    Numbers that the office system gave out of the same series are passed over.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    rows = NumberRegister.objects.filter(conference=conference, prefix=prefix, year=year)
    register = rows.first()
    if register is None:
        register = act.create(NumberRegister(conference=conference, prefix=prefix, year=year))
    first = first_free(conference.pk, register, count)
    for number in range(register.last + 1, first):
        if count > 1 and not _borne(conference.pk, prefix, year, number, number):
            # A run of several fits only behind the office system's number.
            row = VoidNumber(conference=conference, prefix=prefix, year=year, sequence=number)
            row.reason, row.voided_at, row.voided_by = "成批取号时略过", act.at, act.actor.label
            act.create(row)
    act.change(register, last=first + count - 1)
    return first


def take_number(conference: Conference, text: str) -> DocNumber:
    """Read a number that the office system gave, which no paper, draft or void entry of ours may bear.

    Our register stays where it is. Raises BadInput for what is no number, or is borne already.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    try:
        number = parse_number("".join(text.split()))
    except ValueError as error:
        raise BadInput(str(error), next_step="请照印发件上的写法填写。") from error
    if _borne(conference.pk, number.organ_code, number.year, number.sequence, number.sequence):
        raise BadInput(
            f"字号“{number}”登记簿里已有去向。", next_step="请核对字号；在发文字号登记簿里可以查到它。"
        )
    return number


def _borne(conference_id: int, prefix: str, year: int, first: int, last: int) -> set[int]:
    """Give the numbers of a series, between two, that a paper, a draft or a void entry bears."""
    at = {"conference_id": conference_id, "prefix": prefix, "year": year}
    found = [
        model._default_manager.filter(**at, sequence__gte=first, sequence__lte=last).values_list(
            "sequence", flat=True
        )
        for model in (Paper, PaperDraft, VoidNumber)
    ]
    return {number for rows in found for number in rows}


def first_free(conference_id: int, register: NumberRegister, count: int) -> int:
    """Find the next number from which so many are free."""
    first = register.last + 1
    borne = _borne(conference_id, register.prefix, register.year, first, _LAST)
    while taken := [number for number in range(first, first + count) if number in borne]:
        first = taken[-1] + 1
    return first


def issue_paper(
    act: Act,
    *,
    document: OfficialDocument,
    about: Recorded,
    addressees: tuple[Addressee, ...],
    basis: Basis,
    corrects: Paper | None = None,
    kept: Uploaded | None = None,
    outside_number: str = "",
) -> Paper:
    """Put a document under the letterhead, number and freeze it, and send it to its recipients.

    It runs inside the act that issues; a crash leaves either nothing or the whole issue. Where a text of record
    was uploaded (`kept`), its bytes are what goes out. A number of the office system is taken as it is.
    """
    conference = Conference.objects.get(pk=act.chain)
    day = day_of(act.at)
    # Without a configured organ code a number is told apart by its kind: 纪要〔2026〕1号.
    letterhead = letterhead_of(conference, day)
    if outside_number.strip():
        number = take_number(conference, outside_number)
    else:
        prefix = letterhead.prefix_of(document.kind)
        number = DocNumber(prefix, day.year, draw_number(act, conference, prefix, day.year))
    headed = letterhead.put_on(replace(document, number=number, issued_on=day))
    given = bool(outside_number.strip())
    paper = freeze_paper(act, headed, number, about, corrects=corrects, kept=kept, is_outside=given)
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
    kept: Uploaded | None = None,
    signed_by: str = "",
    is_outside: bool = False,
    is_units: bool = False,
) -> Paper:
    """Store a numbered document for good, with its DOCX, PDF and OFD, or with what was uploaded.

    `signed_by` is the seat that signed it, where another one issues; one that `is_units` takes no template of the
    office. Raises BadInput naming every element that is missing or cannot be printed, and where an uploaded text
    lacks its number or title.
    """
    refuse_classified("公文", (document.classification.secrecy,))
    words = (str(getattr(block, "text", "")) for block in document.body)
    refuse_orders(act, document.recipients, "\n".join(words))
    faults = [finding.message for finding in check(document) if finding.severity is Severity.MUST]
    faults += [glyph_sentence(place, character) for place, character in missing_glyphs(document)][:3]
    if faults:
        raise BadInput("".join(faults), next_step="请补全后再印发。", rule="公文格式要求")
    if kept is not None:
        document = replace(document, body=_record_text(act, kept, document, number))
    template = None if kept is not None or is_units else _template_of(act.chain, document.kind)
    files = _files(act, document, kept) if template is None else _Kept(_filled(act, document, template))
    paper = Paper(
        conference_id=act.chain,
        kind=document.kind.code,
        number=str(number),
        prefix=number.organ_code,
        year=number.year,
        sequence=number.sequence,
        title=document.title,
        subject=f"{about._meta.label_lower}:{about.pk}",
        issued_at=act.at,
        issued_by=signed_by or act.actor.label,
        document=to_dict(document),
        file=files.docx,
        pdf=files.pdf,
        ofd=files.ofd,
        source="upload" if kept is not None else "model" if template is None else "template",
        template=template,
        corrects=corrects,
        is_outside=is_outside,
    )
    return act.create(paper)


def refuse_orders(act: Act, recipients: Sequence[str], text: str) -> None:
    """Refuse a paper that orders a lower party committee or government; a letter asks it. Raises BadInput."""
    if not any(is_government(one) for one in recipients):
        return
    region = Conference.objects.get(pk=act.chain).region
    if found := find_orders(region, recipients, text):
        told = "".join(one.sentence() for one in found[:3])
        raise BadInput(told, rule=downward.RULE, next_step=downward.NEXT)


def _record_text(
    act: Act, kept: Uploaded, document: OfficialDocument, number: DocNumber
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an uploaded text of record, once it bears its number and title and no word of a draft."""
    name = kept.file.name
    incoming = act.read(read_docx, Upload(name, read_file(kept.file)))
    require_whole(name, incoming, document)
    lines, heads = incoming.lines, "".join(incoming.heads)
    text = "".join("".join(lines).split())
    missing = [] if document.is_inner or str(number) in text else [f"发文字号“{number}”"]
    missing += [] if "".join(document.title.split()) in text else [f"标题“{document.title}”"]
    if missing:
        raise BadInput(
            f"上传的“{name}”里没有{'、'.join(missing)}。",
            rule="印发的文本须带登记的发文字号和标题",
            next_step="请在 DOCX 上补好后重新上传；或改回系统生成的文本。",
        )
    if any(stage.word and f"【{stage.word}】" in heads for stage in Stage):
        raise BadInput(
            f"上传的“{name}”页眉里还有“草稿”或“会签稿”字样。", next_step="请删去页眉里的字样后重新上传。"
        )
    return tuple(Paragraph(line) for line in lines)


def _template_of(conference_id: int, kind: PaperKind) -> PaperTemplate | None:
    rows = PaperTemplate.objects.filter(conference_id=conference_id, kind=kind.code, ended_at__isnull=True)
    return rows.select_related("file").first()


def _filled(act: Act, document: OfficialDocument, template: PaperTemplate) -> StoredFile:
    """Store the DOCX that the unit's own template gives; no PDF is drawn that could say it otherwise."""
    # Loaded where a unit has a template: its libraries are a tenth of a second.
    from lianxi.papers.templating import render_template

    content = render_template(read_file(template.file), document)
    return store_file(act, act.chain, Upload(f"{file_stem(document.title)}.docx", content, DOCX))


@dataclass(frozen=True, slots=True)
class _Kept:
    docx: StoredFile
    pdf: StoredFile | None = None
    ofd: StoredFile | None = None


def _files(act: Act, document: OfficialDocument, kept: Uploaded | None) -> _Kept:
    """Store the files of a document; the seal product, if any, gets PDF and OFD, whoever made them."""
    stem = file_stem(document.title)

    def store(content: bytes, suffix: str, media_type: str) -> StoredFile:
        return store_file(act, act.chain, Upload(f"{stem}{suffix}", content, media_type), is_ours=True)

    if kept is not None:
        if kept.pdf is None:
            return _Kept(kept.file)
        content = read_file(kept.pdf)
        ofd, made = act.prepare(ofd_of, content), sealed(content, "pdf", None)
        return _Kept(
            kept.file,
            kept.pdf if made == content else store(made, ".pdf", PDF),
            None if ofd is None else store(sealed(ofd, "ofd", None), ".ofd", OFD),
        )
    files = act.prepare(render_files, document)
    return _Kept(
        store(files.docx, ".docx", DOCX),
        store(sealed(files.pdf, "pdf", files.place), ".pdf", PDF),
        store(sealed(files.ofd, "ofd", files.place), ".ofd", OFD),
    )


def address_paper(act: Act, paper: Paper, addressees: Iterable[Addressee]) -> None:
    """Enter whom a paper goes to, each to sign for it, and tell the units among them."""
    for addressee in addressees:
        row = Recipient(conference_id=paper.conference_id, paper=paper, unit_id=addressee.unit_id)
        row.name, row.mode = addressee.name, addressee.mode
        act.create(row)
        if addressee.unit_id is not None:
            act.notify(f"请签收：{paper.title}（{paper.number}）", about=paper, unit=addressee.unit_id)
