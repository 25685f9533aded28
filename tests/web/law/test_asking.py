"""谁负责？ — the answer through the page, what a person's word changes, and what is made of it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from cast import AT, Cast
from lianxi.bodies.models import Conference, Person, Tenure, Unit
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.journal.models import Draft, Entry
from lianxi.law.actions import record_ruling
from lianxi.law.models import Ruling
from lianxi.law.shipped import shipped_text
from lianxi.ledger.models import Obligation
from lianxi.meetings.models import Topic
from lianxi.stories.founding import found_shipped, found_text
from lianxi.web.shared.middleware import SESSION_KEY

TEXT = "深圳地铁在建标段有多名工人确诊矽肺，分包单位已经注销"
NOW = AT + timedelta(hours=2)
LIMIT = 15


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def gd(db: None) -> Conference:
    return found_shipped("GD", AT, is_demo=True)


def seat(conference: Conference, kind: SeatKind, unit: str = "") -> Actor:
    rows = Tenure.objects.select_related("seat__unit").filter(conference=conference, seat__kind=kind)
    return actor_for((rows.filter(seat__unit__name=unit) if unit else rows).order_by("pk")[0])


def sign_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    session = client.session
    session[SESSION_KEY] = actor.seat_id
    session.save()
    return client


def office(conference: Conference) -> Client:
    return sign_in(seat(conference, SeatKind.OFFICE_DIRECTOR))


def asked(client: Client, text: str = TEXT, status: int = 200, **fields: Any) -> html.HtmlElement:
    """Ask within the limit of queries, and check what every page must keep."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/ask", {"text": text} | fields)
    assert answer.status_code == status
    assert len(queries) <= LIMIT, [query["sql"][:90] for query in queries]
    shown = answer.content.decode()
    assert " style=" not in shown
    assert not re.search(r"\son[a-z]+=", shown)
    assert "%" not in words(html.document_fromstring(shown).get_element_by_id("main"))
    return html.document_fromstring(shown)


def state_of(page: html.HtmlElement) -> dict[str, Any]:
    """What a browser would send back: every field that belongs to the form of the case, as it stands."""
    fields: dict[str, Any] = {}
    for box in page.xpath("//form[@id='case']//*[@name] | //*[@form='case'][@name]"):
        name, kind = box.get("name"), box.get("type")
        if box.tag == "button" or name == "csrfmiddlewaretoken":
            continue
        if box.tag == "textarea":
            fields[name] = box.text_content().strip()
        elif box.tag == "select":
            fields[name] = (box.xpath("option[@selected]/@value") or box.xpath("option/@value"))[0]
        elif kind not in ("radio", "checkbox") or box.get("checked") is not None:
            fields[name] = box.get("value")
    return fields


