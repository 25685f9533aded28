"""Rules of procedure: who convenes, where the office is, how often it meets, how minutes come about."""

from __future__ import annotations

import re
from itertools import islice

from lianxi.law.reading.bodies import is_body
from lianxi.law.reading.found import Found
from lianxi.law.reading.page import Page
from lianxi.law.reading.people import POST_END

_CONF = r"(?:[\u4e00-\u9fff]{0,16}?(?:联席会议|联席会|办公会议|会议|专班|领导小组))?(?:的)?"
_TAKES = r"(?:担任|兼任|任|为|作为|是)"
_BARE_PERSON = re.compile(rf"^(.*{POST_END})([\u4e00-\u9fff]{{2,3}})(?:同志)?$")
_OFFICE = r"(?:办公室|秘书处|办事机构|常设机构|日常机构|工作机构|牵头机构)"
_BODY_OF = r"(?:[\u4e00-\u9fff“”]{0,14}?(?:联席会议|联席会|领导小组|委员会|专班|指挥部))?"
_HOST = r"(?P<v>[^，。；：（\n]{2,40}?(?:（[^（）\n]{2,24}）[^，。；：（\n]{0,12})?)"
_HOSTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:调整|改|变更|现|迁|转)(?:设在|设于|至|为设在){_HOST}(?:办公)?(?=[，。；（\n]|$)",
        rf"{_OFFICE}[^。；\n]{{0,50}}?(?<!不再)(?<!原)(?:设在|设于|设立在|挂靠在|挂靠|设置在|依托(?=[\u4e00-\u9fff])){_HOST}(?:办公)?(?=[，。；（\n]|$)",
        rf"(?:下设|设立|设){_BODY_OF}{_OFFICE}[，]?(?:设)?(?:在|于){_HOST}(?:办公)?(?=[，。；（\n]|$)",
        rf"(?:^|[。\n])(?:设在|设于){_HOST}(?:办公)?(?=[，。；（\n]|$)",
        rf"{_OFFICE}在{_HOST}(?:办公)?(?=[，。；（\n]|$)",
        rf"(?:在|由)(?P<v>[^，。；（：在由\n]{{2,24}}?)(?:设立?{_BODY_OF}办公室|(?:具体|共同|牵头)?(?:承担|负责){_BODY_OF}(?:办公室)?(?:的)?(?:日常|具体)(?:工作|事务))",
        rf"日常(?:工作|事务)(?:交)?由{_HOST}(?:具体|牵头|负责)*(?:承担|负责|办理|组织)",
        rf"(?:^|[。；，\n])(?P<v>[^，。；（：\n]{{2,24}}?)(?:具体)?(?:承担|负责){_BODY_OF}(?:办公室)?(?:的)?日常(?:工作|事务)",
    )
)
_MEETS = re.compile(r"召开|举行|开会|调度|会商|碰头|开一次|例会")
_OFTEN = (
    re.compile(r"每(?:年|半年|季度|季|月|个?月|两|[一二三四六\d]+个?(?:月|季度|年))|一年|[一二两]次"),
    re.compile(r"定期|不定期|随时|适时"),
    re.compile(r"(?:根据|视|按照|依据)(?:工作)?(?:需要|情况)"),
)
_OTHER_MEETINGS = re.compile(
    r"联络员会|联络员工作会|办公室(?:主任)?会|办公室(?:定期|每|不定期)|向[^，]{2,12}(?:报告|汇报)"
)
_SUBJECT = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,16}?(?:联席会议|联席会|办公会议|专班|领导小组)(?:全体(?:成员)?会议|例会)?|全体会议|会议|工作会议|例会)(?:办公室)?(?:由[^，]{2,20}(?=每))?"
)
_MINUTES = (
    re.compile(r"(?:以|用|采取|通过)[^，。；：]{0,16}纪要[^。；\n]*"),
    re.compile(r"(?:形成|印发|编发|制发|起草|整理)[^，。；：]{0,16}纪要[^。；\n]*"),
    re.compile(
        r"[^，。；：\n]{0,12}纪要[^。；\n]{0,30}(?:印发|签发|报送|印送|抄送|抄报|分送|下发|报|发)[^。；\n]*"
    ),
)


