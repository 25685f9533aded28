"""The review page and the permanent links: every value beside its words, corrections, other eyes, no nearest version."""

from datetime import date

import pytest
from django.test import Client
from lxml import html

from cast import AT
from law.office import Office, sit
from law.reissued import reissue
from lianxi.bodies.actions import record_succession
from lianxi.core.actors import SeatKind
from lianxi.law.actions import adopt_version, draft_version
from lianxi.law.models import InstrumentVersion
from lianxi.law.queries import draft_of
from lianxi.web.law.review_rows import Nest
from web.signing_in import posts, seated, words

CORRECT = "/do/law.draft.correct"


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def draft(office: Office) -> InstrumentVersion:
    return draft_version(office.director, AT, code="QZ", text=reissue())


def _page(client: Client, version: InstrumentVersion, query: str = "") -> html.HtmlElement:
    answer = client.get(f"/documents/{version.pk}/review{query}")
    assert answer.status_code == 200
    return html.document_fromstring(answer.content)


def test_the_source_stands_whole_beside_the_draft(
    client: Client, office: Office, draft: InstrumentVersion
) -> None:
    page = _page(seated(client, office.deputy), draft)
    source = page.xpath("//section[@aria-labelledby='source']//div[@class='text']")[0]
    assert source.text_content() == draft.text


def test_every_value_lights_its_words(client: Client, office: Office, draft: InstrumentVersion) -> None:
    page = _page(seated(client, office.deputy), draft)
    left = page.xpath("//section[@aria-labelledby='source']//span[@data-span]")
    right = page.xpath("//section[@aria-labelledby='draft']//*[@data-span]")
    at_left: dict[str, str] = {}
    for mark in left:
        span = mark.get("data-span")
        at_left[span] = at_left.get(span, "") + mark.text_content()
    assert len(right) > 60
    for mark in right:
        start, _, end = mark.get("data-span").partition("-")
        assert at_left[mark.get("data-span")] == draft.text[int(start) : int(end)]
        assert mark.get("tabindex") == "0"
    anchors = page.xpath("//section[@aria-labelledby='source']//@id")
    assert len(anchors) == len(set(anchors))
    wanted = {
        link.removeprefix("#") for link in page.xpath("//section[@aria-labelledby='draft']//td/a/@href")
    }
    assert {link for link in wanted if link.startswith("s")} <= set(anchors)


def test_each_value_names_its_span_and_rule(client: Client, office: Office, draft: InstrumentVersion) -> None:
    text = words(seated(client, office.deputy).get(f"/documents/{draft.pk}/review"))
    assert "number_line" in text
    assert "unit_list" in text
    assert "roster_line" in text
    assert "泉政办网传〔2025〕6号" in text
    assert "没有更正，都是读出的原样" in text
    assert "此处几个单位之后只写了一次人数" in text


def test_a_correction_is_made_and_listed(client: Client, office: Office, draft: InstrumentVersion) -> None:
    seated(client, office.deputy)
    page = client.get(f"/documents/{draft.pk}/review?edit=field:issuer")
    assert CORRECT in posts(page)
    assert 'value="泉州市人民政府办公室"' in page.content.decode()
    done = client.post(
        CORRECT,
        {
            "version_id": draft.pk,
            "field": "issuer",
            "value": "泉州市人民政府",
            "reason": "核对落款",
            "next": f"/documents/{draft.pk}/review",
        },
    )
    assert done["Location"] == f"/documents/{draft.pk}/review"
    text = words(client.get(done["Location"]))
    assert "内容：发文机关泉州市人民政府办公室泉州市人民政府核对落款" in text
    assert "人工更正" in text
    # Who corrected does not adopt; a third colleague may.
    assert "/do/law.version.adopt" not in posts(client.get(done["Location"]))
    assert "更正过草稿的人不能自己采用" in text
    other = seated(client, office.third).get(done["Location"])
    assert "/do/law.version.adopt" in posts(other)


@pytest.mark.parametrize(
    ("edit", "action"),
    [
        ("unit:市财政局", "law.draft.drop_unit"),
        ("unit:", "law.draft.put_unit"),
        ("seat:r3", "law.draft.drop_seat"),
        ("seat:o1", "law.draft.put_seat"),
        ("seat:", "law.draft.put_seat"),
        ("rule:chair", "law.draft.put_rule"),
        ("rule:", "law.draft.put_rule"),
        ("saying:QZ-3-04-1", "law.draft.put_saying"),
    ],
)
def test_every_kind_of_correction_has_its_form(
    client: Client, office: Office, draft: InstrumentVersion, edit: str, action: str
) -> None:
    page = seated(client, office.deputy).get(f"/documents/{draft.pk}/review", {"edit": edit})
    assert f"/do/{action}" in posts(page)


