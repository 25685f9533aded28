"""Every text of a document with a Chinese name of its place, in the order of the model."""

from collections.abc import Iterator

from lianxi.papers.layout.blocks import Block, Table
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.text import find_unprintable


def printed_texts(document: OfficialDocument) -> Iterator[tuple[str, str]]:
    """Return (place, text) for every text of the document that can be printed."""
    secret = document.classification
    yield from (
        ("份号", secret.copy_number),
        ("密级和保密期限", secret.secrecy),
        ("紧急程度", secret.urgency),
    )
    yield "发文机关标志", document.mark
    yield from _numbered("联合行文机关", document.mark_organs)
    yield "签发人", document.signer
    yield from _numbered("会签的签发人", document.co_signers)
    yield "标题", document.title
    yield from _numbered("主送机关", document.recipients)
    for place, block in enumerate(document.body, 1):
        yield from _block_texts(f"正文第{place}段", block)
    for place, annex in enumerate(document.annexes, 1):
        yield f"附件{place}的标题", annex.title
        for order, block in enumerate(annex.body, 1):
            yield from _block_texts(f"附件{place}第{order}段", block)
    yield from _numbered("附件说明", document.attachments)
    for attendance in document.attendance:
        yield "名单的称谓", attendance.label
        yield from _numbered(f"{attendance.label}名单", attendance.entries)
    yield from _numbered("署名", document.signed_by)
    yield "附注", document.note
    yield from _numbered("抄报机关", document.copies_up)
    yield from _numbered("抄送机关", document.copies)
    yield from (("印发机关", document.printed_by), ("页脚说明", document.footer_note))


def require_printable(document: OfficialDocument) -> None:
    """Raise ValueError, naming place and character, if a text cannot be printed."""
    for place, text in printed_texts(document):
        character = find_unprintable(text)
        if character is not None:
            raise ValueError(unprintable_sentence(place, character))


def unprintable_sentence(place: str, character: str) -> str:
    """Word the refusal of an unprintable character."""
    return f"{place}里有不能印出的控制字符 {character}，请删去后再生成。"


def _numbered(name: str, texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for place, text in enumerate(texts, 1):
        yield f"{name}第{place}项", text


def _block_texts(name: str, block: Block) -> Iterator[tuple[str, str]]:
    if not isinstance(block, Table):
        yield name, block.text
        return
    for place, cell in enumerate(block.header, 1):
        yield f"{name}的表头第{place}格", cell
    for line, row in enumerate(block.rows, 1):
        for place, cell in enumerate(row, 1):
            yield f"{name}的表第{line}行第{place}格", cell
