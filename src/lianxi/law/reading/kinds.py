"""What kind of document a text is: it founds a conference, changes one, orders the work of one, or none of these.

The title's own verb decides first (建立, 调整, 废止, 征求意见 …), then what the text settles: who the members are.
A kind is always given with the words it rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.headings import CONFERENCE, CONFERENCE_NAME
from lianxi.law.reading.membership import Membership
from lianxi.law.reading.model import DocumentKind
from lianxi.law.reading.owners import CONFERENCE as OWN
from lianxi.law.reading.rosters import Roster

HEADS = (
    "召集人",
    "组长",
    "主任",
    "班长",
    "总指挥",
    "指挥长",
    "主任委员",
    "会长",
    "主席",
    "委员长",
    "总召集人",
    "第一召集人",
)
_BODY = (
    r"(?:联席会议|联席会|领导小组|协调小组|工作小组|工作组|委员会|指挥部|专班|协调机制|办公会议|"
    r"协调会议|会商会议|联合会议|联动机制)"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a document, the flat span of the words that show it, and a sentence on it for the reader."""

    kind: DocumentKind
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a notice or of the instrument: its words without line ends, and its flat span."""

    text: str
    start: int
    end: int


_FORM = r"(?:通知|复函|函复|函|批复|请示|报告|意见|决定|公告|通告|答复|说明|通报|提示|公示)"
_NOTICE = re.compile(
    rf"关于(?:(?!关于)[^。；：]){{2,110}}?的?(?:\n)?{_FORM}(?=[\n（(各，。\s]|$|\d|附|你|现|根据|为|经|[\u4e00-\u9fff]{{0,24}}[：])"
)
_LINE_TITLE = re.compile(
    r"(?:^|\n)(?P<t>[^\n。；：]{2,40}\n?[^\n。；：]{0,40}(?:制度|规则|机制|办法|规定|规程|章程|细则|方案|职责分工|分工|职责|程序|名单|协议|条例|守则|公约|纪要|计划|要点|总结|简报|讲话|解读|问答|议程)(?:（[^\n（）]{1,14}）)?)(?=\n|第一[条章]|一、|为|$)"
)
_ONE_LINE = re.compile(_LINE_TITLE.pattern.replace(r"\n?[^\n。；：]{0,40}", "", 1))
# The first of these that the title shows makes it a text of another kind, with what is said of it.
_OTHERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"征求.{0,60}意见|意见的函|征求意见稿|（(?:草案|送审稿|讨论稿|代拟稿)"), "征求意见的稿子，尚未建立"),
    (re.compile(r"(?:请示|报告)$"), "请示或报告，尚未批准"),
    (re.compile(r"废止|宣布失效|失效"), "废止文件"),
    (re.compile(
        r"^关于(?:[^建成]{0,24})?(?:撤销|取消|终止|停止|更名|(?:清理|整合|规范|精简)[^。]{0,12}机构)|议事协调机构(?!.{0,8}(?:成立|"
        r"建立))"
    ), "撤销、更名或清理议事协调机构的文件"),
    (re.compile(r"(?:召开|举办|举行|参加|筹备|列席).{0,60}(?:会议?|座谈会|推进会|培训班)"), "会议通知"),
    (re.compile(r"印章|公章|启用|停用|更换.{0,8}章"), "启用或更换印章的通知"),
    (re.compile(r"^关于转发|^转发|转发.{0,40}关于|批转"), "转发其他机关文件的通知"),
    (re.compile(r"任免|任职|免职|任命|免去|聘任"), "任免文件"),
    (re.compile(r"(?:建议|提案|议案).{0,12}(?:的)?(?:答复|复函|回复|办理)|答复$"), "对建议或提案的答复"),
    (re.compile(r"纪要|简报|快报|讲话|发言|议程|致辞"), "会议材料"),
    (re.compile(
        r"工作要点|要点|工作计划|年度计划|推进计划|工作安排|重点任务|任务清单|总结|工作情况|述职|"
        r"进展情况|通报$|考核结果|的通报"
    ), "工作计划、总结或通报"),
    (re.compile(r"解读|问答|答记者问|一图读懂"), "政策解读"),
    (re.compile(r"审批程序|审批管理|管理办法的|设立.{0,6}程序|报批"), "议事协调机构的管理程序"),
    (re.compile(r"印制|经费|采购|招标|培训|调研|督查的|检查的|专项行动|行动方案|实施方案|工作方案|应急预案|规划"),
     "工作部署文件"),
)  # fmt: skip
_CHANGES = re.compile(r"调整|变更|增补|更换|补充|更新|增加|充实|修改|修订|变动|增减|替补|递补")
_CHANGED = re.compile(r"成员|组成|人员|名单|召集人|组长|单位|制度|职责|领导小组|委员会|联席会议|专班|规则")
_FOUNDS = re.compile(r"建立|成立|设立|组建|创立|恢复|签订|重建")
_LAW = re.compile(r"(?:^|\n)[^\n，。；：]{2,40}(?:条例|法|办法|规定|实施细则)(?:（[^\n]{1,20}）)?(?=\n)")
_NEWS = re.compile(
    r"https?://|本报讯|讯[）（ 　]|记者|新华社|日电[ 　）]|责任编辑|从[^，。\n]{2,20}获悉"
    r"|据(?:了解|悉|介绍|[^，。\n]{1,14}(?:消息|报道|公布))"
    r"|会议(?:强调|指出|要求|认为|听取|学习了)|出席(?:会议|并讲话)"
    r"|(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|，|,)[^。\n]{0,40}(?:召开|举行)"
)
_ORDERS = re.compile(
    r"(?:现(?:就|将|予以?)|请)[^。\n]{0,80}(?:印发|通知如下|公布|遵照|执行)|通知如下|函复如下|批复如下|作如下|制定本"
    r"|(?:决定|同意|现)[^。；\n]{0,16}(?:建立|成立|设立|组建)|建立[^。\n]{2,60}制度。"
    r"|(?:建立|设立|成立)[^。；\n]{2,60}(?:以下简称|的?通知)"
)
_SETTLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "convener",
        re.compile(
            r"(?:担任|为|任|兼任)[^。；，\n]{0,20}召集人|召集人(?:由|：|为|是|[\u4e00-\u9fff]{2,4}市)|主持人："
            r"|(?:组长|主任|班长|指挥长)：|由[^。；\n]{2,40}(?:召集|轮流)"
        ),
    ),
    (
        "office",
        re.compile(
            rf"(?:{CONFERENCE}|下设)[^。；\n]{{0,6}}办公室[^。；\n]{{0,16}}(?:设|在)|下设办公室"
            rf"|承担(?:{CONFERENCE})?(?:的)?日常工作"
        ),
    ),
    (
        "meetings",
        re.compile(
            rf"{CONFERENCE}[^。；\n]{{0,24}}(?:每[年半季月两]|定期|不定期|原则上)[^。；\n]{{0,20}}(?:召开|会议)"
        ),
    ),
    ("founding", re.compile(rf"(?:建立|设立|成立)(?:由[^。；\n]{{2,200}}?|[^。；\n]{{0,40}}){CONFERENCE}")),
    ("shares", re.compile(r"(?:各)?成员单位(?:的)?(?:主要|工作)?(?:职责|分工)|(?:各)?成员单位(?:要|应)")),
    ("minutes", re.compile(r"以[^。；，\n]{0,10}纪要[^。；，\n]{0,4}形式")),
)
_ORDER_TITLE = re.compile(r"(?:制度|机制|规则|办法|规程|程序|细则|规定)(?:（[^）]*）)?$")
_PARTIAL = re.compile(
    r"不再(?:担任|作为|列为|是|为)|(?:其他|其余|其它)[^。；\n]{0,20}不变"
    r"|作(?:如下|相应|部分)[^。；\n]{0,8}(?:调整|修改|增补)?[^。\n]{0,30}(?:增加|增补|新增)"
    r"|更名为|(?:^|\n)[一二三四五六七八九十\d]{1,2}[、.](?:增加|增补|新增|补充)|删去|修改为"
)
_REGULATED = re.compile(r"行政区域内|法律责任|罚款|处罚|本条例|行政处分")


def kind_of(flat: str, lists: list[Membership], roster: Roster, openers: int) -> Kind:
    """Tell the kind of a flat text; `openers` counts the units under whose names duties stand in it."""
    notice, line = _notice(flat), _line_title(flat)
    composed = _composed(lists, roster, openers)
    title = notice or line
    if title is not None:
        found = _by_title(flat, title, line, composed=composed)
        if found is not None:
            return found
    return _by_content(flat, title, line, composed=composed)


def _composed(lists: list[Membership], roster: Roster, openers: int) -> bool:
    """Whether the text says who the members are: a list of the body's own, a roster with its head, duties by unit."""
    own = [one for one in lists if one.owner == OWN and one.form not in {"founders", "lead"}]
    groups = [one for one in lists if one.owner == "group"]
    headed = any(person.role.endswith(HEADS) for person in roster.people)
    return bool(own) or len(groups) > 1 or (headed and len(roster.people) >= 3) or openers >= 3


