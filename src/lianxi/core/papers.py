"""What a room says of a kind of paper that it issues: its name, its form, its register, whom it is addressed to.

A room states its kinds in its face (`papers`); letterhead, layout, register, drafts and pages read them from there
(`core.rooms.paper_kinds`), so that a new kind is one line in the room that issues it. Pure.
"""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The form of a paper, by GB/T 9704-2012: what its head, its signature and its imprint look like."""

    PLAIN = "plain"
    # 10.1: the organ alone as its mark, the number at the right.
    LETTER = "letter"
    # 10.3: the conference's own mark, attendance, no signature; an extract goes to one unit.
    MINUTES = "minutes"
    EXTRACT = "extract"
    # 7.2.6: to a higher organ, with 签发人 in the head.
    UPWARD = "upward"
    # What goes with another paper: no number, no mark, no imprint of its own.
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper (文种) as one room issues it.

    `code` is what is stored (at most 20 letters), `label` the Chinese name, `place` its place in lists. `word` is
    what a title of the kind holds; without it no title is judged. `register` is the word that its numbers bear even
    where all kinds share one register. `drafted` is what the form for drafts calls it; without it the kind is born
    from an act alone. A paper that `is_addressed` needs 主送; one `to_members` speaks to the whole conference and
    is seen by every member, any other by its recipients. One that `corrects` names the paper that it corrects.
    """

    code: str
    label: str
    place: int
    form: Form = Form.PLAIN
    word: str = ""
    register: str = ""
    drafted: str = ""
    is_addressed: bool = False
    to_members: bool = False
    corrects: bool = False

    @property
    def is_minutes(self) -> bool:
        """Whether the minutes' form of 10.3 applies (纪要 and its extracts)."""
        return self.form in (Form.MINUTES, Form.EXTRACT)

    @property
    def is_letter(self) -> bool:
        """Whether the letter form of 10.1 applies: 函, and what urges a unit."""
        return self.form is Form.LETTER

    @property
    def is_upward(self) -> bool:
        """Whether the document goes to a higher organ (上行文) and shows its 签发人."""
        return self.form is Form.UPWARD

    @property
    def is_inner(self) -> bool:
        """Whether the paper needs no number, mark or signature of its own: it goes with another one."""
        return self.form is Form.INNER
