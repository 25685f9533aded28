"""A reviewed paper goes out: signed, numbered, issued for good, sent, and filed once it has arrived."""

from typing import Annotated

from lianxi.bodies.models import Person
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, SeatKind
from lianxi.core.entries import leader_words, short_enough
from lianxi.core.fields import Choice, File, One, Seen, Words
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.papers import rules
from lianxi.papers.actions._steps import take_draft
from lianxi.papers.drafting import draft_document
from lianxi.papers.facts import on_draft
from lianxi.papers.files import Upload
from lianxi.papers.issuing import Addressee, Uploaded, address_paper, draw_number, freeze_paper, take_number
from lianxi.papers.layout import DocNumber, Stage
from lianxi.papers.letterhead import prefix_on
from lianxi.papers.models import PaperDraft
from lianxi.papers.outside import issued_there
from lianxi.papers.rules import DRAFT, RETENTIONS, SIGNERS

BOTH = OFFICE | UNIT_SPEAKERS


@action(
    "papers.draft.sign",
    "签发",
    who=SIGNERS | UNIT_SPEAKERS,
    rule="公文由办公室主任或召集人签发，单位行文由本单位负责同志签发",
    deciding=on_draft("papers.draft.sign", rules.signs, rules.apart),
)
def sign_draft(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    seen: Annotated[int | None, Seen()] = None,
    leader: Annotated[str, Words("经哪位负责同志同意（职务）", 110)] = "",
) -> PaperDraft:
    """Sign a reviewed draft: its day is the 成文日期, the name is printed on papers upward.

    A unit's own paper is signed by its member, or by another seat of it that names the leader who agreed. Raises
    NotPermitted for who reviewed an office paper, unless the conference has set that off.
    """
    draft = take_draft(act, draft_id, seen)
    who = leader_words(leader) if draft.unit_id else ""
    if draft.unit_id and act.actor.kind is not SeatKind.MEMBER and not who:
        raise BadInput(
            "没有写明经本单位哪位负责同志同意。",
            rule="单位行文由本单位负责同志签发",
            next_step="请由本单位成员席位签发，或者写明同意的负责同志的职务。",
        )
    person = Person.objects.get(pk=act.actor.person_id or 0)
    done = f"已签发，请编号印发：{draft.title}"
    act.notify(done, about=draft, unit=draft.unit_id, office=draft.unit_id is None)
    return act.move(
        draft,
        DRAFT,
        signed_by=f"{act.actor.label}（经{who}同意）" if who else act.actor.label,
        signer=who or person.name,
        signed_on=act.signed_on or day_of(act.at),
    )


@action("papers.draft.number", "编号", who=BOTH, deciding=on_draft("papers.draft.number"))
def number_draft(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    outside_number: Annotated[str, Words("办公系统给的发文字号", 60)] = "",
) -> PaperDraft:
    """Return a signed draft the next number of its register, or the one the office system gave; one it has stays.

    A number of the office system is entered as it is: ours are neither drawn nor voided for it.
    """
    draft = take_draft(act, draft_id)
    if outside_number.strip():
        if draft.sequence is not None:
            raise BadInput("这份文稿已有字号。", next_step="请用已有的字号；确需更换的，作废后重新起草。")
        given = take_number(draft.conference, outside_number)
        place = {"prefix": given.organ_code, "year": given.year, "sequence": given.sequence}
        act.remark = "字号来自办公系统"
        return act.move(draft, DRAFT, is_outside=True, **place)
    if draft.sequence is not None:
        return act.move(draft, DRAFT)
    if draft.unit_id is not None:
        raise BadInput("单位行文的字号由本单位的办公系统给出。", next_step="请填写办公系统给的发文字号。")
    day = day_of(act.at)
    prefix = prefix_on(draft.conference, kind_of(draft.kind), day)
    sequence = draw_number(act, draft.conference, prefix, day.year)
    return act.move(draft, DRAFT, prefix=prefix, year=day.year, sequence=sequence)


@action("papers.draft.issue", "印发公文", who=BOTH, deciding=on_draft("papers.draft.issue"))
def issue_draft(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    seen: Annotated[int | None, Seen()] = None,
    file: Annotated[Upload | None, File("办公系统印发的 DOCX")] = None,
    pdf: Annotated[Upload | None, File("办公系统印发的 PDF")] = None,
) -> PaperDraft:
    """Freeze a numbered draft as a paper with its files; nothing of it changes afterwards.

    The file that the office system issued is kept as the paper's where its words are those that were signed. Raises
    BadInput where they are not, and where the uploaded text of record lacks the number or the title.
    """
    draft = take_draft(act, draft_id, seen)
    document = draft_document(draft, day_of(act.at), Stage.FINAL)
    number = DocNumber(draft.prefix, draft.year or 0, draft.sequence or 0)
    kept = issued_there(act, draft, document, file, pdf)
    if kept is None and draft.upload is not None:
        kept = Uploaded(draft.upload, draft.upload_pdf)
    paper = freeze_paper(
        act,
        document,
        number,
        draft,
        kept=kept,
        signed_by=draft.signed_by,
        is_outside=draft.is_outside,
        is_units=draft.unit_id is not None,
    )
    return act.move(draft, DRAFT, paper=paper)


@action("papers.draft.send", "发送公文", who=BOTH, deciding=on_draft("papers.draft.send"))
def send_paper(act: Act, *, draft_id: Annotated[int, One("文稿")]) -> PaperDraft:
    """Put an issued paper before its recipients, each to sign for it."""
    draft = take_draft(act, draft_id)
    paper = draft.paper
    if paper is None:
        raise BadInput("还没有印发。", next_step="请先印发。")
    rows = [Addressee(row["name"], row["mode"], row["unit_id"]) for row in draft.addressees]
    address_paper(act, paper, rows)
    return act.move(draft, DRAFT)


@action("papers.draft.file", "归档", who=BOTH, deciding=on_draft("papers.draft.file"))
def file_paper(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    retention: Annotated[str, Choice("保管期限")],
    reason: Annotated[str, Words("没有收齐签收的理由", 300)] = "",
) -> PaperDraft:
    """File a paper with its period of keeping; receipts still missing need a reason."""
    draft = take_draft(act, draft_id)
    if retention not in RETENTIONS:
        raise BadInput("请选择保管期限。")
    act.remark = short_enough(reason, "理由", 300)
    waiting = draft.paper.recipients.filter(received_at__isnull=True).order_by("pk") if draft.paper else None
    names = list(waiting.values_list("name", flat=True)) if waiting is not None else []
    if names and not act.remark:
        raise BadInput(
            f"还没有签收：{'、'.join(names[:10])}{'等' if len(names) > 10 else ''}（共 {len(names)} 个单位）。",
            rule="归档前收齐签收",
            next_step="请催收，或写明理由后归档。",
        )
    return act.move(draft, DRAFT, retention=retention)
