"""The document of a draft: its words, and organ, mark and number as the conference has them configured."""

from dataclasses import dataclass
from datetime import date

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import rule_values
from lianxi.papers.layout import DocNumber, Kind, OfficialDocument, Stage
from lianxi.papers.models import DraftAttachment, PaperDraft
from lianxi.papers.rules import number_prefix
from lianxi.papers.wording import blocks_of

CODES = ("issuing_organ", "paper_mark", "number_prefix", "number_by_kind", "paper_sealed")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Under whose name papers go out. The conference has no seal of its own and, by default, the host unit signs.

    `organ` 发文机关署名, `mark` 发文机关标志 as it is set (empty: the organ's name, with 文件 but on letters).
    """

    organ: str
    mark: str
    code: str
    by_kind: bool
    sealed: bool

    def mark_of(self, kind: Kind) -> str:
        """This function will give the mark that a kind prints; a letter's is the organ alone."""
        mark = self.mark or f"{self.organ}文件"
        return (mark.removesuffix("文件") or mark) if kind is Kind.LETTER else mark

    def prefix_of(self, kind: Kind) -> str:
        """This function will give the words before the number of a kind."""
        return number_prefix(self.code, kind, by_kind=self.by_kind)


def letterhead_of(conference: Conference, day: date) -> Letterhead:
    """This function will give the settings in force on a day."""
    values = rule_values(conference, CODES, day)
    host = conference.office_unit.name if conference.office_unit else conference.name
    return Letterhead(
        organ=values["issuing_organ"] or host,
        mark=values["paper_mark"],
        code=values["number_prefix"],
        by_kind=values["number_by_kind"] == "on",
        sealed=values["paper_sealed"] == "on",
    )


def draft_document(draft: PaperDraft, day: date, stage: Stage = Stage.DRAFT) -> OfficialDocument:
    """This function will draw the document of a draft as it stands on a day.

    The date printed is that of signing, the imprint's that of `day`. Raises BadInput as `blocks_of`.
    """
    conference, kind = draft.conference, Kind(draft.kind)
    head = letterhead_of(conference, day)
    inner = kind in (Kind.PLAN, Kind.ROSTER)
    number = DocNumber(draft.prefix, draft.year or 0, draft.sequence) if draft.sequence else None
    printed = None if inner else day
    return OfficialDocument(
        kind=kind,
        title=draft.title,
        mark="" if inner else head.mark_of(kind),
        number=None if inner else number,
        issued_on=draft.signed_on,
        signer=draft.signer if kind in (Kind.REPORT, Kind.REQUEST) else "",
        recipients=_names(draft, "main"),
        body=blocks_of(draft.text),
        attachments=tuple(row.title for row in attachments_of(draft)),
        signed_by=(head.organ,),
        sealed=head.sealed and not inner,
        note=draft.note,
        copies=_names(draft, "copy"),
        printed_by="" if inner else head.organ,
        printed_on=printed if draft.signed_on and printed and printed >= draft.signed_on else None,
        stage=stage,
        demonstration=conference.is_demo,
        refs=(f"papers.paperdraft:{draft.pk}",) if draft.pk else (),
    )


def attachments_of(draft: PaperDraft) -> list[DraftAttachment]:
    """This function will list the attachments that stand, in their order; none for a draft not stored yet."""
    return [] if draft.pk is None else list(draft.attachments.filter(is_dropped=False).order_by("pk"))


def _names(draft: PaperDraft, mode: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in draft.addressees if row["mode"] == mode)
