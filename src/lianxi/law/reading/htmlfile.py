"""Web pages: the visible words, one line a block, one line a table row; scripts and styles left out."""

from __future__ import annotations

import re

from lxml import etree

from lianxi.law.reading.unreadable import Unreadable

_HIDDEN = {
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "button", "textarea",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
    "header", "footer", "main", "nav", "aside", "center", "blockquote", "pre", "hr", "dd", "dt", "dl", "form", "body",
}  # fmt: skip
_CELLS = {"td", "th"}
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<(?:div|p|span|table)[\s>][^<]*<", re.IGNORECASE)
_BREAK = "\x00"


def looks_like_html(text: str) -> bool:
    """Tell whether a decoded text is a web page."""
    return text.lstrip("\ufeff \t\r\n").startswith("<") and _HTML.search(text[:4000]) is not None


def html_text(text: str) -> str:
    """Give the visible words of a web page; runs of blanks are one blank, empty lines are dropped.

    Raises Unreadable where the page is so broken that no words come out of it.
    """
    words = "".join(_words(_root(text)))
    lines = (re.sub(r"[ \r\n\xa0]*\t[ \t\r\n]*", "\t", line).strip() for line in words.split(_BREAK))
    return "\n".join(line for line in (re.sub(r"[ \r\n]+", " ", line) for line in lines) if line)


def _root(text: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Unreadable("这个网页已损坏，读不出正文，请只复制正文，存为文本后再试。")
    return root


def _words(root: etree._Element) -> list[str]:
    """Words in order; the edge of a block is kept as a break until lines are cut."""
    parts: list[str] = []
    hidden: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if hidden is None and event == "start":
            parts.append(_opening(tag))
            if tag in _HIDDEN or not tag:
                hidden = node
            else:
                parts.append(node.text or "")
        elif event == "end" and (hidden is None or node is hidden):
            hidden = None
            parts += [_BREAK if tag in _BLOCKS else "", node.tail or ""]
    return parts


def _opening(tag: str) -> str:
    if tag in _BLOCKS:
        return _BREAK
    return "\t" if tag in _CELLS else ""
