"""Pages of papers under way and of the number register: what each seat sees, can do, and downloads."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cast import AT, Cast, found_cast
from lianxi.bodies.actions import set_rule
from lianxi.core.actors import Actor
from lianxi.papers.actions import issue_draft, send_paper, upload_draft, void_draft, void_numbers
from lianxi.papers.files import Upload
from lianxi.papers.models import ArchivePackage, Paper, PaperDraft
from papers.paths import TEXT, TITLE, deputy, drafted, numbered, sent, signed
from papers.test_uploads import _reword, as_docx
from web.signing_in import posts, seated, words


def sign_in(actor: Actor) -> Client:
    return seated(Client(), actor)


def see(actor: Actor, url: str) -> HttpResponse:
    response = sign_in(actor).get(url)
    assert response.status_code == 200
    return response


def post(actor: Actor, step: str, **fields: Any) -> HttpResponse:
    return sign_in(actor).post(f"/do/papers.draft.{step}", fields)


def test_the_way_by_its_pages(cast: Cast) -> None:
    assert "/do/papers.draft.enter" in posts(see(cast.staff, "/papers/drafts/new"))
    fields = {"kind": "letter", "title": TITLE, "text": TEXT, "unit_ids": [cast.unit("市住建局").pk]}
    answer = post(cast.staff, "enter", **fields, next="/papers/drafts/{id}")
    draft = PaperDraft.objects.get()
    url = f"/papers/drafts/{draft.pk}"
    assert answer["Location"] == url
    assert "草稿：改好后送核稿。" in words(see(cast.staff, url))
    for actor, step in (
        (cast.staff, "submit"),
        (deputy(cast), "approve"),
        (cast.convener, "sign"),
        (cast.staff, "number"),
        (cast.staff, "issue"),
        (cast.staff, "send"),
    ):
        assert f"/do/papers.draft.{step}" in posts(see(actor, url)), step
        post(actor, step, draft_id=draft.pk, next=url)
    draft.refresh_from_db()
    assert draft.state == "sent"
    paper = see(cast.member("市住建局"), f"/papers/{draft.paper_id}")
    text = words(paper)
    assert "等你单位签收" in text
    assert "DOCXSHA-256" in text
    assert "PDFSM3" in text
    row = Paper.objects.get()
    for kept in (row.file_id, row.pdf_id, row.ofd_id):
        assert f'href="/files/{kept}"' in paper.content.decode()
    assert row.ofd is not None
    assert row.ofd.sha256 in text


def test_who_may_not_act_is_offered_nothing(cast: Cast) -> None:
    draft = drafted(cast)
    for page in ("", "/edit", "/preview.pdf"):
        assert sign_in(cast.member("市住建局")).get(f"/papers/drafts/{draft.pk}{page}").status_code == 404
    assert "/do/papers.draft.enter" not in posts(see(cast.convener, "/papers/drafts/new"))
    post(cast.staff, "submit", draft_id=draft.pk)
    own = see(cast.staff, f"/papers/drafts/{draft.pk}")
    assert "/do/papers.draft.approve" not in posts(own)
    assert "你起草的文稿不能由你核稿" in words(own)


def test_preview_and_docx_of_a_draft(cast: Cast) -> None:
    draft = signed(cast)
    pdf = see(cast.staff, f"/papers/drafts/{draft.pk}/preview.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert pdf["Content-Disposition"].startswith("inline")
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    docx = see(cast.staff, f"/papers/drafts/{draft.pk}/preview.docx")
    assert docx.content[:2] == b"PK"
    assert "draft/preview" not in docx["Content-Disposition"]
    bad = drafted(cast, text="见\U0001f600")
    assert sign_in(cast.staff).get(f"/papers/drafts/{bad.pk}/preview.pdf").status_code == 404


def test_an_upload_is_shown_beside_the_draft(cast: Cast) -> None:
    draft = numbered(cast)
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft, _reword)))
    page = see(cast.staff, f"/papers/drafts/{draft.pk}")
    assert "上传稿与草稿对照" in words(page)
    assert "<ins>，请予支持</ins>" in page.content.decode()
    assert "/do/papers.draft.withdraw_upload" in posts(page)


def test_a_refused_upload_says_why(cast: Cast) -> None:
    draft = drafted(cast)
    file = {"file": SimpleUploadedFile("a.docm", b"PK")}
    answer = sign_in(cast.staff).post("/do/papers.draft.upload", {"draft_id": draft.pk, **file})
    assert answer.status_code == 422
    assert "带宏的文档" in answer.content.decode()


def test_the_form_keeps_what_was_chosen(cast: Cast) -> None:
    draft = drafted(cast, outside="市人民政府", copy_unit_ids=[cast.unit("市总工会").pk])
    page = see(cast.staff, f"/papers/drafts/{draft.pk}/edit").content.decode()
    assert f'name="unit_ids" value="{cast.unit("市住建局").pk}" checked' in page
    assert f'name="copy_unit_ids" value="{cast.unit("市总工会").pk}" checked' in page
    assert ">市人民政府</textarea>" in page
    post(cast.staff, "submit", draft_id=draft.pk)
    assert "文稿现在是“核稿中”，不能这样做" in words(see(cast.staff, f"/papers/drafts/{draft.pk}/edit"))


def test_the_register_shows_every_number_and_exports(cast: Cast) -> None:
    void_numbers(cast.staff, AT, kind="letter", count=1, reason="纸上用过")
    sent(cast)
    void_draft(cast.staff, AT, draft_id=numbered(cast).pk, reason="会议取消")
    numbered(cast)
    page = words(see(cast.member("市住建局"), "/papers/register?year=2026"))
    assert "公文以“泉州市卫健委”的名义印发" in page
    assert "待确认" in page
    assert "2026年共取4个字号，没有缺号。" in page
    for said in ("纸上用过", "会议取消", "已编号，待印发", "泉职防联函〔2026〕2号✓已用"):
        assert said in page, said
    file = see(cast.staff, "/papers/register/export?year=2026&form=csv")
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.count("〔2026〕") == 4
    assert "2020年还没有取过字号" in words(see(cast.staff, "/papers/register?year=2020"))
    assert "/do/papers.number.void" not in posts(see(cast.convener, "/papers/register"))


def test_the_archive_page_makes_and_offers_packages(cast: Cast) -> None:
    sent(cast)
    assert "1件公文已发送、还没有归档" in words(see(cast.staff, "/papers/archives"))
    assert "/do/papers.archive.make" not in posts(see(cast.convener, "/papers/archives"))
    fields = {"year": 2026, "next": "/papers/archives"}
    assert sign_in(cast.staff).post("/do/papers.archive.make", fields).status_code == 302
    row = ArchivePackage.objects.select_related("file").get()
    assert row.file.sm3 in words(see(cast.staff, "/papers/archives"))
    assert see(cast.staff, f"/files/{row.file_id}").content[:2] == b"PK"


def test_another_conferences_drafts_are_not_found(cast: Cast) -> None:
    draft = numbered(cast)
    stranger = sign_in(found_cast("另一个联席会议", "GD").staff)
    for end in ("", "/edit", "/preview.pdf", "/preview.docx"):
        assert stranger.get(f"/papers/drafts/{draft.pk}{end}").status_code == 404
    assert "泉职防联函〔" not in words(stranger.get("/papers/register?year=2026"))


def test_pages_stay_within_their_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    draft = numbered(cast, clause="QZ-4-4")
    issue_draft(cast.staff, AT, draft_id=draft.pk)
    send_paper(cast.staff, AT, draft_id=draft.pk)
    other = drafted(cast)
    for actor in (cast.staff, cast.convener, cast.member("市住建局")):
        client = sign_in(actor)
        for url in ("/papers/drafts", "/papers/drafts/new", "/papers/register?year=2026", "/papers/archives"):
            with django_assert_max_num_queries(15):
                assert client.get(url).status_code == 200
        for pk in (draft.pk, other.pk):
            for end in ("", "/edit"):
                with django_assert_max_num_queries(15):
                    answer = client.get(f"/papers/drafts/{pk}{end}")
                assert answer.status_code == (404 if actor == cast.member("市住建局") else 200)


def test_the_number_to_come_is_told_before_it_is_drawn(cast: Cast) -> None:
    page = words(see(cast.staff, f"/papers/drafts/{drafted(cast).pk}"))
    assert "编号后取得，字头“泉职防联函”" in page
    assert "还没有设定发文机关代字" not in page
    set_rule(cast.director, AT, code="number_prefix", value="")
    assert "还没有设定发文机关代字" in words(see(cast.staff, f"/papers/drafts/{drafted(cast).pk}"))
