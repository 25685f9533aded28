"""Marks of secrecy: a paper, text or file that bears one is refused, unless the installation is declared for it."""

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document

from cast import AT, Cast
from law.reading.ofds import packed, plain, text
from lianxi.core.gb18030 import NAME
from lianxi.core.refusals import BadInput
from lianxi.core.secrecy import secrecy_mark
from lianxi.journal.acting import catalogue
from lianxi.journal.payloads import parse_payload
from lianxi.papers.actions import attach_file
from lianxi.papers.files import Upload
from papers.paths import drafted
from web.signing_in import seated


def docx_of(*lines: str) -> bytes:
    document, made = Document(), io.BytesIO()
    for line in lines:
        paragraph = document.add_paragraph()
        for sign in line:
            paragraph.add_run(sign)
    document.save(made)
    return made.getvalue()


def ofd_of(*lines: str) -> bytes:
    """Every letter by itself, as some programs write."""
    letters = (
        text(f'<ofd:TextCode X="0" Y="5">{letter}</ofd:TextCode>', f"{20 + 5 * place} {20 + 10 * line} 5 7")
        for line, words in enumerate(lines)
        for place, letter in enumerate(words)
    )
    return packed(plain("".join(letters)))


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("秘密★1年\n关于……的通知", "秘密★1年"),
        ("机密★长期", "机密★长期"),
        ("000001\n绝　密\n紧急", "绝密"),
        ("密级：机密", "密级：机密"),
        ("情况（秘密）", "（秘密）"),
        ("机密 ★ 10 年", "机密 ★ 10 年"),
        ("保守国家秘密，防止商业秘密泄露。", ""),
        ("机密文件管理办法", ""),
        ("秘密级文件的管理", ""),
    ],
)
def test_a_mark_is_told_from_a_word(words: str, mark: str) -> None:
    assert secrecy_mark(words) == mark


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知（机密）.pdf", b"%PDF-1.7"),
        ("通知.txt", "秘密★1年\n通知".encode()),
        ("通知.txt", "秘密★1年\n通知".encode(NAME)),
        ("通知.docx", docx_of("000001", "机密★5年", "通知")),
        ("通知.ofd", ofd_of("000001", "机密★5年", "通知")),
    ],
)
def test_a_marked_file_is_refused(cast: Cast, name: str, content: bytes) -> None:
    draft = drafted(cast)
    with pytest.raises(BadInput, match="标有密级") as refused:
        attach_file(cast.staff, AT, draft_id=draft.pk, title="附件", file=Upload(name, content))
    assert refused.value.rule == "本系统不得处理涉密信息"


def test_a_marked_text_is_refused_at_every_door(settings: Any) -> None:
    action, raw = (
        catalogue["papers.draft.enter"],
        {"kind": ["letter"], "title": ["函"], "text": ["秘密★1年\n正文"]},
    )
    with pytest.raises(BadInput, match="正文标有密级“秘密★1年”"):
        parse_payload(action, raw)
    settings.CLASSIFIED = True
    assert parse_payload(action, raw)["text"] == "秘密★1年\n正文"


def test_a_declared_installation_takes_them(cast: Cast, settings: Any) -> None:
    settings.CLASSIFIED = True
    file = Upload("通知（机密）.pdf", b"%PDF-1.7")
    assert attach_file(cast.staff, AT, draft_id=drafted(cast).pk, title="附件", file=file).file.size == 8
    assert "不得处理涉密" not in Client().get("/sign-in").content.decode()


def test_sign_in_and_upload_pages_say_so(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    for url in ("/sign-in", "/surveillance/batches", "/ledger/sheets", "/documents/new"):
        answer = (Client() if url == "/sign-in" else client).get(url)
        assert answer.status_code in (200, 404), url
        if answer.status_code == 200:
            assert "本系统不得处理涉密信息" in answer.content.decode(), url
