"""Reads of papers: the list, one paper with its recipients, stored files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from lianxi.bodies.queries.own import own
from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.core.words import day_of
from lianxi.journal.models import Entry
from lianxi.journal.searching import holds_words
from lianxi.journal.sight import seen, seen_by
from lianxi.papers.models import (
    ArchivePackage,
    FileTaking,
    Paper,
    PaperDraft,
    PaperTemplate,
    Recipient,
    SignedAct,
    StoredFile,
)
from lianxi.papers.rules import SIGNERS, DraftState, same_hand

PAGE = 50


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What a list of papers shows; an empty field filters nothing. `before` continues below that paper."""

    kind: str = ""
    year: int | None = None
    words: str = ""
    unit_id: int | None = None
    before: int | None = None


def list_papers(conference_id: int, wanted: PaperFilter, *, to: Actor | None = None) -> list[Paper]:
    """List the issued papers that the seat `to` sees, the latest first, one more than a page; documents are not loaded.

    `sent` and `received` count the recipients and those that signed.
    """
    rows = seen_by(to, Paper.objects.filter(conference_id=conference_id)).defer("document")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title", "number"))
    if wanted.unit_id is not None:
        mine = Recipient.objects.filter(unit_id=wanted.unit_id, received_at__isnull=True)
        rows = rows.filter(pk__in=mine.values("paper"))
        rows = rows.annotate(own_recipient=Subquery(mine.filter(paper=OuterRef("pk")).values("pk")[:1]))
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    rows = rows.annotate(
        sent=Count("recipients"),
        received=Count("recipients", filter=Q(recipients__received_at__isnull=False)),
    )
    return list(rows.order_by("-pk")[: PAGE + 1])


def list_years(conference_id: int) -> list[int]:
    """List the years in which papers were issued, the latest first."""
    rows = Paper.objects.filter(conference_id=conference_id).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def years_to_archive(conference_id: int) -> list[int]:
    """List the years in which anything was done, the latest first."""
    moments = Entry.objects.filter(chain_id=conference_id).aggregate(first=Min("at"), last=Max("at"))
    if moments["first"] is None:
        return []
    first, last = (day_of(moments[name]).year for name in ("first", "last"))
    return list(range(last, first - 1, -1))


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper's recipients (main, up, copy in that order) and the corrigenda that correct it."""

    recipients: tuple[Recipient, ...]
    corrections: tuple[Paper, ...]


