"""Two documents side by side, and the files that take them away: who sees what, filters, sentences, exports."""

import csv
import io
import json
import re
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from lxml import html

from cast import AT, Cast, found_cast
from law.reissued import reissue
from lianxi.bodies.models import Person
from lianxi.core.actors import INSTALLER
from lianxi.journal.acting import Act
from lianxi.journal.models import Entry
from lianxi.law.actions import draft_shipped_version, draft_version
from lianxi.law.models import InstrumentVersion
from lianxi.web import urls
from lianxi.web.law import comparing
from staging import staged
from web.signing_in import seated

LIMIT = 15
WARNING = "不能把一地的条款引作另一地的依据"
ABSENT = "本文件中没有对应内容"


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.WHITENOISE_AUTOREFRESH = True
    wired = ModuleType("wired")
    wired.urlpatterns = [*comparing.urlpatterns, *urls.urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = wired


@pytest.fixture
def office(db: None) -> Cast:
    """A conference with a small document of its own (no unit has duties there)."""
    return found_cast("某市联席会议", "OWN")


@pytest.fixture
@staged
def gd(office: Cast) -> InstrumentVersion:
    """The shipped GD text as a draft of that conference."""
    return draft_shipped_version(office.staff, AT, code="GD")


@pytest.fixture
def reader(client: Client, office: Cast) -> Client:
    return seated(client, office.member("市住建局"))


def _page(client: Client, address: str) -> html.HtmlElement:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(queries) <= LIMIT, [query["sql"][:90] for query in queries]
    text = answer.content.decode()
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    return html.document_fromstring(text)


def _said(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def _rows(page: html.HtmlElement, table: int = 1) -> dict[str, html.HtmlElement]:
    """The lines of a table by the clause that their 为什么？ names."""
    lines = page.xpath(f"(//main//table)[{table}]/tbody/tr")
    return {line.xpath(".//summary/span")[0].text_content(): line for line in lines}


def test_a_stored_document_beside_a_shipped_one_starts_with_the_counts(
    reader: Client, gd: InstrumentVersion
) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ")
    lead = _said(page.xpath("//div[@class='lead']")[0])
    assert lead.startswith("《广东省职业病防治工作部门间联席会议成员单位职责分工》的53款职责，在《泉州市")
    assert "里35款有对应（相同14，对方较窄8，对方较宽3" in lead
    assert "），没有对应内容11，没有这个单位7。" in lead
    assert WARNING in _said(page.xpath("//main//div[@role='note']")[0])
    assert len(_rows(page)) == 53


def test_a_row_shows_both_words_and_both_citations(reader: Client, gd: InstrumentVersion) -> None:
    row = _rows(_page(reader, f"/documents/compare?a={gd.pk}&b=QZ"))["GD-11-03"]
    name, own, relation, other = row
    assert _said(name) == "省生态环境厅十一、省生态环境厅（三）"
    assert _said(own) == "加强我省核事故应急救援能力建设。"
    assert _said(other).startswith("加强我市核与辐射事故应急救援能力建设。市生态环境局·第三部分")
    assert [mark.text for mark in other.xpath(".//mark")] == ["市核与辐射"]
    assert "对方较宽" in _said(relation)
    assert "对方放宽，多包括“放射源放射性污染事故”" in _said(relation)


def test_own_words_link_to_their_place_and_a_shipped_text_has_none(
    reader: Client, gd: InstrumentVersion
) -> None:
    row = _rows(_page(reader, f"/documents/compare?a={gd.pk}&b=QZ"))["GD-01-01"]
    assert row.xpath(".//a/@href") == [f"/documents/{gd.pk}?at=41-53#s41"]
    assert reader.get(row.xpath(".//a/@href")[0]).status_code == 200


def test_a_duty_without_counterpart_says_so_and_cites_nothing(reader: Client, gd: InstrumentVersion) -> None:
    rows = _rows(_page(reader, f"/documents/compare?a={gd.pk}&b=QZ"))
    for clause, relation in (("GD-02-02", "没有对应内容"), ("GD-13-01", "没有这个单位")):
        assert _said(rows[clause][3]) == ABSENT
        assert relation in _said(rows[clause][2])
        assert rows[clause][3].xpath(".//a | .//mark") == []


def test_an_act_left_out_is_marked_in_the_own_words(reader: Client, gd: InstrumentVersion) -> None:
    row = _rows(_page(reader, f"/documents/compare?a={gd.pk}&b=QZ"))["GD-17-01"]
    assert row[1].xpath(".//mark")[-1].text == "按照职责分工依法查处无照经营。"


def test_what_only_the_other_document_has_stands_below(reader: Client, gd: InstrumentVersion) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ")
    assert "里有的职责：7款" in _said(page.xpath("//main/h2")[-1])
    below = _rows(page, 2)
    assert set(below) >= {"QZ-3-06-1", "QZ-3-12-2"}
    assert all(_said(row[3]) == ABSENT for row in below.values())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("unit=省应急管理厅", {"GD-15-01"}),
        ("relation=other_unit", {"GD-19-01"}),
        ("relation=other_condition", {"GD-06-01", "GD-18-01"}),
        ("unit=省总工会&relation=none", {"GD-20-03", "GD-20-05"}),
    ],
)
def test_filters_are_kept_in_the_address(
    reader: Client, gd: InstrumentVersion, query: str, found: set[str]
) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ&{query}")
    assert set(_rows(page)) == found
    assert f"显示{len(found)}/53款" in _said(page.xpath("//caption")[0])
    assert page.xpath("//main/h2") == []
    (link,) = page.xpath("//a[contains(@href, 'export.csv')]/@href")
    table = list(csv.DictReader(io.StringIO(reader.get(link).content.decode("utf-8-sig"), newline="")))
    assert {line["条款编号"] for line in table} == found


