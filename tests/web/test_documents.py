"""Documents: the source beside its records, marked words, review by a second person, reading a new text."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import AT, Cast, found_cast
from lianxi.core.actors import SeatKind
from lianxi.journal.models import Draft
from lianxi.law.actions import adopt_version, draft_version
from lianxi.law.models import Clause, InstrumentVersion
from lianxi.web.documents import pieces_of
from web.signing_in import posts, seated, words

SHIPPED = Path(__file__).parents[2] / "src" / "lianxi" / "law" / "instruments" / "QZ.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return SHIPPED.read_text(encoding="utf-8")


def _draft(cast: Cast, text: str) -> InstrumentVersion:
    return draft_version(cast.staff, AT, code="NEW", text=text)


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
    assert "审阅与起草须为两人" in words(page)
    page = seated(client, cast.director).get(f"/documents/{version.pk}")
    assert {"/do/law.version.adopt", "/do/law.version.discard"} <= set(posts(page))
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
    assert done["Location"] == f"/documents/{version.pk}"
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
    assert "没有办成" in words(page)
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
