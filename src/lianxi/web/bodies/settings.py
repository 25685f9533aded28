"""Pages of what no clause settles: configurable rules, the office's own seats, one-time links."""

from collections.abc import Mapping
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxi.bodies.actions import (
    add_operator_seat,
    add_staff_seat,
    end_operator_seat,
    end_tenure,
    invite_holder,
    revoke_invitation,
    set_duty,
    set_rule,
)
from lianxi.bodies.queries import HeldSeat, find_holder, list_memberships, list_rules, list_seats
from lianxi.bodies.queries.links import list_open_invitations
from lianxi.bodies.queries.own import find_seat
from lianxi.bodies.rows import ConferenceRuleRow, SeatRow
from lianxi.bodies.rules import CONFIGURABLE, choices_of
from lianxi.bodies.rules.guards import SeatFacts, facts_of_rule
from lianxi.core.actors import CONVENERS, OFFICE, SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.web.bodies.conference import View, seat_row
from lianxi.web.bodies.heads import heads_of
from lianxi.web.bodies.shapes import SettingsSetting
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.pages import own_record, seated
from lianxi.web.shared.rule_words import RULE_LABELS, help_of, value_words


@seated
def settings(request: HttpRequest) -> HttpResponse:
    """Show what no clause settles: configurable rules, the office's seats, open links."""
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
            for one in list_open_invitations(view.actor)
        ],
        "add_staff": view.offer(add_staff_seat),
        "revoke": view.offer(revoke_invitation),
        "invite": view.offer(invite_holder),
        **heads_of(view),
        **_operators(view),
    }
    return render(request, "conference/settings.html", context)


def _setting(code: str, rules: Mapping[str, ConferenceRuleRow], view: View) -> SettingsSetting:
    row = rules.get(code)
    value = row.value if row else CONFIGURABLE[code][0]
    return {
        "code": code,
        "label": RULE_LABELS[code],
        "help": help_of(code),
        "value": value,
        "said": value_words(code, value),
        "since": long_date(row.starts_on) if row else "",
        "is_days": code.endswith(("_window", "_days")),
        "is_switch": bool(choices_of(code)),
        "choices": [(one, value_words(code, one)) for one in choices_of(code)],
        "set": view.offer(set_rule, facts=facts_of_rule(code, row, rules.get("consent"))),
    }


def _operators(view: View) -> dict[str, object]:
    """Give the operators' seats and those on duty, and what may be done about them."""
    every = list_seats(view.conference, view.today)
    held = [one for one in every if one.seat.kind == SeatKind.OPERATOR]
    return {
        "operators": [seat_row(one, view, {}) for one in held],
        "add_operator": view.offer(add_operator_seat),
        "end_operator": view.offer(end_operator_seat),
        "sees_acts": view.actor.kind in CONVENERS,
        "duty": [one.seat for one in every if one.seat.kind in OFFICE],
        "set_duty": view.offer(set_duty),
        "units": [one.unit for one in list_memberships(view.conference, view.today)],
    }


def _office_row(held: HeldSeat, view: View) -> Mapping[str, object]:
    own = seat_row(held, view, {})
    facts = SeatFacts(held.seat.kind, held.seat.unit_id, is_held=held.tenure is not None)
    return {**own, "end": view.offer(end_tenure, facts=facts)}


@seated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom a seat's one-time link is for, and show the link once it is made."""
    view = View(request)
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("seat_id") or given.get("seat") or ""
    seat = own_record(request, find_seat, number_of(wanted) or 0)
    typed = {name: given.get(name, "") for name in ("name", "title", "email")}
    if request.method != "POST":
        return _invite_page(request, view, seat, typed)
    try:
        invitation, token = invite_holder(view.actor, timezone.now(), seat_id=seat.pk, **typed)
    except Refusal as refusal:
        return _invite_page(request, view, seat, typed, refusal)
    # Without a code the link waits for another seat's release: there is nothing to hand on yet.
    url = request.build_absolute_uri(reverse("invited", args=[token])) if token else ""
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
    request: HttpRequest, view: View, seat: SeatRow, typed: dict[str, str], refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "seat": seat,
        "holder": find_holder(seat, view.today),
        "typed": typed,
        "refusal": refusal,
        "invite": view.offer(invite_holder, seat),
    }
    return render(request, "conference/invite.html", context, status=422 if refusal else 200)


urlpatterns = [
    path("settings", settings, name="settings"),
    path("settings/invite", invite, name="invite"),
]
