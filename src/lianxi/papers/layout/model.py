"""The one model of an official document (公文), from which every rendering is made.

It holds what the document says and nothing of how it looks. Field names follow the elements of
GB/T 9704-2012 chapter 7; an empty field is an element the document does not have.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianxi.core.papers import Form, PaperKind
from lianxi.papers.layout.blocks import Block
from lianxi.papers.layout.numbers import DocNumber


class Stage(StrEnum):
    """Where the text stands; anything but FINAL is printed visibly on every page."""

    FINAL = "final"
    DRAFT = "draft"
    COSIGN = "cosign"

    @property
    def word(self) -> str:
        """The word printed on every page, empty for a final text."""
        return {Stage.FINAL: "", Stage.DRAFT: "草稿", Stage.COSIGN: "会签稿"}[self]


@dataclass(frozen=True, slots=True)
class Attendance:
    """One attendance list of minutes (10.3): a label such as 出席, 请假 or 列席, and its entries."""

    label: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment bound with the document (7.3.7): its title, as the 附件说明 names it, and its body."""

    title: str
    body: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Classification:
    """The optional elements 份号 (six digits), 密级和保密期限, 紧急程度 (7.2.1-7.2.3)."""

    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document of a kind that a room states. Only kind and title are needed; `check` says what is still missing.

    mark 发文机关标志 (with `mark_organs`, the organs of a joint issue, only the word beside them: 文件),
    number 发文字号, period 第n期, issued_on 成文日期, signer 签发人 and
    co_signers those of the other organs (printed upward only), recipients 主送, annexes the 附件 bound with
    the document, attachments the names of those that are not, signed_by 署名, note 附注, copies_up 抄报,
    copies 抄送, printed_by 印发机关, printed_on 印发日期 (issued_on when not given). A line break in
    the title is printed where it stands. `demonstration` prints 演示 on every page, `footer_note` a
    line beside the page number.
    """

    kind: PaperKind
    title: str
    mark: str = ""
    mark_organs: tuple[str, ...] = ()
    number: DocNumber | None = None
    period: int | None = None
    issued_on: date | None = None
    signer: str = ""
    co_signers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    signed_by: tuple[str, ...] = ()
    sealed: bool = False
    note: str = ""
    copies_up: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    classification: Classification = Classification()
    stage: Stage = Stage.FINAL
    demonstration: bool = False
    footer_note: str = ""
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.period is not None and self.period < 1:
            raise ValueError(f"期数从 1 编起，不能是 {self.period}。")

    @property
    def is_minutes(self) -> bool:
        """Whether the minutes' form of 10.3 applies (纪要 and its extracts)."""
        return self.kind.is_minutes

    @property
    def is_letter(self) -> bool:
        """Whether the letter form of 10.1 applies: 函, and what urges a unit."""
        return self.kind.is_letter

    @property
    def is_upward(self) -> bool:
        """Whether the document goes to a higher organ (上行文) and shows its 签发人."""
        return self.kind.is_upward

    @property
    def is_inner(self) -> bool:
        """Whether the paper needs no number, mark or signature of its own: it goes with another one."""
        return self.kind.is_inner

    @property
    def attachment_names(self) -> tuple[str, ...]:
        """What the 附件说明 names: the bound annexes first, by their titles in one line."""
        return (*("".join(annex.title.split("\n")) for annex in self.annexes), *self.attachments)

    @property
    def moves_recipients(self) -> bool:
        """Whether 主送 is printed in the 版记 as 分送: minutes are addressed to nobody in their text."""
        return self.kind.form is Form.MINUTES
