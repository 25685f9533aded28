"""The demonstration's supervisions: one closed under its designation, one refused for want of it."""

from datetime import datetime

import pytest

from lianxi.core.words import CHINA
from lianxi.inspections.models import Supervision
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