def words(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def lead(page: html.HtmlElement) -> str:
    return words(page.find_class("lead")[0])


def tier(page: html.HtmlElement, name: str) -> dict[str, str]:
    """The units of a tier, each with all its words."""
    cards = page.xpath(f"//section[@aria-labelledby='tier-{name}']/article")
    return {words(card.find("h3")): words(card) for card in cards}


# ---- the answer ----


def test_the_worked_example_gives_the_printed_answer(gd: Conference) -> None:
    page = asked(office(gd))
    assert lead(page).startswith(
        "应由省住房城乡建设厅、省人力资源社会保障厅负责；省医保局待确认：是否属于医疗救助对象；"
        "省民政厅待确认：是否符合低保、特困、临时救助条件。"
    )
    assert "GD第1版，文件没有写成文日期" in lead(page)
    established, conditional = tier(page, "established"), tier(page, "conditional")
    assert set(established) == {"省住房城乡建设厅", "省人力资源社会保障厅"}
    assert set(conditional) == {"省医保局", "省民政厅"}
    assert set(tier(page, "general")) == {"省卫生健康委"}
    housing = established["省住房城乡建设厅"]
    assert "负责全省房屋建筑和市政基础设施建设工程（包括城市轨道交通工程）的职业健康监管工作。" in housing
    assert "十二、省住房城乡建设厅·条文用词“负责”" in housing
    assert "条文用词“指导”" in conditional["省医保局"]
    assert (
        "待确认“属于医疗救助对象范围”：案情没有说清是否属于医疗救助对象。由省医保局认定"
        in conditional["省医保局"]
    )
    rejected = words(page.xpath("//section[@aria-labelledby='rejected']")[0])
    assert "省交通运输厅条文限于“公路、水运、地方铁路（含城际轨道）建设工程”" in rejected
    assert "省应急管理厅条文限于“矿山、水泥、金属冶炼" in rejected


def test_the_words_that_decide_are_marked_in_the_act_and_in_the_case(gd: Conference) -> None:
    page = asked(office(gd))
    act = page.xpath("//article[h3='省医保局']//p[@class='law']")[0]
    assert "用人单位已经不存在或者无法确认劳动关系" in [words(mark) for mark in act.iter("mark")]
    assert [words(one) for one in act.find_class("sic")] == ["属于医疗救助对象范围"]
    case = page.xpath("//section[@aria-labelledby='facts']//blockquote")[0]
    assert {"地铁", "注销"} <= {words(mark) for mark in case.iter("mark")}
    facts = words(page.xpath("//section[@aria-labelledby='facts']//table")[0])
    assert "城市轨道交通工程“地铁”" in facts
    assert "市政基础设施工程由“地铁”推断：城市轨道交通工程属于市政基础设施工程（M08）" in facts


def test_every_clause_leads_to_its_words_in_the_document(gd: Conference) -> None:
    page = asked(office(gd))
    links = page.xpath("//article//a[starts-with(@href, '/documents/')]/@href")
    assert len(links) >= 7
    start, end = map(int, re.search(r"at=(\d+)-(\d+)", links[0]).groups())  # type: ignore[union-attr]
    assert shipped_text("GD")[start:end].startswith("负责全省房屋建筑")


def test_the_finder_stands_beside_and_is_no_basis(gd: Conference) -> None:
    aside = asked(office(gd)).find_class("beside")[0]
    assert "词语相近的条文不作为依据" in words(aside)
    assert aside.xpath(".//li/a[starts-with(@href, '/documents/')]")


def test_quanzhou_never_shows_a_clause_of_guangdong(gd: Conference) -> None:
    qz = found_shipped("QZ", AT, is_demo=True)
    page = asked(office(qz), TEXT.replace("深圳", ""))
    shown = html.tostring(page, encoding="unicode")
    assert "GD-" not in shown
    assert "广东" not in shown
    assert "《泉州市" in shown
    assert tier(page, "established") or tier(page, "conditional")
    assert all(not unit.startswith("省") for unit in tier(page, "established"))


def test_cooperating_is_never_raised_to_answering_for_it(gd: Conference) -> None:
    client = office(found_shipped("QZ", AT, is_demo=True))
    page = asked(client, "某石材厂工人反映粉尘大，老板没给做体检，要求查一查")
    assert lead(page).startswith(
        "由市工信局配合。条文没有专门写明这种情况由谁牵头负责；按一般职责，应由市卫健委负责。"
    )


def test_where_nothing_matches_it_abstains_and_says_what_is_missing(gd: Conference) -> None:
    page = asked(office(gd), "请问几点下班")
    assert lead(page).startswith("不属于本联席会议的事项（职业病防治")
    assert "没有条款可以作为依据，所以不作答" in words(page.get_element_by_id("main"))
    assert not page.xpath("//article")
    assert not page.xpath("//form[contains(@action, 'meetings.topic')]")
    assert page.xpath("//select[@name='pick:matter']")


def test_a_conference_without_an_adopted_document_gets_no_answer(cast: Cast) -> None:
    page = asked(sign_in(cast.director))
    assert "建立文件还没有采用" in lead(page)
    assert not page.xpath("//textarea")


def test_a_document_nobody_reviewed_says_so(db: None) -> None:
    page = asked(
        sign_in(seat(found_text("OWN", shipped_text("QZ"), AT), SeatKind.MEMBER)), "房建工地粉尘超标"
    )
    assert "没有逐条核对" in words(page.get_element_by_id("main"))
    assert "QZ-" not in html.tostring(page, encoding="unicode")


def test_a_text_too_long_is_given_back(gd: Conference) -> None:
    page = asked(office(gd), "长" * 20_001, status=422)
    assert "超过20000字" in words(page.get_element_by_id("notices"))
    assert len(page.xpath("//textarea")[0].text_content().strip()) == 20_001


# ---- the person's word ----


def test_sending_the_page_back_untouched_changes_nothing(gd: Conference) -> None:
    client = office(gd)
    first = asked(client)
    again = asked(client, **state_of(first))
    assert lead(again) == lead(first)
    assert "0条经你确认" in lead(again)


def test_a_corrected_fact_changes_the_answer(gd: Conference) -> None:
    client = office(gd)
    state = state_of(asked(client)) | {"f:sector:urban_rail": "false", "f:sector:municipal_infra": "false"}
    page = asked(client, **state)
    assert "省住房城乡建设厅" not in tier(page, "established")
    assert "2条经你确认" in lead(page)
    assert "你确认" in words(page.xpath("//table//tr[th[@id='facts-sector']]")[0])
    # Said once, it stays said.
    assert "省住房城乡建设厅" not in tier(asked(client, **state_of(page)), "established")


def test_an_added_fact_changes_the_answer(gd: Conference) -> None:
    client = office(gd)
    state = state_of(asked(client, "工地粉尘大，要求检查")) | {
        "add": "sector:intercity_rail",
        "add_state": "true",
    }
    page = asked(client, **state)
    assert "省交通运输厅" in tier(page, "established")
    assert "城际轨道建设工程你确认" in words(page.xpath("//section[@aria-labelledby='facts']//table")[0])


def test_internal_marks_of_the_text_are_neither_shown_nor_taken(gd: Conference) -> None:
    page = asked(office(gd), **{"f:sign:outside": "true", "add": "sign:outside", "f:moon:x": "true"})
    assert "sign:" not in html.tostring(page, encoding="unicode")
    assert "0条经你确认" in lead(page)


def test_at_most_three_questions_each_with_why_and_three_answers(gd: Conference) -> None:
    page = asked(office(gd))
    questions = page.xpath("//section[@aria-labelledby='questions']//li")
    assert len(questions) == 3
    assert "请确认" in words(questions[0])
    assert "决定是否属于省民政厅、省医保局的职责" in words(questions[1])
    for question in questions:
        assert {"是", "否", "不清楚"} <= {words(label) for label in question.xpath(".//label")}
    ids = [box.get("id") for box in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_answered_questions_decide_and_are_not_asked_again(gd: Conference) -> None:
    client = office(gd)
    state = state_of(asked(client)) | {
        "a:matter": "yes",
        "f:person_status:medical_aid_eligible": "true",
        "f:person_status:hardship_eligible": "false",
        "f:aid_kind:medical": "true",
    }
    page = asked(client, **state)
    assert "省医保局" in tier(page, "established")
    assert "省民政厅" not in tier(page, "conditional")
    assert lead(page).startswith("应由省住房城乡建设厅、省人力资源社会保障厅负责，由省医保局指导。")
    assert "该单位指导，具体由各地办理" in tier(page, "established")["省医保局"]
    named = page.xpath("//section[@aria-labelledby='questions']//@name")
    assert not [name for name in named if "matter" in name or "person_status" in name or "aid_kind" in name]


def test_not_knowing_leaves_the_unit_to_be_confirmed_and_asks_no_more(gd: Conference) -> None:
    client = office(gd)
    state = state_of(asked(client)) | {
        "f:person_status:medical_aid_eligible": "unknown",
        "a:matter": "unknown",
    }
    page = asked(client, **state)
    assert "省医保局" in tier(page, "conditional")
    named = page.xpath("//section[@aria-labelledby='questions']//@name")
    assert not [name for name in named if "matter" in name or "person_status" in name]


def test_a_rewritten_case_warns_and_can_begin_anew(gd: Conference) -> None:
    client = office(gd)
    state = state_of(asked(client)) | {"f:sector:urban_rail": "false", "f:sector:municipal_infra": "false"}
    state = state_of(asked(client, **state))
    page = asked(client, **(state | {"text": "地铁工地粉尘大，要求检查"}))
    assert "案情文字改过" in words(page.get_element_by_id("main"))
    fresh = asked(client, **(state | {"text": "地铁工地粉尘大，要求检查", "reset": "1"}))
    assert "省住房城乡建设厅" in tier(fresh, "established")


def test_nothing_is_stored_by_asking_and_the_words_are_kept_as_a_draft(gd: Conference) -> None:
    client, before = office(gd), Entry.objects.count()
    asked(client)
    assert Entry.objects.count() == before
    assert asked(client).xpath("//form[@id='case']/@data-autosave") == ["/drafts/ask"]
    client.post("/drafts/ask", {"text": "打了一半", "f:sector:coal": "true"})
    page = html.document_fromstring(client.get("/ask").content.decode())
    assert page.xpath("//textarea")[0].text_content().strip() == "打了一半"
    assert not page.xpath("//article")
    asked(client, "打了一半", clear="1", draft="ask")
    assert not Draft.objects.exists()


# ---- what is made of it ----


def _form(page: html.HtmlElement, action: str) -> dict[str, Any]:
    (form,) = page.xpath(f"//form[contains(@action, '{action}')]")[:1]
    fields: dict[str, Any] = {}
    for box in form.xpath(".//*[@name]"):
        if box.get("type") == "checkbox" and box.get("checked") is None:
            continue
        value = box.get("value", "")
        if box.tag == "select":
            value = box.xpath("option/@value")[0]
        elif box.tag == "textarea":
            value = box.text_content().strip()
        fields.setdefault(box.get("name"), []).append(value)
    return fields


def test_a_unit_makes_it_a_topic_with_one_click(gd: Conference) -> None:
    client = sign_in(seat(gd, SeatKind.MEMBER, "省住房城乡建设厅"))
    answer = client.post("/do/meetings.topic.propose", _form(asked(client), "meetings.topic.propose"))
    topic = Topic.objects.get()
    assert answer["Location"] == f"/topics/{topic.pk}"
    assert (topic.kind, topic.basis.clause, topic.title) == ("proposal", "GD-12-01", TEXT)


def test_the_own_units_clause_is_offered_first(gd: Conference) -> None:
    page = asked(sign_in(seat(gd, SeatKind.MEMBER, "省医保局")))
    assert page.xpath("//select[@name='clause']/option/@value")[:2] == ["GD-18-01", "GD-12-01"]


def test_the_office_makes_it_an_assigned_topic_or_an_obligation(gd: Conference) -> None:
    client = office(gd)
    page = asked(client)
    assert not page.xpath("//form[contains(@action, 'meetings.topic.propose')]")
    fields = _form(page, "meetings.topic.enter_assigned") | {"source_body": "省政府办公厅"}
    client.post("/do/meetings.topic.enter_assigned", fields)
    assert (Topic.objects.get().basis.clause, Topic.objects.get().kind) == ("GD-12-01", "assigned")
    client.post("/do/ledger.obligation.enter", _form(page, "ledger.obligation.enter"))
    row = Obligation.objects.get()
    assert (row.lead_unit.name, row.basis.clause, row.title) == ("省住房城乡建设厅", "GD-12-01", TEXT)


def test_who_may_not_learns_who_may(gd: Conference) -> None:
    page = asked(sign_in(seat(gd, SeatKind.MEMBER, "省教育厅")))
    assert "召集人" in "".join(words(one) for one in page.find_class("no"))
    assert not page.xpath("//form[contains(@action, 'law.ruling') or contains(@action, 'ledger.')]")
    convener = asked(sign_in(seat(gd, SeatKind.CONVENER)))
    assert not convener.xpath("//form[contains(@action, 'meetings.') or contains(@action, 'ledger.')]")
    assert convener.xpath("//form[contains(@action, 'law.ruling.record')]")


def test_nobody_without_a_seat_enters(db: None) -> None:
    for url in ("/ask", "/ask/rulings"):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in")


# ---- rulings ----


def test_a_ruling_recorded_on_the_page_stands_beside_the_next_answer_and_changes_nothing(
    gd: Conference,
) -> None:
    client = office(gd)
    before = asked(client)
    fields = _form(before, "law.ruling.record")
    relief = str(Unit.objects.get(name="省民政厅").pk)
    assert relief in fields["considered_ids"]
    fields |= {"unit_ids": relief, "clause": "GD-06-01", "reason": "申请的是生活救助，不是医疗救助。"}
    answer = client.post("/do/law.ruling.record", fields)
    ruling = Ruling.objects.get()
    assert answer["Location"] == f"/ask/rulings#r{ruling.pk}"
    assert Entry.objects.filter(action="law.ruling.record", subject=f"law.ruling:{ruling.pk}").count() == 1
    after = asked(client)
    shown = words(after.xpath("//section[@aria-labelledby='precedents']")[0])
    assert "办公室裁定（边界案例，不改变规则）" in shown
    assert "裁定由省民政厅负责" in shown
    assert "与这件事相同：事项同为" in shown
    assert lead(after) == lead(before)
    for name in ("established", "conditional", "general"):
        assert tier(after, name) == tier(before, name)
    other = asked(client, "某小学教师反映实验室化学品气味大，要求检查")
    assert not other.xpath("//section[@aria-labelledby='precedents']")
    listed = html.document_fromstring(client.get("/ask/rulings").content.decode())
    assert "申请的是生活救助" in words(listed.get_element_by_id(f"r{ruling.pk}"))


def test_another_conferences_rulings_are_not_seen(gd: Conference) -> None:
    qz = found_shipped("QZ", AT, is_demo=True)
    relief = Unit.objects.get(name="省民政厅").pk
    record_ruling(
        seat(gd, SeatKind.OFFICE_DIRECTOR),
        AT,
        text=TEXT,
        facts=("matter:aid:true", "sector:urban_rail:true", "population:od_patients:true"),
        unit_ids=(relief,),
        considered_ids=(),
        reason="理由",
        clause="GD-06-01",
    )
    client = office(qz)
    assert not asked(client).xpath("//section[@aria-labelledby='precedents']")
    assert "还没有职责裁定" in client.get("/ask/rulings").content.decode()
    assert asked(office(gd)).xpath("//section[@aria-labelledby='precedents']")


# ---- a conference of another subject ----

OTHERS = Path(__file__).parent.parent.parent / "law" / "routing" / "data" / "others"


@pytest.fixture
def wages(db: None) -> Conference:
    text = (OTHERS / "wages.txt").read_text(encoding="utf-8")
    roster = "\n附件\n\n联席会议组成人员名单\n\n召集人：王一甲　市政府副市长\n成　员：李二乙　市司法局副局长\n张三丙　市公安局副局长\n"
    return found_text("LC", text + roster, AT)


def test_another_subject_answers_in_its_own_words_and_no_others(wages: Conference) -> None:
    page = asked(sign_in(seat(wages, SeatKind.MEMBER)), "包工头卷钱跑了，工钱一分没给，人也找不到")
    assert "市公安局" in tier(page, "conditional")
    shown = words(page.get_element_by_id("main"))
    assert "依据文件自己的用词" in shown
    for foreign in ("职业", "粉尘", "尘肺", "危害因素", "地铁"):
        assert foreign not in shown
    assert not page.xpath("//select[@id='add']")


def test_another_subjects_case_is_turned_away_with_the_reason(wages: Conference) -> None:
    page = asked(sign_in(seat(wages, SeatKind.MEMBER)), "石材厂粉尘大，工人没有口罩")
    assert lead(page).startswith("不属于本联席会议的事项（")
    assert "职业" not in words(page.get_element_by_id("main"))


def test_a_phrase_that_does_not_count_says_why(gd: Conference) -> None:
    page = asked(office(gd), "举报该石材厂无照经营，经核查不属实。车间粉尘大，工人没有口罩。")
    section = page.xpath("//section[@aria-labelledby='passed']")[0]
    assert "无照经营" in words(section)
    assert "已核实推翻" in words(section)


@pytest.mark.parametrize("scope", ["none", "conference", "other"])
def test_the_whole_case_may_be_said_to_be_something_else(gd: Conference, scope: str) -> None:
    page = asked(office(gd), "商品房工地粉尘大，工人没有口罩", scope=scope)
    assert not tier(page, "established")
    assert page.xpath(f"//input[@name='scope'][@value='{scope}'][@checked]")
    if scope == "other":
        assert "不属于本联席会议的事项" in lead(page)
