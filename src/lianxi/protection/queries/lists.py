"""Lists and their rows as a seat sees them; whose move it is; what a unit may send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import Actor
from lianxi.core.sight import Level
from lianxi.journal.sight import seen, sight
from lianxi.protection.models import ListRow, PersonList, Recognition, RecognitionSigner
from lianxi.protection.rules.lists import FLOWS, SIGNER, line_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list of lists is narrowed to."""

    kind: str = ""
    state: str = ""
    before: int | None = None


def list_lists(actor: Actor, wanted: ListFilter) -> list[PersonList]:
    """List the lists that a seat sees at least the state of, the newest first, one more than a page."""
    rows = seen(actor, PersonList.objects.select_related("sender", "receiver"), Level.STATUS)
    named = {"kind": wanted.kind, "state": wanted.state}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    rows = rows if wanted.before is None else rows.filter(pk__lt=wanted.before)
    return list(
        rows.annotate(open_rows=Count("rows", filter=Q(rows__ended_on=None))).order_by("-pk")[: PAGE + 1]
    )


def find_list(actor: Actor, pk: int) -> PersonList | None:
    """Find a list that a seat sees at least the state of."""
    rows = PersonList.objects.select_related("sender", "receiver").filter(pk=pk)
    return seen(actor, rows, Level.STATUS).first()


def sees_whole(actor: Actor, row: PersonList) -> bool:
    """Tell whether a seat is of one of the two units of a list."""
    return sight(actor, row).is_whole


def list_rows(actor: Actor, row: PersonList, most: int = 500) -> list[ListRow]:
    """List the rows of a list that a seat sees whole."""
    return list(seen(actor, row.rows.all()).order_by("pk")[:most])


def signer_of(conference_id: int) -> Unit | None:
    """Return the unit that signs recognitions: named by the office on a ruling, and agreed."""
    rows = RecognitionSigner.objects.filter(conference_id=conference_id, state="agreed")
    row = rows.select_related("unit").order_by("-pk").first()
    return row.unit if row else None


def unit_of_line(conference_id: int, line: str, day: date) -> Unit | None:
    """Return the member unit of a line on a day, the signing unit for `signer`; None where there is none."""
    if line == SIGNER:
        return signer_of(conference_id)
    units = Unit.objects.filter(pk__in=member_unit_ids(conference_id, day)).order_by("pk")
    return next((one for one in units if line_of(one.name) == line), None)


def kinds_sent_by(actor: Actor, day: date) -> list[str]:
    """List the kinds of list that a seat's unit sends."""
    own = actor.unit_id
    if own is None or actor.conference_id is None:
        return []
    units = {
        line: unit_of_line(actor.conference_id, line, day)
        for line in {line for flow in FLOWS.values() for line in flow.senders}
    }
    signer = units.get(SIGNER)
    is_signer = signer is not None and signer.pk == own
    return [
        kind
        for kind, flow in FLOWS.items()
        if any((unit := units[line]) is not None and unit.pk == own for line in flow.senders)
        and not (flow.receiver == SIGNER and is_signer)
    ]


def kinds_flowing(conference_id: int, day: date) -> list[str]:
    """List the kinds of list that flow in a conference: a sender's line sits in it, or the ruling's unit sends."""
    names = Unit.objects.filter(pk__in=member_unit_ids(conference_id, day)).values_list("name", flat=True)
    seated = {line_of(name) for name in names} | {SIGNER}
    return [kind for kind, flow in FLOWS.items() if seated & set(flow.senders)]


def waiting_to_hand_on(actor: Actor) -> QuerySet[ListRow]:
    """Return the rows of a seat's unit that were said to go on to another list and stand on none yet."""
    return ListRow.objects.filter(
        conference_id=actor.conference_id or 0,
        word="handed_on",
        next=None,
        list__receiver_id=actor.unit_id or 0,
        list__state="received",
    )


def doubled(conference_id: int, kind: str, tokens: Sequence[str], besides: int) -> dict[str, str]:
    """Return of tokens those that stand on another list of the kind and are not ended, with that list's number."""
    rows = ListRow.objects.filter(
        conference_id=conference_id, list__kind=kind, token__in=tokens, ended_on=None
    )
    rows = rows.exclude(list_id=besides).exclude(list__state__in=("withdrawn", "deleted"))
    return {one.token: one.list.number for one in rows.select_related("list")}


def rows_of_year(conference_id: int, year: int) -> list[ListRow]:
    """Return the rows of first lists sent within a year, for tables that hide small numbers: no person twice."""
    rows = ListRow.objects.filter(
        conference_id=conference_id,
        list__sent_on__year=year,
        list__kind="L1",
        list__state__in=("sent", "received"),
        is_dropped=False,
    )
    return list(rows.only("area", "ended_on").order_by("pk"))


def revoked_tokens(row: PersonList) -> set[str]:
    """Return the tokens of an aid list whose recognition was revoked: their rows say so."""
    if row.kind not in ("L3", "L4"):
        return set()
    own = {"conference_id": row.conference_id, "token__in": row.rows.values("token")}
    valid = set(Recognition.objects.filter(**own, state="signed").values_list("token", flat=True))
    return set(Recognition.objects.filter(**own, state="revoked").values_list("token", flat=True)) - valid
