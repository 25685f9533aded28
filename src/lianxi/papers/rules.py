"""Pure decisions about papers: the way of a draft, and a year's register of numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from lianxi.core.actors import CONVENERS, UNIT_SPEAKERS, Actor, SeatKind
from lianxi.core.papers import PaperKind
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.transitions import Machine, Transition


class DraftState(StrEnum):
    """Where a paper that no other act gives birth to stands."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNING = "signing"
    SIGNED = "signed"
    NUMBERED = "numbered"
    ISSUED = "issued"
    SENT = "sent"
    ARCHIVED = "archived"
    VOIDED = "voided"


_BEFORE_ISSUE = ("draft", "review", "signing", "signed", "numbered")
# Every step rests on the clause that places the office, beside the clause the draft itself names.
OFFICE_RULE = "office_host"
DRAFT = Machine(
    name="paper_draft",
    label="文稿",
    states=DraftState,
    labels={
        "draft": "草稿",
        "review": "核稿中",
        "signing": "待签发",
        "signed": "已签发",
        "numbered": "已编号",
        "issued": "已印发",
        "sent": "已发送",
        "archived": "已归档",
        "voided": "已作废",
    },
    initial="draft",
    rows=(
        Transition("papers.draft.revise", ("draft",), "draft", "改动后须重新核稿", OFFICE_RULE),
        Transition("papers.draft.attach", ("draft",), "draft", "", OFFICE_RULE),
        Transition("papers.draft.detach", ("draft",), "draft", "", OFFICE_RULE),
        Transition("papers.draft.submit", ("draft",), "review", "公文要素齐全，能印出", OFFICE_RULE),
        Transition("papers.draft.put_up", ("draft",), "signing", "单位行文：公文要素齐全，能印出"),
        Transition("papers.draft.approve", ("review",), "signing", "核稿人不是起草人", OFFICE_RULE),
        Transition("papers.draft.return", ("review", "signing"), "draft", "须写明理由", OFFICE_RULE),
        Transition(
            "papers.draft.sign",
            ("signing",),
            "signed",
            "由办公室主任或召集人签发；单位行文由本单位负责同志签发",
            OFFICE_RULE,
        ),
        Transition(
            "papers.draft.number",
            ("signed",),
            "numbered",
            "取登记簿的下一号；单位行文登记本单位的字号",
            OFFICE_RULE,
        ),
        Transition("papers.draft.upload", _BEFORE_ISSUE, "draft", "已有的核稿和签发失效", OFFICE_RULE),
        Transition("papers.draft.withdraw_upload", ("draft",), "draft", "", OFFICE_RULE),
        Transition("papers.draft.issue", ("numbered",), "issued", "文本不再更改", OFFICE_RULE),
        Transition("papers.draft.send", ("issued",), "sent", "收文单位逐一登记", OFFICE_RULE),
        Transition("papers.draft.file", ("sent",), "archived", "全部签收，或写明理由", OFFICE_RULE),
        Transition("papers.draft.void", _BEFORE_ISSUE, "voided", "已编号的，字号登记作废", OFFICE_RULE),
    ),
)


class SignedState(StrEnum):
    """Where an act entered from a signed paper stands."""

    ENTERED = "entered"
    DONE = "done"
    REFUSED = "refused"


SIGNED = Machine(
    name="signed_act",
    label="登记签批",
    states=SignedState,
    labels={"entered": "待核对", "done": "已核对，已办理", "refused": "核对未通过"},
    initial="entered",
    rows=(
        Transition("papers.signed.confirm", ("entered",), "done", "由另一单位的席位核对", OFFICE_RULE),
        Transition("papers.signed.refuse", ("entered",), "refused", "须写明理由", OFFICE_RULE),
    ),
)
# What leaders sign on paper, with the field that names the record; the conveners' and directors' own acts.
SIGNED_ACTS = {
    "meetings.meeting.agree": "meeting_id",
    "meetings.minutes.issue": "minutes_id",
    "papers.draft.sign": "draft_id",
    "ledger.extension.grant": "extension_id",
    "ledger.extension.refuse": "extension_id",
    "ledger.obligation.verify": "obligation_id",
    "ledger.handback.rule": "handback_id",
    "ledger.circular.issue": "circular_id",
    "meetings.minutes.correct": "minutes_id",
    "meetings.topic.answer_upward": "topic_id",
    "bodies.member_change.confirm": "change_id",
    "bodies.member_change.decline": "change_id",
}