@pytest.mark.parametrize("edit", ["unit:市气象局", "seat:r99", "field:text", "rule:none", "x", ":"])
def test_an_unknown_place_opens_no_form(
    client: Client, office: Office, draft: InstrumentVersion, edit: str
) -> None:
    page = seated(client, office.deputy).get(f"/documents/{draft.pk}/review", {"edit": edit})
    assert page.context["edit"] is None


def test_units_and_seats_are_put_and_dropped_through_the_door(
    client: Client, office: Office, draft: InstrumentVersion
) -> None:
    seated(client, office.deputy)
    own = {"version_id": draft.pk, "reason": "核对", "next": "/"}
    sent = (
        ("put_unit", {"name": "市气象局", "aliases": "气象局"}),
        ("put_seat", {"kind": "member", "unit": "市气象局", "person": "周五", "title": "副局长"}),
        ("drop_unit", {"name": "市国资委"}),
        ("drop_seat", {"place": "r4"}),
        ("put_rule", {"code": "tracking", "value": ""}),
    )
    for name, fields in sent:
        assert client.post(f"/do/law.draft.{name}", {**own, **fields}).status_code == 302, name
    draft.refresh_from_db()
    found = draft_of(draft)
    assert "市气象局" in {unit.name for unit in found.reading.units}
    assert "周五" in {seat.person for seat in found.seats}
    refused = client.post("/do/law.draft.put_unit", {**own, "name": "市天文局", "words": "天文"})
    assert refused.status_code == 422
    assert "原文里没有" in words(refused)


def test_adoption_in_parts_says_what_stays_open(
    client: Client, office: Office, draft: InstrumentVersion
) -> None:
    seated(client, office.deputy)
    page = _page(client, draft)
    boxes = page.xpath("//form[@action='/do/law.version.adopt']//input[@name='parts']/@value")
    assert boxes == ["units", "roster", "office", "rules"]
    assert page.xpath("//input[@name='holds_from']/@value") == ["2025-06-01"]
    client.post("/do/law.version.adopt", {"version_id": draft.pk, "parts": ["units", "office"], "next": "/"})
    draft.refresh_from_db()
    assert (draft.state, draft.open_parts) == ("adopted", ["roster", "rules"])
    after = client.get(f"/documents/{draft.pk}/review")
    assert "留待补充：成员名单、工作规则" in words(after)
    assert "2025年6月1日起" in words(after)
    # What is adopted is never corrected; only a further version follows it.
    assert [url for url in posts(after) if url.startswith("/do/law.")] == ["/do/law.version.draft"]


def test_a_member_reads_but_corrects_nothing(
    client: Client, office: Office, draft: InstrumentVersion
) -> None:
    member = sit(office.conference, SeatKind.MEMBER, "市财政局", "")
    page = seated(client, member).get(f"/documents/{draft.pk}/review?edit=field:title")
    assert page.status_code == 200
    assert not [url for url in posts(page) if url.startswith("/do/law.")]
    assert "不能采用" in words(page)


def test_the_page_needs_few_queries(
    client: Client, office: Office, draft: InstrumentVersion, django_assert_max_num_queries: object
) -> None:
    seated(client, office.deputy)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(f"/documents/{draft.pk}/review")


def test_another_conferences_draft_looks_missing(client: Client, office: Office) -> None:
    from cast import found_cast

    other = found_cast("另一联席会议", "GD")
    foreign = InstrumentVersion.objects.get(instrument__code="GD")
    assert seated(client, office.deputy).get(f"/documents/{foreign.pk}/review").status_code == 404
    own = InstrumentVersion.objects.get(instrument__code="QZ")
    assert seated(client, other.director).get(f"/documents/{own.pk}/review").status_code == 404


def test_a_later_reform_stands_above_the_draft(client: Client, office: Office) -> None:
    first = InstrumentVersion.objects.get()
    record_succession(
        office.director,
        AT,
        from_unit="市民政局",
        to_unit="市民政事务局",
        kind="renamed",
        effective_on=date(2024, 5, 1),
        basis_text="泉委〔2024〕3号",
    )
    text = words(seated(client, office.deputy).get(f"/documents/{first.pk}/review"))
    assert "其后市民政局于2024年5月1日更名为市民政事务局（依据泉委〔2024〕3号），请确认职责归属" in text


# ---- permanent links


