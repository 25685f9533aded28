"""Pages of the conference: its units, seats, rules and changes as of a day, and its settings."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxi.bodies.actions import (
    add_staff_seat,
    confirm_founding,
    confirm_member_change,
    decline_member_change,
    end_tenure,
    invite_holder,
    propose_member_change,
    revoke_invitation,
    set_rule,
    withdraw_member_change,
)
from lianxi.bodies.models import Conference, ConferenceRule, MemberChange, Membership, Seat, Tenure
from lianxi.bodies.queries import (
    HeldSeat,
    find_holder,
    find_membership,
    list_changes,
    list_memberships,
    list_open_invitations,
    list_rules,
    list_seats,
)
from lianxi.bodies.rules import CONFIGURABLE, MEMBER_CHANGE, SEAT_ORDER, UNIT_FILLED
from lianxi.core.actors import CONVENERS, OFFICE, Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of, long_date, moment_text
from lianxi.journal.acting import Action
from lianxi.law.models import InstrumentVersion
from lianxi.law.queries import (
    Words,
    find_version,
    find_words_of,
    head_of,
    list_duties,
    open_parts,
    succession_banners,
)
from lianxi.law.rules import DOCUMENT_RULES
from lianxi.web.documents import clause_row
from lianxi.web.middleware import SeatedRequest
from lianxi.web.offers import Offer, offer
from lianxi.web.pages import own_record, seated, words_view

RULE_LABELS = {
    **DOCUMENT_RULES,
    "silent_consent": "默示同意",
    "consent_window": "会签期限",
    "opinion_window": "意见期限",
    "near_due_days": "临期",
    "serious_overdue_days": "严重逾期",
    "number_prefix": "发文机关代字",
}
VALUE_WORDS = {"on": "视为同意", "off": "不视为同意", "": "未设定"}
LEVELS = {"省": "省级", "自治区": "省级", "市": "市级", "县": "县级", "区": "县级"}


class View:
    """What one request for the conference sees: the seat, the conference, the day and whether it is today."""

    def __init__(self, request: HttpRequest) -> None:
        seat = cast("SeatedRequest", request)
        if seat.tenure is None:
            raise Http404
        self.actor: Actor = seat.actor
        self.conference: Conference = seat.tenure.conference
        self.today = day_of(timezone.now())
        self.day, self.misread = self.today, ""
        asked = request.GET.get("on", "")
        try:
            self.day = date.fromisoformat(asked) if asked else self.today
        except ValueError:
            self.misread = asked

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    def offer(self, action: Action[..., Any], refused: str = "") -> Offer:
        """This function will offer an act, but never on a page that shows another day."""
        past = "" if self.is_today else "正在看另一天的情形，回到今天才能办理。"
        return offer(self.actor, action, past or refused)


def level_of(region: str) -> str:
    """This function will name the level of a region by its last word; empty where it tells nothing."""
    return next((level for ending, level in LEVELS.items() if region.endswith(ending)), "")


@seated
def conference(request: HttpRequest) -> HttpResponse:
    """This function will show the conference as of a day: units, seats, rules, and changes of members."""
    view = View(request)
    own, day = view.conference, view.day
    memberships, seats, rules = list_memberships(own, day), list_seats(own, day), list_rules(own, day)
    words = find_words_of([*(s.seat.basis for s in seats), *(r.basis for r in rules)])
    version = find_version(own.instrument, own.instrument_version)
    rows = [_seat_row(held, view, words) for held in seats]
    context = {
        "view": view,
        "day": long_date(day),
        "level": level_of(own.region),
        **_document(version),
        "since": long_date(own.starts_on),
        "units": _unit_rows(memberships, rows, _duties_of(version)),
        "leading": _leading(rows, {m.unit_id for m in memberships}),
        "vacant": sum(row["vacant"] for row in rows),
        "total": len(rows),
        "rules": [*(_rule_row(rule, words) for rule in rules), *_defaults(rules)],
        "confirm": view.offer(confirm_founding),
        "invite": view.offer(invite_holder),
        **_changes(view, seats),
    }
    return render(request, "conference/show.html", context)


def _document(version: InstrumentVersion | None) -> dict[str, Any]:
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


def _duties_of(version: InstrumentVersion | None) -> Mapping[str, int]:
    """Count the duty clauses by the unit's name in the document, in the reading that is at hand already."""
    clauses = version.reading["clauses"] if version else ()
    return Counter(one["unit"] for one in clauses if one["kind"] == "duty" and one["unit"])


