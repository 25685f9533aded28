"""Pages of the conference: its units, seats, rules and changes as of a day."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from lianxi.bodies.actions import (
    confirm_founding,
    invite_holder,
)
from lianxi.bodies.queries import (
    HeldSeat,
    find_membership,
    list_memberships,
    list_rules,
    list_seats,
)
from lianxi.bodies.queries.changes import list_undecided
from lianxi.bodies.rows import (
    ConferenceRow,
    ConferenceRuleRow,
    MembershipRow,
)
from lianxi.bodies.rules import CONFIGURABLE, SEAT_ORDER, UNIT_FILLED
from lianxi.core.actors import CONVENERS, Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Action
from lianxi.law.queries import (
    Words,
    find_version,
    find_words_of,
    head_of,
    list_duties,
    open_parts,
    succession_banners,
)
from lianxi.law.rows import InstrumentVersionRow
from lianxi.papers.actions import propose_members
from lianxi.web.bodies.shapes import (
    ConferenceChanges,
    ConferenceDefaults,
    ConferenceDocument,
    ConferenceRuleLine,
    ConferenceSeatLine,
    ConferenceUnitRows,
)
from lianxi.web.law.documents import clause_row
from lianxi.web.shared.filters import day_asked
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.offers import Offer, offer
from lianxi.web.shared.pages import seated, words_view
from lianxi.web.shared.rule_words import RULE_LABELS, help_of, value_words
from lianxi.web.shared.tables import offered

LEVELS = {"省": "省级", "自治区": "省级", "市": "市级", "县": "县级", "区": "县级"}


class View:
    """What one request for the conference sees: the seat, the conference, the day and whether it is today."""

    def __init__(self, request: HttpRequest) -> None:
        seat = cast("SeatedRequest", request)
        if seat.tenure is None:
            raise Http404
        self.actor: Actor = seat.actor
        self.conference: ConferenceRow = seat.tenure.conference
        self.today = day_of(timezone.now())
        self.day, self.misread = day_asked(request.GET.get("on", ""), self.today)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    def offer(self, action: Action[..., Any], record: object = None, *, facts: object = None) -> Offer:
        """Offer an act on a record as its guard answers, but never on a page that shows another day."""
        if not self.is_today:
            return Offer(action.id, action.title, False, "正在看另一天的情形，回到今天才能办理。")
        return offer(self.actor, action, record, facts=facts)


def level_of(region: str) -> str:
    """Name the level of a region by its last word; empty where it tells nothing."""
    return next((level for ending, level in LEVELS.items() if region.endswith(ending)), "")


@seated
def conference(request: HttpRequest) -> HttpResponse:
    """Show the conference as of a day: units, seats, rules, and how many changes of members wait."""
    view = View(request)
    own, day = view.conference, view.day
    memberships, seats, rules = list_memberships(own, day), list_seats(own, day), list_rules(own, day)
    words = find_words_of([*(s.seat.basis for s in seats), *(r.basis for r in rules)])
    version = find_version(own.instrument, own.instrument_version)
    rows = [seat_row(held, view, words) for held in seats]
    context = {
        "view": view,
        "day": long_date(day),
        "level": level_of(own.region),
        **_document(version),
        "since": long_date(own.starts_on),
        "units": _unit_rows(memberships, rows, _duties_of(version)),
        "leading": _leading(rows, {m.unit_id for m in memberships}),
        "conveners": [row for row in _leading(rows, set()) if SeatKind(row["kind"]) in CONVENERS],
        "vacant": sum(row["vacant"] for row in rows),
        "total": len(rows),
        "rules": [*(_rule_row(rule, words) for rule in rules), *_defaults(rules)],
        "confirm": view.offer(confirm_founding, own),
        "invite": view.offer(invite_holder),
        "files": offered(request, "/conference/export"),
        **_changes(view),
    }
    return render(request, "conference/show.html", context)


def _document(version: InstrumentVersionRow | None) -> ConferenceDocument:
    """Give the version in force: its own head, what its adoption left open, and reforms since."""
    if version is None:
        return {"version": None}
    head = head_of(version)
    return {
        "version": version,
        "head": head,
        "issued": long_date(head.issued_on) if head.issued_on else "",
        "open": open_parts(version),
        "banners": succession_banners(version),
    }


def _duties_of(version: InstrumentVersionRow | None) -> Mapping[str, int]:
    """Count the duty clauses by the unit's name in the document, in the reading that is at hand already."""
    clauses = version.reading["clauses"] if version else ()
    return Counter(one["unit"] for one in clauses if one["kind"] == "duty" and one["unit"])


