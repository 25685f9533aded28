"""A paper is drafted by the office, reviewed by another seat of it, and given back or given up with a reason."""

from collections.abc import Sequence
from typing import Annotated

from lianxi.bodies.models import Conference, Seat, cited
from lianxi.bodies.queries import list_memberships
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, File, Flag, One, Seen, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.law.citing import cite_clause
from lianxi.papers import rules
from lianxi.papers.actions._steps import take_draft
from lianxi.papers.actions.numbers import enter_void
from lianxi.papers.drafting import draft_document
from lianxi.papers.facts import on_attachment, on_draft
from lianxi.papers.files import Upload, store_file
from lianxi.papers.issuing import refuse_orders
from lianxi.papers.kinds import drafted_kinds
from lianxi.papers.layout import Severity, check
from lianxi.papers.models import DraftAttachment, PaperDraft
from lianxi.papers.organs import organs_named, organs_of_areas
from lianxi.papers.rendering import render_files
from lianxi.papers.rules import DRAFT
from lianxi.papers.wording import blocks_of

BOTH = OFFICE | UNIT_SPEAKERS
TEXT_LIMIT, MOST_ATTACHMENTS = 60_000, 30


@action("papers.draft.enter", "起草公文", who=BOTH)
def draft_paper(
    act: Act,
    *,
    kind: Annotated[str, Choice("文种")],
    title: Annotated[str, Words("标题", 200)],
    text: Annotated[str, Words("正文", 60000)],
    unit_ids: Annotated[Sequence[int], Units("主送单位")] = (),
    copy_unit_ids: Annotated[Sequence[int], Units("抄送单位")] = (),
    outside: Annotated[str, Words("其他主送机关")] = "",
    outside_copies: Annotated[str, Words("其他抄送机关")] = "",
    to_areas: Annotated[bool, Flag("主送各地区人民政府、管委会")] = False,
    note: Annotated[str, Words("附注", 200)] = "",
    clause: Annotated[str, Choice("依据条款")] = "",
    own: Annotated[bool, Flag("以本单位名义行文")] = False,
) -> PaperDraft:
    """Enter the draft of a paper to member units and outside organs (one name a line).

    A seat outside the office writes in the name of its unit, one of the office where it says so (`own`).

    With `to_areas` the government or committee of every area of the conference's list is among them.
    """
    if kind not in drafted_kinds():
        raise BadInput("请选择文种。", next_step="纪要、通报、催办单由各自的办理环节生成，不在这里起草。")
    draft = _new_draft(act, kind, clause)
    if own or not act.actor.is_office:
        draft.unit_id = _own_unit(act)
    members = {m.unit_id: m.unit.name for m in list_memberships(draft.conference, day_of(act.at))}
    main, copies = _own(members, unit_ids), _own(members, copy_unit_ids)
    draft.addressees = [
        *_rows(main, "main"),
        *_rows(_outside(_with_areas(draft.conference_id, outside, to_areas=to_areas)), "main"),
        *_rows([one for one in copies if one not in main], "copy"),
        *_rows(_outside(outside_copies), "copy"),
    ]
    draft.title, draft.text, draft.note = _words(title, text, note)
    return act.create(draft)


def _own_unit(act: Act) -> int:
    if act.actor.kind not in UNIT_SPEAKERS or act.actor.unit_id is None:
        raise BadInput("本席位不代表单位行文。", next_step="请以办公室名义起草，或由单位的成员、联络员起草。")
    return act.actor.unit_id


def begin_draft(
    act: Act, kind: str, title: str, text: str, *, unit_ids: Sequence[int] = (), basis: Basis = ADMINISTRATIVE
) -> PaperDraft:
    """Begin the draft of a paper whose text another act drew; whom else it goes to is entered by the office."""
    draft = _new_draft(act, kind, "")
    if basis.clause:
        act.cite(basis)
        for name, value in cited(basis).items():
            setattr(draft, name, value)
    members = {m.unit_id: m.unit.name for m in list_memberships(draft.conference, day_of(act.at))}
    draft.addressees = _rows(_own(members, unit_ids), "main")
    draft.title, draft.text, draft.note = _words(title, text, "")
    return act.create(draft)