def get_paper_page(paper: Paper) -> PaperPage:
    """Return everything a paper's page shows beside the paper itself."""
    rows = list(paper.recipients.select_related("unit").order_by("pk"))
    order = {"main": 0, "up": 1, "copy": 2}
    rows.sort(key=lambda row: order.get(row.mode, 3))
    return PaperPage(tuple(rows), tuple(paper.corrigenda.defer("document").order_by("pk")))


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A paper that waits at a desk: `record` a paper to sign for where `state` is empty, else a draft in that state.

    `mine` is where the asking seat must act itself; `own` a unit's own paper; `unsigned` counts the recipients of a
    sent paper that are awaited.
    """

    record: int
    title: str
    state: str
    mine: bool
    own: bool = False
    unsigned: int = 0


_UNDER_WAY = ("review", "signing", "signed", "numbered", "issued", "sent")


def list_at_desk(conference_id: int, actor: Actor, *, speaks: bool, apart: bool, limit: int) -> list[AtDesk]:
    """List the papers that wait for a seat, or that it follows, in one look-up.

    Where it `speaks` for its unit: what the unit has to sign for. The office follows every draft, a convener
    what is to be signed. `apart` is whether drafting, review and signing are for different people.
    """
    empty, none = Value("", TextField()), Value(None, IntegerField(null=True))
    columns = ("record", "words", "stands", "seat", "drafter", "reviewer", "own", "unsigned")
    unit = actor.unit_id if speaks else None
    to_sign = Recipient.objects.filter(
        conference_id=conference_id, unit_id=unit or 0, received_at__isnull=True
    ).annotate(
        record=F("paper_id"),
        words=Concat("paper__number", Value(" "), "paper__title", output_field=TextField()),
        stands=empty,
        **dict.fromkeys(columns[3:7], none),
        unsigned=Value(0),
    )
    rows = list(
        to_sign.values(*columns)
        .union(_drafts(conference_id, actor).values(*columns), all=True)
        .order_by("record")[:limit]
    )
    return [
        AtDesk(
            row["record"],
            row["words"],
            row["stands"],
            _is_mine(row, actor, apart=apart),
            bool(row["own"]),
            row["unsigned"],
        )
        for row in rows
    ]


def _drafts(conference_id: int, actor: Actor) -> QuerySet[Any]:
    wanted = Q(state=DraftState.DRAFT, drafted_seat_id=actor.seat_id)
    if actor.kind in SIGNERS:
        wanted |= Q(state=DraftState.SIGNING, unit__isnull=True)
    if actor.is_office:
        wanted |= Q(state__in=_UNDER_WAY, unit__isnull=True)
    if actor.kind in UNIT_SPEAKERS and actor.unit_id is not None:
        wanted |= Q(state__in=_UNDER_WAY, unit_id=actor.unit_id)
    awaited = Recipient.objects.filter(paper=OuterRef("paper"), received_at__isnull=True).order_by()
    counted = awaited.values("paper").annotate(n=Count("pk")).values("n")
    rows = PaperDraft.objects.filter(wanted, conference_id=conference_id)
    found: QuerySet[Any] = rows.annotate(
        record=F("pk"),
        words=Cast("title", TextField()),
        stands=Cast("state", TextField()),
        seat=F("drafted_seat_id"),
        drafter=F("drafted_person_id"),
        reviewer=F("reviewed_person_id"),
        own=F("unit_id"),
        unsigned=Coalesce(Subquery(counted), 0),
    )
    return found


def _is_mine(row: dict[str, Any], actor: Actor, *, apart: bool) -> bool:
    if row["unsigned"] or row["own"]:
        return not row["unsigned"]
    if row["stands"] == DraftState.SIGNING and actor.kind not in SIGNERS:
        return False
    return not (apart and same_hand(actor, (row["seat"], row["drafter"]), row["reviewer"], row["stands"]))


def find_paper(actor: Actor, pk: int) -> Paper | None:
    """Find an issued paper of a conference with its files and what it corrects."""
    return own(Paper, actor, pk, "file", "pdf", "ofd", "corrects", "conference")


def find_paper_draft(actor: Actor, pk: int) -> PaperDraft | None:
    """Find a paper of a conference that is under way, with its files and what it became."""
    return own(PaperDraft, actor, pk, "paper", "conference__office_unit", "upload", "upload_pdf")


def find_file(actor: Actor, pk: int) -> StoredFile | None:
    """Find a stored file of a conference."""
    return own(StoredFile, actor, pk)


def list_issued_since(to: Actor, at: datetime, most: int) -> list[Paper]:
    """List the papers that a seat sees, issued since a moment, by number and title, the latest first."""
    rows = seen(to, Paper.objects.filter(issued_at__gte=at))
    return list(rows.only("number", "title").order_by("-issued_at", "-pk")[:most])


def list_drafts(to: Actor, most: int) -> list[PaperDraft]:
    """List the papers under way that a seat sees, the latest first, without their text."""
    rows = seen(to, PaperDraft.objects.all()).select_related("paper").defer("text")
    return list(rows.order_by("-pk")[:most])


def count_unfiled(to: Actor) -> int:
    """Count the papers that a seat sees, were sent and not yet put into the archive."""
    return seen(to, PaperDraft.objects.filter(state="sent")).count()


def list_packages(to: Actor, most: int) -> list[ArchivePackage]:
    """List the archive packages that a seat sees, the latest first."""
    rows = seen(to, ArchivePackage.objects.all()).select_related("file")
    return list(rows.order_by("-pk")[:most])


def list_templates(conference_id: int) -> list[PaperTemplate]:
    """List the templates in force by the kind of paper."""
    rows = PaperTemplate.objects.filter(conference_id=conference_id, ended_at__isnull=True)
    return list(rows.select_related("file").order_by("kind"))


def list_signed(to: Actor, most: int) -> tuple[list[SignedAct], int, int]:
    """List the acts of signed papers that a seat sees, the latest first; how many there are, how many wait."""
    rows = seen(to, SignedAct.objects.all())
    found = rows.select_related("seat__unit", "scan").order_by("-pk")[:most]
    return list(found), rows.count(), rows.filter(state="entered").count()


def list_takings(actor: Actor, limit: int = 100) -> list[FileTaking]:
    """List the whole files that were taken, as far as a seat sees them, the latest first."""
    rows = FileTaking.objects.filter(conference_id=actor.conference_id or 0)
    return list(seen(actor, rows).select_related("file").order_by("-pk")[:limit])


def find_taking(actor: Actor, pk: int) -> FileTaking | None:
    """Return a whole file that was taken; None where the seat does not see it."""
    rows = FileTaking.objects.filter(conference_id=actor.conference_id or 0, pk=pk)
    return seen(actor, rows).select_related("file").first()
