"""The outbox's part of the day's run: digests of the day, then every delivery whose turn it is."""

from datetime import datetime

from django.conf import settings

from lianxi.core.actors import Actor, timer_of
from lianxi.core.words import day_of
from lianxi.outbox.actions import (
    begin_delivery,
    build_digest,
    confirm_delivery,
    doubt_delivery,
    fail_delivery,
    forget_contacts,
    give_up_delivery,
    put_off_delivery,
)
from lianxi.outbox.models import Delivery
from lianxi.outbox.queries import (
    conferences_to_forget,
    count_texts,
    due_deliveries,
    list_recipients,
    stale_deliveries,
)
from lianxi.outbox.rules import SMS, gives_up, subject_line
from lianxi.outbox.sending import NotSent, send


def build_digests(at: datetime) -> int:
    """Build the digests of the day that were not built yet and give how many it built."""
    built = [
        build_digest(timer_of(conference_id), at, unit_id=unit_id)
        for conference_id, unit_id in list_recipients()
    ]
    return sum(one is not None for one in built)


def forget_addresses(at: datetime) -> int:
    """Forget the own addresses of those who left and give how many."""
    found = conferences_to_forget(day_of(at))
    return sum(forget_contacts(timer_of(conference_id), at) for conference_id in found)


def send_deliveries(at: datetime) -> int:
    """Try every delivery whose turn it is and give how many were taken.

    A delivery is taken in an act of its own before anything leaves. One whose sender stopped half-way is
    never repeated by itself: the office sees it. Where nobody answers, the rest of that kind waits.
    """
    for pk in stale_deliveries(at):
        doubt_delivery(_timer(pk), at, delivery_id=pk)
    sent, down = 0, set()
    for pk in due_deliveries(at):
        row = Delivery.objects.select_related("channel", "digest__conference").get(pk=pk)
        if row.channel.kind in down or _has_enough(row, at):
            continue
        if begin_delivery(timer_of(row.conference_id), at, delivery_id=pk) is None:
            continue
        try:
            _hand_over(row)
        except NotSent as failed:
            _note_failure(row, at, failed)
            if failed.is_down:
                down.add(row.channel.kind)
        else:
            confirm_delivery(timer_of(row.conference_id), at, delivery_id=pk)
            sent += 1
    return sent


def _has_enough(row: Delivery, at: datetime) -> bool:
    """Put a text message off whose number has had as many today as the operator lets it have."""
    gateway = settings.SMS
    if row.channel.kind != SMS or gateway is None or count_texts(row, at) < gateway.most_a_day:
        return False
    put_off_delivery(timer_of(row.conference_id), at, delivery_id=row.pk)
    return True


def _timer(delivery_id: int) -> Actor:
    return timer_of(Delivery.objects.only("conference_id").get(pk=delivery_id).conference_id)


def _hand_over(row: Delivery) -> None:
    subject = subject_line(row.digest.conference.name, row.digest.day)
    send(row.channel.kind, row.channel.address, subject, row.text, f"lianxi-{row.digest_id}-{row.pk}")


def _note_failure(row: Delivery, at: datetime, failed: NotSent) -> None:
    if failed.is_unclear:
        doubt_delivery(timer_of(row.conference_id), at, delivery_id=row.pk, error=str(failed))
        return
    stops = failed.is_final or gives_up(row.digest.built_at, at)
    note = give_up_delivery if stops else fail_delivery
    note(timer_of(row.conference_id), at, delivery_id=row.pk, error=str(failed))
