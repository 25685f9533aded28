"""Nonsense through the forms of the product: each once at every run; `make hardening PART=forms N=…` gives more rounds."""

import os

import pytest
from django.test import Client
from django.utils import timezone

from cast import found_cast
from hardening.forms import World, fuzz_forms
from ledger.steps import acknowledged, entered
from lianxi.bodies.models import Conference, Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import SeatKind
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.stories.half_year import play_half_year
from matrix.world import AT as PLAYED_UNTIL
from meetings.stages import drafted_minutes
from papers.paths import drafted
from web.signing_in import seated

ROUNDS = int(os.environ.get("LIANXI_FORMS", "0"))
SEED = int(os.environ.get("LIANXI_SEED", "13"))


def world(conference: Conference) -> World:
    """Somebody signed in from each kind of seat of a conference, and somebody who is not."""
    load_catalogue()
    rows = Tenure.objects.filter(conference=conference, ends_before__isnull=True).select_related("seat__unit")
    actors = {actor.kind: actor for actor in map(actor_for, rows.exclude(person=None).order_by("-pk"))}
    clients: dict[SeatKind, Client] = {
        kind: seated(Client(raise_request_exception=False), actor) for kind, actor in actors.items()
    }
    return World(clients, Client(raise_request_exception=False), conference.pk, timezone.now())


def _played() -> Conference:
    return play_half_year(PLAYED_UNTIL, with_district=True)


def _small() -> Conference:
    """The conference of the tests with a few records: what CI has time for."""
    cast = found_cast()
    drafted_minutes(cast)
    drafted(cast)
    acknowledged(cast, entered(cast))
    return cast.conference


# A post to every form: a minute on a slow machine.
@pytest.mark.matrix
def test_no_form_is_a_fault(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    there = world(_played() if ROUNDS > 1 else _small())
    told = fuzz_forms(there, ROUNDS, SEED) if ROUNDS else fuzz_forms(there, 1, SEED, tries=1)
    with capsys.disabled():
        print(f"\n{told}")
    assert told.faults == []
    assert sorted(told.losses) == []
    # Some get through: an act that is always refused at the first field shows nothing.
    assert len(told.done) > (40 if ROUNDS > 1 else 10)
    assert told.statuses.total() > len(catalogue)