def test_permanent_links_lead_to_the_words_of_their_version(
    client: Client, office: Office, draft: InstrumentVersion
) -> None:
    adopt_version(office.deputy, AT, version_id=draft.pk)
    first = InstrumentVersion.objects.get(number=1)
    seated(client, office.deputy)
    old, new = (version.clauses.get(code="QZ-3-08-1") for version in (first, draft))
    targets = {
        "/law/QZ@first/QZ-3-08-1": (first, old.start, old.end),
        "/law/QZ:2025-05-31/QZ-3-08-1": (first, old.start, old.end),
        "/law/QZ/qz-3-08-1": (draft, new.start, new.end),
        f"/law/QZ@2/{new.start}-{new.end}": (draft, new.start, new.end),
        "/law/QZ@1/649-653": (first, 649, 653),
    }
    for link, (version, start, end) in targets.items():
        answer = client.get(link)
        assert answer["Location"] == f"/documents/{version.pk}?at={start}-{end}#s{start}", link
        page = html.document_fromstring(client.get(answer["Location"]).content)
        marked = "".join(mark.text_content() for mark in page.xpath("//main//mark"))
        assert marked == version.text[start:end]
    assert draft.text[new.start : new.end].startswith("统筹预算资金")


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("/law/QZ@9/QZ-4-1", "没有已采用的第9版"),
        ("/law/QZ:2021-03-16/QZ-4-1", "还没有施行的版本"),
        ("/law/QZ@first/QZ-9-9", "没有条款“QZ-9-9”"),
        ("/law/QZ@first/10-999999", "没有第10-999999字这一段"),
        ("/law/QZ@first/20-20", "没有第20-20字这一段"),
        ("/law/XX/XX-1", "文件XX没有已采用的版本"),
        ("/law/QZ@nearest/QZ-4-1", "不是文件引用"),
    ],
)
def test_a_missing_version_or_clause_is_a_sentence(
    client: Client, office: Office, link: str, sentence: str
) -> None:
    answer = seated(client, office.deputy).get(link)
    assert answer.status_code == 404
    assert sentence in words(answer)
    assert "怎么办" in words(answer)


def test_links_are_for_people_with_a_seat(client: Client, office: Office) -> None:
    assert client.get("/law/QZ/QZ-4-1").status_code == 302
    assert client.get("/documents/1/review")["Location"].startswith("/sign-in")


# ---- the cut source


def test_spans_may_lie_within_each_other_or_cross() -> None:
    def marked(text: str, *spans: tuple[int, int]) -> str:
        tokens = Nest(text, spans).tokens()
        return "".join("<" + t.opens + ">" if t.opens else "</>" if t.closes else t.text for t in tokens)

    assert marked("甲乙丙丁", (0, 4), (1, 2)) == "<0-4>甲<1-2>乙</>丙丁</>"
    assert marked("甲乙丙丁", (0, 2), (1, 3)) == "<0-2>甲<1-3>乙</></><1-3>丙</>丁"
    assert marked("甲乙", (0, 1), (1, 2)) == "<0-1>甲</><1-2>乙</>"
    assert marked("甲乙", (0, 9), (1, 1)) == "甲乙"
    assert marked("") == ""


# ---- further versions and reforms


def test_a_further_version_starts_from_the_text_in_force(client: Client, office: Office) -> None:
    first = InstrumentVersion.objects.get()
    page = _page(seated(client, office.director), first)
    (field,) = page.xpath("//textarea[@name='text']")
    assert field.text.strip() == first.text.strip()
    sent = first.text.replace("管理水。", "管理水平。").replace("\n", "\r\n")
    fields = {"code": "QZ", "kind": "erratum", "text": sent, "next": "/documents/{id}/review"}
    done = client.post("/do/law.version.draft", fields)
    version = InstrumentVersion.objects.get(number=2)
    assert done["Location"] == f"/documents/{version.pk}/review"
    assert (version.kind, version.state) == ("erratum", "draft")
    assert len(version.text) == len(first.text) + 1
    assert "登记新版本" not in words(client.get(done["Location"]))


def test_reforms_are_recorded_and_carried_out_on_their_page(client: Client, office: Office) -> None:
    seated(client, office.director)
    fields = {"kind": "renamed", "effective_on": "2026-03-01", "basis_text": "泉委〔2026〕2号"}
    fields |= {"from_unit": "民政局", "to_unit": "市民政事务局", "next": "/documents/reforms"}
    assert client.post("/do/bodies.succession.record", fields)["Location"] == "/documents/reforms"
    page = client.get("/documents/reforms")
    assert "1项等办公室办理席位承接" in words(page)
    assert "市民政局更名市民政事务局" in words(page)
    (row,) = page.context["rows"]
    client.post("/do/bodies.succession.carry_out", {"succession_id": row["row"].pk, "next": "/"})
    assert "已承接" in words(client.get("/documents/reforms"))
    assert "市民政事务局" in words(client.get("/conference"))


def test_a_member_sees_reforms_and_records_none(client: Client, office: Office) -> None:
    member = sit(office.conference, SeatKind.MEMBER, "市财政局", "")
    page = seated(client, member).get("/documents/reforms")
    assert "登记单位沿革由办公室" in words(page)
    assert posts(page) == []