SIGNERS = CONVENERS | frozenset({SeatKind.OFFICE_DIRECTOR})


def same_hand(actor: Actor, drafted: tuple[int | None, int | None], reviewed: int | None, state: str) -> str:
    """Say why somebody may not take the next step where papers pass through several hands.

    `drafted` is the seat and the person that submitted the draft, `reviewed` the person that reviewed it. Empty
    where nothing stands against it; only review and signing ask.
    """
    person = actor.person_id
    if state == DraftState.REVIEW and (actor.seat_id == drafted[0] or (person and person == drafted[1])):
        return "你起草的文稿不能由你核稿。"
    if state == DraftState.SIGNING and person and person == reviewed:
        return "你核过的文稿不能由你签发。"
    return ""


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What decides on a draft: seat and person that `drafted` it, the person that `reviewed` it, whether hands are apart."""

    state: str
    upload_id: int | None
    drafted: tuple[int | None, int | None]
    reviewed: int | None
    is_apart: bool
    unit_id: int | None = None
    unit: str = ""


def in_hand(facts: DraftFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the office go on with its papers, and a unit's people with their unit's own."""
    if facts.unit_id is None:
        if actor.is_office or actor.kind in CONVENERS:
            return None
        return NotPermitted(
            "这份文稿由办公室办理。", rule="办公室的文稿由办公室办理", next_step="请与办公室联系。"
        )
    if actor.unit_id == facts.unit_id and actor.kind in UNIT_SPEAKERS:
        return None
    return NotPermitted(
        f"这份文稿由{facts.unit}行文，由该单位办理。",
        rule="单位行文由本单位起草、签发",
        next_step=f"请{facts.unit}办理。",
    )


