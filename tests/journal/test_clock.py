"""The machine's clock set back: refused with a sentence, nothing stored, and the journal verifies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.bodies.queries import rule_value
from lianxi.journal import clock
from lianxi.journal.clock import ClockSetBack
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains


def _set(cast: Cast, moment, days: str) -> None:  # type: ignore[no-untyped-def]
    set_rule(cast.director, moment, code="consent_window", value=days)


def test_an_act_on_a_clock_that_was_set_back_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    _set(cast, now, "7")
    before, back = Entry.objects.count(), now - timedelta(days=1)
    monkeypatch.setattr(clock.timezone, "now", lambda: back)
    with pytest.raises(ClockSetBack, match="早于最后一条日志") as refused:
        _set(cast, back, "9")
    assert refused.value.next_step
    assert Entry.objects.count() == before
    assert rule_value(cast.conference, "consent_window", timezone.localdate(now)) == "7"
    assert list(verify_chains()) == []


def test_a_few_seconds_back_are_no_matter(cast: Cast) -> None:
    now = timezone.now()
    _set(cast, now + timedelta(seconds=30), "7")
    _set(cast, now, "9")
    assert list(verify_chains()) == []


def test_a_moment_that_is_given_is_not_the_machines(cast: Cast) -> None:
    _set(cast, AT + timedelta(days=9), "7")
    _set(cast, AT + timedelta(days=9, hours=-1), "9")
    assert list(verify_chains()) == []