def seat_row(held: HeldSeat, view: View, words: Mapping[Basis, Words]) -> ConferenceSeatLine:
    """Return a seat and its holder for the lists of the conference."""
    seat, tenure = held.seat, held.tenure
    return {
        "id": seat.pk,
        "unit_id": seat.unit_id,
        "unit": seat.unit.name,
        "kind": seat.kind,
        "label": seat.get_kind_display(),
        "is_deputy": seat.kind == SeatKind.OFFICE_DEPUTY,
        "vacant": tenure is None,
        "name": tenure.person.name if tenure else "",
        "title": tenure.title if tenure else "",
        "since": long_date(tenure.starts_on) if tenure else "",
        "may_invite": view.offer(invite_holder).ok and (tenure is None or not tenure.person.login),
        "clause": words_view(words.get(seat.basis)),
    }


def _unit_rows(
    memberships: Sequence[MembershipRow], seats: Sequence[Mapping[str, object]], duties: Mapping[str, int]
) -> list[ConferenceUnitRows]:
    of_unit = defaultdict(list)
    for row in seats:
        of_unit[row["unit_id"]].append(row)
    forms = {one.unit_id: [alias.text for alias in one.unit.aliases.all()] for one in memberships}
    return [
        {
            "ordinal": place,
            "unit": one.unit,
            "aliases": _few(forms[one.unit_id]),
            "members": [s for s in of_unit[one.unit_id] if s["kind"] == SeatKind.MEMBER],
            "contacts": [s for s in of_unit[one.unit_id] if s["kind"] in UNIT_FILLED - {SeatKind.MEMBER}],
            # The document prints the name of its day, or a short form; a renamed unit keeps its duties.
            "duties": sum(duties.get(name, 0) for name in {one.unit.name, *forms[one.unit_id]}),
        }
        for place, one in enumerate(memberships, 1)
    ]


def _few(names: list[str], most: int = 2) -> str:
    return "、".join(names[:most]) + (f"等 {len(names)} 种写法" if len(names) > most else "")


def _leading(seats: Sequence[ConferenceSeatLine], members: set[int]) -> Sequence[ConferenceSeatLine]:
    """Give the seats the table of units does not show: conveners, the office, and units outside."""
    shown = [s for s in seats if s["kind"] not in UNIT_FILLED or s["unit_id"] not in members]
    return sorted(shown, key=lambda s: (SEAT_ORDER[SeatKind(s["kind"])], s["id"]))


def _rule_row(rule: ConferenceRuleRow, words: Mapping[Basis, Words]) -> ConferenceRuleLine:
    documented = rule.source == "document"
    said = rule.text if documented else value_words(rule.code, rule.value)
    return {
        "label": RULE_LABELS.get(rule.code, rule.code),
        "said": said,
        "detail": "" if documented else help_of(rule.code),
        "documented": documented,
        "since": long_date(rule.starts_on),
        "clause": words_view(words.get(rule.basis)),
    }


def _defaults(rules: Sequence[ConferenceRuleRow]) -> list[ConferenceDefaults]:
    """Give the rules nobody has set: the program's own values govern, and show as to be confirmed too."""
    known = {rule.code for rule in rules}
    return [
        {
            "label": RULE_LABELS[code],
            "said": value_words(code, value),
            "detail": help_text,
            "documented": False,
        }
        for code, (value, help_text) in CONFIGURABLE.items()
        if rules and code not in known
    ]


def _changes(view: View) -> ConferenceChanges:
    """Count the changes that wait; they are handled on a page of their own."""
    return {"proposed": len(list_undecided(view.actor)), "propose": view.offer(propose_members)}


def _propose(view: View, unit_id: int) -> Offer | None:
    """Offer to propose the unit's changes to its own seats, and to the office, which enters its letters."""
    is_own = view.actor.unit_id == unit_id
    return view.offer(propose_members) if is_own or view.actor.is_office else None


@seated
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a member unit: its duty clauses with acts and roles, and its seats."""
    view = View(request)
    membership = find_membership(view.conference.pk, unit_id)
    if membership is None:
        raise Http404("没有这个单位，或它不是本联席会议的成员单位。")
    own = view.conference
    names = [membership.unit.name, *(alias.text for alias in membership.unit.aliases.all())]
    seats = [held for held in list_seats(own, view.day) if held.seat.unit_id == unit_id]
    words = find_words_of([membership.basis, *(held.seat.basis for held in seats)])
    version = find_version(own.instrument, own.instrument_version)
    context = {
        "view": view,
        "unit": membership.unit,
        "aliases": "、".join(names[1:]),
        "banners": succession_banners(version, names) if version else (),
        "since": long_date(membership.starts_on),
        "until": long_date(membership.ends_before) if membership.ends_before else "",
        "decision": membership.decision,
        "membership_clause": words_view(words.get(membership.basis)),
        "duties": [clause_row(c) for c in list_duties(own.instrument, own.instrument_version, names)],
        "seat_rows": [seat_row(held, view, words) for held in seats],
        "vacant": sum(held.tenure is None for held in seats),
        "propose": _propose(view, unit_id),
        "propose_words": "提出成员调整" if view.actor.unit_id == unit_id else "登记来函提出的成员调整",
    }
    return render(request, "conference/unit.html", context)


urlpatterns = [
    path("conference", conference, name="conference"),
    path("conference/units/<int:unit_id>", unit, name="unit"),
]
