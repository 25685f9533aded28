"""The facts that decide on publications and on the opinions asked for, loaded in one place for actions and pages."""

from datetime import date

from lianxi.core.canonical import digest
from lianxi.journal.guards import Deciding, holding_part, on
from lianxi.publishing.models import Publication, PublicationOpinion
from lianxi.publishing.rules import OpinionFacts, PublicationFacts, answers, step


def opinion_facts(row: PublicationOpinion, _day: date) -> OpinionFacts:
    """Give what decides on an opinion."""
    return OpinionFacts(row.state, row.unit_id, row.unit.name, row.publication.state, row.stance, row.due_on)


def publication_facts(row: Publication, day: date) -> PublicationFacts:
    """Give what decides on a publication; while it is under review also what was said to it."""
    reviewed = row.state == "review"
    said = sorted(row.opinions.all(), key=lambda one: one.pk) if reviewed else ()
    return PublicationFacts(
        row.state,
        row.unit_id,
        row.unit.name,
        row.drafted_seat_id,
        tuple(row.writers),
        tuple(opinion_facts(one, day) for one in said),
    )


def on_publication(name: str) -> Deciding:
    """Let the guard of a step decide on the publication that the payload names."""
    return on(Publication, "publication_id", step(name), facts=publication_facts)


def on_opinion() -> Deciding:
    """Let the guard of an answer decide; the publication is held first, so that it cannot be cleared meanwhile."""
    held = holding_part(PublicationOpinion, "opinion_id", Publication, "publication_id")
    return Deciding(held, opinion_facts, answers)


def content_hash(title: str, text: str) -> str:
    """Return the hash of what is published: title and text."""
    return digest(f"{title}\n{text}")
