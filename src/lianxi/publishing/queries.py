"""Reads of publications: the list of a seat, one with its opinions and findings, its package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import paper_kinds
from lianxi.journal.searching import holds_words
from lianxi.journal.sight import seen
from lianxi.papers.models import Paper
from lianxi.publishing.models import Publication, PublicationOpinion
from lianxi.publishing.package import build_package
from lianxi.publishing.scanning import Found, marked, scan

PAGE = 50
# What of an issued paper may be taken: kinds that speak to more than one unit or outside.
PAPERS_OFFERED = 200
OPEN = ("draft", "review", "cleared", "recalled")


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """A publication with what units said to it and what the scan finds in it (once it was submitted: as it was then)."""

    row: Publication
    opinions: list[PublicationOpinion] = field(default_factory=list)
    findings: list[Found] = field(default_factory=list)

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text in pieces, each with what was found in it; places count from the title on."""
        return marked(self.row.text, self.findings, len(self.row.title) + 1)


def list_publications(actor: Actor, wanted: Mapping[str, str]) -> QuerySet[Publication]:
    """Return the publications that a seat sees, the latest first; `wanted`: q (words in the title), state, before."""
    rows = seen(actor, Publication.objects.filter(conference_id=actor.conference_id or 0))
    if state := wanted.get("state"):
        rows = rows.filter(state__in=OPEN) if state == "open" else rows.filter(state=state)
    if words := wanted.get("q"):
        rows = rows.filter(holds_words(words, "title"))
    if before := wanted.get("before"):
        rows = rows.filter(pk__lt=int(before))
    return rows.select_related("unit", "paper").order_by("-pk")


def find_publication(actor: Actor, pk: int) -> Publication | None:
    """Find a publication that a seat sees."""
    rows = Publication.objects.filter(conference_id=actor.conference_id or 0, pk=pk)
    return seen(actor, rows).select_related("unit", "paper__pdf", "conference").first()


def get_publication_page(actor: Actor, pk: int, day: date) -> PublicationPage | None:
    """Return a publication's page; None where the seat does not see it."""
    row = find_publication(actor, pk)
    if row is None:
        return None
    said = seen(actor, row.opinions.all()).select_related("unit", "publication").order_by("pk")
    is_draft = row.state == "draft"
    found = scan(f"{row.title}\n{row.text}", day) if is_draft else [Found(**one) for one in row.findings]
    return PublicationPage(row, list(said), found)


def package_of(row: Publication) -> bytes:
    """Return the package of a cleared publication (see `package.build_package`).

    Raises BadInput for a text that cannot be printed and where the paper's file is damaged or gone.
    """
    paper = row.paper
    conference = Conference.objects.get(pk=row.conference_id)
    number, pdf = (paper.number, paper.pdf) if paper else ("", None)
    try:
        return build_package(row, conference, row.unit.name, number, pdf)
    except (ValueError, OSError) as error:
        if pdf is None:
            raise
        raise BadInput(
            "公文的文件已损坏或不见了，不能制作发布包。", next_step="请管理员从备份恢复。"
        ) from error


def list_papers_to_publish(actor: Actor) -> list[tuple[int, str]]:
    """List the latest issued papers that a seat sees and may take for publication, as id and words."""
    kinds = [code for code, kind in paper_kinds().items() if not kind.is_inner]
    rows = seen(actor, Paper.objects.filter(conference_id=actor.conference_id or 0, kind__in=kinds))
    return [(row.pk, f"{row.number}　{row.title}") for row in rows.order_by("-pk")[:PAPERS_OFFERED]]


def due_rows(conference_id: int, states: tuple[str, ...], actor: Actor) -> QuerySet[Publication]:
    """Return the publications in some states that a seat's desk is about, the earliest due first, with their opinions.

    These are all for the office, else those of the own unit and those on which it is asked.
    """
    rows = Publication.objects.filter(conference_id=conference_id, state__in=states)
    if not actor.is_office:
        asked = PublicationOpinion.objects.filter(publication=OuterRef("pk"), unit_id=actor.unit_id or 0)
        rows = rows.filter(Q(unit_id=actor.unit_id or 0) | Q(Exists(asked)))
    said = Prefetch("opinions", PublicationOpinion.objects.select_related("unit"))
    return rows.select_related("unit").prefetch_related(said).order_by("due_on", "pk")
