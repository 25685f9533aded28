"""Web pages: the visible words, one line a block, one line a table row; scripts and styles left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HIDDEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "svg",
    "select",
    "button",
    "textarea",
}
_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
    "header", "footer", "main", "nav", "aside", "center", "blockquote", "pre", "hr", "dd", "dt", "dl", "form", "body",
}  # fmt: skip
_CELLS = {"td", "th"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr"}
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<(?:div|p|span|table)[\s>][^<]*<", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Tell whether a decoded text is a web page."""
    return text.lstrip("\ufeff \t\r\n").startswith("<") and _HTML.search(text[:4000]) is not None


def html_text(text: str) -> str:
    """Give the visible words of a web page; runs of blanks are one blank, empty lines are dropped."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (
        re.sub(r"[ \t\r\n\xa0]*\t[ \t\r\n]*", "\t", line).strip()
        for line in "".join(reader.parts).split("\x00")
    )
    return "\n".join(line for line in (re.sub(r"[ \r\n]+", " ", line) for line in lines) if line)


class _Reader(HTMLParser):
    """Collects words outside hidden elements; a block's edge is kept as NUL until lines are cut."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a cell or a hidden element."""
        del attrs
        if tag in _HIDDEN:
            self.hidden.append(tag)
        elif tag == "body":
            self.hidden.clear()
        if tag in _BLOCKS:
            self.parts.append("\x00")
        elif tag in _CELLS:
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        """Close a block or the innermost hidden element of that name."""
        if tag in self.hidden:
            while self.hidden and self.hidden.pop() != tag:
                pass
        if tag in _BLOCKS and tag not in _VOID:
            self.parts.append("\x00")

    def handle_data(self, data: str) -> None:
        """Keep words that a reader of the page sees."""
        if not self.hidden:
            self.parts.append(data.replace("\x00", ""))
