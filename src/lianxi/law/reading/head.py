"""The head and foot of a document: issuer, number, title, addressees, promulgation, signature, date, copies."""

from __future__ import annotations

import re

from lianxi.law.reading.drafts import Draft, Plan
from lianxi.law.reading.headings import CONFERENCE_NAME
from lianxi.law.reading.sentences import is_preamble

NUMBER = (
    r"(?!为|根据|按照|依据|执行|落实|贯彻|参照)(?:(?!办公室|办公厅|人民政府|委员会|关于|的函|通知|制度)[\u4e00-\u9fff]){2,12}"
    r"(?:〔|（|\()?\d{4}(?:〕|）|\))?第?\d{1,5}号"
)
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_YEAR = r"(?:\d{4}|[〇零○OoＯ0一二三四五六七八九]{4})"
_DATE = rf"(?:{_YEAR}年{_DAY}月{_DAY}[日号曰]|\d{{4}}[.\-/]\d{{1,2}}[.\-/]\d{{1,2}})"
_ORG_END = (
    r"(?:人民政府|办公室|办公厅|委员会|管委会|国务院|[省市县区州]委|局|厅|委|部|院|署|总工会|"
    r"联合会|公司|集团|大学|学院|医院|学校|协会|银行)"
)
TITLE_END = (
    r"(?:制度|工作机制|联动机制|监管机制|督查机制|预警机制|处置机制|会商机制|协作机制|协调机制|通报机制|执法机制|保护机制|方案|规则|职责分工|分工|职责|规程|细则|办法|条例|章程|规定|协议|公约|"
    r"备忘录|计划|要点|纪要)(?:（试行）|（暂行）)?"
)
NOTICE_END = r"(?:通知|复函|函|批复|意见|决定|公告|通告)"

_SPLITS = (
    re.compile(r"^[\u4e00-\u9fff]{2,24}(?:办公厅|办公室|委员会|人民政府|[局厅委])(?=[\u4e00-\u9fff]{2,8}〔\d{4}〕)"),
    re.compile(rf"^{NUMBER}(?=[\u4e00-\u9fff]|（?\d{{4}}年)"),
    re.compile(r"^[^。]{0,120}全文如下：(?=[\u4e00-\u9fff])"),
    re.compile(rf"^[\u4e00-\u9fff]{{2,24}}{_ORG_END}(?={NUMBER}$)"),
    re.compile(rf"^[^。；：]{{0,30}}关于[^。；：]{{2,80}}?的{NOTICE_END}(?=各[^。]{{2,300}}：)"),
    re.compile(rf"^[^。]*。(?=[\u4e00-\u9fff]{{2,24}}{_ORG_END}{_DATE})"),
    re.compile(rf"^{_DATE}(?=[\u4e00-\u9fff]{{4,60}}?{TITLE_END}(?:为|根据|按照|第一条|$))"),
    re.compile(r"^[^。，；：]{4,60}?(?:制度|方案|规则)(?=为(?:了)?[^，。]{4,}[，。]|根据《|按照《)"),
    re.compile(rf"^[\u4e00-\u9fff（）]{{2,24}}{_ORG_END}(?={_DATE})"),
    re.compile(rf"(?<=的){NOTICE_END}(?=（?{NUMBER}）?$)"),
    re.compile(rf"^附件：[\u4e00-\u9fff《》、（）]{{4,60}}?{TITLE_END}》?(?=[\u4e00-\u9fff]{{2,20}}{_ORG_END}$)"),
    re.compile(rf"^{_DATE}(?=（)"),
    re.compile(r"^(?:各|市|省|县|区|州)?[^。；：]{2,300}?(?:人民政府|部门|单位|机构|局|厅|委|部|管委会|企业|院校|办公室|政府|办事处|集团)：(?=你|为|经|根据|按照|现|近|贯彻|《|[^，。：]{0,12}(?:同意|决定))"),
)  # fmt: skip
_METAS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("cc", re.compile(r"(?:抄送|抄报|主送|分送)：")),
    ("imprint", re.compile(rf"[\u4e00-\u9fff]{{2,24}}{_DATE}印发|（?此件[\u4e00-\u9fff]{{2,10}}）?$|（?联系(?:人|电话)")),
    ("annex_reference", re.compile(r"附件\d*[：:]|附[：:]")),
    ("document_number", re.compile(rf"（?{NUMBER}）?$|[\u4e00-\u9fff]{{2,20}}令第?\d+号$|（?{_DATE}{NUMBER}）?$")),
    ("date", re.compile(rf"（?{_DATE}）?$")),
    ("promulgation", re.compile(rf"{_DATE}[^。]*(?:通过|修正|修订|批准|公布|发布|修改)")),
    ("title_notice", re.compile(rf"[^。；]*?关于[^。；]{{2,80}}{NOTICE_END}(?:（[^（）]+）)?$")),
    ("addressees", re.compile(r"[^。；]{2,400}：$")),
)  # fmt: skip
_ISSUER = re.compile(rf"[\u4e00-\u9fff]{{2,24}}{_ORG_END}(?:文件)?$|国务院$")
_BODY_SIGNS = re.compile(r"[\u4e00-\u9fff]{4,26}(?:领导小组|联席会议|联席会|指挥部|专班)(?:办公室)?")
_TITLE = re.compile(rf"(?:[^。；，：·]{{4,60}}){TITLE_END}(?:（[^（）]{{1,12}}）)?$")
_PROMULGATION = re.compile(
    r"现将|印发给你们|发给你们|函复如下|批复如下|收悉|请(?:认真|遵照|结合|贯彻|按|照|执行)|同意(?:建立|设立|成立)(?:该|[\u4e00-\u9fff]{4,40}制度)|不刻制?印章"
)
_CONFERENCE_END = re.compile(r"(?:联席会议|办公会议|专班|领导小组|协调小组)$")
_CONFERENCE_START = re.compile(r"(?:工作)?(?:部门间)?(?:联席会议|办公会议|专班|领导小组|协调小组)")
_CODES = {
    "issuer": "N", "document_number": "N", "title_notice": "N", "addressees": "N", "promulgation": "N",
    "signature": "N", "date": "N", "title": "T", "annex_reference": "A-0", "cc": "C", "imprint": "C",
}  # fmt: skip


