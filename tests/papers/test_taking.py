"""The whole file of a record: what belongs to it as of a day, originals, the journal's extract, on whose word."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client

from cast import AT, Cast
from exchange.stages import receipt_of, sent
from exchange.test_incoming import letter
from ledger.steps import acknowledged, at, entered
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.exchange.actions import answer_receipt, route_to_matter
from lianxi.ledger.actions import report_progress
from lianxi.papers.actions import add_attachment, take_file
from lianxi.papers.files import Upload, read_file
from lianxi.papers.models import FileTaking
from lianxi.papers.taking import gather
from web.signing_in import seated, words

PDF = Upload("整改情况.pdf", b"%PDF-1.4 report", "application/pdf")
WORD = {"on_word": "市政府督查室主任", "reason": "巡察调阅"}


def taken(cast: Cast, record: str, as_of: date) -> zipfile.ZipFile:
    row = take_file(cast.director, at(20), record=record, as_of=as_of, **WORD)
    return zipfile.ZipFile(io.BytesIO(read_file(row.file)))


def test_a_matters_file_holds_its_parts_its_originals_and_its_journal(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, lead="市住建局"))
    report_progress(
        cast.member("市住建局"), at(3), obligation_id=row.pk, text="查了 86 个工地。", files=(PDF,)
    )
    package = taken(cast, f"ledger.obligation:{row.pk}", at(10).date())
    assert package.namelist() == ["全卷.pdf", "原件/001_整改情况.pdf", "日志摘录.ndjson"]
    assert package.read("原件/001_整改情况.pdf") == PDF.content
    lines = [json.loads(line) for line in package.read("日志摘录.ndjson").decode().splitlines()]
    assert [one["action"] for one in lines] == ["登记事项", "签收事项", "反馈办理情况"]
    assert all(len(one["hash"]) == 64 for one in lines)
    stored = FileTaking.objects.get()
    assert (stored.by, stored.on_word, stored.files) == ("市卫健委·办公室主任", "市政府督查室主任", 1)


def test_it_is_as_of_its_day(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, lead="市住建局"))
    report_progress(cast.member("市住建局"), at(8), obligation_id=row.pk, text="后来的反馈。", files=(PDF,))
    early = gather(cast.staff, f"ledger.obligation:{row.pk}", at(5).date())
    assert early.files == ()
    assert "后来的反馈。" not in str(early.held)
    later = gather(cast.staff, f"ledger.obligation:{row.pk}", at(9).date())
    assert "后来的反馈。" in str(later.held)
    with pytest.raises(BadInput, match="还没有这条记录"):
        take_file(
            cast.director,
            at(20),
            record=f"ledger.obligation:{row.pk}",
            as_of=AT.date() - timedelta(days=30),
            **WORD,
        )


def test_an_incoming_papers_file_leads_to_what_it_became_and_holds_no_complainant(cast: Cast) -> None:
    row = letter(cast)
    owed = route_to_matter(cast.staff, at(2), incoming_id=row.pk, lead_unit_id=cast.unit("市卫健委").pk)
    found = gather(cast.staff, f"exchange.incoming:{row.pk}", at(5).date())
    names = {one.record for one in found.held}
    assert {f"exchange.incoming:{row.pk}", f"ledger.obligation:{owed.pk}"} <= names
    package = taken(cast, f"exchange.incoming:{row.pk}", at(5).date())
    told = package.read("日志摘录.ndjson").decode() + str(found.held)
    assert "王桂兰" not in told


def test_a_sendings_file_holds_both_sides_and_a_file_kept_to_a_unit_only_for_who_reads_it(cast: Cast) -> None:
    sending = sent(cast)
    receipt = receipt_of(cast, sending)
    answer_receipt(cast.member("市卫健委"), at(1), receipt_id=receipt.pk, outcome="done", files=(PDF,))
    own = Upload("内部稿.pdf", b"%PDF-1.4 inner", "application/pdf")
    add_attachment(
        cast.liaison("市住建局"), at(1), record=f"exchange.sending:{sending.pk}", files=(own,), level="own"
    )
    record, day = f"exchange.sending:{sending.pk}", at(5).date()
    assert {one.name for one in gather(cast.staff, record, day).files} == {"整改情况.pdf", "内部稿.pdf"}
    assert {one.name for one in gather(cast.member("市卫健委"), record, day).files} == {"整改情况.pdf"}


def test_a_record_of_nobody_and_a_day_to_come_make_no_file(cast: Cast) -> None:
    row = entered(cast)
    for record, as_of, says in (
        ("ledger.obligation:999", AT.date(), "没有这条记录"),
        ("bodies.person:1", AT.date(), "不能成卷"),
        (f"ledger.obligation:{row.pk}", at(400).date(), "还没有到"),
    ):
        with pytest.raises(BadInput, match=says):
            take_file(cast.director, at(20), record=record, as_of=as_of, **WORD)
    with pytest.raises(NotPermitted):
        take_file(
            cast.member("市住建局"), at(20), record=f"ledger.obligation:{row.pk}", as_of=AT.date(), **WORD
        )
    assert not FileTaking.objects.exists()


def test_the_page_lists_who_took_what(cast: Cast, client: Client) -> None:
    row = entered(cast)
    take_file(cast.director, at(20), record=f"ledger.obligation:{row.pk}", as_of=at(10).date(), **WORD)
    shown = seated(client, cast.staff).get(f"/papers/taken?record=ledger.obligation:{row.pk}")
    assert "经市政府督查室主任同意" in words(shown)
    assert f'value="ledger.obligation:{row.pk}"' in shown.content.decode()
    answer = client.get(f"/papers/taken/{FileTaking.objects.get().pk}.zip")
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(b"PK")
    member = seated(Client(), cast.member("市住建局"))
    assert member.get(f"/papers/taken/{FileTaking.objects.get().pk}.zip").status_code == 404
