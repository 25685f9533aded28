"""Pure decisions about papers: the way of a draft, and a year's register of numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lianxi.core.actors import CONVENERS, Actor, SeatKind
from lianxi.core.transitions import Machine, Transition
from lianxi.papers.layout.model import Kind


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
        Transition("papers.draft.approve", ("review",), "signing", "核稿人不是起草人", OFFICE_RULE),
        Transition("papers.draft.return", ("review", "signing"), "draft", "须写明理由", OFFICE_RULE),
        Transition("papers.draft.sign", ("signing",), "signed", "由办公室主任或召集人签发", OFFICE_RULE),
        Transition("papers.draft.number", ("signed",), "numbered", "取登记簿的下一号", OFFICE_RULE),
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


# The kinds that are drafted; the others are born from an act of another room.
DRAFTED: dict[Kind, str] = {
    Kind.NOTICE: "通知",
    Kind.LETTER: "函",
    Kind.REPORT: "报告",
    Kind.REQUEST: "请示",
    Kind.PLAN: "会议方案",
    Kind.ROSTER: "名单",
}
RETENTIONS = {"permanent": "永久", "30": "30年", "10": "10年"}


def number_prefix(code: str, kind: Kind, *, by_kind: bool) -> str:
    """Return the words before a number: the organ's code, and the kind where each has its register.

    In one register for all, letters and minutes keep their own word, since their form differs; what urges a
    unit has one register for all its rungs.
    """
    if kind in (Kind.URGING, Kind.REMINDER):
        return f"{code}督办"
    own = kind in (Kind.LETTER, Kind.MINUTES)
    return code + (kind.label if by_kind or own else "")


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