def _new_draft(act: Act, kind: str, clause: str) -> PaperDraft:
    conference = Conference.objects.get(pk=act.actor.conference_id or 0)
    draft = PaperDraft(conference=conference, kind=kind, drafted_at=act.at, drafted_by=act.actor.label)
    draft.drafted_seat = Seat.objects.get(pk=act.actor.seat_id or 0)
    draft.drafted_person_id = act.actor.person_id
    draft.state = DRAFT.initial
    for name, value in cited(cite_clause(act, clause) if clause.strip() else ADMINISTRATIVE).items():
        setattr(draft, name, value)
    return draft


@action("papers.draft.revise", "修改文稿", who=BOTH, deciding=on_draft("papers.draft.revise"))
def revise_draft(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    title: Annotated[str, Words("标题", 200)],
    text: Annotated[str, Words("正文", 60000)],
    seen: Annotated[int, Seen()],
    unit_ids: Annotated[Sequence[int], Units("主送单位")] = (),
    copy_unit_ids: Annotated[Sequence[int], Units("抄送单位")] = (),
    outside: Annotated[str, Words("其他主送机关")] = "",
    outside_copies: Annotated[str, Words("其他抄送机关")] = "",
    to_areas: Annotated[bool, Flag("主送各地区人民政府、管委会")] = False,
    note: Annotated[str, Words("附注", 200)] = "",
) -> PaperDraft:
    """Change a draft that is not under review. Raises Conflict for an overtaken version."""
    draft = take_draft(act, draft_id, seen)
    members = {m.unit_id: m.unit.name for m in list_memberships(draft.conference, day_of(act.at))}
    main, copies = _own(members, unit_ids), _own(members, copy_unit_ids)
    title, text, note = _words(title, text, note)
    if draft.upload is not None and text.split() != draft.text.split():
        raise BadInput(
            f"正式文本是上传的“{draft.upload.name}”，在页面上改正文改不到它。",
            next_step="请改好 DOCX 后重新上传，或先改回系统生成的文本。",
            rule="上传稿为正式文本",
        )
    addressees = [
        *_rows(main, "main"),
        *_rows(_outside(_with_areas(draft.conference_id, outside, to_areas=to_areas)), "main"),
        *_rows([one for one in copies if one not in main], "copy"),
        *_rows(_outside(outside_copies), "copy"),
    ]
    return act.move(draft, DRAFT, title=title, text=text, note=note, addressees=addressees)


@action("papers.draft.attach", "添加附件", who=BOTH, deciding=on_draft("papers.draft.attach"))
def attach_file(
    act: Act,
    *,
    draft_id: Annotated[int, One("文稿")],
    title: Annotated[str, Words("附件名称", 120)],
    file: Annotated[Upload, File("文件")],
) -> DraftAttachment:
    """Put a file with a draft, under the name that the 附件说明 prints."""
    draft = take_draft(act, draft_id)
    if draft.attachments.filter(is_dropped=False).count() >= MOST_ATTACHMENTS:
        raise BadInput(f"一份公文最多 {MOST_ATTACHMENTS} 个附件。", next_step="请合并后再上传。")
    row = DraftAttachment(conference_id=draft.conference_id, draft=draft)
    row.title = filled(title, "附件名称", 120).rstrip("。；，、.;,")
    row.file = store_file(act, draft.conference_id, file)
    return act.create(row)


@action("papers.draft.detach", "移除附件", who=BOTH, deciding=on_attachment("papers.draft.detach"))
def detach_file(act: Act, *, attachment_id: Annotated[int, One("公文附件")]) -> DraftAttachment:
    """Take an attachment off a draft; the file itself stays in the record."""
    row = act.lock(DraftAttachment, attachment_id)
    take_draft(act, row.draft_id)
    return act.change(row, is_dropped=True)


@action(
    "papers.draft.submit", "送核稿", who=OFFICE, deciding=on_draft("papers.draft.submit", rules.of_office)
)
def submit_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], seen: Annotated[int | None, Seen()] = None
) -> PaperDraft:
    """Return a draft to another seat of the office for review.

    Raises BadInput naming every element that is missing and every character that cannot be printed.
    """
    draft = _complete(act, draft_id, seen)
    act.notify(f"请核稿：{draft.title}", about=draft, office=True)
    return act.move(
        draft,
        DRAFT,
        drafted_by=act.actor.label,
        drafted_seat_id=act.actor.seat_id,
        drafted_person_id=act.actor.person_id,
    )


