"""The page of handovers names all that goes along, before it is handed over and after."""

from cast import AT, Cast
from ledger.steps import at
from lianxi.ledger.actions import give_handover
from lianxi.meetings.actions import propose_topic
from web.ledger.test_lists import read, sign_in


def test_the_page_names_the_topic_that_goes_along(cast: Cast) -> None:
    liaison, member = cast.liaison("市住建局"), cast.member("市住建局")
    topic = propose_topic(liaison, AT, title="粉尘检查", text="情况说明", clause="QZ-3-11-2")
    page = read(sign_in(liaison), "/handover")
    (link,) = page.xpath(f'//form//a[@href="/topics/{topic.pk}"]')
    assert link.text_content() == "粉尘检查"
    give_handover(liaison, at(3), seat_id=liaison.seat_id or 0, to_seat_id=member.seat_id or 0, note="调离")
    (told,) = read(sign_in(member), "/handover").xpath('//li/a[text()="粉尘检查"]')
    assert told.get("href") == f"/topics/{topic.pk}"
