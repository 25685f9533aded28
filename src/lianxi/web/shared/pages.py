"""What page functions share: only seated people enter, records are found or not found, and are linked."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.rooms import record_kinds
from lianxi.core.words import moment_text
from lianxi.journal.queries import HistoryLine
from lianxi.journal.reading import read_history
from lianxi.law.queries import Words, citation_of, find_words
from lianxi.web.shared.lights import short_citation
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.shapes import PagesTimelineLine, PagesWordsView

View = Callable[..., HttpResponse]
T = TypeVar("T")
MISSING = "没有这条记录，或它不属于本联席会议、不对本席位公开。"


def seated(view: View) -> View:
    """Let only signed-in people with a seat pass; others learn what to do."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if cast("SeatedRequest", request).actor.kind is SeatKind.VISITOR:
            return render(request, "accounts/no_seat.html", status=403)
        return view(request, *args, **kwargs)

    return cast("View", guarded)


def conference_of(request: HttpRequest) -> int:
    """Return the id of the conference the person acts in."""
    conference_id = cast("SeatedRequest", request).actor.conference_id
    if conference_id is None:
        raise Http404
    return conference_id


def own_record(request: HttpRequest, find: Callable[[Actor, int], T | None], pk: int) -> T:
    """Return what a room finds for the acting seat; what is not there and what is not its own look alike."""
    return found(find(cast("SeatedRequest", request).actor, pk), MISSING)


def found(row: T | None, missing: str) -> T:
    """Return what a look-up found; the page says what is missing where it found nothing."""
    if row is None:
        raise Http404(missing)
    return row


def record_url(record: str) -> str:
    """Return the page of a journal record name such as meetings.topic:3; of one without, its journal."""
    table, _, pk = record.partition(":")
    kind = record_kinds().get(table)
    return kind.url.format(pk) if kind is not None and kind.url else f"/journal?record={record}"


def clause_view(basis: Basis) -> PagesWordsView | None:
    """Return a basis for parts/clause.html: the words, the citation, the link to the source."""
    return words_view(find_words(basis))


def words_view(words: Words | None) -> PagesWordsView | None:
    """Return words that were looked up already for parts/clause.html."""
    if words is None:
        return None
    return {
        "before": words.before,
        "cited": words.cited,
        "after": words.after,
        "cite": words.citation,
        "short": short_citation(words.citation),
        "url": words_url(words),
        "span": f"{words.start}-{words.end}",
        "notes": (),
    }


def words_url(words: Words) -> str:
    """Return the page of the source at which some words stand."""
    return f"/documents/{words.version_id}?at={words.start}-{words.end}#s{words.start}"


def timeline(actor: Actor, *records: str, of: object = None) -> list[PagesTimelineLine]:
    """Return the history of records that a seat sees for parts/timeline.html, bases in the words of citations.

    Entries from before they were open to it show no more than their kind; `of` is the page's record, whose look-up
    (`bodies.queries.own`) has found since when, so that nothing is asked again.
    """
    return [
        _timeline_row(line) for line in read_history(actor, *records, since=getattr(of, "seen_since", ...))
    ]


def _timeline_row(line: HistoryLine) -> PagesTimelineLine:
    bases = [basis for basis in (Basis(**row) for row in line.bases) if basis.clause]
    cited = [short_citation(citation_of(basis)) for basis in bases]
    return {
        "at": moment_text(line.entry.at),
        "iso": line.entry.at.isoformat(),
        "text": closed_words(line) or line.title,
        "by": line.entry.actor,
        "detail": line.remark,
        "url": f"/journal/{line.entry.seq}",
        "basis": "、".join(dict.fromkeys(cited)),
    }


def closed_words(line: HistoryLine) -> str:
    """Say of an entry that its record is closed to the seat; empty for an open one."""
    return f"{line.closed_kind}（不对本席位公开）" if line.is_closed else ""
