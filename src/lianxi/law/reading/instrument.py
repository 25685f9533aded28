"""The instrument itself: issuer, document number, date and title, from the head that the walk laid down."""

from __future__ import annotations

import re
from datetime import date

from lianxi.law.reading.drafts import Draft, Plan
from lianxi.law.reading.fold import fold
from lianxi.law.reading.found import Found
from lianxi.law.reading.head import NUMBER, TITLE_END
from lianxi.law.reading.headings import CONFERENCE_NAME
from lianxi.law.reading.numbers import cn_int, cn_year
from lianxi.law.reading.page import Page

_BY = re.compile(r"([\u4e00-\u9fff、]{2,40}?)关于")
_ORG = re.compile(
    r"(?:国务院|政府|办公室|办公厅|委员会|管委会|[省市县区州]委|局|厅|委|部|院|署|总工会|联合会|指挥部|领导小组|联席会议|联席会|公司|集团|大学|学院|医院|专班|法院|协会|银行)$"
)
_ISSUER_LABEL = re.compile(
    r"(?:发文机关|发文单位|发布单位|制发单位|发布机关|发文机构|印发单位)：([\u4e00-\u9fff]{3,30})"
)
_DATE_LABEL = r"(?:成文日期|成文时间|发文日期|发文时间|印发日期|印发时间|颁布时间|颁布日期)：?"
_DATE = re.compile(
    r"(?P<y>\d{4}|[〇零OoＯ0一二三四五六七八九]{4})[年.\-/](?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})[月.\-/]"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号曰]?"
)
# Letters and figures that stand for 〇 in years typed or scanned (二O一七, 二0一七).
_ZEROS = str.maketrans("OoＯ0", "〇〇〇0")
_LABELLED_DATE = re.compile(_DATE_LABEL + _DATE.pattern)
_ISSUED_ON = re.compile(r"于(" + re.sub(r"\?P<\w>", "?:", _DATE.pattern) + r")(?:印发|发布|颁布)")
_ADOPTED = re.compile(
    r"日?([\u4e00-\u9fff]{2,12}?)第[一二三四五六七八九十]+届(人民代表大会(?:常务委员会)?)[^。]*(?:通过|修正|修订)"
)
_LABELLED_NUMBER = re.compile(rf"(?:文号|发文字号|文件编号|文件号)：?\t?({NUMBER})")


def _metas(plan: Plan, *names: str) -> list[Draft]:
    return [draft for draft in plan.drafts if draft.meta in names]


def find_issuer(page: Page, plan: Plan) -> Found | None:
    """Give the issuing body: named in the notice's title, signed below it, or in a label of the page."""
    for draft in _metas(plan, "title_notice"):
        match = _BY.match(page.flat, draft.start, draft.end)
        if match and _ORG.search(match[1]):
            return _cut(page, *match.span(1), "issuer_in_title")
    for draft in _metas(plan, "signature", "issuer"):
        end = draft.end - 2 if page.flat[draft.start : draft.end].endswith("文件") else draft.end
        return _cut(page, draft.start, end, "issuer_signature")
    label = _ISSUER_LABEL.search(page.flat)
    if label:
        return _cut(page, *label.span(1), "issuer_label")
    adopted = _adoption(page, plan)
    if adopted is None:
        return None
    value = page.cut(*adopted.span(1)) + page.cut(*adopted.span(2))
    return Found(value, adopted.start(1), adopted.end(2), "issuer_adopting_assembly")


def find_number(page: Page, plan: Plan) -> Found | None:
    """Give the document's own number, standing by itself in the head; cited numbers do not stand so."""
    for draft in _metas(plan, "document_number"):
        start = draft.start + (page.flat[draft.start] == "（")
        end = draft.end - (page.flat[draft.end - 1] == "）" and start > draft.start)
        return _number(page, start, end, "number_line")
    for draft in _metas(plan, "title_notice"):
        match = re.search(rf"（({NUMBER})）$", page.flat[draft.start : draft.end])
        if match:
            return _number(page, draft.start + match.start(1), draft.start + match.end(1), "number_in_title")
    label = _LABELLED_NUMBER.search(page.flat)
    return _number(page, *label.span(1), "number_label") if label else None


def _number(page: Page, start: int, end: int, rule: str) -> Found:
    value = fold(page.cut(start, end)) if not _has_traditional(page, start, end) else page.cut(start, end)
    value = re.sub(r"（(\d{4})）", r"〔\1〕", value.replace("[", "〔").replace("]", "〕"))
    return Found(value, start, end, rule)


def _has_traditional(page: Page, start: int, end: int) -> bool:
    return any(
        "\u4e00" <= page.source[page.at[place]] <= "\u9fff"
        and page.source[page.at[place]] != page.flat[place]
        for place in range(start, end)
    )


