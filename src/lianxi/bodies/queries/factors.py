"""Reads of the second factor: who has one, whose seats demand it, the security keys of a person."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet

from lianxi.bodies.models import Person
from lianxi.bodies.rows import TenureRow
from lianxi.bodies.rules.factors import NEEDS_SECOND
from lianxi.bodies.sealing import open_secret
from lianxi.bodies.second_models import Factor


def find_active(person_id: int) -> Person | None:
    """Find who may sign in."""
    return Person.objects.filter(pk=person_id, is_active=True).first()


def list_factors(person_id: int) -> QuerySet[Factor]:
    """Return the factors of a person that serve, recovery codes included."""
    rows = Factor.objects.filter(person_id=person_id, ended_at__isnull=True)
    return rows.order_by("pk")


def has_second(person_id: int) -> bool:
    """Tell whether a person signs in with a second factor."""
    return list_factors(person_id).exclude(kind="recovery").exists()


def needs_second(tenures: Sequence[TenureRow]) -> bool:
    """Tell whether seats that somebody holds demand a second factor: those of office, conveners, operators in service."""
    return settings.IN_SERVICE and any(one.seat.kind in NEEDS_SECOND for one in tenures)


def key_credentials(person_id: int) -> dict[int, bytes]:
    """Return the security keys of a person as they are kept, by the id of their factor."""
    opened = ((row.pk, open_secret(row.secret)) for row in list_factors(person_id) if row.kind == "webauthn")
    return {pk: data for pk, data in opened if data is not None}
