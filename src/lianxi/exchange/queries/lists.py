"""Lists of the exchange, a page at a time, the latest first, each cut to what the seat may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import CharField, Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxi.core.actors import Actor
from lianxi.exchange.models import Collection, Incoming, Receipt, Reply, Request, Sending, Tally, Upward
from lianxi.exchange.rules.machines import REQUEST_OPEN
from lianxi.journal.searching import holds_words
from lianxi.journal.sight import seen

M = TypeVar("M", bound=Model)
PAGE = 50
# Which of the records between units: what came to the own unit, what it sent; all of them.
IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; an empty field filters nothing. `before` continues below that record."""

    box: str = ""
    state: str = ""
    kind: str = ""
    words: str = ""
    before: int | None = None


def _own(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    return seen(actor, rows.filter(conference_id=actor.conference_id or 0))


def _page(rows: QuerySet[M], wanted: Wanted) -> list[M]:
    """Return a page and one more, so that a next page shows."""
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.order_by("-pk")[: PAGE + 1])


def _counted(rows: QuerySet[M], whole: str) -> Coalesce:
    """Count rows by the record of which they are parts; cut to what a seat sees, nothing else may be counted."""
    found = rows.filter(**{whole: OuterRef("pk")}).order_by().values(whole).annotate(n=Count("pk"))
    return Coalesce(Subquery(found.values("n"), output_field=IntegerField()), 0)


def sent_between(actor: Actor, after: datetime, until: datetime) -> list[Sending]:
    """List what a seat sees of what was sent after one moment and not after another, the latest first."""
    rows = _own(actor, Sending.objects.filter(sent_at__gt=after, sent_at__lte=until))
    return list(rows.select_related("unit").order_by("-pk"))


def list_sendings(actor: Actor, wanted: Wanted) -> list[Sending]:
    """List sendings; `receivers`, `signed` and `answered` count the receipts seen, `own` is the state of the own one."""
    rows, unit = _own(actor, Sending.objects.all()), actor.unit_id or 0
    receipts = seen(actor, Receipt.objects.all())
    mine = Receipt.objects.filter(sending=OuterRef("pk"), unit_id=unit)
    if wanted.box == IN:
        rows = rows.filter(pk__in=Receipt.objects.filter(unit_id=unit).values("sending_id"))
    elif wanted.box == OUT:
        rows = rows.filter(unit_id=unit)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state == "open":
        rows = rows.filter(
            pk__in=receipts.filter(state__in=("sent", "signed", "bounced")).values("sending_id")
        )
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title", "unit__name"))
    rows = rows.select_related("unit").annotate(
        own=Subquery(mine.values("state")[:1], output_field=CharField()),
        receivers=_counted(receipts, "sending"),
        signed=_counted(receipts.filter(signed_at__isnull=False), "sending"),
        answered=_counted(receipts.filter(state="answered"), "sending"),
    )
    return _page(rows, wanted)


def list_requests(actor: Actor, wanted: Wanted) -> list[Request]:
    """List requests between units."""
    rows, unit = _own(actor, Request.objects.all()), actor.unit_id or 0
    if wanted.box in (IN, OUT):
        rows = rows.filter(**{"to_unit_id" if wanted.box == IN else "unit_id": unit})
    if wanted.state == "open":
        rows = rows.filter(state__in=REQUEST_OPEN)
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title", "unit__name"))
    return _page(rows.select_related("unit", "to_unit"), wanted)


def list_collections(actor: Actor, wanted: Wanted) -> list[Collection]:
    """List collections; `asked` and `given` count the replies seen, `own` is the state of the own one."""
    rows, replies = _own(actor, Collection.objects.all()), seen(actor, Reply.objects.all())
    mine = Reply.objects.filter(collection=OuterRef("pk"), unit_id=actor.unit_id or 0)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title"))
    rows = rows.select_related("unit").annotate(
        own=Subquery(mine.values("state")[:1], output_field=CharField()),
        asked=_counted(replies, "collection"),
        given=_counted(replies.filter(state="given"), "collection"),
    )
    return _page(rows, wanted)


def list_incoming(actor: Actor, wanted: Wanted) -> list[Incoming]:
    """List incoming papers; who wrote or called is not read."""
    rows = _own(actor, Incoming.objects.all()).defer("complainant")
    rows = rows.filter(
        **{name: value for name, value in (("kind", wanted.kind), ("state", wanted.state)) if value}
    )
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title", "from_body", "system_number"))
    return _page(rows.select_related("handler"), wanted)


def list_upward(actor: Actor, wanted: Wanted) -> list[Upward]:
    """List reports owed upward."""
    rows = _own(actor, Upward.objects.all())
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title", "to_body"))
    return _page(rows.select_related("unit"), wanted)


def list_tallies(actor: Actor, wanted: Wanted) -> list[Tally]:
    """List comparisons of figures between units."""
    return _page(_own(actor, Tally.objects.all()).select_related("unit", "to_unit"), wanted)
