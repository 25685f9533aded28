"""The demonstration's supervisions, one closed and one refused, and its plan of merged checks."""

from datetime import datetime

import pytest

from lianxi.core.words import CHINA
from lianxi.inspections.models import CheckRequest, Finding, Supervision
from lianxi.inspections.queries.checks import outcome_of
from lianxi.stories.checked import check_together
from lianxi.stories.founding import found_shipped
from lianxi.stories.story import Story
from lianxi.stories.supervised import supervise

START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


@pytest.mark.django_db
def test_one_is_closed_and_one_takes_another_form() -> None:
    story = Story(found_shipped("QZ", START, is_demo=True), START)
    closed = supervise(story)
    assert (closed.state, closed.answer["scope_limit"]) == ("closed", "只督查处置与整改，不代替事故调查")
    other = Supervision.objects.exclude(pk=closed.pk).get()
    assert other.state == "other_form"
    assert other.answer["missing"] == ["government_confirmation"]
    assert not other.mandates.exists()


@pytest.mark.django_db
def test_three_units_enter_firms_together_and_their_plan_is_closed() -> None:
    story = Story(found_shipped("QZ", START, is_demo=True), START)
    plan = check_together(story)
    told = outcome_of(plan)
    assert (plan.state, told.merged < told.separate) == ("closed", True)
    assert (told.posts.before.words, told.posts.after.words) == ("4/6（66.7%）", "6/6（100.0%）")
    assert CheckRequest.objects.filter(plan=plan, reason="not_approved").count() == 1
    assert Finding.objects.filter(part__visit__plan=plan, obligation__isnull=False).count() == 1
