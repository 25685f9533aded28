"""Pages of the exchange: what a seat sees, what it may do there in one tap, and what leaves as a file."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.test import Client

from cast import AT, Cast
from exchange.stages import DUE, LATER, TABLE, receipt_of, sent
from exchange.test_collecting import opened, reply_of
from exchange.test_incoming import letter, registered
from exchange.test_reporting import planned
from exchange.test_requesting import asked
from lianxi.core.actors import Actor
from lianxi.exchange.actions import bounce_receipt, give_reply, judge_opinion, open_tally
from lianxi.exchange.models import CollectedOpinion, Incoming, Receipt, Reply, Sending
from lianxi.papers.files import Upload
from web.signing_in import posts, seated, words


def page(client: Client, actor: Actor, url: str) -> Any:
    return seated(client, actor).get(url)


def bytes_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    "url",
    [
        *("/exchange", "/exchange?box=in&state=open&q=工地", "/exchange/new", "/exchange/requests"),
        *("/exchange/requests/new", "/exchange/tallies", "/collections", "/collections/new"),
        *("/incoming", "/incoming/new", "/upward", "/exchange?before=x&kind=y"),
    ],
)
def test_the_lists_and_forms_answer_every_kind_of_seat(cast: Cast, client: Client, url: str) -> None:
    for actor in (cast.staff, cast.member("市住建局"), cast.liaison("市发改委"), cast.convener):
        assert page(client, actor, url).status_code == 200


def test_the_receiver_signs_or_says_that_it_knows_in_one_tap_from_the_page(
    cast: Cast, client: Client
) -> None:
    sending = sent(cast)
    member = cast.member("市卫健委")
    shown = page(client, member, f"/exchange/{sending.pk}")
    assert "等你单位签收" in words(shown)
    assert posts(shown)[:2] == ["/do/exchange.receipt.sign", "/do/exchange.receipt.answer"]
    row = receipt_of(cast, sending)
    client.post("/do/exchange.receipt.answer", {"receipt_id": row.pk, "outcome": "told", "next": "/exchange"})
    assert Receipt.objects.get(pk=row.pk).outcome == "told"


def test_a_sending_goes_out_from_its_form_with_rows_and_files(cast: Cast, client: Client) -> None:
    seated(client, cast.liaison("市住建局"))
    file = io.BytesIO(b"%PDF-1.4 x")
    file.name = "说明.pdf"
    answer = client.post(
        "/do/exchange.sending.send",
        {
            "kind": "rows",
            "title": "扬尘企业名单",
            "unit_ids": [cast.unit("市卫健委").pk],
            "table": TABLE,
            "files": file,
            "level": "parties",
            "next": "/exchange/{id}",
        },
    )
    sending = Sending.objects.get()
    assert answer.url == f"/exchange/{sending.pk}"
    shown = words(page(client, cast.member("市卫健委"), f"/exchange/{sending.pk}"))
    assert "甲石材厂" in shown
    assert "说明.pdf" in shown


def test_a_refused_form_says_which_field_and_keeps_the_words(cast: Cast, client: Client) -> None:
    seated(client, cast.liaison("市住建局"))
    told = {
        "kind": "note",
        "title": "通报",
        "unit_ids": [cast.unit("市卫健委").pk],
        "text": "电话13800138000",
    }
    answer = client.post("/do/exchange.sending.send", told)
    assert answer.status_code == 422
    assert "说明里有手机号码" in words(answer)
    assert "电话13800138000" in answer.content.decode()


def test_a_third_unit_finds_no_page(cast: Cast, client: Client) -> None:
    sending, request = sent(cast), asked(cast)
    third = cast.member("市总工会")
    for url in (f"/exchange/{sending.pk}", f"/exchange/requests/{request.pk}"):
        assert page(client, third, url).status_code == 404
    assert "建筑工地" not in words(page(client, third, "/exchange"))


def test_the_named_unit_of_a_bounce_reads_what_it_would_take_over(cast: Cast, client: Client) -> None:
    row = receipt_of(cast, sent(cast, by="市发改委", kind="rows", table=TABLE))
    bounce_receipt(
        cast.member("市卫健委"),
        LATER,
        receipt_id=row.pk,
        named_unit_id=cast.unit("市住建局").pk,
        clause="QZ-3-11-2",
        reason="工地由住建管",
    )
    shown = page(client, cast.member("市住建局"), f"/exchange/{row.sending_id}")
    assert "甲石材厂" in words(shown)
    assert "/do/exchange.bounce.accept" in posts(shown)
    assert "/do/exchange.bounce.accept" not in posts(
        page(client, cast.member("市卫健委"), f"/exchange/{row.sending_id}")
    )


def test_nil_is_one_tap_and_a_request_is_accepted_in_one(cast: Cast, client: Client) -> None:
    collection, request = opened(cast), asked(cast)
    shown = page(client, cast.member("市住建局"), f"/collections/{collection.pk}")
    assert posts(shown)[0] == "/do/exchange.reply.give"
    client.post("/do/exchange.reply.give", {"reply_id": reply_of(cast, collection).pk, "nil": "on"})
    assert Reply.objects.get(pk=reply_of(cast, collection).pk).is_nil
    shown = page(client, cast.member("市人社局"), f"/exchange/requests/{request.pk}")
    assert posts(shown)[0] == "/do/exchange.request.accept"


def _docx(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for at, cell in enumerate(("项目", "数量", "检查", "86")):
        table.cell(at // 2, at % 2).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def collected(cast: Cast) -> Iterator[Any]:
    """A collection to which one unit gave a DOCX, one a picture of a text, one nothing to say; two are missing."""
    row = opened(cast)
    file = Upload("住建总结.docx", _docx("一年来检查工地。", "下一步继续。"))
    give_reply(cast.member("市住建局"), LATER, reply_id=reply_of(cast, row).pk, files=(file,))
    scan = Upload("总结.pdf", b"%PDF-1.4 scan")
    give_reply(
        cast.member("市人社局"),
        LATER,
        reply_id=reply_of(cast, row, "市人社局").pk,
        files=(scan,),
        passages=("第三条",),
        opinions=("“应当”改为“可以”。",),
    )
    give_reply(cast.member("市总工会"), LATER, reply_id=reply_of(cast, row, "市总工会").pk, nil=True)
    return row


def test_all_files_come_in_one_archive_under_the_units_names(
    cast: Cast, client: Client, collected: Any
) -> None:
    answer = page(client, cast.staff, f"/collections/{collected.pk}/files.zip")
    with zipfile.ZipFile(io.BytesIO(bytes_of(answer))) as package:
        names = package.namelist()
        told = package.read("清单.txt").decode("utf-8-sig")
    assert names == [
        "02_市人社局_文字.txt",
        "02_市人社局_01_总结.pdf",
        "03_市住建局_01_住建总结.docx",
        "清单.txt",
    ]
    assert "01　市卫健委　未报" in told
    assert "04　市总工会　无意见" in told


def test_the_merged_document_follows_the_units_and_says_what_is_not_in_it(
    cast: Cast, client: Client, collected: Any
) -> None:
    answer = page(client, cast.staff, f"/collections/{collected.pk}/merged.docx")
    document = docx.Document(io.BytesIO(bytes_of(answer)))
    lines = [one.text.strip() for one in document.paragraphs]
    text = "\n".join(lines)
    assert text.index("一、市人社局") < text.index("二、市住建局") < text.index("一年来检查工地。")
    assert "另有文件“总结.pdf”，不是 DOCX，没有并入" in text
    assert "无意见：市总工会。" in text
    assert "未报：市卫健委、市发改委。" in text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["检查", "86"]


def test_the_table_of_opinions_has_adoption_and_reason(cast: Cast, client: Client, collected: Any) -> None:
    one = CollectedOpinion.objects.get()
    judge_opinion(cast.staff, LATER, opinion_id=one.pk, adoption="not_adopted", reason="上位法是应当")
    answer = page(client, cast.staff, f"/collections/{collected.pk}/opinions?form=csv")
    told = bytes_of(answer).decode("utf-8-sig")
    assert "市人社局,第三条,“应当”改为“可以”。,未采纳,上位法是应当" in told
    assert "市总工会,,无意见,," in told
    document = docx.Document(
        io.BytesIO(bytes_of(page(client, cast.staff, f"/collections/{collected.pk}/opinions?form=docx")))
    )
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "单位",
        "条款",
        "意见",
        "采纳",
        "理由",
    ]


def test_a_unit_reads_its_own_reply_and_not_the_others(cast: Cast, client: Client, collected: Any) -> None:
    shown = words(page(client, cast.member("市住建局"), f"/collections/{collected.pk}"))
    assert "住建总结.docx" in shown
    assert "应当" not in shown
    package = page(client, cast.member("市住建局"), f"/collections/{collected.pk}/files.zip")
    with zipfile.ZipFile(io.BytesIO(bytes_of(package))) as found:
        assert found.namelist() == ["03_市住建局_01_住建总结.docx", "清单.txt"]


def test_who_wrote_is_shown_by_an_act_to_one_seat_and_on_no_page_or_export(
    cast: Cast, client: Client
) -> None:
    row = letter(cast)
    plain = [
        f"/incoming/{row.pk}",
        "/incoming",
        "/incoming/export?form=csv",
        f"/journal?record=exchange.incoming:{row.pk}",
    ]
    for actor in (cast.staff, cast.director, cast.convener):
        assert [url for url in plain if "王桂兰" in bytes_of(page(client, actor, url)).decode()] == []
    shown = seated(client, cast.staff).post(f"/incoming/{row.pk}/complainant")
    assert "王桂兰" in words(shown)
    refused = seated(client, cast.director).post(f"/incoming/{row.pk}/complainant")
    assert refused.status_code == 422
    assert "王桂兰" not in refused.content.decode()
    assert Incoming.objects.get(pk=row.pk).reads == 1


def test_an_incoming_paper_shows_what_it_may_become(cast: Cast, client: Client) -> None:
    row = registered(cast, due_on=DUE)
    shown = page(client, cast.staff, f"/incoming/{row.pk}")
    for step in ("to_matter", "to_sending", "assign", "answer", "file"):
        assert f"/do/exchange.incoming.{step}" in posts(shown)
    assert "/do/meetings.topic.from_incoming" in posts(shown)


def test_a_report_is_drafted_from_the_records_and_nothing_is_stored_by_looking(
    cast: Cast, client: Client
) -> None:
    row = planned(cast)
    sent(cast)
    shown = words(page(client, cast.member("市卫健委"), f"/upward/{row.pk}?draft=records"))
    assert "台账新登记事项0项" in shown
    assert "由本系统记录生成，未保存" in shown
    row.refresh_from_db()
    assert row.text == ""


def test_the_figures_of_a_comparison_open_their_records(cast: Cast, client: Client) -> None:
    sending = sent(cast)
    pair = {"unit_id": cast.unit("市住建局").pk, "to_unit_id": cast.unit("市卫健委").pk}
    row = open_tally(cast.liaison("市住建局"), LATER, starts_on=AT.date(), ends_on=AT.date(), **pair)
    shown = page(client, cast.member("市卫健委"), f"/exchange/tallies/{row.pk}")
    assert f"/exchange/{sending.pk}" in shown.content.decode()
    assert "/do/exchange.tally.agree" in posts(shown)


@pytest.mark.parametrize("url", ["/exchange", "/collections", "/incoming", "/upward"])
def test_each_list_leaves_as_a_file(cast: Cast, client: Client, url: str) -> None:
    sent(cast)
    opened(cast)
    registered(cast)
    planned(cast)
    told = bytes_of(page(client, cast.staff, f"{url}/export?form=csv")).decode("utf-8-sig")
    assert len(told.strip().splitlines()) == 2
