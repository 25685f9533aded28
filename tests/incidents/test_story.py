"""The demonstration's accident, from the call to its closing report."""

from datetime import datetime

import pytest

from lianxi.core.words import CHINA
from lianxi.stories.accident import follow_accident
from lianxi.stories.founding import found_shipped
from lianxi.stories.story import Story

START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


@pytest.mark.django_db
def test_the_accident_is_followed_to_its_closing_report() -> None:
    story = Story(found_shipped("QZ", START, is_demo=True), START)
    incident = follow_accident(story)
    assert incident.state == "closed"
    assert incident.number == "事件〔2026〕1号"
    assert incident.paper is not None
    assert incident.paper.title == "关于晋江市疑似急性职业中毒事件的结案报告"
    assert "2026年3月2日：发病 11 人（含死亡 0 人）" in incident.report
    assert "示例鞋业" not in incident.report
    assert all(call.callback == "" for call in incident.handsignal_set.all())
    assert {row.obligation.origin for row in incident.followup_set.all() if row.obligation} == {"incident"}
