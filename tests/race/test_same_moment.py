"""Two seats at the same moment, on real connections: no lost update, one number, one issue."""

import pytest
from django.db import connection

from cast import Cast, found_cast
from lianxi.core.refusals import Refusal
from lianxi.journal.models import Chain, Entry
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import correct_minutes, give_consent, issue_minutes, revise_paragraph
from lianxi.meetings.facts import consent_facts, present_revision
from lianxi.meetings.models import Consent, Minutes
from lianxi.meetings.rules.consent import consent_table
from lianxi.papers.models import Paper
from meetings.stages import LATER, PRESENT, agreed_minutes, circulated_minutes, drafted_minutes
from race.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("concurrent connections need PostgreSQL: make test-pg")
    return found_cast()


def test_ten_conveners_issue_one_paper_with_one_number(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    convener = cast.convener
    outcomes = at_once(*[lambda: issue_minutes(convener, LATER, minutes_id=minutes.pk)] * 10)
    issued = [o for o in outcomes if isinstance(o, Paper)]
    assert len(issued) == 1
    assert all(isinstance(o, Refusal) for o in outcomes if o is not issued[0])
    assert list(Paper.objects.filter(kind="minutes").values_list("sequence", flat=True)) == [1]
    assert Obligation.objects.count() == 1
    assert list(verify_chains()) == []


def test_units_consenting_at_the_same_moment_are_all_kept(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    actors = [cast.member(unit) for unit in PRESENT]
    outcomes = at_once(
        *[lambda a=a: give_consent(a, LATER, minutes_id=minutes.pk, revision=1) for a in actors]  # type: ignore[misc]
    )
    assert not [o for o in outcomes if isinstance(o, Refusal)]
    assert Consent.objects.count() == 3
    assert consent_table(consent_facts(Minutes.objects.get(), LATER.date())).complete()
    assert list(verify_chains()) == []


@pytest.mark.parametrize("round_", range(5))
def test_an_edit_and_an_issue_never_both_win(cast: Cast, round_: int) -> None:
    minutes = agreed_minutes(cast)
    own = next(p for p in present_revision(minutes).paragraphs if p["key"].startswith("d"))
    staff, convener = cast.staff, cast.convener

    def edit() -> object:
        return revise_paragraph(
            staff, LATER, minutes_id=minutes.pk, key=own["key"], text="悄悄改掉。", seen=own["hash"]
        )

    edited, issued = at_once(edit, lambda: issue_minutes(convener, LATER, minutes_id=minutes.pk))
    assert isinstance(edited, Refusal) != isinstance(issued, Refusal)
    paper = Paper.objects.filter(kind="minutes").first()
    assert (paper is None) == isinstance(issued, Refusal)
    assert paper is None or "悄悄改掉" not in str(paper.document)


def test_two_editors_of_one_paragraph_one_gets_a_conflict(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    own = next(p for p in present_revision(minutes).paragraphs if p["key"].startswith("i"))
    calls = [
        lambda a=a, t=t: revise_paragraph(
            a, LATER, minutes_id=minutes.pk, key=own["key"], text=t, seen=own["hash"]
        )  # type: ignore[misc]
        for a, t in ((cast.staff, "甲的"), (cast.director, "乙的"))
    ]
    outcomes = at_once(*calls)
    assert sum(isinstance(o, Refusal) for o in outcomes) == 1
    minutes.refresh_from_db()
    assert minutes.revision == 2


def test_numbers_are_drawn_once_and_without_gaps(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    convener = cast.convener
    calls = [
        lambda: correct_minutes(convener, LATER, minutes_id=minutes.pk, wrong="专项检查", right="检查")
    ] * 8
    outcomes = at_once(*calls)
    assert not [o for o in outcomes if isinstance(o, Refusal)]
    numbers = sorted(Paper.objects.filter(kind="corrigendum").values_list("sequence", flat=True))
    assert numbers == list(range(1, 9))
    chain = Chain.objects.get(pk=cast.conference.pk)
    assert Entry.objects.filter(chain=chain).count() == chain.seq
    assert list(verify_chains()) == []
