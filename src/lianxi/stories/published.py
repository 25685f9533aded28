"""Two pieces of information in the demonstration: one on the site, one whose review is still to come."""

from datetime import timedelta

from lianxi.core.actors import SeatKind
from lianxi.core.words import day_of
from lianxi.publishing.actions import (
    clear_publication,
    draft_publication,
    publish_publication,
    submit_publication,
)
from lianxi.publishing.models import Publication
from lianxi.stories.story import Story

CLAUSE = "QZ-1-03"
_TRAINING = (
    "一、培训情况\n本季度举办用人单位负责人和职业健康管理人员培训班，覆盖制鞋、石材、五金等行业。\n"
    "二、下一步\n继续开展送教上门，培训课件在本网站职业健康专栏下载。"
)
_CHECKED = "制鞋行业防毒措施专项检查情况如下：示例鞋业（福建）有限公司等单位已完成整改，咨询电话13800000000。"


def publish(story: Story) -> Publication:
    """Publish what a quarter's training came to; leave a text with two findings to the reviewer."""
    unit = story.actor(SeatKind.MEMBER, "市卫健委")
    row = _submitted(story, "第三季度职业健康培训情况", _TRAINING)
    story.wait(hours=2)
    row = clear_publication(
        story.actor(SeatKind.OFFICE_DIRECTOR, "市卫健委"),
        story.at,
        publication_id=row.pk,
        reviewer="市卫健委办公室（政务公开）",
    )
    story.wait(hours=2)
    row = publish_publication(
        unit,
        story.at,
        publication_id=row.pk,
        site="市政府网站市卫健委专栏（示例）",
        address="https://www.example.gov.cn/zyjk/1.html",
        published_on=day_of(story.at),
    )
    story.say("审查通过的信息在政府网站发布，网址和日期登记在案", CLAUSE)
    _submitted(story, "制鞋行业防毒措施专项检查情况", _CHECKED)
    return row


def _submitted(story: Story, title: str, text: str) -> Publication:
    unit = story.actor(SeatKind.MEMBER, "市卫健委")
    formed_on = day_of(story.at - timedelta(days=1))
    row = draft_publication(unit, story.at, title=title, text=text, formed_on=formed_on, clause=CLAUSE)
    return submit_publication(unit, story.at, publication_id=row.pk)
