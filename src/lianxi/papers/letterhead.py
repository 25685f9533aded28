"""Under whose name a conference's papers go out: organ, mark, number and whether the seal's place is left free.

One place for every paper, drafted or born of another act. 国办函〔2003〕49号之三 (a reprint): a joint conference
engraves no seal and issues nothing in its own name; what goes out bears the name and the seal of the lead unit.
"""

from dataclasses import dataclass, replace
from datetime import date

from lianxi.bodies.queries import full_name_of, host_name, rule_values
from lianxi.bodies.rows import ConferenceRow, UnitRow
from lianxi.core.papers import PaperKind
from lianxi.papers.layout import OfficialDocument
from lianxi.papers.rules import number_prefix

CODES = ("issuing_organ", "paper_mark", "number_prefix", "number_by_kind", "paper_sealed")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The settings in force on a day. `organ` signs and prints: by default, where not `is_set`, the host unit in full.

    `mark` is the 发文机关标志 as it is set (empty: the organ's name, with 文件 but on letters); `meeting` the
    conference's name, which the mark of minutes bears (10.3: ×××纪要).
    """

    organ: str
    mark: str
    code: str
    by_kind: bool
    sealed: bool
    meeting: str
    is_set: bool
    demonstration: bool = False

    def mark_of(self, kind: PaperKind) -> str:
        """Return the mark that a kind prints; a letter's is the organ alone."""
        if kind.is_minutes:
            return f"{self.meeting}纪要"
        mark = self.mark or f"{self.organ}文件"
        return (mark.removesuffix("文件") or mark) if kind.is_letter else mark

    def prefix_of(self, kind: PaperKind) -> str:
        """Return the words before the number of a kind."""
        return number_prefix(self.code, kind, by_kind=self.by_kind)

    def put_on(self, document: OfficialDocument) -> OfficialDocument:
        """Return a document the mark, the signature, the place of the seal and the 印发机关.

        Minutes take no seal; what goes with another paper shows neither mark nor imprint.
        """
        inner = document.is_inner
        return replace(
            document,
            mark="" if inner else self.mark_of(document.kind),
            signed_by=(self.organ,),
            sealed=self.sealed and not inner and not document.is_minutes,
            printed_by="" if inner else self.organ,
            demonstration=self.demonstration,
        )


def letterhead_of(conference: ConferenceRow, day: date) -> Letterhead:
    """Return the settings in force on a day."""
    values = rule_values(conference, CODES, day)
    return Letterhead(
        organ=values["issuing_organ"] or host_name(conference),
        mark=values["paper_mark"],
        code=values["number_prefix"],
        by_kind=values["number_by_kind"] == "on",
        sealed=values["paper_sealed"] == "on",
        meeting=conference.name,
        is_set=bool(values["issuing_organ"]),
        demonstration=conference.is_demo,
    )


def letterhead_of_unit(unit: UnitRow, conference: ConferenceRow) -> Letterhead:
    """Return what a unit's own papers bear: its full name and its seal; its numbers come from its own system."""
    name = full_name_of(unit, conference)
    return Letterhead(name, "", "", False, True, conference.name, True, conference.is_demo)


def prefix_on(conference: ConferenceRow, kind: PaperKind, day: date) -> str:
    """Return the words before the numbers of a kind, as the settings of a day have them."""
    values = rule_values(conference, ("number_prefix", "number_by_kind"), day)
    return number_prefix(values["number_prefix"], kind, by_kind=values["number_by_kind"] == "on")