def split_glued(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a head paragraph whose line breaks were lost (title and number, annex and signature) into its parts."""
    for pattern in _SPLITS:
        match = (
            pattern.match(flat[start:end])
            if pattern.pattern.startswith("^")
            else pattern.search(flat[start:end])
        )
        if match and start < start + match.end() < end:
            cut = start + match.end()
            return [(start, cut), *split_glued(flat, cut, end)]
    return [(start, end)]


class Head:
    """Takes paragraphs outside the body one by one and lays them down as metadata or preamble."""

    def __init__(self, flat: str, plan: Plan, code: str) -> None:
        self.flat, self.plan, self.code = flat, plan, code
        self.seen: set[str] = set()
        self.counts: dict[str, int] = {}
        self.titles: list[tuple[int, int]] = []
        self.divides = False
        self.pending: tuple[int, int] | None = None

    def take(self, start: int, end: int) -> bool:
        """Lay down one paragraph if it is part of the head or foot; tell whether it was."""
        joined = self._joined_title(start, end)
        if joined is not None:
            self._lay(joined, self.pending[0] if self.pending else start, end)
            self.pending = None
            return True
        meta = self.meta(self.flat[start:end])
        short = end - start <= 45 and not re.search(r"[，。；：]", self.flat[start:end])
        self.pending = (start, end) if meta is None and short else None
        if meta is None:
            return False
        if meta == "title" and self.titles and self._goes_on(start, end):
            return self._widen_title(end)
        self._lay(meta, start, end)
        return True

    def meta(self, text: str) -> str | None:
        """Give the part of the head that a paragraph is, or None."""
        found = next((name for name, pattern in _METAS if pattern.match(text)), None)
        if found == "addressees" and (
            is_preamble(text) or "promulgation" in self.seen or "title" in self.seen
        ):
            found = None
        signed = bool({"promulgation", "addressees"} & self.seen) and _BODY_SIGNS.fullmatch(text)
        if found is None and (signed or _ISSUER.fullmatch(text)) and len(text) <= 30:
            return "signature" if {"issuer", "promulgation", "addressees"} & self.seen else "issuer"
        if found is None and _TITLE.fullmatch(text):
            return "title"
        if found is None and _PROMULGATION.search(text) and not text.startswith("为"):
            return "promulgation"
        return found

    def _joined_title(self, start: int, end: int) -> str | None:
        """Return the part of the head that this line makes together with the unclaimed line before it."""
        if self.pending is None or self.flat[self.pending[1] : start] != "\n":
            return None
        first, second = self.flat[slice(*self.pending)], self.flat[start:end]
        if len(first) + len(second) > 80 or re.search(r"[，。；：]", first + second):
            return None
        if not (_CONFERENCE_END.search(first) or "关于" in first or _CONFERENCE_START.match(second)):
            return None
        meta = self.meta(first + second)
        return meta if meta in {"title", "title_notice"} else None

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a title line is the rest of the one above it, and not the same title once more."""
        last, text = self.titles[-1], self.flat[start:end]
        return self.flat[last[1] : start] == "\n" and len(text) < 40 and not CONFERENCE_NAME.search(text)

    def _widen_title(self, end: int) -> bool:
        start = self.titles[-1][0]
        self.titles[-1] = (start, end)
        self.divides = self.divides or re.search("职责|分工", self.flat[start:end]) is not None
        old = self.plan.take_back()
        self.plan.add(Draft(old.ident, start, end, old.kind, old.path, old.meta))
        return True

    def _lay(self, meta: str, start: int, end: int) -> None:
        self.seen.add(meta)
        letter = _CODES[meta]
        if letter in {"N", "C"}:
            self.counts[letter] = count = self.counts.get(letter, 0) + 1
            path = ("notice",) if letter == "N" else ("cc",)
            ident = f"{self.code}-{letter}-{count}"
        else:
            ident = f"{self.code}-{letter}"
            path = ("title",) if meta == "title" else ("annex",)
        if meta == "title":
            self.titles.append((start, end))
            self.divides = self.divides or re.search("职责|分工", self.flat[start:end]) is not None
        self.plan.add(Draft(ident, start, end, "metadata", path, meta=meta))
