"""A reviewed paper goes out: signed, numbered, issued for good, sent, and filed once it has arrived."""

from typing import Annotated

from lianxi.bodies.models import Person
from lianxi.core.actors import OFFICE
from lianxi.core.entries import short_enough
from lianxi.core.fields import Choice, One, Seen, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.papers.actions._steps import require_apart, take_draft
from lianxi.papers.drafting import draft_document
from lianxi.papers.issuing import Addressee, Uploaded, address_paper, draw_number, freeze_paper
from lianxi.papers.layout import DocNumber, Kind, Stage
from lianxi.papers.letterhead import prefix_on
from lianxi.papers.models import PaperDraft
from lianxi.papers.rules import DRAFT, RETENTIONS, SIGNERS


@action("papers.draft.sign", "签发", who=SIGNERS, rule="公文由办公室主任或召集人签发")
def sign_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], seen: Annotated[int | None, Seen()] = None
) -> PaperDraft:
    """Sign a reviewed draft: its day is the 成文日期, the name is printed on papers upward.

    Raises NotPermitted for who reviewed it, unless the conference has set that off.
    """
    draft = take_draft(act, draft_id, seen)
    require_apart(act, draft)
    person = Person.objects.get(pk=act.actor.person_id or 0)
    act.notify(f"已签发，请编号印发：{draft.title}", about=draft, office=True)
    return act.move(
        draft, DRAFT, signed_by=act.actor.label, signer=person.name, signed_on=act.signed_on or day_of(act.at)
    )


@action("papers.draft.number", "编号", who=OFFICE)
def number_draft(act: Act, *, draft_id: Annotated[int, One("文稿")]) -> PaperDraft:
    """Return a signed draft the next number of its register; one it has already stays."""
    draft = take_draft(act, draft_id)
    if draft.sequence is not None:
        return act.move(draft, DRAFT)
    day = day_of(act.at)
    prefix = prefix_on(draft.conference, Kind(draft.kind), day)
    sequence = draw_number(act, draft.conference, prefix, day.year)
    return act.move(draft, DRAFT, prefix=prefix, year=day.year, sequence=sequence)


@action("papers.draft.issue", "印发公文", who=OFFICE)
def issue_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], seen: Annotated[int | None, Seen()] = None
) -> PaperDraft:
    """Freeze a numbered draft as a paper with its files; nothing of it changes afterwards.

    Raises BadInput where the uploaded text of record lacks the number or the title.
    """
    draft = take_draft(act, draft_id, seen)
    document = draft_document(draft, day_of(act.at), Stage.FINAL)
    number = DocNumber(draft.prefix, draft.year or 0, draft.sequence or 0)
    kept = Uploaded(draft.upload, draft.upload_pdf) if draft.upload is not None else None
    paper = freeze_paper(act, document, number, draft, kept=kept, signed_by=draft.signed_by)
    return act.move(draft, DRAFT, paper=paper)


@action("papers.draft.send", "发送公文", who=OFFICE)
def send_paper(act: Act, *, draft_id: Annotated[int, One("文稿")]) -> PaperDraft:
    """Put an issued paper before its recipients, each to sign for it."""
    draft = take_draft(act, draft_id)
    paper = draft.paper
    if paper is None:
        raise BadInput("还没有印发。", next_step="请先印发。")
    rows = [Addressee(row["name"], row["mode"], row["unit_id"]) for row in draft.addressees]
    address_paper(act, paper, rows)
    return act.move(draft, DRAFT)


@action("papers.draft.file", "归档", who=OFFICE)
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
    waiting = draft.paper.recipients.filter(received_at__isnull=True) if draft.paper else None
    names = list(waiting.values_list("name", flat=True)) if waiting is not None else []
    if names and not act.remark:
        raise BadInput(
            f"还没有签收：{'、'.join(names[:10])}{'等' if len(names) > 10 else ''}（共 {len(names)} 个单位）。",
            rule="归档前收齐签收",
            next_step="请催收，或写明理由后归档。",
        )
    return act.move(draft, DRAFT, retention=retention)
