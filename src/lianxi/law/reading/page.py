"""The flat view of a text: hard wraps, layout spaces and page marks taken out, every offset kept.

Parsing works on the flat view, in which a line feed is a true end of a paragraph;
`Page.span` leads back to the source. What was taken out as a page mark is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lianxi.law.reading.bodies import is_body, is_group
from lianxi.law.reading.fold import fold
from lianxi.law.reading.headings import heading_kind
from lianxi.law.reading.model import Span
from lianxi.law.reading.numbers import MARKER, marker_at
from lianxi.law.reading.openers import DUTY_VERB
from lianxi.law.reading.people import is_roster_line

_NOISE = re.compile(
    r"^(?:[-—–_=*·\s]*(?:第\s*\d{1,3}\s*页(?:\s*[/共，]*\s*共?\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})[-—–\s]*"
    r"|[-—–]+\s*\d{1,3}\s*[-—–]+|[-—–_=*·#]{2,}|<[!！]--.*-->)$"
)
# What a web page prints around a document: the way to it, its index, buttons, counters.
_FURNITURE = re.compile(
    r"(?:当前|您现在的|您所在的|现在的)?(?:所在)?位置\s*[:：].*|首\s*页\s*[>»＞›/].*|字\s*[体号]\s*[:：].*|【?字体.{0,20}"
    r"|[【〔\[|\s]*(?:(?:打印(?:本页|文章|此页)?|关闭(?:窗口|本页)?|收藏(?:本页)?|返回顶部|分享|返回列表|上一[篇条]|下一[篇条])[】〕\]【〔\[|\s]*)+(?:[:：].*)?"
    r"|(?:分享到|浏览次数|访问次数|访问量|点击[数量率]?|阅读(?:次数|量)?|责任编辑|编辑|作者|信息来源|文章来源|扫一扫.{0,20})\s*[:：].{0,60}"
)
# A founding document has a few pages; what stands behind this many characters is reported as not read.
MAX_READ = 60_000
# So many lines of one full length show that a text was broken at a fixed width.
_RULED = 5
_ROW = re.compile(r"(?:\d{1,3}\t+)?(?P<unit>[^\t]{2,40})\t(?=.)")
_MARKUP = re.compile(
    r"^(?:#{1,6}\s+|[·●■□▪◇◆★▲►▶→➢❖✦]\s*(?=[\u4e00-\u9fff“（])|〇\s*(?=[\u4e00-\u9fff])(?!〇?[〇零一二三四五六七八九]))"
)
_TITLE_END = re.compile(
    r"(?:通知|复函|函|制度|方案|规则|分工|名单|办法|条例|意见|规定|细则|决定|批复|的报告)$"
)
_OPEN_END = re.compile(r"[，、]$|(?:的|和|及|与|或|等|对|将|由|在)$")
_LABELLED = re.compile(
    r"(?:牵头|成员|责任|配合|参加|协办|主办|组成|参与)(?:单位|部门)\s*[:：]|(?:主要|工作)*(?:职责|任务|分工)\s*[:：]"
)
_DATE = re.compile(r"(?:\d{4}|[〇零OoＯ0一二三四五六七八九]{4})\s*年|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}\s*$")
_HALF_DATE = re.compile(
    r"(?:\d{4}|[〇零OoＯ0一二三四五六七八九]{4})\s*年\s*(?:[\d一二三四五六七八九十]{1,2}\s*月?)?$"
)
_REST_OF_DATE = re.compile(
    r"(?:[\d一二三四五六七八九十]{1,2}\s*)?月\s*[\d一二三四五六七八九十]{1,3}\s*日|[\d一二三四五六七八九十]{1,3}\s*日"
)
_FIXED = re.compile(r"(?:附\s*件|(?:抄\s*送|抄\s*报|主\s*送|附)\s*[:：]|此件)")
_GAP = re.compile(r"[ \t]+")


_PREDICATE = re.compile(r"根据|按照|由|将|对|召开|负责|组织开展|要|应当|是|为")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its stretch of the source without outer spaces, its folded text, whether a bullet headed it."""

    start: int
    end: int
    text: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A source text, its folded copy, its flat view and the way back from flat to source."""

    source: str
    folded: str
    flat: str
    at: tuple[int, ...]
    noise: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Give the source span of a non-empty stretch of the flat view."""
        return Span(self.at[start], self.at[end - 1] + 1)

    def cut(self, start: int, end: int) -> str:
        """Give the source's own words for a stretch of the flat view, layout left out."""
        return "".join(self.source[self.at[place]] for place in range(start, end))


def make_page(source: str) -> Page:
    """Build the flat view of a text."""
    folded = fold(source[:MAX_READ])
    lines, noise = _lines(folded)
    width = max((len(line.text) for line in lines), default=0)
    ruled = width <= 60 and sum(len(line.text) >= width - 1 for line in lines) >= _RULED
    chars: list[str] = []
    at: list[int] = []
    paragraph = ""
    for place, line in enumerate(lines):
        skipped = _page_number(paragraph, line.text) if place else 0
        row = _ROW.match(line.text)
        if skipped:
            noise.append(Span(line.start, line.start + skipped))
        elif place and (
            line.listed
            or not (
                (ruled and _cut_at_semicolon(lines[place - 1].text, line.text, width))
                or _wrapped(paragraph, line.text, width)
            )
        ):
            chars.append("\n")
            at.append(lines[place - 1].end)
            paragraph = ""
        if row and not skipped and is_body(row["unit"]):
            # The running number of a table's row is no item's number; the unit stands above its duties.
            skipped = row.start("unit")
            noise.append(Span(line.start, line.start + skipped))
        _append(_as_heading(line, row.end()) if row else line, skipped, chars, at)
        paragraph = _shortened(paragraph + line.text[skipped:])
    return Page(source, folded, "".join(chars), tuple(at), tuple(noise))


