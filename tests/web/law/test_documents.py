"""Documents: the source beside its records, marked words, review by a second person, reading a new text."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from cast import AT, Cast, found_cast
from law.office import Office
from law.reissued import erratum, reissue
from lianxi.bodies.actions import record_succession
from lianxi.core.actors import SeatKind
from lianxi.journal.models import Draft
from lianxi.law.actions import adopt_version, correct_draft, draft_version, put_unit
from lianxi.law.models import Clause, InstrumentVersion
from lianxi.web.law.documents import pieces_of
from web.signing_in import posts, seated, words

SHIPPED = Path(__file__).parents[3] / "src" / "lianxi" / "law" / "instruments" / "QZ.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return SHIPPED.read_text(encoding="utf-8")


def _draft(cast: Cast, text: str) -> InstrumentVersion:
    return draft_version(cast.staff, AT, code="NEW", text=text)


def _questions(page: object, action: str) -> list[str]:
    """What the button of an action asks before it is done."""
    found = html.document_fromstring(page.content)  # type: ignore[attr-defined]
    return [str(said) for said in found.xpath(f"//form[@action='{action}']//button/@data-confirm")]


def test_the_source_is_cut_at_acts_and_marks_and_loses_nothing() -> None:
    pieces = pieces_of("甲乙丙丁戊", 10, [(11, 13)], (12, 14))
    assert "".join(piece.text for piece in pieces) == "甲乙丙丁戊"
    assert [(p.text, p.span, p.marked, p.anchor) for p in pieces] == [
        ("甲", "", False, ""),
        ("乙", "11-13", False, ""),
        ("丙", "11-13", True, "s12"),
        ("丁", "", True, ""),
        ("戊", "", False, ""),
    ]


@pytest.mark.parametrize("who", ["convener", "director", "staff", "member"])
def test_every_seat_reads_the_founding_document_in_few_queries(
    client: Client, cast: Cast, who: str, django_assert_max_num_queries: object
) -> None:
    actor = {"convener": cast.convener, "director": cast.director, "staff": cast.staff}.get(who)
    seated(client, actor or cast.member("市住建局"))
    version = InstrumentVersion.objects.get()
    for address in ("/documents", f"/documents/{version.pk}", "/documents/new"):
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            assert client.get(address).status_code == 200


def test_the_whole_text_stands_in_order_each_clause_paired_with_its_record(
    client: Client, cast: Cast, text: str
) -> None:
    version = _draft(cast, text)
    page = seated(client, cast.staff).get(f"/documents/{version.pk}")
    shown = "".join(
        row.get("lead", "") + "".join(piece.text for piece in row["pieces"]) for row in page.context["rows"]
    )
    assert "".join(shown.split()) == "".join(version.text.split())
    clause = Clause.objects.filter(instrument_version=version, kind="duty").first()
    assert clause is not None
    source = page.content.decode()
    assert f'id="s{clause.start}" data-span="{clause.start}-{clause.end}"' in source
    assert source.count(f'data-span="{clause.start}-{clause.end}"') >= 2
    assert "处提示" in words(page)


def test_a_cited_stretch_is_marked(client: Client, cast: Cast) -> None:
    version, clause = InstrumentVersion.objects.get(), Clause.objects.get(code="QZ-4-1")
    start, end = clause.start + 15, clause.end - 4
    page = seated(client, cast.staff).get(f"/documents/{version.pk}?at={start}-{end}")
    assert f'<mark id="s{start}">{version.text[start:end]}</mark>' in page.content.decode()
    assert client.get(f"/documents/{version.pk}?at=nonsense").status_code == 200


def test_records_are_filtered_by_unit_and_kind(client: Client, cast: Cast, text: str) -> None:
    version = _draft(cast, text)
    seated(client, cast.staff)
    page = client.get(f"/documents/{version.pk}?unit=市住建局&kind=duty")
    assert {row["clause"].unit for row in page.context["rows"]} == {"市住建局"}
    assert "没有符合条件的记录" in words(client.get(f"/documents/{version.pk}?unit=火星局"))


def test_the_drafter_sees_why_not_and_a_colleague_adopts(client: Client, cast: Cast, text: str) -> None:
    version = _draft(cast, text)
    page = seated(client, cast.staff).get(f"/documents/{version.pk}")
    assert "/do/law.version.adopt" not in posts(page)
    assert "不能采用：起草人不能自己采用。请办公室另一位同事审阅采用。" in words(page)
    page = seated(client, cast.director).get(f"/documents/{version.pk}")
    assert {"/do/law.version.adopt", "/do/law.version.discard"} <= set(posts(page))
    (question,) = _questions(page, "/do/law.version.adopt")
    assert question.startswith("采用后建立“泉州市职业病防治工作联席会议”，16 个成员单位。")
    client.post("/do/law.version.adopt", {"version_id": version.pk, "next": f"/documents/{version.pk}"})
    adopted = client.get(f"/documents/{version.pk}")
    assert "已采用" in words(adopted)
    assert posts(adopted) == []


def test_another_conferences_documents_look_missing(client: Client, cast: Cast, text: str) -> None:
    other = found_cast("另一联席会议", "GD")
    draft = _draft(other, text)
    foreign = InstrumentVersion.objects.get(instrument__code="GD")
    seated(client, cast.director)
    for version in (draft, foreign):
        assert client.get(f"/documents/{version.pk}").status_code == 404
    assert {row["version"].instrument.code for row in client.get("/documents").context["rows"]} == {"QZ"}
    mine = seated(Client(), other.director).get(f"/documents/{draft.pk}")
    assert mine.status_code == 200


def test_pasted_text_becomes_a_draft(client: Client, cast: Cast, text: str) -> None:
    seated(client, cast.staff)
    Draft.objects.create(
        person_id=cast.staff.person_id or 0, key="document-new", fields={"text": "半截"}, at=AT
    )
    assert "半截" in words(client.get("/documents/new"))
    pasted = {"code": "new", "text": text.replace("\n", "\r\n"), "draft": "document-new"}
    done = client.post("/documents/new", pasted)
    version = InstrumentVersion.objects.latest("pk")
    assert done["Location"] == f"/documents/{version.pk}/review"
    assert "\r" not in version.text
    assert not Draft.objects.exists()


def test_an_uploaded_file_becomes_a_draft(client: Client, cast: Cast, text: str) -> None:
    upload = SimpleUploadedFile("制度.txt", text.encode())
    done = seated(client, cast.staff).post("/documents/new", {"code": "NEW", "file": upload})
    assert done.status_code == 302


@pytest.mark.parametrize("content", [b"\x00\xff\xfe\x9c" * 40, b""])
def test_an_unreadable_file_gets_a_sentence(client: Client, cast: Cast, content: bytes) -> None:
    upload = SimpleUploadedFile("x.txt", content)
    page = seated(client, cast.staff).post("/documents/new", {"code": "NEW", "file": upload})
    assert page.status_code == 422
    assert "未能办理" in words(page)
    assert "怎么办" in words(page)
    assert InstrumentVersion.objects.count() == 1


def test_a_text_without_a_conference_is_refused_and_kept(client: Client, cast: Cast) -> None:
    page = seated(client, cast.staff).post("/documents/new", {"code": "NEW", "text": "今天天气很好。"})
    assert page.status_code == 422
    assert "没有读到建立联席会议的内容" in words(page)
    assert "填写要求" in words(page)
    assert "今天天气很好。" in page.content.decode()
    assert "NEW" in page.content.decode()


def test_a_member_reads_why_it_cannot_enter_documents(client: Client, cast: Cast) -> None:
    seated(client, cast.member("市住建局"))
    assert "读取文件由办公室" in words(client.get("/documents/new"))
    assert client.post("/documents/new", {"code": "A", "text": "文"}).status_code == 422


def test_an_office_deputy_may_adopt(client: Client, cast: Cast, text: str) -> None:
    version = _draft(cast, text)
    adopt_version(cast.actor(SeatKind.OFFICE_DEPUTY, "市人社局"), AT, version_id=version.pk)
    assert "已采用" in words(seated(client, cast.director).get("/documents"))


# ---- versions: each shows its own head, what was left open, what adoption does


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_each_version_shows_its_own_head(client: Client, office: Office) -> None:
    first = InstrumentVersion.objects.get()
    second = draft_version(office.director, AT, code="QZ", text=reissue())
    correct_draft(
        office.director, AT, version_id=second.pk, field="title", value="泉州市新制度", reason="核对标题"
    )
    adopt_version(office.deputy, AT, version_id=second.pk)
    seated(client, office.deputy)
    old, new = (words(client.get(f"/documents/{version.pk}")) for version in (first, second))
    assert "泉政办网传〔2021〕1号" in old
    assert "2021年3月17日" in old
    assert "泉州市新制度" not in old
    assert "泉政办网传〔2025〕6号" in new
    assert "泉州市新制度" in new
    assert "第2版（重新印发）" in new
    heads = {row["version"].number: row["head"] for row in client.get("/documents").context["rows"]}
    assert (heads[1].doc_number, heads[1].issued_on) == ("泉政办网传〔2021〕1号", date(2021, 3, 17))
    assert (heads[2].title, heads[2].issued_on) == ("泉州市新制度", date(2025, 6, 1))


def test_the_list_needs_no_query_per_version(
    client: Client, office: Office, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        draft_version(office.director, AT, code=f"NEW-{number}", text=reissue())
    seated(client, office.deputy)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page = client.get("/documents")
    assert len(page.context["rows"]) == 7
    links = set(html.document_fromstring(page.content).xpath("//main//tbody//th//a/@href"))
    drafts = InstrumentVersion.objects.filter(state="draft")
    assert {f"/documents/{draft.pk}/review" for draft in drafts} < links
    assert "6个待审阅" in words(page)


def test_the_question_says_whether_a_conference_is_founded_or_renewed(client: Client, office: Office) -> None:
    texts = {
        "采用后“泉州市职业病防治工作联席会议”从施行日期起按这一版办理": ("QZ", reissue(), "reissue"),
        "采用后“泉州市职业病防治工作联席会议”只按勘误改动的地方调整": ("QZ", erratum(), "erratum"),
        "采用后建立“泉州市职业病防治工作联席会议”，16 个成员单位": ("OTHER", reissue(), "first"),
    }
    seated(client, office.deputy)
    for said, (code, text, kind) in texts.items():
        version = draft_version(office.director, AT, code=code, text=text, kind=kind)
        for address in (f"/documents/{version.pk}", f"/documents/{version.pk}/review"):
            (question,) = _questions(client.get(address), "/do/law.version.adopt")
            assert question.startswith(said)
            assert question.endswith("这一版采用后不再更改。已对照原文审阅？")


def test_founding_says_what_comes_next(client: Client, office: Office) -> None:
    version = draft_version(office.director, AT, code="OTHER", text=reissue())
    page = html.document_fromstring(seated(client, office.deputy).get(f"/documents/{version.pk}").content)
    (form,) = page.xpath("//form[@action='/do/law.version.adopt']")
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input[@name]")}
    done = client.post("/do/law.version.adopt", {**sent, "next": f"/documents/{version.pk}"})
    text = words(client.get(done["Location"]))
    assert "建立了“泉州市职业病防治工作联席会议”。请安装人员运行lianxioffice-link" in text
    assert "现行于泉州市职业病防治工作联席会议" in text


def test_what_adoption_left_open_is_shown(client: Client, office: Office) -> None:
    version = draft_version(office.director, AT, code="QZ", text=reissue())
    adopt_version(office.deputy, AT, version_id=version.pk, parts=("units", "roster"))
    seated(client, office.deputy)
    for address in (f"/documents/{version.pk}", "/documents", "/conference"):
        assert "留待补充：办公室组成、工作规则" in words(client.get(address)), address
    first = InstrumentVersion.objects.get(number=1)
    assert "留待补充" not in words(client.get(f"/documents/{first.pk}"))


def test_a_later_reform_stands_above_the_clauses(
    client: Client, office: Office, django_assert_max_num_queries: object
) -> None:
    record_succession(
        office.director,
        AT,
        from_unit="市民政局",
        to_unit="市民政事务局",
        kind="renamed",
        effective_on=date(2024, 5, 1),
        basis_text="泉委〔2024〕3号",
    )
    version = InstrumentVersion.objects.get()
    sentence = "其后市民政局于2024年5月1日更名为市民政事务局（依据泉委〔2024〕3号），请确认职责归属"
    seated(client, office.deputy)
    for address in (f"/documents/{version.pk}", f"/documents/{version.pk}/review"):
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            page = client.get(address)
        assert sentence in words(page)


def test_the_page_leads_to_review_comparison_reforms_and_files(client: Client, office: Office) -> None:
    version = InstrumentVersion.objects.get()
    page = html.document_fromstring(seated(client, office.deputy).get(f"/documents/{version.pk}").content)
    own = f"/documents/{version.pk}"
    files = [f"{own}/export.{fmt}" for fmt in ("json", "csv", "docx")]
    wanted = [f"{own}/review", f"/documents/compare?a={version.pk}", "/documents/reforms", *files]
    links = page.xpath("//main//a/@href")
    for link in wanted:
        assert link in links
        assert client.get(link).status_code == 200, link


# ---- entering: what a version is, from when it holds, and a person's word against the reader's


@pytest.mark.usefixtures("office")
def test_kind_and_day_are_passed_on(client: Client, office: Office) -> None:
    seated(client, office.director)
    fields = {"code": "QZ", "text": erratum(), "kind": "erratum", "holds_from": "2026-02-01"}
    assert client.post("/documents/new", fields).status_code == 302
    version = InstrumentVersion.objects.get(number=2)
    assert (version.kind, version.holds_from) == ("erratum", date(2026, 2, 1))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "QZ", "kind": "first"}, "新版本只能是重新印发或勘误"),
        ({"code": "NEW", "kind": "erratum"}, "还没有采用过的版本"),
        ({"code": "NEW", "kind": "first", "holds_from": "明天"}, "施行日期请填写成2026-03-02这样"),
    ],
)
def test_a_wrong_kind_or_day_is_refused_and_kept(
    client: Client, office: Office, fields: dict[str, str], sentence: str
) -> None:
    page = seated(client, office.director).post("/documents/new", {**fields, "text": reissue()})
    assert page.status_code == 422
    assert sentence in words(page)
    chosen = html.document_fromstring(page.content).xpath("//select[@id='kind']/option[@selected]/@value")
    assert chosen == [fields["kind"]]
    assert "as_founding" not in page.content.decode()
    assert InstrumentVersion.objects.count() == 1


def test_a_person_may_insist_only_after_the_reader_found_no_conference(client: Client, cast: Cast) -> None:
    seated(client, cast.staff)
    tick = "这份文件确实建立联席会议（读取有误时勾选）"
    assert tick not in words(client.get("/documents/new"))
    fields = {"code": "NEW", "kind": "first", "text": "县里几个部门每季度碰一次头。"}
    assert tick in words(client.post("/documents/new", fields))
    done = client.post("/documents/new", {**fields, "as_founding": "on"})
    version = InstrumentVersion.objects.latest("pk")
    assert done["Location"] == f"/documents/{version.pk}/review"
    # Without a member unit there is nothing to found; a person puts one, another one adopts.
    page = seated(client, cast.director).get(done["Location"])
    assert "还没有成员单位，请先补充" in words(page)
    assert "/do/law.version.adopt" not in posts(page)
    put_unit(cast.staff, AT, version_id=version.pk, name="县卫健局", reason="原文未列名")
    assert "/do/law.version.adopt" in posts(client.get(done["Location"]))
