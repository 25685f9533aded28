"""The words of an issued paper as they are published: its body, a line each paragraph, tables by tabs."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from lianxi.papers.layout import OfficialDocument, Table
from lianxi.papers.layout.codec import from_dict


class Issued(Protocol):
    """An issued paper with its frozen document."""

    @property
    def document(self) -> Mapping[str, Any]: ...


def document_of(paper: Issued) -> OfficialDocument:
    """Return the document that was issued."""
    return from_dict(paper.document)


def text_of(paper: Issued) -> str:
    """Return the body of a paper and of its annexes as typed text."""
    return "\n".join(_lines(document_of(paper)))


def _lines(document: OfficialDocument) -> Iterator[str]:
    for block in document.body:
        yield from _of(block)
    for place, annex in enumerate(document.annexes, 1):
        yield f"附件{place if len(document.annexes) > 1 else ''}　{annex.title}"
        for block in annex.body:
            yield from _of(block)


def _of(block: Any) -> Iterator[str]:
    if not isinstance(block, Table):
        yield block.text
        return
    for row in (block.header, *block.rows):
        if row:
            yield "\t".join(" ".join(cell.split()) for cell in row)
