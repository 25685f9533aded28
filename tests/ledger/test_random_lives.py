"""A matter in the hands of everybody at random: only who may gets through, and what is refused leaves no trace."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cast import Cast
from ledger.steps import DUE, FILE, at, entered, fresh
from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.journal.acting import Action
from lianxi.journal.models import Entry
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_entries
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    cancel_obligation,
    grant_extension,
    report_progress,
    return_obligation,
    verify_obligation,
)
from lianxi.ledger.models import CoUnit, Extension, Obligation
from lianxi.ledger.rules import OBLIGATION

LEAD, CO, OTHER = "市住建局", "市人社局", "市发改委"
RUNNING = ("issued", "in_progress", "returned", "submitted")
SEATS = st.sampled_from(["lead", "co", "other", "staff", "convener"])


class Life(RuleBasedStateMachine):
    """One matter; the oracle knows its state and who holds which part, nothing of how the ledger decides."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.row = entered(self.cast, LEAD, (CO,))
        self.state, self.part, self.due = "issued", "issued", DUE
        self.hours = 0
        self.seats: dict[str, Actor] = {
            "lead": self.cast.member(LEAD),
            "co": self.cast.member(CO),
            "other": self.cast.member(OTHER),
            "staff": self.cast.staff,
            "convener": self.cast.convener,
        }

    def teardown(self) -> None:
        own = self.cast.conference.pk
        broken = [*verify_entries(own), *verify_rows(own)]
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        assert broken == []

    def tried(self, action: Action[..., Any], seat: str, **given: Any) -> bool:
        """Try an act; whatever is refused leaves the matter and the journal as they were."""
        self.hours += 1
        before = (Entry.objects.count(), Obligation.objects.filter(pk=self.row.pk).values().get())
        try:
            action(self.seats[seat], at(1, self.hours), **given)
        except Refusal:
            after = (Entry.objects.count(), Obligation.objects.filter(pk=self.row.pk).values().get())
            assert after == before
            return False
        assert Entry.objects.count() > before[0]
        return True

    @rule(seat=SEATS)
    def acknowledge(self, seat: str) -> None:
        done = self.tried(acknowledge_obligation, seat, obligation_id=self.row.pk)
        running = self.state in RUNNING
        assert done == (
            (seat == "lead" and self.state == "issued")
            or (seat == "co" and self.part == "issued" and running)
        )
        if done and seat == "lead":
            self.state = "in_progress"
        elif done:
            self.part = "working"

    @rule(seat=SEATS, is_done=st.booleans(), has_file=st.booleans())
    def report(self, seat: str, is_done: bool, has_file: bool) -> None:
        given = {"text": "进展如下。", "done": is_done, "files": (FILE,) if has_file else ()}
        done = self.tried(report_progress, seat, obligation_id=self.row.pk, **given)
        if done:
            assert seat in ("lead", "co")
        if seat == "lead":
            works = self.state in ("in_progress", "returned")
            assert done <= works
            # A matter is handed in with its evidence, once the co-unit has done its part.
            assert done >= (works and (not is_done or (has_file and self.part == "done")))
            if done and is_done:
                self.state = "submitted"
        elif seat == "co" and done:
            assert self.part == "working"
            self.part = "done" if is_done else self.part

    @rule(seat=SEATS)
    def verify(self, seat: str) -> None:
        done = self.tried(verify_obligation, seat, obligation_id=self.row.pk)
        assert done <= (seat == "staff" and self.state == "submitted")
        assert done >= (seat == "staff" and self.state == "submitted")
        self.state = "closed" if done else self.state

    @rule(seat=SEATS)
    def send_back(self, seat: str) -> None:
        done = self.tried(return_obligation, seat, obligation_id=self.row.pk, reason="材料不全")
        assert done <= (seat == "staff" and self.state == "submitted")
        self.state = "returned" if done else self.state

    @rule(seat=SEATS, later=st.integers(min_value=-2, max_value=20))
    def ask_more_time(self, seat: str, later: int) -> None:
        given = {"asked_on": at(18 + later).date(), "reason": "材料未齐", "progress": "过半"}
        open_before = Extension.objects.filter(obligation=self.row, state="asked").exists()
        done = self.tried(ask_extension, seat, obligation_id=self.row.pk, **given)
        assert done <= (seat == "lead" and self.state in RUNNING and not open_before)

    @rule(seat=SEATS)
    def grant_time(self, seat: str) -> None:
        asked = Extension.objects.filter(obligation=self.row, state="asked").first()
        if asked is not None:
            done = self.tried(
                grant_extension, seat, extension_id=asked.pk, granted_on=asked.asked_on, answer="同意"
            )
            assert done <= (seat in ("staff", "convener"))
            self.due = asked.asked_on if done else self.due

    @rule(seat=SEATS)
    def cancel(self, seat: str) -> None:
        # Only a later decision ends a matter, and there is none.
        assert not self.tried(
            cancel_obligation,
            seat,
            obligation_id=self.row.pk,
            decision="泉职防联〔2026〕9号",
            reason="不再办理",
        )

    @invariant()
    def stands_as_the_oracle_says(self) -> None:
        row = fresh(self.row)
        assert (row.state, row.due_on) == (self.state, self.due)
        assert row.state in OBLIGATION.labels
        assert (row.closed_at is not None) == (self.state == "closed")
        assert CoUnit.objects.get(obligation=row).state == self.part


@pytest.mark.django_db
def test_any_life_of_a_matter(cast: Cast) -> None:
    Life.cast = cast
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            # A failing life is told as it was: making it shorter takes minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
