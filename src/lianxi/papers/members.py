"""What the notice of changed members is drawn from: confirmed changes, those told of already, the roster of a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import (
    find_rule,
    followers_of_units,
    list_memberships,
    list_seats,
    unit_names,
)
from lianxi.bodies.queries.changes import (
    decided_on,
    holders_before,
    list_confirmed_changes,
    list_waiting_changes,
)
from lianxi.bodies.rows import ConferenceRow
from lianxi.bodies.rules import SEAT_ORDER
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.words import long_date
from lianxi.law.queries import find_words_of
from lianxi.papers.kinds import ROSTER
from lianxi.papers.layout import OfficialDocument
from lianxi.papers.letterhead import letterhead_of
from lianxi.papers.member_notice import Changed, choose, draw_roster
from lianxi.papers.models import MemberNotice
from lianxi.papers.rules import DraftState

# Who a founding document does not list: the office's own working seats, and who keeps the installation running.
UNLISTED = frozenset({SeatKind.OFFICE_STAFF, SeatKind.OPERATOR})


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What decides whether a notice can be drafted: how many confirmed changes no notice lists yet.

    `first_on` is the day from which it tells by default: the last notice's last day or the founding, or the day of the
    earliest change that was left out so far.
    """

    untold: int
    first_on: date


def can_draft(facts: NoticeFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a notice be drafted where something is to be told."""
    if facts.untold:
        return None
    return BadInput(
        "没有已经确定、还没有列入通知的成员调整。",
        next_step="请先由召集人确定成员调整；已列入文稿的，请看公文。",
    )


def notice_facts(conference: ConferenceRow, day: date) -> NoticeFacts:
    """Load what decides on the next notice."""
    changed = list_changed(conference, day)
    days = [one.decided_on for one in changed if one.decided_on is not None and not one.notified]
    rows = _standing(MemberNotice.objects.filter(conference_id=conference.pk)).order_by("-last_on")
    last = rows.values_list("last_on", flat=True).first()
    return NoticeFacts(len(days), min([last or conference.starts_on, *days]))


def list_changed(conference: ConferenceRow, day: date, *, but: int = 0) -> list[Changed]:
    """List what a notice of a day could tell: confirmed and waiting changes, with the notice that lists each already.

    The notice of the draft `but` is passed over.
    """
    rows = MemberNotice.objects.filter(conference_id=conference.pk).exclude(draft_id=but)
    told = {pk: row.draft.title for row in _standing(rows) for pk in row.changes}
    changes = [*list_confirmed_changes(conference.pk), *list_waiting_changes(conference.pk)]
    held = holders_before(changes, day)
    # A unit renamed since is called as the roster calls it.
    follows = followers_of_units(conference.pk) if changes else {}
    names = unit_names(follows.values()) if follows else {}
    found = []
    for one in changes:
        former = held.get(one.pk)
        found.append(
            Changed(
                pk=one.pk,
                unit=names.get(follows.get(one.seat.unit_id, 0), one.seat.unit.name),
                seat=one.seat.get_kind_display(),
                former=former.person.name if former else "",
                former_title=former.title if former else "",
                name=one.person_name,
                title=one.title,
                effective_on=one.effective_on,
                decided_on=decided_on(one) if one.effective_on else None,
                letter=one.letter,
                letter_on=one.letter_on,
                notified=told.get(one.pk, ""),
            )
        )
    return found


def _standing(rows: QuerySet[MemberNotice]) -> QuerySet[MemberNotice]:
    return rows.exclude(draft__state=DraftState.VOIDED).select_related("draft")


def basis_words(conference: ConferenceRow, day: date) -> str:
    """Quote the clause by which members change; "" where the conference has none."""
    rule = find_rule(conference, "member_change", day)
    if rule is None or rule.source != "document":
        return ""
    words = find_words_of([rule.basis]).get(rule.basis)
    where, said = (words.citation, words.cited) if words else ("建立文件", rule.text)
    return f"{where}“{said.strip().rstrip('。；')}”的规定" if said.strip() else ""


def roster_document(conference: ConferenceRow, day: date) -> OfficialDocument:
    """Draw the roster as of a day: conveners, deputies, members in the document's order of units, the office."""
    places = {m.unit_id: place for place, m in enumerate(list_memberships(conference, day))}
    seats = [one for one in list_seats(conference, day) if one.seat.kind not in UNLISTED]
    # Seats stand in the document's order; units that joined later stand where the order of units puts them.
    by_unit = {SeatKind.MEMBER, SeatKind.OFFICE_MEMBER}
    seats.sort(
        key=lambda one: (
            SEAT_ORDER[SeatKind(one.seat.kind)],
            places.get(one.seat.unit_id, len(places)) if one.seat.kind in by_unit else 0,
        )
    )
    rows = [
        (
            one.seat.get_kind_display(),
            one.tenure.person.name if one.tenure else "",
            one.seat.unit.name,
            one.tenure.title if one.tenure else "",
        )
        for one in seats
    ]
    title = f"{conference.name}成员名单"
    is_demo = letterhead_of(conference, day).demonstration
    return OfficialDocument(kind=ROSTER, title=title, body=(draw_roster(rows),), demonstration=is_demo)


@dataclass(frozen=True, slots=True)
class NoticeLook:
    """What the page of a notice's draft tells: what it holds, what it leaves out and why, what its text lost."""

    first: str
    last: str
    roster: str
    held: list[tuple[Changed, bool]]
    left: list[tuple[str, str]]


def look_at_notice(draft_id: int, text: str, day: date) -> NoticeLook | None:
    """Tell how a notice's draft stands to the changes as they are now; None for the draft of another paper."""
    row = MemberNotice.objects.filter(draft_id=draft_id).select_related("conference").first()
    if row is None:
        return None
    changed = list_changed(row.conference, day, but=draft_id)
    held = [one for one in changed if one.pk in row.changes]
    taken, left = choose([one for one in changed if one.pk not in row.changes], row.first_on, row.last_on)
    left += [(one.words, "起草以后才确定") for one in taken]
    told = [(one, one.name in text and one.title in text) for one in held]
    return NoticeLook(long_date(row.first_on), long_date(row.last_on), long_date(row.roster_on), told, left)


def plan_notice(conference: Conference, first: date, last: date, day: date) -> tuple[list[Changed], date]:
    """Choose what a notice of these days holds, and the day of its roster: the last of them in effect.

    Raises BadInput for days that are none, and where nothing is to be told.
    """
    if last > day or first > last:
        raise BadInput("起止日期不对：截止日期不能晚于今天，也不能早于起始日期。", next_step="请改正日期。")
    taken, left = choose(list_changed(conference, day), first, last)
    if not taken:
        why = "；".join(f"{words}，{reason}" for words, reason in left[:5])
        raise BadInput(
            f"{long_date(first)}至{long_date(last)}没有可以通知的成员调整。{f'未收入：{why}。' if why else ''}",
            next_step="请改换起止日期，或先确定成员调整。",
        )
    return taken, max([day, *(one.effective_on for one in taken if one.effective_on)])
