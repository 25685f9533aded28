"""Drafts of the four mechanisms: an article for each flow that is on, as a request that goes the way of papers."""

from datetime import datetime

import pytest

from lianxi.core.refusals import BadInput
from lianxi.core.words import CHINA
from lianxi.stories.founding import found_shipped
from lianxi.stories.story import Story
from lianxi.work.actions import draft_mechanism, propose_arrangements, start_set
from lianxi.work.queries.flows import flows_of
from lianxi.work.rules.mechanisms import MECHANISMS, belongs

AT = datetime(2026, 3, 3, 9, 0, tzinfo=CHINA)


def test_each_flow_that_is_on_is_an_article(db: None) -> None:
    story = Story(found_shipped("QZ", AT, is_demo=True), AT)
    with pytest.raises(BadInput, match="没有已启用的安排"):
        draft_mechanism(story.office, AT, mechanism="share")
    propose_arrangements(story.office, AT)
    start_set(story.office, AT)
    with pytest.raises(BadInput, match="请选择一项机制"):
        draft_mechanism(story.office, AT, mechanism="nix")
    for code, name in MECHANISMS.items():
        flows = [one for one in flows_of(story.conference.pk) if belongs(one, code)]
        if not flows:
            continue
        draft = draft_mechanism(story.office, AT, mechanism=code)
        assert (draft.kind, draft.state) == ("request", "draft")
        assert name in draft.title
        assert draft.text.count("。依据：") == len(flows)
        assert "第一条" in draft.text
        assert "妥否，请批示。" in draft.text
    shared = [one for one in flows_of(story.conference.pk) if belongs(one, "share")]
    assert any(one.unit == "市应急局" and "市卫健委" in one.receivers for one in shared)
