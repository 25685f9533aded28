"""Pairs of tokens, and persons counted by them; rows are looked at, never changed."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from lianxi.core.actors import Actor
from lianxi.core.words import day_of
from lianxi.journal.sight import seen
from lianxi.protection.models import ListRow, PersonLink
from lianxi.protection.rules.links import Event, groups, persons


def list_pairs(actor: Actor) -> list[PersonLink]:
    """List the pairs of the seat's unit, the newest first."""
    return list(seen(actor, PersonLink.objects.all()).order_by("-pk"))


def held_by(actor: Actor, tokens: Sequence[str]) -> bool:
    """Tell whether a seat's unit holds rows of all tokens: it sent them or signed for them."""
    own = Q(list__sender_id=actor.unit_id or 0) | Q(list__receiver_id=actor.unit_id or 0)
    rows = ListRow.objects.filter(own, conference_id=actor.conference_id or 0, token__in=tokens)
    return len(set(rows.values_list("token", flat=True))) == len(set(tokens))


def entered_on(conference_id: int, tokens: Sequence[str]) -> date | None:
    """Return the day from which all tokens exist: of the later one's first list."""
    rows = ListRow.objects.filter(conference_id=conference_id, token__in=tokens).select_related("list")
    first: dict[str, date] = {}
    for one in rows.order_by("pk"):
        first.setdefault(one.token, one.list.sent_on or day_of(one.list.drafted_at))
    return max(first.values(), default=None)


def may_pair(conference_id: int, kind: str, a: str, b: str) -> str:
    """Say why two tokens cannot be paired; empty where they can. Pairs in force count."""
    rows = PersonLink.objects.filter(conference_id=conference_id, state="in_force")
    links = {frozenset((one.a, one.b)) for one in rows if one.kind == "same"}
    apart = {frozenset((one.a, one.b)) for one in rows if one.kind == "apart"}
    tokens = {a, b}.union(*links) if links else {a, b}
    own = [group for group in groups(sorted(tokens), links) if group & {a, b}]
    joined = frozenset().union(*own)
    if kind == "apart":
        if len(own) == 1:
            return "两个代码现在并在一起，先结束并档"
        return "已有“不是同一人”的记录" if frozenset((a, b)) in apart else ""
    if len(own) == 1:
        return "两个代码已经并在一起（直接或通过别的代码）"
    if any(one <= joined for one in apart):
        return "已有“不是同一人”的记录，先结束它"
    return ""


def events_of(conference_id: int) -> list[Event]:
    """Return what was recorded of tokens, in its order, for counting persons as of any day."""
    rows = ListRow.objects.filter(conference_id=conference_id, is_dropped=False).exclude(token="")
    first: dict[str, date] = {}
    for token, sent, drafted in rows.order_by("pk").values_list("token", "list__sent_on", "list__drafted_at"):
        first.setdefault(token, sent or day_of(drafted))
    found = [Event(day, "enter", token) for token, day in first.items()]
    for one in (
        PersonLink.objects.filter(conference_id=conference_id).exclude(state="proposed").order_by("pk")
    ):
        begins, ends = ("link", "unlink") if one.kind == "same" else ("distinct", "undistinct")
        if one.from_on is not None:
            found.append(Event(one.from_on, begins, one.a, one.b))
        if one.until_on is not None:
            found.append(Event(one.until_on, ends, one.a, one.b))
    return found


def count_persons(conference_id: int, day: date) -> int:
    """Count the persons behind the tokens of a conference as of a day, linked ones as one."""
    return persons(events_of(conference_id), day)