def _seat_row(held: HeldSeat, view: View, words: Mapping[Basis, Words]) -> dict[str, Any]:
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
    memberships: Sequence[Membership], seats: list[dict[str, Any]], duties: Mapping[str, int]
) -> list[dict[str, Any]]:
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


def _leading(seats: list[dict[str, Any]], members: set[int]) -> list[dict[str, Any]]:
    """Give the seats the table of units does not show: conveners, the office, and units outside."""
    shown = [s for s in seats if s["kind"] not in UNIT_FILLED or s["unit_id"] not in members]
    return sorted(shown, key=lambda s: (SEAT_ORDER[SeatKind(s["kind"])], s["id"]))


def _rule_row(rule: ConferenceRule, words: Mapping[Basis, Words]) -> dict[str, Any]:
    documented = rule.source == "document"
    said = rule.text if documented else _value_words(rule.code, rule.value)
    return {
        "label": RULE_LABELS.get(rule.code, rule.code),
        "said": said,
        "detail": "" if documented else _help(rule.code),
        "documented": documented,
        "since": long_date(rule.starts_on),
        "clause": words_view(words.get(rule.basis)),
    }


def _defaults(rules: Sequence[ConferenceRule]) -> list[dict[str, Any]]:
    """Give the rules nobody has set: the program's own values govern, and show as to be confirmed too."""
    known = {rule.code for rule in rules}
    return [
        {
            "label": RULE_LABELS[code],
            "said": _value_words(code, value),
            "detail": help_text,
            "documented": False,
        }
        for code, (value, help_text) in CONFIGURABLE.items()
        if rules and code not in known
    ]


def _help(code: str) -> str:
    text = CONFIGURABLE.get(code, ("", ""))[1]
    return text if text != RULE_LABELS.get(code) else ""


def _value_words(code: str, value: str) -> str:
    return f"{value} 个工作日" if code.endswith(("_window", "_days")) else VALUE_WORDS.get(value, value)


def _changes(view: View, seats: Sequence[HeldSeat]) -> dict[str, Any]:
    changes = list_changes(view.conference)
    open_now = [change for change in changes if change.state == MEMBER_CHANGE.initial]
    asked, holders = {change.seat_id for change in open_now}, {s.seat.pk: s.tenure for s in seats}
    mine = [s.seat for s in seats if s.seat.unit_id == view.actor.unit_id and s.seat.kind in UNIT_FILLED]
    free = [seat for seat in mine if seat.pk not in asked]
    asked_all = "本单位的席位都已有待确定的调整，请先撤回再重新提出。"
    refused = "" if free else asked_all if mine else "本单位没有可以调整的席位。"
    return {
        "proposed": [_change_row(change, view, holders.get(change.seat_id)) for change in open_now],
        "decided": [_change_row(change, view, None) for change in changes if change not in open_now],
        "propose": view.offer(propose_member_change, refused),
        "own_seats": free,
    }


def _change_row(change: MemberChange, view: View, holder: Tenure | None) -> dict[str, Any]:
    own_unit = change.unit_id == view.actor.unit_id
    first = max(view.today, holder.starts_on + timedelta(days=1)) if holder else view.today
    return {
        "change": change,
        "at": moment_text(change.proposed_at),
        "state": MEMBER_CHANGE.labels[change.state],
        "effective": long_date(change.effective_on) if change.effective_on else "",
        "holder": f"{holder.person.name}（{holder.title}）" if holder else "空缺",
        "earliest": first.isoformat(),
        "confirm": view.offer(confirm_member_change),
        "decline": view.offer(decline_member_change),
        "withdraw": view.offer(withdraw_member_change, "" if own_unit else "由提出单位撤回。"),
    }