@action(
    "papers.draft.put_up",
    "送本单位负责同志签发",
    who=UNIT_SPEAKERS,
    deciding=on_draft("papers.draft.put_up", rules.of_unit),
)
def put_up_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], seen: Annotated[int | None, Seen()] = None
) -> PaperDraft:
    """Put a unit's own paper before the leader of the unit. Raises BadInput as `submit_draft`."""
    draft = _complete(act, draft_id, seen)
    act.notify(f"请签发本单位公文：{draft.title}", about=draft, unit=draft.unit_id)
    return act.move(draft, DRAFT)


def _complete(act: Act, draft_id: int, seen: int | None) -> PaperDraft:
    """Take a draft that has all elements and can be printed. Raises BadInput naming what is missing."""
    draft = take_draft(act, draft_id, seen)
    document = draft_document(draft, day_of(act.at))
    faults = [finding.message for finding in check(document) if finding.severity is Severity.MUST]
    if faults:
        raise BadInput("".join(faults), next_step="请补全后再送核稿、签发。", rule="公文格式要求")
    refuse_orders(act, document.recipients, draft.text)
    act.prepare(render_files, document)
    return draft


@action(
    "papers.draft.approve", "核稿通过", who=OFFICE, deciding=on_draft("papers.draft.approve", rules.apart)
)
def review_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], seen: Annotated[int | None, Seen()] = None
) -> PaperDraft:
    """Pass a draft on for signing, by somebody else than who submitted it unless that is set off."""
    draft = take_draft(act, draft_id, seen)
    act.notify(f"请签发：{draft.title}", about=draft, office=True)
    return act.move(draft, DRAFT, reviewed_by=act.actor.label, reviewed_person_id=act.actor.person_id)


@action("papers.draft.return", "退回修改", who=BOTH | CONVENERS, deciding=on_draft("papers.draft.return"))
def return_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], reason: Annotated[str, Words("退回的理由", 300)]
) -> PaperDraft:
    """Return a draft back to the drafter with the reason; its review begins anew."""
    draft = take_draft(act, draft_id)
    act.remark = filled(reason, "退回的理由", 300)
    act.notify(f"文稿已退回修改：{draft.title}", about=draft, seat=draft.drafted_seat_id)
    return act.move(draft, DRAFT, reviewed_by="", reviewed_person=None)


@action("papers.draft.void", "作废文稿", who=BOTH, deciding=on_draft("papers.draft.void"))
def void_draft(
    act: Act, *, draft_id: Annotated[int, One("文稿")], reason: Annotated[str, Words("理由", 300)]
) -> PaperDraft:
    """Return a draft up; a number it had drawn is entered as void with the same reason."""
    draft = take_draft(act, draft_id)
    act.remark = filled(reason, "作废的理由", 300)
    if draft.sequence is not None and draft.unit_id is None:
        enter_void(act, draft.conference_id, (draft.prefix, draft.year or 0, draft.sequence), act.remark)
    return act.move(draft, DRAFT)


def _words(title: str, text: str, note: str) -> tuple[str, str, str]:
    text = filled(text, "正文", TEXT_LIMIT)
    blocks_of(text)
    return filled(title, "标题", 200), text, short_enough(note, "附注", 200)


def _own(members: dict[int, str], ids: Sequence[int]) -> list[tuple[str, int | None]]:
    if strange := [pk for pk in ids if pk not in members]:
        raise BadInput(f"单位（编号 {strange[0]}）今天不是成员单位。", next_step="外单位请写在“其他机关”里。")
    return [(members[pk], pk) for pk in dict.fromkeys(ids)]


def _with_areas(conference_id: int, outside: str, *, to_areas: bool) -> str:
    return "\n".join([*outside.splitlines(), *organs_of_areas(conference_id)]) if to_areas else outside


def _outside(text: str) -> list[tuple[str, int | None]]:
    return [(name, None) for name in organs_named(text)]


def _rows(named: list[tuple[str, int | None]], mode: str) -> list[dict[str, object]]:
    return [{"name": name, "mode": mode, "unit_id": pk} for name, pk in named]