def signs(facts: DraftFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the office's papers be signed by its director or a convener."""
    if facts.unit_id is not None or actor.kind in SIGNERS:
        return None
    return NotPermitted(
        "这份文稿由办公室主任或召集人签发。",
        rule="公文由办公室主任或召集人签发",
        next_step="请办公室主任或召集人签发。",
    )


def of_office(facts: DraftFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Keep review by another seat of the office to the office's papers."""
    if facts.unit_id is None:
        return None
    return BadInput("单位行文不由办公室核稿。", next_step="请送本单位负责同志签发。")


def of_unit(facts: DraftFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Keep the way to the unit's own leader to the unit's papers."""
    if facts.unit_id is not None:
        return None
    return BadInput("办公室的文稿先核稿、后签发。", next_step="请送核稿。")


def apart(facts: DraftFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse a review by the drafter and a signature by the reviewer, unless that is set off."""
    asked = facts.is_apart and facts.unit_id is None
    why = same_hand(actor, facts.drafted, facts.reviewed, facts.state) if asked else ""
    if not why:
        return None
    return NotPermitted(
        why,
        rule="起草、核稿、签发由不同的人办理（设定，待确认）",
        next_step="请另一位有权办理的同志办理；人手不足的，可在规则里关闭“起草、核稿、签发分开”。",
    )


def uploaded(facts: DraftFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an uploaded text be set aside where there is one."""
    return BadInput("没有上传过修改稿。", next_step="无需办理。") if facts.upload_id is None else None


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """What decides who may look at an act entered from a signed paper: whose it is, who entered it, who else sits."""

    state: str
    seat_id: int
    entered_seat_id: int
    entered_person_id: int | None
    entered_unit_id: int
    others_sit: bool


def by_another(facts: SignedFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the leader's own seat confirm, or one of another unit; where none sits, a second one of the office."""
    if actor.seat_id == facts.seat_id:
        return None
    same = actor.person_id and actor.person_id == facts.entered_person_id
    if actor.seat_id == facts.entered_seat_id or same:
        why = "登记人不能自己核对。"
    elif actor.unit_id != facts.entered_unit_id or (actor.is_office and not facts.others_sit):
        return None
    else:
        why = "登记人所在单位的席位不能核对。"
    return NotPermitted(
        why,
        rule="登记的签批由另一单位的席位核对；没有其他单位席位的，由办公室另一席位核对",
        next_step="请另一单位的成员、办公室成员，或签批人本人核对。",
    )


def by_another_or_own(facts: SignedFacts, actor: Actor, day: date) -> Refusal | None:
    """Let who entered an act take it back, and who may confirm it refuse it."""
    return None if actor.seat_id == facts.entered_seat_id else by_another(facts, actor, day)


class Receipt(Protocol):
    """What decides on a receipt: the unit that signs for it itself, and whether it has."""

    @property
    def unit_id(self) -> int | None: ...
    @property
    def received_at(self) -> datetime | None: ...


def receive(facts: Receipt, actor: Actor, _day: date) -> Refusal | None:
    """Let a unit sign for what it was sent, once."""
    if facts.unit_id is None or facts.unit_id != actor.unit_id:
        return NotPermitted(
            "这份公文不是发给你单位的。", rule="由收文单位签收", next_step="请由收文单位签收。"
        )
    return _once(facts)


def note_receipt(facts: Receipt, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office note the receipt of a body that has no seat here, once."""
    if facts.unit_id is not None:
        return BadInput("成员单位须自行签收。", next_step="请等待该单位签收，或提醒其联络员。")
    return _once(facts)


def _once(facts: Receipt) -> Refusal | None:
    return BadInput("已经签收过。", next_step="无需重复签收。") if facts.received_at is not None else None


class Attached(Protocol):
    """What decides on a file put to a record: the unit that put it there, and whether it was taken off."""

    @property
    def unit_id(self) -> int | None: ...
    @property
    def is_removed(self) -> bool: ...


def remove_attachment(facts: Attached, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that added a file take it off, once."""
    if facts.unit_id != actor.unit_id:
        return NotPermitted(
            "这份附件是其他单位添加的。", rule="附件由添加的单位移除", next_step="请该单位移除，或另附说明。"
        )
    return BadInput("这份附件已经移除。", next_step="无需办理。") if facts.is_removed else None


class Ending(Protocol):
    """What decides whether something in use may be ended."""

    @property
    def ended_at(self) -> datetime | None: ...


def end_template(facts: Ending, _actor: Actor, _day: date) -> Refusal | None:
    """Let a template in use be ended."""
    return BadInput("这个模板已经停用。", next_step="无需办理。") if facts.ended_at is not None else None


RETENTIONS = {"permanent": "永久", "30": "30年", "10": "10年"}


def number_prefix(code: str, kind: PaperKind, *, by_kind: bool) -> str:
    """Return the words before a number: the organ's code, and the kind where each has its register.

    In one register for all, a kind with a register of its own (letters and minutes, since their form differs, and
    what urges a unit) keeps its word.
    """
    return code + (kind.register or (kind.label if by_kind else ""))


@dataclass(frozen=True, slots=True)
class RegisterGap:
    """A number of a register that nothing accounts for; there must be none."""

    prefix: str
    year: int
    sequence: int


def find_gaps(
    drawn: Iterable[tuple[str, int, int]], used: Iterable[tuple[str, int, int]]
) -> list[RegisterGap]:
    """List the numbers drawn that are neither used, held nor voided.

    `drawn` gives (prefix, year, last number) of each register, `used` (prefix, year, number) of each record.
    """
    kept = set(used)
    return [
        RegisterGap(prefix, year, number)
        for prefix, year, last in drawn
        for number in range(1, last + 1)
        if (prefix, year, number) not in kept
    ]
