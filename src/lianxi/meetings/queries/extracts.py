"""A unit's extract of issued minutes: the paragraphs that bind it, drawn from the frozen revision."""

from collections.abc import Iterable

from lianxi.ledger.models import Obligation
from lianxi.meetings.queries import binds, find_minutes_of, issued_paragraphs
from lianxi.meetings.queries.documents import extract_document
from lianxi.papers.layout import OfficialDocument
from lianxi.papers.models import Paper


def obligations_of(decisions: Iterable[int]) -> dict[int, int]:
    """Return the matter of the ledger that each decision became, under the decision; the first where there are more."""
    sources = {f"meetings.decision:{pk}": pk for pk in decisions}
    rows = Obligation.objects.filter(source__in=sources).order_by("-pk")
    return {sources[source]: pk for source, pk in rows.values_list("source", "pk")}


def find_extract(paper: Paper, unit_name: str) -> OfficialDocument | None:
    """Draw a unit's extract; None where no paragraph of the paper binds the unit.

    The same paper and unit give the same document until a corrigendum is issued, which the extract then names.
    """
    minutes = find_minutes_of(paper)
    bound = binds(issued_paragraphs(minutes), unit_name) if minutes is not None else []
    if minutes is None or not bound:
        return None
    return extract_document(minutes.meeting, paper, unit_name, bound)