@seated
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """This function will show a member unit: its duty clauses with acts and roles, and its seats."""
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
        "seat_rows": [_seat_row(held, view, words) for held in seats],
        "vacant": sum(held.tenure is None for held in seats),
    }
    return render(request, "conference/unit.html", context)


@seated
def settings(request: HttpRequest) -> HttpResponse:
    """This function will show what no clause settles: configurable rules, the office's seats, open links."""
    view = View(request)
    rules = {rule.code: rule for rule in list_rules(view.conference, view.today)}
    now = timezone.now()
    context = {
        "view": view,
        "rules": [_setting(code, rules, view) for code in CONFIGURABLE],
        "seat_rows": [
            _office_row(h, view) for h in list_seats(view.conference, view.today) if h.seat.kind in OFFICE
        ],
        "invitations": [
            {"row": one, "until": moment_text(one.expires_at), "expired": one.expires_at <= now}
            for one in list_open_invitations(view.conference.pk)
        ],
        "add_staff": view.offer(add_staff_seat),
        "revoke": view.offer(revoke_invitation),
        "invite": view.offer(invite_holder),
    }
    return render(request, "conference/settings.html", context)


def _setting(code: str, rules: Mapping[str, ConferenceRule], view: View) -> dict[str, Any]:
    row, consent = rules.get(code), rules.get("consent")
    value = row.value if row else CONFIGURABLE[code][0]
    refused = "由建立文件写明，随文件修订。" if row and row.source == "document" else ""
    if code == "silent_consent" and consent and consent.source == "document" and value == "off":
        refused = f"建立文件写明“{consent.text}”，逾期未答复不能视为同意；须先修订文件。"
    return {
        "code": code,
        "label": RULE_LABELS[code],
        "help": _help(code),
        "value": value,
        "said": _value_words(code, value),
        "since": long_date(row.starts_on) if row else "",
        "is_days": code.endswith(("_window", "_days")),
        "is_switch": code == "silent_consent",
        "set": view.offer(set_rule, refused),
    }


def _office_row(held: HeldSeat, view: View) -> dict[str, Any]:
    own = _seat_row(held, view, {})
    refused = "席位空缺。" if held.tenure is None else ""
    if not refused and view.actor.kind not in CONVENERS and held.seat.kind != SeatKind.OFFICE_STAFF:
        refused = "这个席位的任期由召集人结束，或由所在单位提出成员调整。"
    own["end"] = view.offer(end_tenure, refused)
    return own


@seated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """This function will ask whom a seat's one-time link is for, and show the link once it is made."""
    view = View(request)
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("seat_id") or given.get("seat") or ""
    seat = own_record(request, Seat, int(wanted) if wanted.isdecimal() else 0, "unit")
    typed = {name: given.get(name, "") for name in ("name", "title", "email")}
    if request.method != "POST":
        return _invite_page(request, view, seat, typed)
    try:
        invitation, token = invite_holder(view.actor, timezone.now(), seat_id=seat.pk, **typed)
    except Refusal as refusal:
        return _invite_page(request, view, seat, typed, refusal)
    url = request.build_absolute_uri(reverse("invited", args=[token]))
    subject = quote(f"就任席位：{seat.label}")
    lines = [f"请打开下面的链接，就任{view.conference.name}“{seat.label}”席位：", url, "链接只用一次。"]
    until = moment_text(invitation.expires_at)
    body = quote("\r\n".join([*lines, f"有效至{until}。"]))
    context = {
        "seat": seat,
        "invitation": invitation,
        "url": url,
        "until": until,
        "mailto": f"mailto:{quote(invitation.email)}?subject={subject}&body={body}",
    }
    return render(request, "conference/link.html", context)


def _invite_page(
    request: HttpRequest, view: View, seat: Seat, typed: dict[str, str], refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "seat": seat,
        "holder": find_holder(seat, view.today),
        "typed": typed,
        "refusal": refusal,
        "invite": view.offer(invite_holder),
    }
    return render(request, "conference/invite.html", context, status=422 if refusal else 200)


urlpatterns = [
    path("conference", conference, name="conference"),
    path("conference/units/<int:unit_id>", unit, name="unit"),
    path("settings", settings, name="settings"),
    path("settings/invite", invite, name="invite"),
]
