"""Planted gaps of every kind are found, no other, compared whole with a recount in SQL (bench/project_gaps.py: 20,000)."""

from datetime import datetime

import pytest

from lianxi.core.actors import timer_of
from lianxi.core.words import CHINA
from lianxi.journal.acting import Act
from lianxi.projects.actions import find_project_gaps
from lianxi.projects.models import ProjectGap
from projects.making import founded
from projects.planting import DAY, KINDS, planted, recount

AT = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=CHINA)


@pytest.mark.django_db
def test_a_recount_in_sql_finds_the_same_gaps() -> None:
    story = founded(at=AT)
    timer, made = timer_of(story.conference.pk), planted(story.conference.pk, 600, 100, seed=7)
    act = Act(actor=timer, at=AT, action="projects.list.gather", chain=story.conference.pk)
    act.create_batch(made.projects)
    assert len(find_project_gaps(timer, AT)) == len(made.gaps)
    rows = ProjectGap.objects.filter(closed_on__isnull=True).select_related("project", "unit")
    found = {
        (
            one.project.key,
            one.gap,
            one.since.isoformat(),
            one.unit.name if one.unit else "",
            one.clause,
            one.executes,
        )
        for one in rows
    }
    assert found == recount(story.conference.pk)
    assert {one[:2] for one in found} == made.gaps
    assert {one[1] for one in found} == set(KINDS)


@pytest.mark.django_db
def test_the_recount_sees_a_gap_that_the_run_would_miss() -> None:
    """The comparison can fail: a project changed after the run differs."""
    story = founded(at=AT)
    timer, made = timer_of(story.conference.pk), planted(story.conference.pk, 30, 0, seed=3)
    act = Act(actor=timer, at=AT, action="projects.list.gather", chain=story.conference.pk)
    act.create_batch(made.projects)
    find_project_gaps(timer, AT)
    before = recount(story.conference.pk)
    whole = next(
        one for one in made.projects if one.permit_on and one.permit_on <= DAY and one.status == "active"
    )
    whole.hazard = whole.hazard if whole.hazard != "no" else "yes"
    act.change(whole, pre_evaluation_on=None, kind="核准", hazard="yes", medical_radiation="none")
    assert len(recount(story.conference.pk)) > len(before)
