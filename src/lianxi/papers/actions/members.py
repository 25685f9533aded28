"""Changes of members on paper: proposed by a unit's letter with its scan, told to all by a notice with the roster."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.actions import enter_member_change, propose_member_change
from lianxi.bodies.facts import of_conference
from lianxi.bodies.models import Conference, MemberChange, Seat
from lianxi.bodies.queries import basis_of, list_memberships
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.attaching import OWN
from lianxi.core.fields import Day, Files, Lines, Words
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.sheets import read_sheet
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding
from lianxi.papers.actions.drafts import begin_draft
from lianxi.papers.attaching import attach
from lianxi.papers.files import Upload, store_file
from lianxi.papers.kinds import MEMBER_NOTICE
from lianxi.papers.layout import render_docx
from lianxi.papers.member_notice import draw_notice
from lianxi.papers.members import (
    basis_words,
    can_draft,
    notice_facts,
    plan_notice,
    roster_document,
)
from lianxi.papers.models import DraftAttachment, MemberNotice, PaperDraft
from lianxi.papers.rendering import DOCX, file_stem

PROPOSED_COLUMNS = ("name", "title")


@action(
    "papers.member_letter.propose",
    "提出或登记几项成员调整",
    who=UNIT_SPEAKERS | OFFICE,
    rule="成员调整由所在单位提出；单位来函的，由办公室登记",
)
def propose_members(
    act: Act,
    *,
    rows: Annotated[Sequence[str], Lines("席位（每格写作：席位编号/栏目=内容）", 400)],
    reason: Annotated[str, Words("理由", 300)],
    letter: Annotated[str, Words("来函文号或标题", 200)] = "",
    letter_on: Annotated[date | None, Day("来函日期")] = None,
    files: Annotated[Sequence[Upload], Files("来函扫描件")] = (),
) -> list[MemberChange]:
    """Propose several changes at once, each by the act of one; all are made or none. The letter goes with each.

    The columns of a seat's row are name and title; a row without both is left alone. A seat of the own unit is proposed
    by a unit's speaker, any other is entered by the office from the letter, which must then be named. Raises BadInput
    that names the seat.
    """
    wanted = {key: row for key, row in read_sheet(rows, PROPOSED_COLUMNS).items() if any(row.values())}
    if not wanted:
        raise BadInput("还没有填写新任人员。", next_step="请在要调整的席位后面填写姓名和职务。")
    changes = []
    for key, row in wanted.items():
        if not key.isdecimal():
            raise BadInput("表里有一行不是席位。", next_step="请刷新页面后重新填写。")
        seat = act.get(Seat, int(key))
        told = {"person_name": row.get("name", ""), "title": row.get("title", "")}
        try:
            for name, value in told.items():
                propose_member_change.payload[name].check(value)
            changes.append(_propose(act, seat, reason=reason, letter=letter, letter_on=letter_on, **told))
        except Refusal as refusal:
            raise type(refusal)(
                f"{seat.label}：{refusal.message}", rule=refusal.rule, next_step=refusal.next_step
            ) from refusal
    for change in changes:
        # The letter is its unit's and the office's to read, also when every member sees the change.
        attach(act, change, files, OWN, of_unit=change.unit_id)
    return changes


def _propose(
    act: Act, seat: Seat, *, person_name: str, title: str, reason: str, letter: str, letter_on: date | None
) -> MemberChange:
    is_own = act.actor.kind in UNIT_SPEAKERS and seat.unit_id == act.actor.unit_id
    if is_own or not act.actor.is_office:
        return propose_member_change.within(
            act,
            seat_id=seat.pk,
            person_name=person_name,
            title=title,
            reason=reason,
            letter=letter,
            letter_on=letter_on,
        )
    if letter_on is None:
        raise BadInput("请填写来函的文号（标题）和日期。", next_step="没有来函的，请由该单位自己提出。")
    return enter_member_change.within(
        act,
        seat_id=seat.pk,
        person_name=person_name,
        title=title,
        reason=reason,
        letter=letter,
        letter_on=letter_on,
    )


@action(
    "papers.member_notice.draft",
    "起草调整成员名单的通知",
    who=OFFICE,
    deciding=Deciding(of_conference, notice_facts, can_draft),
)
def draft_member_notice(
    act: Act,
    *,
    first_on: Annotated[date | None, Day("确定日期自")] = None,
    last_on: Annotated[date | None, Day("确定日期至")] = None,
) -> PaperDraft:
    """Draft the notice of the changes confirmed in some days (default: since the last notice, to today).

    The roster goes with it as a DOCX, as of the day when the last of them is in effect. Changes that a notice lists
    already are left out. Raises BadInput for days that are none, and where nothing is to be told.
    """
    # Two who draft at once queue here: a change goes into one notice.
    conference, today = act.lock(Conference, act.chain), day_of(act.at)
    first, last = first_on or notice_facts(conference, today).first_on, last_on or today
    taken, roster_on = plan_notice(conference, first, last, today)
    roster = roster_document(conference, roster_on)
    content = act.prepare(render_docx, roster)
    members = list_memberships(conference, today)
    draft = begin_draft(
        act,
        MEMBER_NOTICE.code,
        f"关于调整{conference.name}成员名单的通知",
        draw_notice(
            conference.name,
            taken,
            basis_words(conference, today),
            {one.unit.name: place for place, one in enumerate(members)},
            roster_on,
        ),
        unit_ids=[one.unit_id for one in members],
        basis=basis_of(conference, "member_change", today),
    )
    row = DraftAttachment(conference_id=draft.conference_id, draft=draft, title=roster.title)
    row.file = store_file(
        act, draft.conference_id, Upload(f"{file_stem(roster.title)}.docx", content, DOCX), is_ours=True
    )
    act.create(row)
    notice = MemberNotice(conference_id=act.chain, draft=draft, first_on=first, last_on=last)
    notice.roster_on, notice.changes = roster_on, [one.pk for one in taken]
    act.create(notice)
    act.subject = f"papers.paperdraft:{draft.pk}"
    act.remark = f"收入成员调整 {len(taken)} 项"
    return draft
