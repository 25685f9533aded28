"""What is between two units is theirs and the office's; a file is read by whoever reads its record."""

import pytest

from cast import AT, Cast
from exchange.stages import LATER, TABLE, receipt_of, sent
from exchange.test_collecting import opened, reply_of
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.exchange.actions import answer_receipt, give_reply
from lianxi.exchange.models import Receipt, Reply, Sending
from lianxi.exchange.queries.lists import Wanted, list_collections, list_sendings
from lianxi.exchange.queries.pages import get_collection_page, get_sending_page
from lianxi.journal.sight import seen, sight
from lianxi.papers.actions import add_attachment, remove_attachment
from lianxi.papers.attaching import list_attachments
from lianxi.papers.files import Upload
from lianxi.papers.models import Attachment

PDF = Upload("说明.pdf", b"%PDF-1.4 one", "application/pdf")
OTHER = Upload("清单.txt", "甲厂".encode(), "text/plain")


def test_a_third_unit_sees_neither_the_sending_nor_its_receipts(cast: Cast) -> None:
    sending = sent(cast)
    third = cast.member("市人社局")
    assert not seen(third, Sending.objects.all()).exists()
    assert not seen(third, Receipt.objects.all()).exists()
    for actor in (cast.member("市卫健委"), cast.liaison("市住建局"), cast.staff, cast.convener):
        assert list(seen(actor, Sending.objects.all())) == [sending]


def test_a_receiver_reads_its_own_cut_and_not_the_whole(cast: Cast) -> None:
    cuts = {cast.unit("市人社局").pk: ("企业",)}
    sending = sent(cast, "市卫健委", "市人社局", kind="rows", table=TABLE, cuts=cuts)
    assert not sight(cast.member("市人社局"), sending).shows("payload")
    assert sight(cast.liaison("市住建局"), sending).shows("payload")
    assert [row.unit.name for row in seen(cast.member("市人社局"), Receipt.objects.all())] == ["市人社局"]


def test_a_receiver_is_told_neither_names_nor_counts_of_the_others(cast: Cast) -> None:
    sending = sent(cast, "市卫健委", "市人社局", "市总工会")
    answer_receipt(cast.member("市卫健委"), LATER, receipt_id=receipt_of(cast, sending).pk, outcome="told")
    for actor, units, answered in (
        (cast.member("市卫健委"), 1, 1),
        (cast.member("市人社局"), 1, 0),
        (cast.liaison("市住建局"), 3, 1),
        (cast.staff, 3, 1),
    ):
        (row,) = list_sendings(actor, Wanted())
        page = get_sending_page(actor, sending.pk)
        assert page is not None
        assert (row.receivers, row.answered, len(page.receipts)) == (units, answered, units)
        assert page.is_whole == (units == 3)
    # Somebody else's open receipt does not make the own answered sending an open one.
    assert list_sendings(cast.member("市卫健委"), Wanted(state="open")) == []
    assert len(list_sendings(cast.staff, Wanted(state="open"))) == 1


def test_a_unit_asked_by_the_office_is_told_no_count_of_the_others(cast: Cast) -> None:
    row = opened(cast)
    asked = Reply.objects.filter(collection=row).count()
    give_reply(cast.member("市住建局"), LATER, reply_id=reply_of(cast, row, "市住建局").pk, nil=True)
    for actor, units, given in ((cast.staff, asked, 1), (cast.member("市人社局"), 1, 0)):
        (listed,) = list_collections(actor, Wanted())
        page = get_collection_page(actor, row.pk)
        assert page is not None
        assert (listed.asked, listed.given, page.given, page.is_whole) == (units, given, given, units > 1)


def names(cast: Cast, actor: Actor, record: str) -> list[str]:
    """The files of a record that a seat reads: by the look at one record, and the same by the list of all files."""
    found = [one.title for one in list_attachments(actor, record)]
    every = seen(actor, Attachment.objects.filter(record=record, is_removed=False)).order_by("pk")
    assert [one.title for one in every] == found
    return found


def test_the_files_of_a_sending_and_of_an_answer_reach_both_sides_alone(cast: Cast) -> None:
    sending = sent(cast, "市卫健委", "市人社局", files=(PDF,))
    row = receipt_of(cast, sending)
    answer_receipt(cast.member("市卫健委"), LATER, receipt_id=row.pk, outcome="told", files=(OTHER,))
    whole, answer = f"exchange.sending:{sending.pk}", f"exchange.receipt:{row.pk}"
    assert names(cast, cast.member("市人社局"), whole) == ["说明.pdf"]
    assert names(cast, cast.member("市人社局"), answer) == []
    assert names(cast, cast.liaison("市住建局"), answer) == ["清单.txt"]
    assert names(cast, cast.member("市总工会"), whole) == []


def test_a_file_kept_to_the_own_unit_is_read_by_it_and_the_office(cast: Cast) -> None:
    sending = sent(cast, files=(PDF,), level="own")
    record = f"exchange.sending:{sending.pk}"
    assert names(cast, cast.member("市卫健委"), record) == []
    assert names(cast, cast.member("市住建局"), record) == names(cast, cast.staff, record) == ["说明.pdf"]


def test_only_its_sender_adds_to_a_sending_and_only_the_owner_takes_a_file_off(cast: Cast) -> None:
    sending = sent(cast)
    record = f"exchange.sending:{sending.pk}"
    with pytest.raises(NotPermitted, match="添加附件"):
        add_attachment(cast.member("市人社局"), LATER, record=record, files=(PDF,))
    (added,) = add_attachment(cast.liaison("市住建局"), LATER, record=record, files=(PDF,))
    with pytest.raises(NotPermitted, match="其他单位"):
        remove_attachment(cast.staff, LATER, attachment_id=added.pk, reason="多余")
    remove_attachment(cast.liaison("市住建局"), LATER, attachment_id=added.pk, reason="传错了")
    assert names(cast, cast.staff, record) == []


def test_a_record_that_takes_no_files_or_is_not_there_gets_none(cast: Cast) -> None:
    with pytest.raises(BadInput, match="不能添加附件"):
        add_attachment(cast.staff, AT, record="bodies.unit:1", files=(PDF,))
    with pytest.raises(NotFound):
        add_attachment(cast.staff, AT, record="exchange.sending:77", files=(PDF,))
