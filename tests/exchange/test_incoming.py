"""Incoming papers: under the office system's number, handled, answered; who wrote is sealed and never travels."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from cast import AT, Cast
from exchange.stages import DUE, LATER, TOMORROW
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.exchange.actions import (
    answer_incoming,
    assign_incoming,
    file_incoming,
    read_complainant,
    register_incoming,
    reopen_incoming,
    route_to_matter,
    route_to_sending,
)
from lianxi.exchange.models import Incoming, Routing, Sending
from lianxi.exchange.rules.refusals import TooLate
from lianxi.journal.models import Entry, Notice
from lianxi.journal.sight import seen, sight
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import topic_from_incoming
from lianxi.meetings.models import Topic
from lianxi.papers.actions import add_attachment
from lianxi.papers.files import Upload
from lianxi.papers.models import Attachment

DAY = date(2026, 3, 2)
PDF = Upload("来文.pdf", b"%PDF-1.4 paper", "application/pdf")
WROTE = "王桂兰，鲤城区某路3号，13900139000"


def registered(cast: Cast, **values: Any) -> Incoming:
    told = {
        "kind": "superior",
        "system_number": "收2026-0031",
        "title": "关于开展粉尘危害专项治理的通知",
        "from_body": "省卫生健康委",
        "received_on": DAY,
        **values,
    }
    return register_incoming(cast.staff, AT, **told)


def letter(cast: Cast) -> Incoming:
    told = {"kind": "petition", "title": "反映某石材厂粉尘大", "from_body": "", "complainant": WROTE}
    return registered(cast, gist="反映车间没有除尘设施。", is_petition=True, **told)


def test_a_number_is_registered_once(cast: Cast) -> None:
    registered(cast)
    with pytest.raises(BadInput, match="已经登记：关于开展"):
        registered(cast, title="另一件")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"kind": "rumour"}, "类别"),
        ({"kind": "proposal"}, "主办还是会办"),
        ({"complainant": "某人"}, "只有来信来访"),
        ({"received_on": date(2026, 3, 3)}, "还没有到"),
        ({"gist": "来信人电话13900139000"}, "内容摘要里有手机号码"),
        ({"kind": "instruction", "gist": ""}, "内容摘要"),
        ({"kind": "instruction", "gist": "请抓紧研究。", "files": (PDF,)}, "只登记摘要"),
        ({"handler_id": 999}, "成员单位"),
    ],
)
def test_what_cannot_be_registered_leaves_nothing(cast: Cast, values: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        registered(cast, **values)
    assert not Incoming.objects.exists()
    assert not Attachment.objects.exists()


def test_the_scan_of_an_instruction_is_kept_where_the_network_is_declared_fit(
    cast: Cast, settings: LazySettings
) -> None:
    settings.SCANS = True
    row = registered(cast, kind="instruction", gist="请抓紧研究。", files=(PDF,))
    assert Attachment.objects.get().record == f"exchange.incoming:{row.pk}"


def test_who_wrote_is_read_by_the_seat_that_registered_it_alone(cast: Cast) -> None:
    row = letter(cast)
    assert read_complainant(cast.staff, LATER, incoming_id=row.pk) == WROTE
    assert Incoming.objects.get(pk=row.pk).reads == 1
    with pytest.raises(NotPermitted, match="登记的席位"):
        read_complainant(cast.director, LATER, incoming_id=row.pk)
    assert sight(cast.staff, row).shows("complainant")
    assert not sight(cast.director, row).shows("complainant")
    assert not sight(cast.convener, row).shows("complainant")
    nobody = registered(cast, system_number="收2026-0032")
    with pytest.raises(BadInput, match="没有登记来信来电人"):
        read_complainant(cast.staff, LATER, incoming_id=nobody.pk)


def test_who_wrote_stands_in_no_entry_no_column_and_nothing_that_goes_on(cast: Cast) -> None:
    row = letter(cast)
    read_complainant(cast.staff, LATER, incoming_id=row.pk)
    made = route_to_sending(cast.staff, LATER, incoming_id=row.pk, unit_ids=(cast.unit("市住建局").pk,))
    route_to_matter(cast.staff, LATER, incoming_id=row.pk, lead_unit_id=cast.unit("市卫健委").pk)
    written = [
        *(str(entry.body) for entry in Entry.objects.all()),
        *Notice.objects.values_list("title", flat=True),
        Incoming.objects.get(pk=row.pk).complainant,
        str(Sending.objects.values().get(pk=made.pk)),
        str(Obligation.objects.values().get()),
    ]
    assert [text for text in written if "王桂兰" in text or "13900139000" in text] == []


def test_neither_a_letter_nor_an_instruction_takes_a_file_by_another_door(cast: Cast) -> None:
    rows = [letter(cast), registered(cast, kind="instruction", gist="请抓紧研究。", system_number="批1")]
    for row in rows:
        with pytest.raises(NotPermitted, match="添加附件"):
            add_attachment(cast.staff, LATER, record=f"exchange.incoming:{row.pk}", files=(PDF,))
        with pytest.raises(BadInput, match="只登记摘要"):
            answer_incoming(
                cast.staff, LATER, incoming_id=row.pk, text="已办。", answered_on=DAY, files=(PDF,)
            )
    with pytest.raises(BadInput, match="不存原件"):
        registered(cast, kind="hotline", system_number="热1", files=(PDF,))
    assert not Attachment.objects.exists()


def test_the_letter_itself_does_not_go_on(cast: Cast) -> None:
    row = letter(cast)
    with pytest.raises(BadInput, match="原件不随转办"):
        route_to_sending(
            cast.staff, LATER, incoming_id=row.pk, unit_ids=(cast.unit("市住建局").pk,), with_files=True
        )
    paper = registered(cast, system_number="收2026-0032", files=(PDF,))
    made = route_to_sending(
        cast.staff, LATER, incoming_id=paper.pk, unit_ids=(cast.unit("市住建局").pk,), with_files=True
    )
    assert Attachment.objects.filter(record=f"exchange.sending:{made.pk}").count() == 1
    assert made.about == f"exchange.incoming:{paper.pk}"


def test_it_becomes_a_matter_with_its_source_and_its_day(cast: Cast) -> None:
    row = registered(cast, due_on=DUE, doc_number="闽卫〔2026〕8号")
    owed = route_to_matter(cast.staff, LATER, incoming_id=row.pk, lead_unit_id=cast.unit("市卫健委").pk)
    assert (owed.origin, owed.due_on, owed.source) == ("assignment", DUE, f"exchange.incoming:{row.pk}")
    assert owed.source_label == "上级来文：关于开展粉尘危害专项治理的通知（闽卫〔2026〕8号）"
    assert Routing.objects.get().record == f"ledger.obligation:{owed.pk}"
    assert Incoming.objects.get(pk=row.pk).state == "routed"


def test_it_becomes_a_topic_that_is_answered_to_where_it_came_from(cast: Cast) -> None:
    row = registered(cast, due_on=DUE, gist="请研究专项治理分工。")
    topic = topic_from_incoming(cast.staff, LATER, incoming_id=row.pk, clause="QZ-1-02")
    assert (topic.kind, topic.source_body, topic.answer_due_on) == ("assigned", "省卫生健康委", DUE)
    assert Routing.objects.get().into == "topic"
    file_incoming(cast.staff, TOMORROW, incoming_id=row.pk, reason="已列入议题")
    with pytest.raises(TooLate):
        topic_from_incoming(cast.staff, TOMORROW, incoming_id=row.pk, clause="QZ-1-02")
    assert Topic.objects.count() == 1


def test_the_handling_unit_notes_its_opinion_on_a_proposal(cast: Cast) -> None:
    row = registered(cast, kind="proposal", role="co", from_body="市人大代表建议", title="第12号建议")
    assign_incoming(cast.staff, LATER, incoming_id=row.pk, handler_id=cast.unit("市人社局").pk, due_on=DUE)
    with pytest.raises(NotFound):
        answer_incoming(cast.member("市住建局"), TOMORROW, incoming_id=row.pk, text="x", answered_on=DAY)
    done = answer_incoming(
        cast.member("市人社局"),
        TOMORROW,
        incoming_id=row.pk,
        text="会办意见：建议由卫健委主办。",
        answered_on=DAY,
        answer_number="泉人社函〔2026〕3号",
    )
    assert (done.state, done.answer_number) == ("answered", "泉人社函〔2026〕3号")
    with pytest.raises(TooLate, match="已答复"):
        answer_incoming(cast.member("市人社局"), TOMORROW, incoming_id=row.pk, text="x", answered_on=DAY)
    assert reopen_incoming(cast.staff, TOMORROW, incoming_id=row.pk, reason="代表不满意").state == "routed"


def test_an_answer_is_not_of_a_day_to_come_or_before_the_paper(cast: Cast) -> None:
    row = registered(cast)
    for day in (DAY - timedelta(days=1), date(2026, 4, 1)):
        with pytest.raises(BadInput, match="答复日期"):
            answer_incoming(cast.staff, TOMORROW, incoming_id=row.pk, text="已办。", answered_on=day)


def test_a_unit_sees_what_it_handles_and_no_other(cast: Cast) -> None:
    row = registered(cast, handler_id=cast.unit("市住建局").pk)
    registered(cast, system_number="收2026-0040")
    assert list(seen(cast.member("市住建局"), Incoming.objects.all())) == [row]
    assert not seen(cast.member("市人社局"), Incoming.objects.all()).exists()
    assert seen(cast.staff, Incoming.objects.all()).count() == 2