def _notice(flat: str) -> _Title | None:
    match = _NOTICE.search(flat[:6000])
    if match is None:
        return None
    return _Title(match[0].replace("\n", ""), match.start(), match.end())


def _line_title(flat: str) -> _Title | None:
    best = None
    whole = flat[:6000]
    for match in (*_ONE_LINE.finditer(whole), *_LINE_TITLE.finditer(whole)):
        if CONFERENCE_NAME.search(match["t"]):
            return _Title(match["t"].replace("\n", ""), *match.span("t"))
        best = best or _Title(match["t"].replace("\n", ""), *match.span("t"))
    return best


def _other(title: _Title, said: str) -> Kind:
    return Kind("other", title.start, title.end, f"这是{said}，没有建立联席会议。")


def _by_title(flat: str, title: _Title, line: _Title | None, *, composed: bool) -> Kind | None:
    text = title.text
    founding = _FOUNDS.search(text) is not None and re.search(_BODY, text) is not None
    refused = _refused(flat, title, founding=founding, composed=composed)
    if refused is not None:
        return refused
    changing = _CHANGES.search(text)
    if changing and _CHANGED.search(text, changing.end()) and not re.search(r"建立|成立|设立", text):
        return _changed(flat, title, composed=composed)
    if founding and (composed or _ORDERS.search(flat) or _settled(flat)):
        return Kind("founding", title.start, title.end, "标题写明建立联席会议（领导小组、委员会、专班等）。")
    orders = re.search(r"(?:规则|制度|机制|规程)(?:》)?(?:的通知|的函)?$", text) and re.search(_BODY, text)
    if line is None and orders and not composed:
        return Kind("rules", title.start, title.end, "这是已有联席会议的工作规则或机制，没有写明成员单位。")
    if line is not None and CONFERENCE_NAME.search(line.text) and not composed and _presupposes(flat):
        return Kind("rules", line.start, line.end, "这是已有联席会议的工作规则或机制，没有写明成员单位。")
    return None


