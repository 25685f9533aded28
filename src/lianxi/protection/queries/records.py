"""Recognitions, who signs them and assessments, as a seat sees them."""

from lianxi.core.actors import Actor
from lianxi.core.sight import Level
from lianxi.journal.sight import seen, sight
from lianxi.law.models import Ruling
from lianxi.protection.models import (
    ImpactAssessment,
    PersonList,
    Recognition,
    RecognitionFact,
    RecognitionSigner,
)


def conferences_with_lists() -> list[int]:
    """Return the conferences that hold any list."""
    return sorted(set(PersonList.objects.values_list("conference_id", flat=True)))


def list_recognitions(actor: Actor) -> list[Recognition]:
    """List the recognitions that a seat sees at least the state of, the newest first."""
    rows = seen(actor, Recognition.objects.select_related("asked_by", "signer"), Level.STATUS)
    return list(rows.order_by("-pk"))


def find_recognition(actor: Actor, pk: int) -> Recognition | None:
    """Find a recognition that a seat sees at least the state of."""
    rows = Recognition.objects.select_related("asked_by", "signer").filter(pk=pk)
    return seen(actor, rows, Level.STATUS).first()


def sees_token(actor: Actor, row: Recognition) -> bool:
    """Tell whether a seat sees whose recognition it is."""
    return sight(actor, row).shows("token")


def list_facts(actor: Actor, row: Recognition) -> list[RecognitionFact]:
    """List the facts of a recognition that a seat sees."""
    return list(seen(actor, row.facts.select_related("unit")).order_by("pk"))


def list_own_facts(actor: Actor) -> list[RecognitionFact]:
    """List the facts that are asked of the seat's unit and not stated yet."""
    rows = RecognitionFact.objects.filter(
        unit_id=actor.unit_id or 0, stated_on=None, recognition__state__in=("asked", "contested")
    )
    return list(seen(actor, rows).select_related("recognition").order_by("pk"))


def list_signers(actor: Actor) -> list[RecognitionSigner]:
    """List the units named to sign recognitions that a seat sees, the newest first."""
    rows = RecognitionSigner.objects.select_related("unit", "ruling")
    return list(seen(actor, rows).order_by("-pk"))


def list_assessments(actor: Actor) -> list[ImpactAssessment]:
    """List the assessments that a seat sees, the newest first."""
    return list(seen(actor, ImpactAssessment.objects.select_related("unit")).order_by("-done_on", "-pk"))


def list_rulings(actor: Actor) -> list[Ruling]:
    """List the rulings that a seat sees, the newest first."""
    return list(seen(actor, Ruling.objects.all()).order_by("-decided_at", "-pk"))
