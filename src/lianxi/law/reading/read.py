"""The door of the reader: one text in, one reading out. The readers' patterns are built when somebody reads."""

from __future__ import annotations

from lianxi.core.bounded import bounded, too_much
from lianxi.law.reading.model import Reading


def read_text(text: str, *, code: str = "DOC", as_founding: bool = False) -> Reading:
    """Read a document and give its kind, instrument, clauses and acts with offsets.

    `text` is the decoded document, offsets count its code points; `code` is the prefix of
    every record's id; `as_founding` is a person's word that the text founds a conference.
    A text that founds no conference is read too: `founds_conference` is
    False, `document_kind` says what it is, and it has clauses and acts but no members. Nothing
    is raised for readable text.
    """
    from lianxi.law.reading.whole import read_whole

    return read_whole(text, code, as_founding=as_founding)


def bounded_reading(text: str, *, code: str, as_founding: bool = False) -> Reading:
    """Read a document as `read_text` does, in a child with bounded time and memory.

    Raises BadInput where the text cannot be read within these bounds.
    """
    # Loaded before the child is forked, so that the next ones share it.
    from lianxi.law.reading.whole import read_whole

    return bounded(lambda: read_whole(text, code, as_founding=as_founding), too_much("全文"))
