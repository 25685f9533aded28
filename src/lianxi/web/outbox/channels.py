"""Pages of the outbox: where digests go, what they hold, what did not leave; and the link that opens a record."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.queries import HeldSeat, list_seats
from lianxi.core.actors import SeatKind, describe
from lianxi.core.words import long_date, moment_text
from lianxi.outbox.actions import (
    add_channel,
    end_channel,
    enter_contact,
    retry_delivery,
    retry_todo,
    set_preference,
)
from lianxi.outbox.queries import (
    chosen_on,
    list_channels,
    list_troubled,
    list_troubled_todos,
    list_unreached,
    unset_kinds,
    way_words,
    ways_of,
)
from lianxi.outbox.rows import ChannelRow, DeliveryRow, TodoRow
from lianxi.outbox.rules import CHANNELS, CONTACTS, DELIVERY, KINDS, ROLES, TODO_MACHINE, event_labels, is_on
from lianxi.web.outbox.shapes import ChannelsChannel, ChannelsDelivery, ChannelsPreferences, ChannelsTodo
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.pages import record_url, seated


@require_safe
@seated
def open_record(_request: HttpRequest, record: str) -> HttpResponse:
    """Go to the page of a record named as the journal does; a digest's links lead here."""
    kind, _, pk = record.partition(":")
    if not (kind.replace(".", "").replace("_", "").isalnum() and number_of(pk) is not None):
        raise Http404
    return HttpResponseRedirect(record_url(record))


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """Show the office where digests go, what each kind of channel carries, and what is stuck."""
    conference, actor = acting(request)
    if actor.kind not in add_channel.who:
        raise Http404(f"外发渠道由{describe(add_channel.who)}登记。")
    day = today()
    troubled = list_troubled(conference.pk)
    channels, seats = list_channels(conference.pk, day), list_seats(conference, day)
    unreached, silent = list_unreached(conference, day, channels=channels, seats=seats)
    ways = ways_of(conference.pk, channels)
    context = {
        "channels": [_channel(row) for row in channels],
        "units": member_units(conference, day),
        "unreached": unreached,
        "silent_seats": silent,
        "kinds": CHANNELS.items(),
        "preferences": _preferences(conference.pk),
        "troubled": [_delivery(row) for row in troubled],
        "ways": [
            {"label": one.label, "ill": not one.by or one.troubled, "words": way_words(one)} for one in ways
        ],
        "contacts": CONTACTS.items(),
        "unset": "、".join(label for kind, label in CONTACTS.items() if kind in unset_kinds()),
        "held": _held(seats) if actor.kind in enter_contact.who else (),
        "todos": [_todo(row) for row in list_troubled_todos(conference.pk)],
        "stuck": sum(row.state in ("failed", "unclear") for row in troubled),
        "add": add_channel.id,
        "end": end_channel.id,
        "set": set_preference.id,
        "retry": retry_delivery.id,
        "retry_todo": retry_todo.id,
        "enter": enter_contact.id,
    }
    return render(request, "outbox/page.html", context)


def _held(seats: Sequence[HeldSeat]) -> list[tuple[int, str]]:
    """Return the seats whose holder can be given a number or an account."""
    return [
        (one.seat.pk, one.seat.label)
        for one in seats
        if one.tenure is not None and one.seat.kind != SeatKind.OPERATOR
    ]


def _channel(row: ChannelRow) -> ChannelsChannel:
    return {
        "pk": row.pk,
        "who": row.tenure.seat.label if row.tenure else row.unit.name if row.unit else "办公室",
        "kind": KINDS[row.kind],
        "shown": row.shown,
        "note": row.note,
        "since": f"{row.added_by}，{moment_text(row.added_at)}",
    }


def _preferences(conference_id: int) -> list[ChannelsPreferences]:
    chosen = chosen_on(conference_id, today())
    return [
        {
            "event": event,
            "role": role,
            "label": f"{role_label}：{label}",
            "cells": [
                {"channel": kind, "label": kind_label, "on": is_on(chosen, event, role, kind)}
                for kind, kind_label in CHANNELS.items()
            ],
        }
        for role, role_label in ROLES.items()
        for event, label in event_labels().items()
    ]


def _delivery(row: DeliveryRow) -> ChannelsDelivery:
    unit = row.digest.unit
    return {
        "pk": row.pk,
        "who": unit.name if unit else "办公室",
        "day": long_date(row.digest.day),
        "shown": row.channel.shown,
        "state": DELIVERY.labels[row.state],
        "error": row.error,
        "attempts": row.attempts,
        "next": moment_text(row.next_at) if row.next_at else "",
        "may_retry": DELIVERY.may(retry_delivery.id, row.state),
    }


def _todo(row: TodoRow) -> ChannelsTodo:
    tenure = row.channel.tenure
    return {
        "pk": row.pk,
        "who": tenure.seat.label if tenure else "",
        "state": TODO_MACHINE.labels[row.state],
        "error": row.error,
        "attempts": row.attempts,
        "next": moment_text(row.next_at) if row.next_at else "",
        "may_retry": TODO_MACHINE.may(retry_todo.id, row.state),
    }


urlpatterns: list[URLPattern] = [
    path("outbox", index, name="outbox"),
    path("open/<str:record>", open_record, name="open_record"),
]
