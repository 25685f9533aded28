"""The register of numbers: every number drawn of a year, borne by a paper, held by a draft or voided, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.papers import PaperKind
from lianxi.journal.sight import sights_of
from lianxi.papers.issuing import first_free
from lianxi.papers.layout import DocNumber
from lianxi.papers.letterhead import prefix_on
from lianxi.papers.models import NumberRegister, Paper, PaperDraft, VoidNumber
from lianxi.papers.rules import RegisterGap, find_gaps

USED, HELD, VOIDED, MISSING = "used", "held", "voided", "missing"
STANDINGS = {USED: "已用", HELD: "已编号，待印发", VOIDED: "作废", MISSING: "缺号"}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One number: its standing (see `STANDINGS`), what bears it, when and by whom it was entered.

    `record` names the paper or draft as the journal does, empty where there is none.
    """

    prefix: str
    year: int
    sequence: int
    standing: str
    words: str
    record: str = ""
    at: datetime | None = None
    by: str = ""
    is_outside: bool = False

    @property
    def number(self) -> str:
        """The number as it is printed."""
        return f"{self.prefix}〔{self.year}〕{self.sequence}号"


CLOSED = "（不对本席位公开）"


def list_register(conference_id: int, year: int, *, to: Actor | None = None) -> list[RegisterLine]:
    """List every number of a year, register by register, gaps in their place.

    Of a paper or draft that the seat `to` does not see the number stands alone: the register has no hole for it.

    Registers that papers and drafts draw from are listed; those of other rooms (slips, the ledger) are not.
    """
    lines = [*_used(conference_id, year), *_held(conference_id, year), *_voided(conference_id, year)]
    gaps = [
        RegisterLine(gap.prefix, gap.year, gap.sequence, MISSING, "登记簿里没有这个字号的去向")
        for gap in _gaps(conference_id, year, lines)
    ]
    if to is not None:
        told = sights_of(to, [line.record for line in lines if line.record])
        lines = [line if not line.record or told[line.record].is_whole else _closed(line) for line in lines]
    return sorted([*lines, *gaps], key=lambda line: (line.prefix, line.sequence))


def _closed(line: RegisterLine) -> RegisterLine:
    return replace(line, words=CLOSED, record="", at=None, by="")


def _gaps(conference_id: int, year: int, lines: list[RegisterLine]) -> list[RegisterGap]:
    own = {line.prefix for line in lines}
    rows = NumberRegister.objects.filter(conference_id=conference_id, year=year, prefix__in=own)
    drawn = rows.values_list("prefix", "year", "last")
    return find_gaps(drawn, ((line.prefix, line.year, line.sequence) for line in lines))


def next_number(conference: ConferenceRow, kind: PaperKind, day: date) -> str:
    """Say which number the next paper of a kind gets, should no other be drawn before it."""
    prefix = prefix_on(conference, kind, day)
    rows = NumberRegister.objects.filter(conference_id=conference.pk, prefix=prefix, year=day.year)
    register = rows.first() or NumberRegister(conference_id=conference.pk, prefix=prefix, year=day.year)
    return str(DocNumber(prefix, day.year, first_free(conference.pk, register, 1)))


def register_years(conference_id: int) -> list[int]:
    """List the years that have numbers, the latest first."""
    tables = (NumberRegister, Paper)
    found = [row.objects.filter(conference_id=conference_id).values_list("year", flat=True) for row in tables]
    return sorted({year for years in found for year in years.order_by().distinct()}, reverse=True)


def _used(conference_id: int, year: int) -> Iterator[RegisterLine]:
    rows = Paper.objects.filter(conference_id=conference_id, year=year).defer("document")
    for row in rows:
        yield RegisterLine(
            row.prefix,
            row.year,
            row.sequence,
            USED,
            row.title,
            f"papers.paper:{row.pk}",
            row.issued_at,
            row.issued_by,
            row.is_outside,
        )


def _held(conference_id: int, year: int) -> Iterator[RegisterLine]:
    rows = PaperDraft.objects.filter(conference_id=conference_id, year=year, sequence__isnull=False)
    for row in rows.filter(paper__isnull=True).exclude(state="voided"):
        record = f"papers.paperdraft:{row.pk}"
        held = (row.prefix, year, row.sequence or 0, HELD, row.title, record, None, row.drafted_by)
        yield RegisterLine(*held, row.is_outside)


def _voided(conference_id: int, year: int) -> Iterator[RegisterLine]:
    for row in VoidNumber.objects.filter(conference_id=conference_id, year=year):
        yield RegisterLine(
            row.prefix, year, row.sequence, VOIDED, row.reason, "", row.voided_at, row.voided_by
        )
