"""One record of the exchange with all that its page shows, cut to what the seat may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from lianxi.core.actors import Actor
from lianxi.exchange.models import (
    Answer,
    Bounce,
    CollectedOpinion,
    Collection,
    Incoming,
    Receipt,
    Reply,
    Request,
    Routing,
    Sending,
    Tally,
    Upward,
)
from lianxi.exchange.rows import ReplyRow
from lianxi.journal.acting import record_name
from lianxi.journal.sight import seen, sight
from lianxi.ledger.rules import HANDBACK_OPEN
from lianxi.papers.attaching import attachments_of
from lianxi.papers.models import Attachment

M = TypeVar("M", bound=Model)
Files = Mapping[str, list[Attachment]]


def _find(actor: Actor, rows: QuerySet[M], pk: int) -> M | None:
    return seen(actor, rows.filter(conference_id=actor.conference_id or 0, pk=pk)).first()


@dataclass(frozen=True, slots=True)
class SendingPage:
    """A sending, the receipts a seat sees of it, its own one, the rows it may read and the open bounce it may answer.

    `is_whole` tells whether these are all receipts. Who else got a sending is its sender's and the office's to know:
    each receiver may have another cut, and what is not seen is not counted or named either.
    """

    sending: Sending
    receipts: list[Receipt]
    own: Receipt | None
    payload: Mapping[str, Any]
    bounces: list[Bounce]
    is_whole: bool
    files: Files

    @property
    def open_bounce(self) -> Bounce | None:
        """The bounce that still waits for a word."""
        return next((one for one in self.bounces if one.state in HANDBACK_OPEN), None)


def get_sending_page(actor: Actor, pk: int) -> SendingPage | None:
    """Return a sending with its receipts; None where the seat sees none of it."""
    sending = _find(actor, Sending.objects.select_related("unit", "conference"), pk)
    if sending is None:
        return None
    every = Receipt.objects.filter(sending=sending).select_related("unit", "obligation").order_by("pk")
    receipts = list(seen(actor, every))
    own = next((row for row in receipts if row.unit_id == actor.unit_id), None)
    whole = sight(actor, sending).shows("payload")
    # The unit that a bounce names reads the cut it would take over.
    named = own or next(iter(receipts), None)
    bounces = seen(actor, Bounce.objects.filter(receipt__sending=sending)).select_related(
        "unit", "named_unit"
    )
    records = [record_name(sending), *(record_name(row) for row in receipts)]
    return SendingPage(
        sending,
        receipts,
        own,
        sending.payload if whole else named.payload if named else {},
        list(bounces.select_related("receipt__unit", "ruling").order_by("pk")),
        whole,
        attachments_of(actor, records),
    )


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A request with its answer, its files, and answers of the own unit that may serve again."""

    request: Request
    files: Files
    earlier: list[Answer] = field(default_factory=list)


def get_request_page(actor: Actor, pk: int) -> RequestPage | None:
    """Return a request; None where the seat does not see it."""
    row = _find(actor, Request.objects.select_related("unit", "to_unit", "answer"), pk)
    if row is None:
        return None
    records = [record_name(row), *([record_name(row.answer)] if row.answer else [])]
    earlier: list[Answer] = []
    if actor.unit_id == row.to_unit_id:
        own = Answer.objects.filter(conference_id=row.conference_id, unit_id=row.to_unit_id)
        earlier = list(own.order_by("-pk")[:20])
    return RequestPage(row, attachments_of(actor, records), earlier)


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection with the replies and opinions a seat sees, its own reply, and all files by record."""

    collection: Collection
    replies: list[Reply]
    opinions: list[CollectedOpinion]
    own: Reply | None
    is_whole: bool
    files: Files

    @property
    def given(self) -> int:
        """How many of the replies seen were given."""
        return sum(one.state == "given" for one in self.replies)

    def opinions_of(self, reply: ReplyRow) -> list[CollectedOpinion]:
        """List the opinions of one reply in their order."""
        return [one for one in self.opinions if one.reply_id == reply.pk]


def get_collection_page(actor: Actor, pk: int) -> CollectionPage | None:
    """Return a collection with its replies in the printed order of the units; None where the seat sees none of it."""
    row = _find(actor, Collection.objects.select_related("unit", "conference"), pk)
    if row is None:
        return None
    every = Reply.objects.filter(collection=row)
    replies = list(seen(actor, every).select_related("unit").order_by("ordinal"))
    opinions = CollectedOpinion.objects.filter(reply__in=[one.pk for one in replies], is_dropped=False)
    return CollectionPage(
        row,
        replies,
        list(
            opinions.select_related("reply__unit", "reply__collection__unit").order_by(
                "reply__ordinal", "place"
            )
        ),
        next((one for one in replies if one.unit_id == actor.unit_id), None),
        every.count() == len(replies),
        attachments_of(actor, [record_name(row), *(record_name(one) for one in replies)]),
    )


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """An incoming paper, what it became, and its files. `has_complainant` tells that somebody is sealed."""

    incoming: Incoming
    routings: list[Routing]
    files: Files
    has_complainant: bool


def get_incoming_page(actor: Actor, pk: int) -> IncomingPage | None:
    """Return an incoming paper; None where the seat does not see it."""
    row = _find(actor, Incoming.objects.select_related("handler", "conference"), pk)
    if row is None:
        return None
    routings = list(Routing.objects.filter(incoming=row).order_by("pk"))
    has = bool(row.complainant)
    # The sealed words are not handed to a page; the seat that may read them does so by an act.
    row.complainant = ""
    return IncomingPage(row, routings, attachments_of(actor, [record_name(row)]), has)


def get_upward(actor: Actor, pk: int) -> Upward | None:
    """Return a report owed upward; None where the seat does not see it."""
    return _find(actor, Upward.objects.select_related("unit", "conference", "follows"), pk)


def get_tally(actor: Actor, pk: int) -> Tally | None:
    """Return a comparison of figures; None where the seat does not see it."""
    return _find(actor, Tally.objects.select_related("unit", "to_unit"), pk)


def receipts_of_tally(actor: Actor, tally: Tally) -> dict[int, Receipt]:
    """Return the receipts behind the figures of a comparison by id, with their sendings."""
    found = {pk for some in tally.figures["records"].values() for pk in some}
    rows = seen(actor, Receipt.objects.filter(pk__in=found)).select_related("sending")
    return {row.pk: row for row in rows}
