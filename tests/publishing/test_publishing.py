"""Information for the public: nobody clears what they drafted, every finding is answered, what leaves is what was cleared."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from cast import AT, Cast
from lianxi.core.actors import SeatKind
from lianxi.core.canonical import digest
from lianxi.core.desk import Desk, Task
from lianxi.core.refusals import BadInput, Conflict, NotPermitted, WrongState
from lianxi.journal.sight import seen
from lianxi.papers.files import path_of
from lianxi.publishing.actions import (
    answer_opinion,
    clear_publication,
    draft_publication,
    drop_publication,
    publish_publication,
    recall_publication,
    refuse_publication,
    reopen_publication,
    return_publication,
    revise_publication,
    submit_publication,
    withdraw_publication,
)
from lianxi.publishing.counting import publications_due, publications_in_time
from lianxi.publishing.models import Publication, PublicationOpinion
from lianxi.publishing.queries import PAGE, list_publications, package_of
from lianxi.publishing.rules import MOST
from lianxi.publishing.waiting import list_days, list_tasks
from papers.paths import sent
from web.signing_in import posts, seated, words

DAY = date(2026, 3, 2)
TEXT = "一、总体情况\n2025年全市职业健康工作有序开展。\n地区\t用人单位（家）\n晋江市\t1200\n石狮市\t300"


def drafted(cast: Cast, **more: Any) -> Publication:
    told = {"title": "2025年职业健康情况", "text": TEXT, "formed_on": DAY, **more}
    return draft_publication(cast.member("市住建局"), AT, **told)


def reviewed(cast: Cast, **more: Any) -> Publication:
    row = drafted(cast, **more)
    return submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)


def cleared(cast: Cast, **more: Any) -> Publication:
    row = reviewed(cast, **more)
    return clear_publication(
        cast.director, AT, publication_id=row.pk, reviewer="市卫健委办公室主任", scan_reason="依法公开"
    )


def published(cast: Cast) -> Publication:
    return publish_publication(
        cast.member("市住建局"),
        AT + timedelta(days=2),
        publication_id=cleared(cast).pk,
        site="市政府网站",
        address="https://www.example.gov.cn/a/1.html",
        published_on=date(2026, 3, 4),
    )


def test_the_whole_way_to_the_site_and_back(cast: Cast) -> None:
    row = published(cast)
    # Twenty working days after 2 March 2026, with no holiday between.
    assert (row.state, row.due_on) == ("published", date(2026, 3, 30))
    row = recall_publication(
        cast.member("市住建局"),
        AT + timedelta(days=7),
        publication_id=row.pk,
        withdrawal="penalty",
        known_on=date(2026, 3, 6),
        withdraw_reason="决定已撤销",
    )
    # Friday 6 March; three working days are Monday to Wednesday.
    assert (row.state, row.withdraw_due_on) == ("recalled", date(2026, 3, 11))
    row = withdraw_publication(
        cast.staff, AT + timedelta(days=8), publication_id=row.pk, withdrawn_on=date(2026, 3, 10)
    )
    assert row.state == "withdrawn"


def test_nobody_clears_what_they_drafted(cast: Cast) -> None:
    row = draft_publication(cast.director, AT, title="情况", text=TEXT, formed_on=DAY)
    submit_publication(cast.director, AT, publication_id=row.pk)
    with pytest.raises(NotPermitted, match="由你拟稿或者改过"):
        clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任")
    assert clear_publication(cast.staff, AT, publication_id=row.pk, reviewer="主任").state == "cleared"


def test_who_changes_the_words_becomes_their_drafter(cast: Cast) -> None:
    row = drafted(cast)
    revise_publication(
        cast.director, AT, publication_id=row.pk, title="改过的标题", text="改过的正文。", seen=row.version
    )
    submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)
    with pytest.raises(NotPermitted, match="由你拟稿或者改过"):
        clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任")


def test_a_hand_in_the_words_is_remembered_through_every_round(cast: Cast) -> None:
    row = drafted(cast)
    revise_publication(cast.director, AT, publication_id=row.pk, title="改", text="改过。")
    revise_publication(cast.member("市住建局"), AT, publication_id=row.pk, title="再改", text="又改过。")
    submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)
    with pytest.raises(NotPermitted, match="由你拟稿或者改过"):
        clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任")
    with pytest.raises(NotPermitted, match="由你拟稿或者改过"):
        refuse_publication(cast.director, AT, publication_id=row.pk, ground="process")
    # The same person from another seat is the same hand.
    elsewhere = replace(cast.staff, person_id=cast.director.person_id)
    row.refresh_from_db()
    assert "由你拟稿或者改过" in str(clear_publication.available(row, elsewhere, DAY))
    assert clear_publication(cast.staff, AT, publication_id=row.pk, reviewer="主任").state == "cleared"


def test_the_line_ends_of_a_browser_change_no_words(cast: Cast) -> None:
    paper = sent(cast).paper
    assert paper is not None
    row = draft_publication(cast.staff, AT, paper_id=paper.pk, formed_on=DAY)
    assert "\n" in row.text
    back = revise_publication(
        cast.staff, AT, publication_id=row.pk, title="另题", text=row.text.replace("\n", "\r\n")
    )
    assert (back.title, back.text) == ("另题", row.text)
    typed = drafted(cast, text="一段。\r\n二段。\r三段。")
    assert typed.text == "一段。\n二段。\n三段。"


def test_a_text_with_more_places_than_anybody_reads_is_not_sent(cast: Cast) -> None:
    phones = "".join(f"值班电话{13800138000 + number}。\n" for number in range(MOST + 1))
    row = drafted(cast, text=phones)
    with pytest.raises(BadInput, match=f"扫描发现 {MOST + 1} 处"):
        submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)
    fewer = drafted(cast, text=phones.partition("\n")[2])
    assert len(submit_publication(cast.member("市住建局"), AT, publication_id=fewer.pk).findings) == MOST


def test_what_was_public_before_its_review_says_so_with_its_true_day(cast: Cast, client: Client) -> None:
    row = cleared(cast)
    told = {"publication_id": row.pk, "site": "市政府网站", "address": "https://www.example.gov.cn/1"}
    told["published_on"] = date(2026, 3, 1)
    with pytest.raises(BadInput, match="早于审查通过的日期"):
        publish_publication(cast.staff, AT, **told)
    row = publish_publication(cast.staff, AT, early_reason="应急发布，次日补审", **told)
    assert (row.published_on, row.early_reason) == (date(2026, 3, 1), "应急发布，次日补审")
    page = words(seated(client, cast.member("市总工会")).get(f"/publications/{row.pk}"))
    assert "（先于审查）" in page
    assert "应急发布，次日补审" in page
    # What is written for nothing is said, not dropped.
    told |= {"publication_id": cleared(cast).pk, "published_on": DAY}
    with pytest.raises(BadInput, match="不早于审查通过的日期"):
        publish_publication(cast.staff, AT, early_reason="应急发布", **told)
    assert publish_publication(cast.staff, AT, early_reason=" ", **told).early_reason == ""


def test_a_unit_that_made_it_too_reads_it_from_its_submission_on(cast: Cast, client: Client) -> None:
    union = cast.member("市总工会")
    row = drafted(cast, unit_ids=[cast.unit("市总工会").pk])
    assert not seen(union, Publication.objects.all()).exists()
    assert "送审时征求" in words(seated(client, cast.member("市住建局")).get(f"/publications/{row.pk}"))
    submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)
    assert list(seen(union, Publication.objects.all())) == [row]
    return_publication(cast.director, AT, publication_id=row.pk, reason="补充数字")
    assert not seen(union, Publication.objects.all()).exists()


def test_what_is_to_be_taken_back_is_not_handed_out_again(cast: Cast, client: Client) -> None:
    row = published(cast)
    seated(client, cast.member("市住建局"))
    assert client.get(f"/publications/{row.pk}/package").status_code == 200
    recall_publication(
        cast.member("市住建局"),
        AT + timedelta(days=3),
        publication_id=row.pk,
        withdrawal="personal",
        known_on=date(2026, 3, 5),
        withdraw_reason="含有姓名",
    )
    assert client.get(f"/publications/{row.pk}/package").status_code == 404


def test_a_damaged_paper_makes_no_package_and_says_so(cast: Cast, client: Client) -> None:
    paper = sent(cast).paper
    assert paper is not None
    assert paper.pdf is not None
    row = draft_publication(cast.member("市住建局"), AT, paper_id=paper.pk, formed_on=DAY)
    submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)
    row = clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任", scan_reason="依法公开")
    path_of(paper.pdf.sha256).unlink()
    with pytest.raises(BadInput, match="已损坏或不见了"):
        package_of(row)
    answer = seated(client, cast.director).get(f"/publications/{row.pk}/package")
    assert (answer.status_code, answer["Location"]) == (302, f"/publications/{row.pk}")


def test_the_list_finds_words_in_any_width_and_pages_by_the_last_row(cast: Cast, client: Client) -> None:
    rows = [drafted(cast, title=f"第{number}期ＡＢ情况") for number in range(PAGE + 2)]
    unit = cast.member("市住建局")
    assert list(list_publications(unit, {"q": "第3期 ab"})) == [rows[3]]
    page = seated(client, unit).get("/publications?state=draft")
    assert f"before={rows[2].pk}" in page.content.decode()
    second = words(client.get(f"/publications?state=draft&before={rows[2].pk}"))
    assert "第1期" in second
    assert "第2期" not in second


def test_findings_need_words_and_a_cleared_text_no_longer_changes(cast: Cast) -> None:
    row = reviewed(cast, text="泉州某某鞋业有限公司存在问题，确诊3例。联系电话13800138000。")
    with pytest.raises(BadInput, match="扫描发现 3 处"):
        clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任", scan_reason=" ")
    row = clear_publication(
        cast.director, AT, publication_id=row.pk, reviewer="主任", scan_reason="处罚决定依法公开；值班电话"
    )
    kinds = [one["kind"] for one in row.findings]
    assert sorted(kinds) == sorted(["用人单位名称", "不足 5 人的人数", "手机号码"])
    with pytest.raises(WrongState):
        revise_publication(cast.member("市住建局"), AT, publication_id=row.pk, title="x", text="y")
    back = reopen_publication(cast.member("市住建局"), AT, publication_id=row.pk, reason="数字有误")
    assert (back.state, back.reviewer, back.findings, back.text_hash) == ("draft", "", [], "")


def test_a_patient_is_refused_at_the_door(cast: Cast) -> None:
    with pytest.raises(BadInput, match="没有保存") as refused:
        drafted(cast, text="患者王小明，男，52岁，确诊尘肺病。")
    assert "王小明" not in str(refused.value)
    assert not Publication.objects.exists()


def test_a_version_that_others_changed_is_not_sent(cast: Cast) -> None:
    row = drafted(cast)
    seen_version = row.version
    revise_publication(cast.member("市住建局"), AT, publication_id=row.pk, title="新", text="新。")
    with pytest.raises(Conflict):
        submit_publication(cast.staff, AT, publication_id=row.pk, seen=seen_version)


def test_a_unit_that_made_it_too_can_object_and_silence_is_consent(cast: Cast) -> None:
    row = reviewed(cast, unit_ids=[cast.unit("市总工会").pk, cast.unit("市人社局").pk])
    union, labour = PublicationOpinion.objects.order_by("pk")
    # Fifteen working days after 2 March.
    assert union.due_on == date(2026, 3, 23)
    clear = {"publication_id": row.pk, "reviewer": "主任"}
    with pytest.raises(BadInput, match="市总工会、市人社局还没有答复"):
        clear_publication(cast.director, AT, **clear)
    with pytest.raises(BadInput, match="请填写不同意的理由"):
        answer_opinion(cast.member("市总工会"), AT, opinion_id=union.pk, stance="object")
    answer_opinion(cast.member("市总工会"), AT, opinion_id=union.pk, stance="object", remarks="数字未核对")
    over = AT + timedelta(days=22)
    with pytest.raises(BadInput, match="市总工会不同意公开"):
        clear_publication(cast.director, over, **clear)
    with pytest.raises(NotPermitted, match="不是你单位"):
        answer_opinion(cast.liaison("市住建局"), AT, opinion_id=union.pk, stance="agree")
    answer_opinion(cast.member("市总工会"), over, opinion_id=union.pk, stance="agree")
    assert clear_publication(cast.director, over, **clear).state == "cleared"
    with pytest.raises(BadInput, match="不再收意见"):
        answer_opinion(cast.member("市人社局"), over, opinion_id=labour.pk, stance="object", remarks="迟")


def test_a_round_after_a_return_asks_anew(cast: Cast) -> None:
    row = reviewed(cast, unit_ids=[cast.unit("市总工会").pk])
    asked = PublicationOpinion.objects.get()
    answer_opinion(cast.member("市总工会"), AT, opinion_id=asked.pk, stance="agree")
    return_publication(cast.director, AT, publication_id=row.pk, reason="补充数字")
    submit_publication(cast.member("市住建局"), AT, publication_id=row.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.stance) == ("asked", "")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"address": "www.example.gov.cn"}, "网址应以"),
        ({"address": "javascript:alert(1)"}, "网址应以"),
        ({"published_on": date(2026, 3, 1)}, "早于审查通过"),
        ({"published_on": date(2026, 9, 1)}, "还没有到"),
        ({"site": " "}, "请填写发布网站"),
    ],
)
def test_what_is_noted_of_the_site_can_be_true(cast: Cast, values: dict[str, Any], says: str) -> None:
    row = cleared(cast)
    told = {
        "site": "市政府网站",
        "address": "https://www.example.gov.cn/1",
        "published_on": DAY,
        **values,
    }
    with pytest.raises(BadInput, match=says):
        publish_publication(cast.staff, AT, publication_id=row.pk, **told)


def test_refused_and_dropped_texts_stay_inside(cast: Cast) -> None:
    row = reviewed(cast)
    with pytest.raises(BadInput, match="请填写理由"):
        refuse_publication(cast.director, AT, publication_id=row.pk, ground="other")
    row = refuse_publication(cast.director, AT, publication_id=row.pk, ground="process")
    gone = drop_publication(cast.member("市住建局"), AT, publication_id=drafted(cast).pk)
    assert (row.state, gone.state) == ("refused", "dropped")
    assert not list(list_publications(cast.member("市总工会"), {}))
    assert len(list_publications(cast.member("市住建局"), {})) == 2


def test_members_see_what_is_public_and_not_what_is_written(cast: Cast) -> None:
    other = cast.member("市发改委")
    first, second = drafted(cast), published(cast)
    assert list(seen(other, Publication.objects.all())) == [second]
    assert set(seen(cast.director, Publication.objects.all())) == {first, second}
    recall_publication(
        cast.staff,
        AT + timedelta(days=3),
        publication_id=second.pk,
        withdrawal="personal",
        known_on=date(2026, 3, 5),
        withdraw_reason="含有姓名",
    )
    assert not seen(other, Publication.objects.all()).exists()


def test_the_package_holds_the_cleared_words_and_loads_nothing(cast: Cast) -> None:
    row = cleared(cast)
    content = package_of(row)
    assert content == package_of(row)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert sorted(files) == ["SHA256SUMS", "index.html", "record.json", "text.pdf"]
    for line in files["SHA256SUMS"].decode().splitlines():
        sum_, name = line.split("  ")
        assert digest(files[name]) == sum_
    record = json.loads(files["record.json"])
    assert record["paragraphs"] == TEXT.splitlines()
    assert record["text_sha256"] == row.text_hash == digest(f"{row.title}\n{row.text}")
    page = html.document_fromstring(files["index.html"])
    assert page.xpath("//h1/text()") == [row.title]
    assert [cell.text for cell in page.xpath("//td")] == ["晋江市", "1200", "石狮市", "300"]
    assert not page.xpath("//script|//link|//img|//iframe|//@onclick")
    assert files["text.pdf"].startswith(b"%PDF")


def test_markup_in_a_title_stays_text(cast: Cast) -> None:
    row = cleared(cast, title="<script>alert(1)</script>“情况”")
    with zipfile.ZipFile(io.BytesIO(package_of(row))) as package:
        page = package.read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_an_issued_paper_is_published_as_it_was_issued(cast: Cast) -> None:
    paper = sent(cast).paper
    assert paper is not None
    row = draft_publication(cast.staff, AT, paper_id=paper.pk, formed_on=DAY)
    assert row.title == paper.title
    with pytest.raises(BadInput, match="不能另改"):
        revise_publication(cast.staff, AT, publication_id=row.pk, title="另题", text="另改的正文")
    submit_publication(cast.staff, AT, publication_id=row.pk)
    row = clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任", scan_reason="依法公开")
    with zipfile.ZipFile(io.BytesIO(package_of(row))) as package:
        assert json.loads(package.read("record.json"))["document_number"] == paper.number


def _desk(cast: Cast, seat: Any, days: int = 0) -> Desk:
    return Desk(cast.conference.pk, seat, AT + timedelta(days=days), {})


def _kinds(desk: Desk) -> list[str]:
    return [one.kind for one in list_tasks(desk) if isinstance(one, Task)]


def test_the_desk_leads_from_step_to_step(cast: Cast) -> None:
    unit, union = cast.member("市住建局"), cast.member("市总工会")
    drafted(cast)
    assert _kinds(_desk(cast, unit)) == ["送审"]
    row = reviewed(cast, unit_ids=[cast.unit("市总工会").pk])
    assert _kinds(_desk(cast, union)) == ["答复公开意见"]
    assert "审查" in _kinds(_desk(cast, cast.director))
    hindered = [
        one for one in list_tasks(_desk(cast, cast.director)) if isinstance(one, Task) and one.kind == "审查"
    ]
    assert "市总工会还没有答复" in hindered[0].why
    refuse_publication(cast.director, AT, publication_id=row.pk, ground="process")
    cleared(cast)
    assert "发布并登记" in _kinds(_desk(cast, unit))
    assert {one.kind for one in list_days(_desk(cast, unit))} == {"公开期限"}


def test_the_figures_count_by_the_day_it_was_due(cast: Cast) -> None:
    published(cast)
    drafted(cast)
    drop_publication(cast.member("市住建局"), AT, publication_id=drafted(cast).pk)
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    told = (cast.conference.pk, 0, first, last)
    assert (publications_due(*told).value, publications_in_time(*told).value) == (2, 1)
    assert publications_due(cast.conference.pk, cast.unit("市总工会").pk, first, last).value == 0
    assert publications_due(cast.conference.pk, 0, date(2026, 4, 1), date(2026, 6, 30)).value == 0


def test_the_pages_lead_through_the_steps(cast: Cast, client: Client) -> None:
    seated(client, cast.member("市住建局"))
    assert "还没有" in words(client.get("/publications")) or "没有符合条件" in words(
        client.get("/publications")
    )
    assert "/do/publishing.publication.draft" in posts(client.get("/publications/new"))
    row = reviewed(cast, text="联系电话13800138000。")
    assert client.get(f"/publications/{row.pk}/package").status_code == 404
    seated(client, cast.director)
    page = client.get(f"/publications/{row.pk}")
    assert "手机号码" in words(page)
    assert "/do/publishing.publication.clear" in posts(page)
    clear_publication(cast.director, AT, publication_id=row.pk, reviewer="主任", scan_reason="单位值班电话")
    package = client.get(f"/publications/{row.pk}/package")
    assert (package.status_code, package["Content-Type"]) == (200, "application/zip")
    assert "单位值班电话" in words(client.get(f"/publications/{row.pk}"))
    assert "拟稿单位" in b"".join(client.get("/publications/export")).decode()  # type: ignore[call-overload]
    seated(client, cast.member("市总工会"))
    assert client.get(f"/publications/{row.pk}").status_code == 404


def test_only_units_and_the_office_write(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        draft_publication(cast.actor(SeatKind.CONVENER), AT, title="x", text="y", formed_on=DAY)
    with pytest.raises(BadInput, match="还没有到"):
        drafted(cast, formed_on=date(2026, 3, 3))