def test_a_filter_that_finds_nothing_says_so(reader: Client, gd: InstrumentVersion) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ&unit=省财政厅&relation=none")
    assert "没有符合条件的职责。" in _said(page.get_element_by_id("main"))


def test_the_other_direction_is_one_step_away(reader: Client, gd: InstrumentVersion) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ")
    (turn,) = [a for a in page.xpath("//main//a") if _said(a) == "从另一份看"]
    turned = _page(reader, "/documents/compare" + turn.get("href"))
    assert len(_rows(turned)) == 37
    assert "由其他单位承担" in _said(_rows(turned)["QZ-3-02-1"][2])
    assert WARNING in _said(turned.get_element_by_id("main"))


def test_shipped_texts_are_offered_read_only_beside_the_own_versions(
    reader: Client, gd: InstrumentVersion
) -> None:
    page = _page(reader, "/documents/compare")
    options = {option.get("value"): _said(option) for option in page.xpath("//select[@id='f-b']/option")}
    assert "（随附文本，只供比较）" in options["QZ"]
    assert "GD" not in options  # stored by now
    assert "GD第1版，待审阅" in options[str(gd.pk)]


def test_without_an_address_the_first_two_texts_are_compared(reader: Client, office: Cast) -> None:
    page = _page(reader, "/documents/compare")
    chosen = page.xpath("//select/option[@selected]/@value")
    assert len(set(chosen)) == len(chosen) == 2
    assert "1款职责" in _said(page.get_element_by_id("main"))


def test_a_document_beside_itself_asks_for_another(reader: Client, gd: InstrumentVersion) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b={gd.pk}")
    assert "请选两份不同的文件。" in _said(page.get_element_by_id("main"))
    assert page.xpath("//main//table") == []
    assert reader.get(f"/documents/compare/export.csv?a={gd.pk}&b={gd.pk}").status_code == 404


@pytest.mark.parametrize("address", ["compare?a=99999", "compare?b=XX", "compare/export.csv?a=nix"])
def test_an_unknown_text_is_missing_not_the_nearest(reader: Client, address: str) -> None:
    assert reader.get(f"/documents/{address}").status_code == 404


