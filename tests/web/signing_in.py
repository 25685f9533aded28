"""Signing in from a seat of the cast, for the tests of pages."""

from django.test import Client
from lxml import html

from lianxi.bodies.models import Person
from lianxi.core.actors import Actor
from lianxi.web.shared.middleware import SESSION_KEY


def seated(client: Client, actor: Actor) -> Client:
    """Sign the person in and act from that very seat."""
    client.force_login(Person.objects.get(pk=actor.person_id))
    session = client.session
    session[SESSION_KEY] = actor.seat_id
    session.save()
    return client


def words(response: object) -> str:
    """What a person reads in the main part, without any space."""
    page = html.document_fromstring(response.content)  # type: ignore[attr-defined]
    return "".join("".join(part.text_content().split()) for part in page.xpath("//main|//aside"))


def posts(response: object) -> list[str]:
    """Where the forms of the main part post to."""
    page = html.document_fromstring(response.content)  # type: ignore[attr-defined]
    return [form.get("action") or "" for form in page.xpath("//main//form[@method='post']")]
