"""The unit's own PDF against the DOCX it is said to be of: the same words, nothing more and nothing less."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from lianxi.core.refusals import BadInput
from lianxi.papers.pdfchild import Looked
from lianxi.papers.whole.reading import Incoming

_RULE = "PDF 与 DOCX 须是同一份文本"
_STEP = "请用这份 DOCX 重新输出 PDF 再上传，或不传 PDF。"
# The number of a page between its dashes, as GB/T 9704-2012 (7.5) has it.
_PAGE_NUMBER = re.compile(r"[—\-–―一－]\s*\d+\s*[—\-–―一－]")


def require_same_text(name: str, looked: Looked | None, incoming: Incoming) -> None:
    """Refuse a PDF that says other words than the DOCX, or holds more than words.

    `looked` is what `look_into` gave, None where the PDF called `name` could not be read. Page numbers and the
    words of the page header are left out on both sides. Raises BadInput naming the words that are missing or too
    many. Drawn curves are not read: a word drawn as a picture of lines is not seen here.
    """
    if looked is None:
        raise BadInput(f"“{name}”读不出来：已损坏、加了密码或过于复杂。", rule=_RULE, next_step=_STEP)
    if looked.extras:
        raise BadInput(f"“{name}”里有{'、'.join(looked.extras)}，不能核对。", rule=_RULE, next_step=_STEP)
    heads = {_plain(line) for line in incoming.heads}
    given = "".join(_page(text, heads) for text in looked.pages)
    if not given:
        raise BadInput(f"“{name}”里没有文字（像是扫描件）。", rule=_RULE, next_step=_STEP)
    require_same_words(name, given, incoming.lines, of=" DOCX ", rule=_RULE, step=_STEP)


def require_same_words(name: str, text: str, lines: Sequence[str], *, of: str, rule: str, step: str) -> None:
    """Refuse a text that lacks a word of these lines or has characters beyond them; order and blanks do not count.

    `of` names the lines in the sentence.
    """
    given = _plain(text)
    printed = [word for line in lines for word in line.split()]
    wanted = [_plain(word) for word in printed]
    if missing := next((word for word, plain in zip(printed, wanted, strict=True) if plain not in given), ""):
        raise BadInput(f"“{name}”里没有{of}里的“{missing[:40]}”。", rule=rule, next_step=step)
    if more := Counter(given) - Counter("".join(wanted)):
        found = _first_extra(given, wanted, set(more))
        raise BadInput(f"“{name}”比{of.rstrip()}多出文字（“{found}”附近）。", rule=rule, next_step=step)


def _plain(text: str) -> str:
    # Text layers write some characters as radicals or in compatibility forms.
    return "".join(unicodedata.normalize("NFKC", text).split())


def _page(text: str, heads: set[str]) -> str:
    lines = [line for line in _PAGE_NUMBER.sub("", text).splitlines() if _plain(line) not in heads]
    return _plain("".join(lines))


def _first_extra(given: str, wanted: list[str], more: set[str]) -> str:
    """Where the first of the characters stands that the DOCX does not have, its own words taken out."""
    left = given
    for word in sorted(wanted, key=len, reverse=True):
        left = left.replace(word, "\n", 1)
    return next((part for part in left.split("\n") if more & set(part)), left.strip())[:30]
