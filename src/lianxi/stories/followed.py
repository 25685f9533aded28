"""Duties of the played conference: proposals for every clause, some switched on, some figures given."""

from lianxi.core.words import day_of
from lianxi.ledger.actions import propose_duties, record_figures, switch_on_duties
from lianxi.ledger.models import StandingDuty
from lianxi.ledger.rules.standing import period_of
from lianxi.stories.story import Story

FOLLOWED = ("QZ-3-11-3", "QZ-3-12-1", "QZ-3-16-2")
# What a unit gave for clauses nobody follows yet: figures count without an obligation.
GIVEN = {
    "QZ-3-11-2": ("employers_inspected=86", "problems_found=41", "problems_rectified=33"),
    "QZ-3-09-1": ("training_schools_guided=14", "training_sessions=9", "training_people=1260"),
    "QZ-3-08-1": ("funds_planned=320", "funds_paid=187.5", "performance_reviews=1"),
}


def follow_duties(story: Story) -> None:
    """Have the office propose all duties, switch three on, and three units give figures."""
    story.wait_days(1)
    duties = {row.basis_clause: row for row in propose_duties(story.office, story.at)}
    switch_on_duties(story.office, story.at, duty_ids=[duties[clause].pk for clause in FOLLOWED])
    story.wait_days(2)
    for clause, figures in GIVEN.items():
        _give(story, duties[clause], figures)


def _give(story: Story, duty: StandingDuty, figures: tuple[str, ...]) -> None:
    period = period_of(day_of(story.at), duty.cycle).code
    speaker = story.speaker(duty.unit.name)
    record_figures(speaker, story.at, duty_id=duty.pk, period=period, figures=figures)
