"""The ledger's pages: what each seat sees and may do, filters, export, the steps of an obligation, circulars."""

import csv
import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from cast import Cast, found_cast
from ledger.steps import acknowledged, at, closed, decided, deputy, entered, fresh, submitted
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.journal.models import Draft
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    draft_circular,
    report_progress,
    return_obligation,
    supersede_obligation,
)
from lianxi.ledger.models import Circular, Obligation, Progress
from lianxi.tables.cells import guarded
from lianxi.web.shared.middleware import SESSION_KEY

NOW = at(16)  # Wednesday 18 March 2026
# One of them looks for the files put to the record.
LIMIT = 16
CLAUSE = Basis("QZ", 1, "QZ-3-11-2", None, None)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    # No collected static files are needed to read a page.
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def sign_in(actor: Actor) -> Client:
    from lianxi.bodies.models import Person

    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    session = client.session
    session[SESSION_KEY] = actor.seat_id
    session.save()
    return client


def read(client: Client, url: str, status: int = 200, most: int = LIMIT) -> html.HtmlElement:
    """Open a page within the limit of queries, and check what every page must keep."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(queries) <= most, [query["sql"][:90] for query in queries]
    text = answer.content.decode()
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def main(page: html.HtmlElement) -> str:
    return words(page.get_element_by_id("main"))


def bar(page: html.HtmlElement) -> list[str]:
    """What can be done on the page, as the buttons and links of its bar say."""
    found = page.xpath("//div[@class='bar'][1]//*[self::button or self::a]")
    return ["".join(one.text_content().split()) for one in found]


def reasons(page: html.HtmlElement) -> str:
    return "".join(words(one) for one in page.xpath("//*[@class='no']"))


def post(client: Client, action: str, follow: bool = True, **fields: Any) -> Any:
    return client.post(f"/do/{action}", fields, follow=follow)


@pytest.fixture
def full(cast: Cast) -> Cast:
    """001 near, 002 overdue, 003 serious, 004 undated, 005 submitted, 006 closed, 007 normal."""
    entered(cast, due_on=date(2026, 3, 20), co=("市人社局",), title="一、粉尘排查", basis=CLAUSE)
    entered(cast, due_on=date(2026, 3, 16))
    acknowledged(cast, entered(cast, due_on=date(2026, 3, 3), lead="市人社局"))
    entered(cast, due_on=None)
    submitted(cast, entered(cast, due_on=date(2026, 3, 4)))
    closed(cast, entered(cast, due_on=date(2026, 3, 5)))
    entered(cast, due_on=date(2026, 5, 20), title="=HYPERLINK(1)")
    return cast


def numbered(number: int) -> Obligation:
    return Obligation.objects.get(sequence=number)


# ---- the list ----


def test_the_list_starts_with_the_sentence_that_answers(full: Cast) -> None:
    page = read(sign_in(full.member("市住建局")), "/ledger")
    assert "市住建局主办5项在办：1项●逾期，1项◐临期。" in main(page)
    rows = page.xpath("//tbody/tr")
    assert [words(row[0])[-3:] for row in rows] == ["003", "005", "002", "001", "007", "004"]
    near = words(rows[3])
    for shown in (
        "一、粉尘排查",
        "市住建局",
        "协办市人社局",
        "2026年3月20日（周五）",
        "◐临期",
        "待签收",
        "QZ-3-11-2",
    ):
        assert shown in near
    assert "还有2个工作日" in near
    assert "时限定为2026年3月20日（周五）" in near
    assert all(cell.get("data-l") for cell in rows[0].xpath("td"))
    assert rows[3].xpath(".//a[starts-with(@href, '/documents/')]")
    assert page.xpath("//a[@href='/circulars']")
    assert not page.xpath("//a[@href='/ledger/new']")
    assert read(sign_in(full.staff), "/ledger").xpath("//a[@href='/ledger/new']")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("light=overdue", ["002"]),
        ("light=late", ["003", "002"]),
        ("light=serious", ["003"]),
        ("state=closed", ["006"]),
        ("q=粉尘&light=near", ["001"]),
        ("q=2026-006&state=all", ["006"]),
        ("q=没有这样的", []),
    ],
)
def test_filters_are_kept_in_the_address(full: Cast, query: str, found: list[str]) -> None:
    page = read(sign_in(full.convener), f"/ledger?{query}")
    assert [words(row[0])[-3:] for row in page.xpath("//tbody/tr")] == found
    for part in query.split("&"):
        name, _, value = part.partition("=")
        chosen = page.xpath(
            f"//main//select[@name='{name}']/option[@selected]/@value | //main//input[@name='{name}']/@value"
        )
        assert chosen == [value]
    if not found:
        assert "没有符合条件的事项" in main(page)


def test_a_units_rows_are_led_or_shared(full: Cast) -> None:
    unit = full.unit("市人社局").pk
    page = read(sign_in(deputy(full, "市人社局")), f"/ledger?unit={unit}")
    assert [words(row[0])[-3:] for row in page.xpath("//tbody/tr")] == ["003", "001"]
    assert "市人社局主办1项在办" in main(page)
    assert page.xpath(f"//div[@class='lead']//a[@href='/ledger?light=serious&unit={unit}']")


@pytest.mark.parametrize("query", ["light=red", "state=lost", "unit=x", "unit=²", "cursor=1"])
def test_a_filter_that_does_not_exist_is_refused_in_words(full: Cast, query: str) -> None:
    page = read(sign_in(full.staff), f"/ledger?{query}", status=400)
    assert "未能办理" in main(page)
    assert "怎么办" in main(page)


def test_pages_follow_each_other_and_back(cast: Cast) -> None:
    for n in range(103):
        entered(cast, title=f"事项{n}")
    client, url, seen = sign_in(cast.staff), "/ledger?q=事项", []
    for size in (50, 50, 3):
        page = read(client, url)
        seen += [words(row[0]) for row in page.xpath("//tbody/tr")]
        assert len(page.xpath("//tbody/tr")) == size
        url = "/ledger" + (page.xpath("//a[@rel='next']/@href") or [""])[0]
    assert len(set(seen)) == 103
    back = read(client, "/ledger" + page.xpath("//a[@rel='prev']/@href")[0])
    assert words(back.xpath("//tbody/tr")[0][0]) == seen[50]
    first = read(client, "/ledger" + back.xpath("//a[@rel='prev']/@href")[0])
    assert words(first.xpath("//tbody/tr")[0][0]) == seen[0]


# ---- export ----


def _table(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_the_export_holds_what_the_filters_show(full: Cast) -> None:
    client = sign_in(full.staff)
    head, *rows = _table(client, "/ledger/export?light=late")
    assert head[:4] == ["编号", "事项", "内容", "主办单位"]
    assert [row[0] for row in rows] == ["2026-003", "2026-002"]
    assert [row[head.index("灯")] for row in rows] == ["严重逾期", "逾期"]
    assert len(_table(client, "/ledger/export?state=all")) == 8
    assert client.get("/ledger/export?light=red").status_code == 400
    peer = sign_in(full.member("市总工会"))
    assert len(_table(peer, "/ledger/export?light=late")) == 1
    head, *rows = _table(peer, "/ledger/export")
    assert {row[head.index("灯")] for row in rows} == {""}


def test_no_cell_of_the_export_runs_as_a_formula(full: Cast) -> None:
    rows = _table(sign_in(full.staff), "/ledger/export?light=normal")
    assert "'=HYPERLINK(1)" in [row[1] for row in rows]
    assert [guarded(cell) for cell in ("=1", "+1", "-1", "@x", "\t=1", "一")] == [
        "'=1", "'+1", "'-1", "'@x", "'\t=1", "一"
    ]  # fmt: skip


def test_an_export_longer_than_a_page_is_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxi.web.ledger.exports.READ", 5)
    for n in range(12):
        entered(cast, title=f"事项{n}")
    assert len({row[0] for row in _table(sign_in(cast.staff), "/ledger/export")}) == 13


# ---- entering ----


def test_the_office_enters_and_others_learn_who_does(cast: Cast) -> None:
    client = sign_in(cast.staff)
    page = read(client, f"/ledger/new?unit={cast.unit('市住建局').pk}&clause=QZ-3-11-2")
    form = page.xpath("//form[contains(@action, 'ledger.obligation.enter')]")[0]
    names = {field.get("name") for field in form.xpath(".//*[@name]")}
    assert names >= {
        "title", "text", "origin", "lead_unit_id", "co_unit_ids", "due_on", "cycle", "evidence_wanted",
        "answer_upward", "upward_body", "clause", "source_label", "next", "draft",
    }  # fmt: skip
    assert form.get("data-autosave") == "/drafts/ledger-new"
    assert form.xpath(".//select[@name='clause']//option[@selected]/@value") == ["QZ-3-11-2"]
    assert len(form.xpath(".//input[@name='co_unit_ids']")) == 5
    assert form.xpath(".//input[@name='origin']/@value") == ["assignment", "standing", "proposal"]
    refused = read(sign_in(cast.member("市住建局")), "/ledger/new", status=403)
    assert "办公室" in reasons(refused)
    assert not refused.xpath("//form[contains(@action, 'enter')]")


def test_what_was_being_typed_is_in_the_form_again(cast: Cast) -> None:
    client = sign_in(cast.staff)
    client.post("/drafts/ledger-new", {"title": "打了一半", "evidence_wanted": "汇总表"})
    page = read(client, "/ledger/new")
    assert page.xpath("//input[@name='title']/@value") == ["打了一半"]
    assert page.xpath("//input[@name='evidence_wanted']/@value") == ["汇总表"]


def test_an_obligation_enters_through_the_form(cast: Cast) -> None:
    given = {
        "title": "报送排查结果", "text": "按督办件办理。", "origin": "assignment", "source_label": "督办件",
        "lead_unit_id": cast.unit("市住建局").pk, "co_unit_ids": [cast.unit("市人社局").pk], "cycle": "once",
        "due_on": "2026-04-01", "evidence_wanted": "汇总表", "answer_upward": "on", "upward_body": "市人民政府",
        "clause": "QZ-3-11-2", "next": "/ledger/{id}", "draft": "ledger-new",
    }  # fmt: skip
    answer = post(sign_in(cast.staff), "ledger.obligation.enter", **given)
    row = Obligation.objects.get()
    assert answer.redirect_chain == [(f"/ledger/{row.pk}", 302)]
    assert (row.basis.clause, row.answer_upward, row.evidence_wanted) == ("QZ-3-11-2", True, "汇总表")
    assert "对本行业用人单位职业病防治工作" in answer.content.decode()


# ---- the record, per role and state ----


BACK, KINDS, BELOW, ENDING = "退回（不属本单位职责）", "指定佐证类型", "交办下级", "替代、并入或撤销"


def test_every_seat_sees_what_it_can_do_and_why_not(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",), basis=CLAUSE, evidence_wanted="汇总表")
    url = f"/ledger/{row.pk}"
    lead = read(sign_in(cast.member("市住建局")), url)
    assert bar(lead) == ["签收", "申请延期", BACK]
    assert "等你签收" in main(lead)
    assert "签收后才能反馈" in reasons(lead)
    assert "对本行业用人单位职业病防治工作" in words(lead.xpath("//aside//blockquote")[0])
    assert bar(read(sign_in(cast.liaison("市住建局")), url)) == ["签收", "申请延期", BACK]
    assert bar(read(sign_in(deputy(cast, "市人社局")), url)) == ["签收", BACK, KINDS, BELOW, ENDING]
    outside = read(sign_in(cast.member("市总工会")), url)
    assert bar(outside) == []
    assert "由市住建局、市人社局承办" in reasons(outside)
    assert "可以查看" in reasons(read(sign_in(cast.convener), url))
    staff = read(sign_in(cast.staff), url)
    assert bar(staff) == [KINDS, BELOW, ENDING]
    assert "市住建局申请办结后才能核验" in reasons(staff)


def test_the_record_says_who_by_when_and_why(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",), due_on=date(2026, 3, 16), basis=CLAUSE, source="meetings.minutes:3",
                  source_label="会议纪要", answer_upward=True, upward_body="市人民政府")  # fmt: skip
    acknowledged(cast, row)
    page = read(sign_in(cast.staff), f"/ledger/{row.pk}")
    shown = main(page)
    for told in (
        "●办理中",
        "已逾期2个工作日",
        "2026年3月16日（周一）",
        "时限定为2026年3月16日",
        "市人民政府报告",
    ):
        assert told in shown
    assert page.xpath("//dl//a[@href='/minutes/3']/text()") == ["会议纪要"]
    units = [words(one) for one in page.xpath("//table//tbody/tr")]
    assert "✓2026年3月3日09:00" in units[0]
    assert "◐待签收" in units[1]
    assert "登记事项" in words(page.xpath("//aside//ol")[0])


def test_an_extension_is_asked_and_answered_from_the_pages(cast: Cast) -> None:
    row = entered(cast, due_on=date(2026, 3, 30))
    lead, staff = sign_in(cast.member("市住建局")), sign_in(cast.staff)
    form = read(lead, f"/ledger/{row.pk}/extend")
    assert "2026年3月30日（周一）" in main(form)
    post(lead, "ledger.extension.ask", obligation_id=row.pk, asked_on="2026-04-10", reason="报告未出", progress="已完成大半",
         draft=f"ledger-{row.pk}-extend", next=f"/ledger/{row.pk}")  # fmt: skip
    waits = read(lead, f"/ledger/{row.pk}")
    assert "等待答复" in reasons(waits)
    office = read(staff, f"/ledger/{row.pk}")
    assert "同意延至2026年4月10日" in bar(office)
    assert "等你答复延期申请" in main(office)
    assert "报告未出" in main(read(staff, f"/ledger/{row.pk}/extension"))
    fields = {
        one.get("name"): one.get("value") for one in office.xpath("//form[contains(@action,'grant')]//input")
    }
    done = post(
        staff, "ledger.extension.grant", **{k: v for k, v in fields.items() if k != "csrfmiddlewaretoken"}
    )
    assert "已同意延期，时限延至2026年4月10日" in done.content.decode()
    assert "改定：同意延期申请（报告未出）" in main(read(lead, f"/ledger/{row.pk}"))


def test_an_own_matter_is_not_judged_and_the_page_says_so(cast: Cast) -> None:
    row = entered(cast, lead="市人社局")
    submitted(cast, row)
    own = read(sign_in(deputy(cast, "市人社局")), f"/ledger/{row.pk}")
    assert "核验通过" not in bar(own)
    assert "由你所在单位主办" in reasons(own)
    other = read(sign_in(deputy(cast, "市总工会")), f"/ledger/{row.pk}")
    assert bar(other)[:2] == ["核验通过", "退回补办"]
    form = other.xpath("//form[contains(@action, 'verify')]")[0]
    assert "办结" in form.get("data-confirm")


def test_a_report_with_a_file_is_verified_and_closed(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_wanted="汇总表"))
    unit, office = sign_in(cast.member("市住建局")), sign_in(cast.staff)
    form = read(unit, f"/ledger/{row.pk}/report").xpath("//form[@enctype='multipart/form-data']")[0]
    assert form.xpath(".//input[@type='file'][@multiple]/@name") == ["files"]
    # As a browser sends it: the chosen answer, then the empty field that leaves the message to the door.
    answer = post(unit, "ledger.progress.report", obligation_id=row.pk, text="排查86处，已整改。",
                  files=[SimpleUploadedFile("汇总表.csv", b"a,b")], done=["on", ""],
                  next=f"/ledger/{row.pk}")  # fmt: skip
    assert fresh(row).state == "submitted"
    page = html.document_fromstring(answer.content.decode())
    stored = Progress.objects.get().files.get().file
    assert page.xpath(f"//a[@href='/files/{stored.pk}']/text()") == ["汇总表.csv"]
    assert "已反馈办理情况。" in main(page)
    assert "等待核验" in reasons(page)
    shown = read(office, f"/ledger/{row.pk}")
    assert "排查86处，已整改。" in main(shown)
    ended = post(office, "ledger.obligation.verify", obligation_id=row.pk, next=f"/ledger/{row.pk}")
    assert fresh(row).state == "closed"
    page = html.document_fromstring(ended.content.decode())
    assert bar(page) == []
    assert "不再办理" in reasons(page)
    assert "✓核验通过" in main(page)


def test_a_returned_report_shows_its_reason_and_asks_again(cast: Cast) -> None:
    row = entered(cast)
    submitted(cast, row)
    office, unit = sign_in(cast.staff), sign_in(cast.member("市住建局"))
    assert "退回的理由" in main(read(office, f"/ledger/{row.pk}/verify"))
    post(
        office, "ledger.obligation.return", obligation_id=row.pk, reason="缺签字页", next=f"/ledger/{row.pk}"
    )
    page = read(unit, f"/ledger/{row.pk}")
    assert "补办并反馈" in bar(page)
    assert "缺签字页" in main(page)
    assert "退回补办" in main(page)


def test_a_refused_post_keeps_the_text_and_names_rule_and_next_step(cast: Cast) -> None:
    row = entered(cast)
    text = "这里写了很长的一段办理情况，" * 5
    client = sign_in(cast.member("市住建局"))
    answer = post(client, "ledger.progress.report", obligation_id=row.pk, text=text, next=f"/ledger/{row.pk}")
    page = html.document_fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert text in page.xpath("//textarea[@name='text']")[0].text_content()
    assert "事项的流转规则" in main(page)
    assert "怎么办" in main(page)
    assert not Progress.objects.exists()


def test_a_step_that_is_not_offered_says_why(cast: Cast) -> None:
    row = entered(cast)
    page = read(sign_in(cast.staff), f"/ledger/{row.pk}/verify")
    assert "申请办结后才能核验" in reasons(page)
    assert not page.xpath("//form[contains(@action, 'verify')]")
    late = entered(cast, due_on=date(2026, 3, 17))
    assert "仍按原时限计算" in main(read(sign_in(cast.member("市住建局")), f"/ledger/{late.pk}/extend"))
    assert sign_in(cast.staff).get(f"/ledger/{row.pk}/nothing").status_code == 404


def test_co_units_report_but_do_not_ask_for_closing(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局",)))
    acknowledge_obligation(cast.member("市人社局"), at(2), obligation_id=row.pk)
    page = read(sign_in(cast.member("市人社局")), f"/ledger/{row.pk}/report")
    assert "本单位部分已完成" in main(page)
    assert "申请办结由主办单位市住建局提出" in main(page)


def test_one_obligation_takes_the_place_of_another(cast: Cast) -> None:
    row, other = entered(cast), entered(cast, title="合并后的排查", lead="市发改委")
    staff = sign_in(cast.staff)
    number = decided(cast, at(3))
    assert "没有找到" in main(read(staff, f"/ledger/{row.pk}/supersede"))
    page = read(staff, f"/ledger/{row.pk}/supersede?q=合并")
    assert page.xpath("//input[@name='by_id']/@value") == [str(other.pk)]
    assert page.xpath("//select[@name='decision']/option/@value")[1] == number
    post(staff, "ledger.obligation.supersede", obligation_id=row.pk, by_id=other.pk, reason="合并",
         decision=number, next=f"/ledger/{row.pk}")  # fmt: skip
    assert read(staff, f"/ledger/{row.pk}").xpath(f"//dl//a[@href='/ledger/{other.pk}']")
    assert read(staff, f"/ledger/{other.pk}").xpath(f"//dl//a[@href='/ledger/{row.pk}']")


def test_a_matter_from_above_is_answered_upward(cast: Cast) -> None:
    row = entered(cast, answer_upward=True, upward_body="市人民政府")
    staff = sign_in(cast.staff)
    assert "还没有核验通过" in reasons(read(staff, f"/ledger/{row.pk}"))
    closed(cast, row)
    assert bar(read(staff, f"/ledger/{row.pk}"))[0] == "向市人民政府报送报告"
    form = read(staff, f"/ledger/{row.pk}/answer")
    assert form.xpath("//textarea[@name='text']")[0].text_content() == "排查已完成。"
    answer = post(staff, "ledger.obligation.answer_upward", obligation_id=row.pk, text="已办完。", signer="签发人",
                  title="关于排查情况的报告", next=f"/ledger/{row.pk}")  # fmt: skip
    assert answer.status_code == 200
    page = read(staff, f"/ledger/{row.pk}")
    assert "已向市人民政府报告" in main(page)
    assert page.xpath("//dl//a[starts-with(@href, '/papers/')]")


def test_a_recurring_matter_goes_on_to_its_next_period(cast: Cast) -> None:
    row = entered(cast, cycle="monthly")
    submitted(cast, row)
    page = read(sign_in(cast.staff), f"/ledger/{row.pk}")
    assert "本期核验通过" in bar(page)
    assert read(sign_in(cast.staff), f"/ledger/{row.pk}/verify").xpath("//input[@name='final']")


def test_a_crowded_record_stays_within_its_queries(cast: Cast) -> None:
    row = entered(cast, co=("市人社局", "市总工会"), due_on=date(2026, 4, 20), basis=CLAUSE)
    acknowledged(cast, row)
    lead = cast.member("市住建局")
    asked = {"asked_on": date(2026, 5, 3), "reason": "材料未齐", "progress": "已完成大半"}
    ask_extension(lead, at(2), obligation_id=row.pk, **asked)
    for day in range(3, 7):
        submitted(cast, row, at(day))
        return_obligation(cast.staff, at(day, 2), obligation_id=row.pk, reason="缺签字")
    report_progress(lead, at(8), obligation_id=row.pk, text="补办中。")
    Draft.objects.create(
        person_id=lead.person_id or 0, key=f"ledger-{row.pk}-report", fields={"text": "打"}, at=NOW
    )
    page = read(sign_in(lead), f"/ledger/{row.pk}")
    assert len(page.get_element_by_id("main").xpath(".//ul[@class='rows']/li")) == 12
    form = read(sign_in(lead), f"/ledger/{row.pk}/report")
    assert form.xpath("//textarea[@name='text']")[0].text_content() == "打"
    other = entered(cast, title="并入")
    supersede_obligation(
        cast.staff, at(9), obligation_id=row.pk, by_id=other.pk, reason="合并", decision=decided(cast, at(9))
    )
    assert "已被替代" in main(read(sign_in(cast.staff), f"/ledger/{row.pk}"))


# ---- circulars ----


def _drafted(cast: Cast, moment: datetime = NOW) -> Circular:
    return draft_circular(cast.staff, NOW, as_of=moment)


def test_the_office_drafts_and_the_list_shows_it(full: Cast) -> None:
    staff = sign_in(full.staff)
    page = read(staff, "/circulars")
    assert page.xpath("//input[@name='as_of']/@value") == ["2026-03-18T09:00"]
    answer = post(staff, "ledger.circular.draft", as_of="2026-03-18T09:00", title="", next="/circulars/{id}")
    circular = Circular.objects.get()
    assert answer.redirect_chain == [(f"/circulars/{circular.pk}", 302)]
    assert circular.as_of == NOW
    assert read(staff, "/circulars").xpath(f"//tbody//a[@href='/circulars/{circular.pk}']")
    listed = read(sign_in(full.member("市住建局")), "/circulars")
    assert not listed.xpath(f"//tbody//a[@href='/circulars/{circular.pk}']"), "a draft is the office's"
    assert not listed.xpath("//form[contains(@action, 'draft')]")
    assert "通报由办公室主任" in reasons(listed)


def test_every_figure_leads_to_its_records(full: Cast) -> None:
    circular, client = _drafted(full), sign_in(full.staff)
    closed = sign_in(full.member("市住建局"))
    assert closed.get(f"/circulars/{circular.pk}").status_code == 404, "a draft is the office's"
    page = read(client, f"/circulars/{circular.pk}")
    base = f"/circulars/{circular.pk}/figures/"
    links = {link.get("href"): link.text for link in page.xpath(f"//table//a[starts-with(@href, '{base}')]")}
    for one in circular.figures:
        assert links.pop(base + one["key"], "0") == str(one["value"])
        if one["value"]:
            assert len(read(client, base + one["key"]).xpath("//tbody/tr")) == one["value"]
    assert links == {}
    assert [row[0].text for row in page.xpath("//table[2]/tbody/tr")] == ["市人社局", "市住建局"]
    assert client.get(f"/circulars/{circular.pk}/figures/nothing").status_code == 404


def test_the_text_is_revised_and_a_lost_update_is_merged(full: Cast) -> None:
    circular, staff = _drafted(full), sign_in(full.staff)
    page = read(staff, f"/circulars/{circular.pk}/edit")
    form = page.xpath("//form[contains(@action, 'revise')]")[0]
    assert form.get("data-autosave") == f"/drafts/circular-{circular.pk}"
    assert form.xpath(".//input[@name='seen']/@value") == ["1"]
    given = {
        "circular_id": circular.pk,
        "title": circular.title,
        "seen": 1,
        "next": f"/circulars/{circular.pk}",
    }
    assert post(staff, "ledger.circular.revise", text="甲文", **given).status_code == 200
    assert "甲文" in main(read(staff, f"/circulars/{circular.pk}"))
    assert post(sign_in(full.director), "ledger.circular.revise", text="乙文", **given).status_code == 409


def test_a_circular_is_issued_as_it_stands_by_who_may(full: Cast) -> None:
    circular = _drafted(full)
    url = f"/circulars/{circular.pk}"
    staff = read(sign_in(full.staff), url)
    assert "印发" not in bar(staff)
    assert "由办公室主任或召集人签发" in reasons(staff)
    director = sign_in(full.director)
    director.post(f"/drafts/circular-{circular.pk}", {"title": circular.title, "text": "还没保存的话"})
    assert "还没有保存" in reasons(read(director, url))
    assert read(director, f"{url}/edit").xpath("//textarea")[0].text_content().strip() == "还没保存的话"
    assert (
        read(director, f"{url}/edit?fresh=1").xpath("//textarea")[0].text_content().strip() == circular.text
    )
    convener = sign_in(full.convener)
    form = read(convener, url).xpath("//form[contains(@action, 'issue')]")[0]
    assert "不能修改" in form.get("data-confirm")
    post(convener, "ledger.circular.issue", circular_id=circular.pk, seen=1, next=url)
    circular.refresh_from_db()
    page = read(sign_in(full.member("市总工会")), url)
    assert circular.paper is not None
    assert circular.paper.number in main(page)
    assert page.xpath(f"//a[@href='/papers/{circular.paper_id}']")
    assert page.xpath(f"//a[@href='/files/{circular.paper.file_id}']")
    assert "不能再修改" in reasons(read(sign_in(full.staff), f"{url}/edit"))


def test_a_draft_is_put_aside_with_a_reason(full: Cast) -> None:
    circular, staff = _drafted(full), sign_in(full.staff)
    post(staff, "ledger.circular.discard", circular_id=circular.pk, reason="数字已变", next="/circulars")
    assert "已作废" in main(read(staff, f"/circulars/{circular.pk}"))


# ---- whose records ----


def test_another_conferences_records_are_missing(full: Cast) -> None:
    other = found_cast("另一个联席会议", "OTHER")
    circular, row = _drafted(full), numbered(1)
    client = sign_in(other.director)
    for url in (
        f"/ledger/{row.pk}",
        f"/ledger/{row.pk}/report",
        f"/circulars/{circular.pk}",
        f"/circulars/{circular.pk}/edit",
        f"/circulars/{circular.pk}/figures/running",
    ):
        assert client.get(url).status_code == 404, url
    assert "没有在办的事项" in main(read(client, "/ledger"))
    assert len(_table(client, "/ledger/export")) == 1
    assert "还没有通报" in main(read(client, "/circulars"))


def test_nobody_without_a_seat_enters(full: Cast) -> None:
    for url in ("/ledger", "/ledger/new", "/ledger/export", f"/ledger/{numbered(1).pk}", "/circulars"):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in")


@pytest.mark.parametrize("kind", [SeatKind.CONVENER, SeatKind.OFFICE_DIRECTOR, SeatKind.MEMBER])
def test_the_first_day_of_a_conference_says_what_to_do(cast: Cast, kind: SeatKind) -> None:
    page = read(sign_in(cast.actor(kind)), "/ledger")
    assert "没有在办的事项" in main(page)
    assert "会议议定事项随纪要印发自动进入" in main(page)
