"""State machines over the actions: whatever is tried in whatever order, a plain model says what may come of it.

Each example runs in a transaction of its own that is taken back. By default a few examples that are always the same;
`LIANXI_EXAMPLES=500 python -m pytest tests/…` tries so many new ones.
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from lianxi.core.refusals import Refusal
from lianxi.journal.models import Entry

EXAMPLES = int(os.environ.get("LIANXI_EXAMPLES", "0"))
T = TypeVar("T")


class Played(RuleBasedStateMachine):
    """One example: a clock that goes on with each try, and a savepoint."""

    def __init__(self, begins: datetime) -> None:
        super().__init__()
        self.moment = begins
        self.saved = transaction.atomic()
        self.saved.__enter__()

    def teardown(self) -> None:
        """Leave everything as it was before."""
        transaction.set_rollback(True)
        self.saved.__exit__(None, None, None)

    def attempt(self, may: bool, act: Callable[[datetime], T]) -> T | None:
        """Try an act a minute later: it is done where it may be, and leaves one entry; else it is refused and leaves none."""
        self.moment += timedelta(minutes=1)
        before = Entry.objects.count()
        done, refused = None, ""
        try:
            done = act(self.moment)
        except Refusal as refusal:
            refused = refusal.message
        assert may == (not refused), refused or f"was done: {done}"
        assert Entry.objects.count() == before + may
        assert refused == "" or refused.endswith("。")
        return done


def play(machine: Callable[[], Played], steps: int) -> None:
    """Run a machine's examples, so many steps each."""
    told = settings(
        max_examples=EXAMPLES or 3,
        stateful_step_count=steps,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=told)
