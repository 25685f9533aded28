"""Reads of papers: the list, one paper with its recipients, stored files."""

from dataclasses import dataclass

from django.db.models import Count, Q

from lianxi.papers.models import Paper, Recipient

PAGE = 50


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What a list of papers shows; an empty field filters nothing. `before` continues below that paper."""

    kind: str = ""
    year: int | None = None
    words: str = ""
    unit_id: int | None = None
    before: int | None = None


def list_papers(conference_id: int, wanted: PaperFilter) -> list[Paper]:
    """This function will list issued papers, the latest first, one more than a page; documents are not loaded.

    `sent` and `received` count the recipients and those that signed.
    """
    rows = Paper.objects.filter(conference_id=conference_id).defer("document")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.words:
        rows = rows.filter(Q(title__icontains=wanted.words) | Q(number__icontains=wanted.words))
    if wanted.unit_id is not None:
        mine = Recipient.objects.filter(unit_id=wanted.unit_id, received_at__isnull=True)
        rows = rows.filter(pk__in=mine.values("paper"))
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    rows = rows.annotate(
        sent=Count("recipients"),
        received=Count("recipients", filter=Q(recipients__received_at__isnull=False)),
    )
    return list(rows.order_by("-pk")[: PAGE + 1])


def list_years(conference_id: int) -> list[int]:
    """This function will list the years in which papers were issued, the latest first."""
    rows = Paper.objects.filter(conference_id=conference_id).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper's recipients (main, up, copy in that order) and the corrigenda that correct it."""

    recipients: tuple[Recipient, ...]
    corrections: tuple[Paper, ...]


def get_paper_page(paper: Paper) -> PaperPage:
    """This function will give everything a paper's page shows beside the paper itself."""
    rows = list(paper.recipients.select_related("unit").order_by("pk"))
    order = {"main": 0, "up": 1, "copy": 2}
    rows.sort(key=lambda row: order.get(row.mode, 3))
    return PaperPage(tuple(rows), tuple(paper.corrigenda.defer("document").order_by("pk")))