def find_conveners(page: Page, role: str) -> Found | None:
    """Give who holds a role (召集人, 副召集人, 总召集人, 组长, 主持人) by the words of a sentence, without names."""
    before = "(?<![副总])" if len(role) == 2 or not role.startswith(("副", "总")) else ""
    patterns = (
        rf"由(?P<v>[^。；：由\n]{{2,80}}?){_TAKES}{_CONF}{before}{role}",
        rf"{before}{role}(?:由|为|是|：)(?P<v>[^。；：，\n]{{2,60}}?)(?:{_TAKES}|同志)?(?=[，。；\n]|$)",
        rf"(?:^|[。；，\n])(?P<v>[^。；，：由\n]{{3,60}}?){_TAKES}{_CONF}{before}{role}",
    )
    for pattern in patterns:
        for match in islice(re.finditer(pattern, page.flat), 4):
            if re.search(
                r"制度|名单|^(?:可|并|应)|委托|不再|提议|同意|建议|批准|签发|主持|审定",
                match["v"] + match[0][-12:],
            ):
                continue
            return _without_name(page, *_last_clause(page.flat, *match.span("v")), f"role_sentence:{role}")
    return None


def find_seated(page: Page, role: str) -> Found | None:
    """Give who a sentence that begins with the body itself makes its head (委员会由…担任主任)."""
    match = re.search(
        rf"(?:^|[。；\n])(?:[\u4e00-\u9fff]{{0,20}}(?:委员会|理事会))(?:设主任[一1]名，)?由(?P<v>[^。；：，由\n]{{2,60}}?){_TAKES}(?:委员会)?{role}(?!委员|科员)",
        page.flat,
    )
    return _without_name(page, *match.span("v"), f"role_sentence:{role}") if match else None


def find_caller(page: Page) -> Found | None:
    """Give who calls the meetings of a conference that names no convener (由市水利局局长召集并主持)."""
    match = re.search(
        rf"由(?P<v>(?![^。；：，\n]{{0,20}}委托)[^。；：，由\n]{{3,60}}?(?:{POST_END}|领导|各方))(?:负责|共同|轮流|分别|牵头)?召集",
        page.flat,
    )
    return _without_name(page, *match.span("v"), "role_sentence:召集") if match else None


def find_chair(page: Page) -> Found | None:
    """Give who presides over a conference that names no convener (由市人民政府副市长主持)."""
    match = re.search(
        rf"由(?P<v>[^。；：，由\n]{{3,40}}?{POST_END}[\u4e00-\u9fff]{{0,3}}?)(?:同志)?主持(?=[，。；])",
        page.flat,
    )
    return _without_name(page, *match.span("v"), "role_sentence:主持") if match else None


def _last_clause(flat: str, start: int, end: int) -> tuple[int, int]:
    """Only the words behind the last clause that has a predicate of its own."""
    cut = start
    for match in re.finditer(r"[^，]*(?:担任|兼任|任|召集人?|主持|组成|牵头|参加|负责)，", flat[start:end]):
        cut = start + match.end()
    return (cut, end) if cut < end else (start, end)


def _without_name(page: Page, start: int, end: int, rule: str) -> Found:
    match = _BARE_PERSON.match(page.flat[start:end])
    if match and not re.search(rf"{POST_END}$", page.flat[start:end]):
        end = start + match.end(1)
    return Found(page.cut(start, end), start, end, rule)


def find_host(page: Page) -> Found | None:
    """Give the body in which the conference's office sits."""
    for pattern in _HOSTS:
        for match in pattern.finditer(page.flat):
            start, end = match.span("v")
            before = page.flat[max(0, match.start() - 8) : start]
            if "不再" not in before and _is_host(page.flat[start:end]):
                return Found(page.cut(start, end), start, end, "office_host")
    return None


def _is_host(name: str) -> bool:
    return is_body(name) or (2 <= len(name) <= 14 and re.search(r"负责|承担|联席|主任|召集|各", name) is None)


def find_frequency(page: Page) -> Found | None:
    """Give how often the conference meets, as printed, without its subject."""
    clauses = [match.span() for match in re.finditer(r"[^，。；：\n]+", page.flat)]
    for often in _OFTEN:
        for start, end in clauses:
            if often.search(page.flat[start:end]) and _is_about_meetings(page.flat, start, end):
                return _trimmed(page, start, end)
    return None


def _is_about_meetings(flat: str, start: int, end: int) -> bool:
    text = flat[start:end]
    if _OTHER_MEETINGS.search(text):
        return False
    if _MEETS.search(text):
        return True
    # 联席会议定期召开，每年不少于两次: the verb stands in the clause before.
    sentence = flat[max(flat.rfind(mark, 0, start) for mark in "。\n") + 1 : start]
    return text.endswith("次") and _MEETS.search(sentence) is not None


def _trimmed(page: Page, start: int, end: int) -> Found | None:
    subject = _SUBJECT.match(page.flat[start:end])
    left = start + (subject.end() if subject else 0)
    return Found(page.cut(left, end), left, end, "meeting_frequency") if left < end else None


def find_minutes(page: Page) -> Found | None:
    """Give the sentence part that says how minutes come about and to whom they go."""
    for pattern in _MINUTES:
        match = pattern.search(page.flat)
        if match:
            return Found(page.cut(*match.span()), *match.span(), "minutes_rule")
    return None
