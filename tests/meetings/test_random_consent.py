"""Minutes in consent with everybody writing and agreeing at random: they go out only as all who attended agreed."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cast import Cast
from lianxi.core.refusals import Refusal
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_entries
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import (
    give_consent,
    issue_minutes,
    raise_objection,
    remove_paragraph,
    revise_paragraph,
    withdraw_objection,
)
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Objection
from meetings.stages import LATER, PRESENT, circulated_minutes

ABSENT = "市人社局"
UNITS = st.sampled_from([*PRESENT, ABSENT])


class Round(RuleBasedStateMachine):
    """The oracle remembers which words each unit agreed to, and which it objects to."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.minutes = circulated_minutes(self.cast)
        self.agreed: dict[str, set[tuple[str, str]]] = {unit: set() for unit in PRESENT}
        self.objecting: set[str] = set()
        self.issued = False

    def teardown(self) -> None:
        broken = list(verify_entries(self.cast.conference.pk))
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        assert broken == []

    def words(self) -> dict[str, str]:
        self.minutes.refresh_from_db()
        return {one["key"]: one["hash"] for one in present_revision(self.minutes).paragraphs}

    @precondition(lambda self: not self.issued)
    @rule(unit=UNITS, behind=st.integers(min_value=0, max_value=1))
    def agree(self, unit: str, behind: int) -> None:
        words = self.words()
        try:
            give_consent(
                self.cast.member(unit),
                LATER,
                minutes_id=self.minutes.pk,
                revision=self.minutes.revision - behind,
            )
        except Refusal:
            return
        # Nobody agrees to words that were replaced meanwhile, and nobody who was not there.
        assert unit in PRESENT
        assert behind == 0
        self.agreed[unit] = set(words.items())
        self.objecting.discard(unit)

    @precondition(lambda self: not self.issued)
    @rule(place=st.integers(min_value=0, max_value=9), more=st.sampled_from(["报办公室。", "并抄送。"]))
    def write(self, place: int, more: str) -> None:
        self.minutes.refresh_from_db()
        found = present_revision(self.minutes).paragraphs
        one = found[place % len(found)]
        given = {"key": one["key"], "text": one["text"] + more, "seen": one["hash"]}
        try:
            revise_paragraph(self.cast.staff, LATER, minutes_id=self.minutes.pk, **given)
        except Refusal:
            return
        assert self.words()[one["key"]] != one["hash"]

    @precondition(lambda self: not self.issued)
    @rule(unit=UNITS, place=st.integers(min_value=0, max_value=9))
    def object(self, unit: str, place: int) -> None:
        self.minutes.refresh_from_db()
        found = present_revision(self.minutes).paragraphs
        key = found[place % len(found)]["key"]
        try:
            raise_objection(
                self.cast.member(unit), LATER, minutes_id=self.minutes.pk, key=key, text="表述不妥"
            )
        except Refusal:
            return
        assert unit in PRESENT
        self.objecting.add(unit)

    @precondition(lambda self: not self.issued)
    @rule()
    def withdraw(self) -> None:
        one = Objection.objects.filter(minutes=self.minutes, state="open").first()
        if one is not None:
            withdraw_objection(self.cast.member(one.unit.name), LATER, objection_id=one.pk)

    @precondition(lambda self: not self.issued)
    @rule(place=st.integers(min_value=0, max_value=9))
    def take_out(self, place: int) -> None:
        self.minutes.refresh_from_db()
        found = present_revision(self.minutes).paragraphs
        one = found[place % len(found)]
        with contextlib.suppress(Refusal):
            remove_paragraph(
                self.cast.staff, LATER, minutes_id=self.minutes.pk, key=one["key"], reason="与会议记录不符"
            )

    @precondition(lambda self: not self.issued)
    @rule()
    def issue(self) -> None:
        words, entries = set(self.words().items()), Entry.objects.count()
        is_open = Objection.objects.filter(minutes=self.minutes, state="open").exists()
        try:
            issue_minutes(self.cast.convener, LATER, minutes_id=self.minutes.pk)
        except Refusal:
            assert Entry.objects.count() == entries
            assert not Obligation.objects.filter(source=f"meetings.minutes:{self.minutes.pk}").exists()
            return
        self.issued = True
        for unit in PRESENT:
            assert words <= self.agreed[unit], unit
        assert not is_open

    @invariant()
    def is_issued_once(self) -> None:
        self.minutes.refresh_from_db()
        assert (self.minutes.state == "issued") == self.issued


@pytest.mark.django_db
def test_any_round_of_consent(cast: Cast) -> None:
    Round.cast = cast
    run_state_machine_as_test(
        Round,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