def test_another_conferences_draft_looks_missing(client: Client, gd: InstrumentVersion) -> None:
    other = found_cast("另一个联席会议", "OTHER")
    seated(client, other.staff)
    assert client.get(f"/documents/compare?a={gd.pk}&b=QZ").status_code == 404
    assert client.get(f"/documents/{gd.pk}/export.json").status_code == 404
    assert client.get(f"/documents/compare/export.csv?a={gd.pk}&b=QZ").status_code == 404


def test_only_people_with_a_seat_enter(client: Client, gd: InstrumentVersion) -> None:
    addresses = (
        "/documents/compare",
        "/documents/compare/export.csv",
        f"/documents/{gd.pk}/export.csv",
    )
    assert [client.get(address).status_code for address in addresses] == [302, 302, 302]
    nobody = Act(actor=INSTALLER, at=AT, action="bodies.person.open").create(Person(name="甲", password="!"))
    client.force_login(nobody)
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


def test_a_document_leaves_as_json_csv_and_docx(reader: Client, gd: InstrumentVersion) -> None:
    files = {fmt: reader.get(f"/documents/{gd.pk}/export.{fmt}") for fmt in ("json", "csv", "docx")}
    assert json.loads(files["json"].content)["code"] == "GD"
    assert files["csv"].content.startswith(b"\xef\xbb\xbf")
    assert len(Document(io.BytesIO(files["docx"].content)).tables[0].rows) == 54 + 1
    for fmt, file in files.items():
        assert "attachment" in file["Content-Disposition"]
        assert file["Content-Disposition"].endswith(f".{fmt}")
    assert reader.get(f"/documents/{gd.pk}/export.exe").status_code == 404


def test_a_comparison_leaves_as_csv_and_docx_with_what_is_seen(reader: Client, gd: InstrumentVersion) -> None:
    answer = reader.get(f"/documents/compare/export.docx?a={gd.pk}&b=QZ&relation=none_unit")
    document = Document(io.BytesIO(answer.content))
    assert len(document.tables[0].rows) == 1 + 7
    assert WARNING in document.paragraphs[1].text
    whole = reader.get(f"/documents/compare/export.csv?a={gd.pk}&b=QZ").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(whole, newline="")))) == 1 + 53 + 7
    assert reader.get(f"/documents/compare/export.json?a={gd.pk}&b=QZ").status_code == 404


def test_the_page_shows_and_changes_nothing(reader: Client, gd: InstrumentVersion) -> None:
    entries = Entry.objects.count()
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ")
    assert page.xpath("//main//form[@method='post']") == []
    assert Entry.objects.count() == entries


def test_two_versions_of_one_document_are_told_apart(client: Client, office: Cast) -> None:
    first = InstrumentVersion.objects.get(instrument__code="OWN")
    text = reissue()
    second = draft_version(office.staff, AT, code="OWN", text=text)
    page = _page(seated(client, office.staff), f"/documents/compare?a={second.pk}&b={first.pk}")
    assert _said(page.xpath("//div[@class='lead']")[0]).startswith(
        "泉州市职业病防治工作联席会议制度（OWN第2版，待审阅）的37款职责，在制度（OWN第1版，待审阅）里"
    )
    heads = [_said(head) for head in page.xpath("(//main//table)[1]/thead//th")]
    assert heads[1].endswith("（OWN第2版，待审阅）")
    assert heads[3] == "制度（OWN第1版，待审阅）"


def test_every_change_stands_in_a_table_with_its_kind(reader: Client, gd: InstrumentVersion) -> None:
    page = _page(reader, f"/documents/compare?a={gd.pk}&b=QZ")
    (table,) = page.xpath("//main//table[caption[@id='changes']]")
    kinds = {_said(row.xpath("./td")[0]) for row in table.xpath("./tbody/tr")}
    assert {"角色", "范围", "缺项"} <= kinds
    assert table.xpath("./tbody/tr//a[contains(@href, '/documents/')]")