def _as_heading(line: Line, tab: int) -> Line:
    """Return a row with the tab behind the unit as a line end, where numbered items follow it."""
    if not MARKER.match(line.text, tab):
        return line
    return replace(line, text=f"{line.text[: tab - 1]}\n{line.text[tab:]}")


def _shortened(paragraph: str) -> str:
    # Head and tail decide how a paragraph goes on; the middle of a very long one is not needed.
    return paragraph if len(paragraph) <= 600 else paragraph[:60] + paragraph[-500:]


def _lines(folded: str) -> tuple[list[Line], list[Span]]:
    lines: list[Line] = []
    noise: list[Span] = []
    start = 0
    for raw in folded.split("\n"):
        left = start + len(raw) - len(raw.lstrip())
        right = start + len(raw.rstrip())
        start += len(raw) + 1
        text = folded[left:right]
        markup = _MARKUP.match(text)
        if not text:
            continue
        if _NOISE.match(text) or _FURNITURE.fullmatch(text):
            noise.append(Span(left, right))
            continue
        if markup:
            noise.append(Span(left, left + markup.end()))
            left += markup.end()
        lines.append(Line(left, right, folded[left:right], markup is not None))
    return lines, noise


def _append(line: Line, skipped: int, chars: list[str], at: list[int]) -> None:
    text = _mark_spaced_lists(line.text)
    for place in range(skipped, len(text)):
        char = text[place]
        if char in " \t" and not _kept_space(text, place):
            continue
        chars.append(char)
        at.append(line.start + place)


def _mark_spaced_lists(text: str) -> str:
    """Return a line of bodies set in columns, its gaps marked as the commas they stand for."""
    if len(text) > 300 or not ("  " in text or "\t" in text or text.count(" ") > 2):
        return text
    cells = [cell.strip("、，；") for cell in _GAP.split(text)]
    if len(cells) < 2 or not all(is_body(cell) or is_group(cell) for cell in cells):
        return text
    return _GAP.sub(lambda gap: "、" + " " * (len(gap[0]) - 1), text)


def _kept_space(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] == "\t":
        return bool(before.strip() and after.strip())
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def _page_number(before: str, line: str) -> int:
    """Length of a page number such as `3、` that cuts a sentence in two, else 0."""
    match = re.match(r"\d{1,2}、", line)
    first = MARKER.match(before)
    if match and first and marker_at(first).value + 1 == int(match[0][:-1]):
        return 0
    return match.end() if match and _unfinished(before) and not MARKER.match(line, match.end()) else 0


def _last_segment(line: str) -> str:
    return re.split(r"[。；：！？]", line)[-1]


def _unfinished(line: str) -> bool:
    if _OPEN_END.search(line) and not _TITLE_END.search(line):
        return True
    segment = _last_segment(line)
    return bool(segment) and segment != line and not _closes(segment)


def _closes(segment: str) -> bool:
    """Whether a stretch without a final mark is complete as it stands: a heading or a body's name."""
    marker = MARKER.match(segment)
    rest = segment[marker.end() :] if marker else segment
    rest = rest.strip()
    if not rest or heading_kind(rest) is not None:
        return True
    return marker is not None and is_body(rest)


def _wrapped(before: str, line: str, width: int) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if re.search(r"[。；！？：]$", before):
        return False
    if before.count("《") > before.count("》"):
        return True
    if _HALF_DATE.search(before[-16:]) and _REST_OF_DATE.match(line):
        return True
    if _starts_anew(before, line):
        return False
    if _heading_cut_in_two(before, line):
        return True
    if _closes(before) or _TITLE_END.search(before):
        return False
    if re.search(r"[，。；、]", MARKER.sub("", before, count=1) if MARKER.match(before) else before):
        return not (is_body(line) and line[0] in "省市县区州" and not _OPEN_END.search(before))
    return _is_sentence(before) or (len(before) >= max(12, 0.75 * width) and width <= 60)


def _cut_at_semicolon(before: str, line: str, width: int) -> bool:
    """Whether a full line of a text set to one width ends by chance behind a semicolon."""
    return before.endswith("；") and len(before) >= width - 1 and not _starts_anew(before, line)


def _is_sentence(before: str) -> bool:
    """Whether a line without any mark is a sentence cut off, not a heading or a name."""
    marker = MARKER.match(before)
    if marker is None:
        return len(before) >= 14 and not is_body(before) and _PREDICATE.search(before) is not None
    rest = before[marker.end() :].lstrip()
    return bool(rest) and (len(rest) >= 22 or DUTY_VERB.match(rest) is not None)


def _starts_anew(before: str, line: str) -> bool:
    if "\t" in line or ("\t" in before and is_body(line)):
        return True
    marker = MARKER.match(line)
    if marker and marker.lastgroup != "ordinal":
        return not (
            marker.lastgroup == "arabic" and _OPEN_END.search(before) and not re.match(r"\d+[、.]", line)
        )
    if _LABELLED.match(line) and not _OPEN_END.search(before):
        return True
    if is_roster_line(line) or is_roster_line(before) or _FIXED.match(line) or _DATE.match(line):
        return not (_OPEN_END.search(before) and not is_roster_line(before))
    if line[-1:] in "。；，" or (len(line) < 4 and "，" in before):
        return False
    return heading_kind(line) is not None and not _OPEN_END.search(before)


def _heading_cut_in_two(before: str, line: str) -> bool:
    marker = MARKER.match(before)
    if marker is None or len(line) > 8 or re.search(r"[，。；：、]", before[marker.end() :] + line):
        return False
    return not is_body(before[marker.end() :]) and is_body(before[marker.end() :] + line)
