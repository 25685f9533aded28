"""Whether a text founds (or lays out) a conference at all: by its title and by what it settles."""

from __future__ import annotations

import re

from lianxi.law.reading.headings import CONFERENCE, CONFERENCE_NAME

_LAW = re.compile(r"(?:^|\n)[^\n，。；]{3,40}(?:条例|法|办法|规定|实施细则)(?:（[^\n]{1,20}）)?(?=\n)")
_OTHER_KIND = re.compile(r"(?:纪要|简报|快讯|新闻|报道|总结|要点|讲话|议程)$")
_TITLE = re.compile(
    r"(?:^|\n)(?P<t>[^\n。；]{4,80}(?:制度|方案|规则|职责分工|职责|通知|复函|函|批复|名单|意见|规程|章程|会议))(?=\n|第一条|（|$|一、)"
)
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "composition",
        re.compile(rf"(?:{CONFERENCE}|成员)[^。；\n]{{0,40}}由[^。；]{{6,}}组成|成员单位(?:为|有|包括|：)"),
    ),
    (
        "convener",
        re.compile(
            r"(?:担任|为|任|兼任)[^。；，]{0,20}召集人|召集人(?:由|：|[\u4e00-\u9fff]{2,4}市)|主持人：|组长："
        ),
    ),
    ("roster", re.compile(r"(?:^|\n)(?:总|副)?(?:召集人|组长)(?:[：\t]|[\u4e00-\u9fff]{4,40}(?=\n))")),
    (
        "office",
        re.compile(rf"(?:{CONFERENCE}|下设)[^。；\n]{{0,6}}办公室[^。；\n]{{0,8}}(?:设|在)|下设办公室"),
    ),
    (
        "meetings",
        re.compile(
            rf"{CONFERENCE}[^。；\n]{{0,24}}(?:每[年半季月两]|定期|不定期|原则上)[^。；\n]{{0,20}}(?:召开|会议)"
        ),
    ),
    ("founding", re.compile(rf"(?:建立|设立|成立)[^。；\n]{{0,40}}{CONFERENCE}")),
    ("shares", re.compile(r"(?:各)?成员单位(?:的)?(?:主要|工作)?(?:职责|分工)|(?:各)?成员单位(?:要|应)")),
    ("minutes", re.compile(r"以[^。；，]{0,10}纪要[^。；，]{0,4}形式")),
)


def founding_signs(flat: str) -> tuple[str, ...]:
    """Give the names of what the text settles about a conference (composition, convener, office …)."""
    return tuple(name for name, pattern in _SIGNS if pattern.search(flat))


def founds_conference(flat: str) -> bool:
    """Tell whether a flat text founds a conference, or lays out the duties and rules of one."""
    title = _title(flat)
    if title is not None and _OTHER_KIND.search(title):
        return False
    law = _LAW.search("\n" + flat[:400])
    if (
        law
        and CONFERENCE_NAME.search(law[0]) is None
        and flat.count("本条例") + flat.count("本办法") + flat.count("本规定") >= 1
    ):
        return False
    signs = founding_signs(flat)
    named = title is not None and CONFERENCE_NAME.search(title) is not None
    return len(signs) >= (1 if named else 2) and _not_only_mentions(flat, signs, named=named)


def _title(flat: str) -> str | None:
    match = _TITLE.search(flat[:1500])
    return match["t"] if match else None


def _not_only_mentions(flat: str, signs: tuple[str, ...], *, named: bool) -> bool:
    # 建立…联席会议制度 as one task among others founds nothing.
    return named or (
        set(signs) - {"founding"} != set()
        and len(CONFERENCE_NAME.findall(flat)) + flat.count("成员单位") >= 2
    )