def find_date(page: Page, plan: Plan) -> Found | None:
    """Give the date of the document as YYYY-MM-DD: by its signature, a label, or its adoption."""
    for draft in _metas(plan, "date"):
        return _date(_DATE.search(page.flat, draft.start, draft.end), "date_line")
    label = _LABELLED_DATE.search(page.flat)
    if label and not _of_another_year(page.flat, label):
        return _date(_DATE.search(page.flat, label.start(), label.end()), "date_label")
    issued = _ISSUED_ON.search(page.flat)
    if issued:
        return _date(_DATE.search(page.flat, *issued.span(1)), "date_issued_on")
    adopted = _adoption(page, plan)
    if adopted:
        line = page.flat.rfind("\n", 0, adopted.start()) + 1
        return _date(_DATE.search(page.flat, line, adopted.end()), "date_adopted")
    for draft in _metas(plan, "imprint"):
        return _date(_DATE.search(page.flat, draft.start, draft.end), "date_printed")
    return None


# The year in a document's number, also where its brackets were lost (青政办发〔201746).
_NUMBER_YEAR = re.compile(r"[\u4e00-\u9fff](?:发|函|字|规|电|办)[〔（\[]?(?P<year>(?:19[5-9]|20[0-4])\d)")
_OF_DOCUMENT = re.compile("成文|印发|签发")


def _of_another_year(flat: str, label: re.Match[str]) -> bool:
    """Whether a labelled date is the page's: its label is no document's, and the number is of another year."""
    numbered = _NUMBER_YEAR.search(flat[:6000])
    day = _day(_DATE.search(flat, label.start(), label.end()) or label)
    if numbered is None or day is None or _OF_DOCUMENT.search(label[0]):
        return False
    return numbered["year"] != day[:4]


def page_dates(page: Page, plan: Plan) -> list[tuple[int, int]]:
    """Give the flat place of a date that a web page prints and that was not taken for the document's."""
    label = _LABELLED_DATE.search(page.flat)
    taken = _metas(plan, "date") or label is None or not _of_another_year(page.flat, label)
    return [] if taken or label is None else [label.span()]


def _adoption(page: Page, plan: Plan) -> re.Match[str] | None:
    """Return the last line by which an assembly adopted or amended the text (an approval from above is not one)."""
    found = None
    for draft in _metas(plan, "promulgation"):
        found = _ADOPTED.search(page.flat, draft.start, draft.end) or found
    return found


def _date(match: re.Match[str] | None, rule: str) -> Found | None:
    day = _day(match) if match else None
    return Found(day, match.start(), match.end(), rule) if day and match else None


def _day(match: re.Match[str]) -> str | None:
    """Return the day of a match as YYYY-MM-DD, or None where no calendar has it."""
    sign = match["y"].translate(_ZEROS)
    year = int(sign) if sign.isascii() and sign.isdigit() else cn_year(sign)
    month, number = cn_int(match["m"]), cn_int(match["d"].replace("廿", "二十"))
    if not 1949 <= year <= 2100:
        return None
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def bad_dates(page: Page, plan: Plan) -> list[tuple[int, int]]:
    """Give the flat places of dates in the document's own date lines that no calendar has."""
    matches = (_DATE.search(page.flat, draft.start, draft.end) for draft in _metas(plan, "date"))
    return [match.span() for match in matches if match and _day(match) is None]


def find_title(page: Page, plan: Plan) -> Found | None:
    """Give the instrument's title: its own title line, else the name in the notice, else the notice's title."""
    lines = _metas(plan, "title")
    named = [draft for draft in lines if CONFERENCE_NAME.search(page.flat, draft.start, draft.end)]
    for draft in named or lines:
        return _cut(page, draft.start, draft.end, "title_line")
    for draft in _metas(plan, "promulgation"):
        match = re.search(rf"《([^》]{{4,60}}{TITLE_END})》", page.flat[draft.start : draft.end])
        if match:
            return _cut(page, draft.start + match.start(1), draft.start + match.end(1), "title_in_notice")
    notices = _metas(plan, "title_notice")
    clean = [one for one in notices if re.search("[：\t]", page.flat[one.start : one.end]) is None]
    for draft in clean or notices:
        return _cut(page, draft.start, draft.end, "title_of_notice")
    for start, end in plan.headings:
        if page.flat[start:end].endswith("名单") and CONFERENCE_NAME.search(page.flat, start, end):
            return _cut(page, start, end, "title_of_list")
    return None


def _cut(page: Page, start: int, end: int, rule: str) -> Found:
    return Found(page.cut(start, end).replace("\n", ""), start, end, rule)