def _refused(flat: str, title: _Title, *, founding: bool, composed: bool) -> Kind | None:
    """Return the other kinds a title may show, each told by its own words."""
    text = title.text
    draft = re.search(r"征求意见稿|（(?:草案|送审稿|讨论稿|代拟稿)", flat[: title.end + 400])
    if draft:
        return Kind("other", draft.start(), draft.end(), "这是征求意见的稿子，没有建立联席会议。")
    ordered = composed and "方案" in text and re.search(_BODY, text) is not None
    for pattern, said in _OTHERS[:2] if founding or ordered else _OTHERS:
        if pattern.search(text):
            return _other(title, said)
    if founding and ("转发" in text[:6] or flat[max(0, title.start - 4) : title.start].endswith("转发")):
        return _other(title, "转发其他机关文件的通知")
    if founding and re.search(r"(?:建议|提案).{0,12}(?:答复|复函|回复)|(?:答复|解读|问答|汇报)$", text):
        return _other(title, "答复或解读")
    return None


def _changed(flat: str, title: _Title, *, composed: bool) -> Kind:
    partial = _PARTIAL.search(flat)
    if partial or not composed:
        return Kind(
            "amendment", title.start, title.end, "这是对已有联席会议的调整，不是建立；请作为变更办理。"
        )
    return Kind("founding", title.start, title.end, "标题写的是调整，正文重新列出全部组成，按重新建立读取。")


def _settled(flat: str) -> list[str]:
    return [name for name, pattern in _SETTLES if pattern.search(flat)]


def _presupposes(flat: str) -> bool:
    return len(CONFERENCE_NAME.findall(flat)) + flat.count("成员单位") >= 2


def _by_content(flat: str, title: _Title | None, line: _Title | None, *, composed: bool) -> Kind:
    place = (title.start, title.end) if title else (0, min(len(flat), 40))
    law = _LAW.search("\n" + flat[:400])
    named = title is not None and re.search(_BODY, title.text) is not None
    news = _NEWS.search(flat)
    orders = _ORDERS.search(flat)
    if news and (title is None or not orders) and not re.search("全文如下|通知如下", flat):
        return Kind("other", news.start(), news.end(), "这是新闻报道或会议消息，不是建立联席会议的文件。")
    if law and CONFERENCE_NAME.search(law[0]) is None and _REGULATED.search(flat):
        return Kind("other", max(0, law.start() - 1), law.end() - 1, "这是法规或一般规定，没有建立联席会议。")
    signs = _settled(flat)
    mentions = len(CONFERENCE_NAME.findall(flat)) + flat.count("成员单位") + flat.count("协调机制")
    if title is not None and not named and _is_other_line(title.text):
        return _other(title, "其他文件")
    if composed and (named or "founding" in signs or len(signs) >= 2) and (named or mentions >= 2):
        return Kind("founding", *place, "文中写明了联席会议的组成。")
    ordered = line is not None and _ORDER_TITLE.search(line.text) is not None
    if mentions >= 2 and (
        named or ordered or (title is not None and _ORDER_TITLE.search(title.text) is not None)
    ):
        return Kind("rules", *place, "这是已有联席会议的工作规则或机制，没有写明成员单位。")
    if len(signs) >= 3 and mentions >= 2 and orders:
        return Kind("founding", *place, "文中写明了联席会议的召集、办公室和会议制度。")
    return Kind("other", *place, "这份文件没有建立联席会议。")


def _is_other_line(text: str) -> bool:
    return re.search(r"(?:纪要|计划|要点|总结|简报|讲话|解读|问答|议程)(?:（[^）]*）)?$", text) is not None
