"""What each part of a document looks like: page, fonts, sizes, indents and lines of GB/T 9704-2012.

Lengths are twips (1/20 pt), sizes half-points. The official font names are written; no font is shipped.
"""

from dataclasses import dataclass
from enum import StrEnum

# A4; 天头 37 mm, 地脚 35 mm, 订口 28 mm, 切口 26 mm leave a type area of 156 x 225 mm (5.1, 5.2.1).
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
MILLIMETER = 1440 / 25.4
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 2098, 1984, 1587, 1474
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
# 22 lines of 28.95 pt fill the type area; 29 pt would overflow it (3.2, 5.2.3).
LINE = 579
# 28 characters fill 156 mm when each is drawn 0.25 pt closer than its 16 pt.
CHARACTER, CLOSER = 315, -5
SMALL_CHARACTER = 280
# Measured: with this distance the dashes of the page number stand 7 mm under the type area (7.5).
FOOTER_DISTANCE, HEADER_DISTANCE = 1440, 1134
RED = "FF0000"


class Face(StrEnum):
    """The official fonts by their installed names."""

    TITLE = "方正小标宋简体"
    FANG = "仿宋_GB2312"
    KAI = "楷体_GB2312"
    HEI = "黑体"
    SONG = "宋体"


class Role(StrEnum):
    """The roles a paragraph can play; the value is its style's id."""

    COPY_NUMBER = "CopyNumber"
    SECRECY = "Secrecy"
    MARK = "Mark"
    NUMBER = "Number"
    NUMBER_UP = "NumberUp"
    HEAD_LINE = "HeadLine"
    TITLE = "Title"
    RECIPIENTS = "Recipients"
    HEADING_1 = "Heading1"
    HEADING_2 = "Heading2"
    HEADING_3 = "Heading3"
    HEADING_4 = "Heading4"
    BODY = "BodyText"
    ATTACHMENTS = "Attachments"
    ANNEX_LABEL = "AnnexLabel"
    ANNEX_TITLE = "AnnexTitle"
    LETTER_NUMBER = "LetterNumber"
    ATTENDANCE = "Attendance"
    SIGNATURE = "Signature"
    ISSUED_ON = "IssuedOn"
    NOTE = "Note"
    IMPRINT = "Imprint"
    TABLE_HEAD = "TableHead"
    TABLE_CELL = "TableCell"
    GAP = "Gap"
    STAGE = "Stage"
    PAGE_NUMBER = "PageNumber"


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a role; `before` is the space above in twips, `first` the indent in characters."""

    name: str
    face: Face = Face.FANG
    size: int = 32
    align: str = "both"
    before: int = 0
    first: int = 0
    side: int = 0
    line: int = LINE
    closer: int = CLOSER
    color: str = ""
    outline: int | None = None
    keep_next: bool = False


LOOKS: dict[Role, Look] = {
    Role.COPY_NUMBER: Look("份号", align="left"),
    Role.SECRECY: Look("密级和紧急程度", Face.HEI, align="left"),
    Role.MARK: Look("发文机关标志", Face.TITLE, 44, "center", closer=0, color=RED),
    Role.NUMBER: Look("发文字号", align="center", before=2 * LINE),
    # A first-line indent, not a side indent: the red rule under the line must keep the full 156 mm.
    Role.NUMBER_UP: Look("发文字号和签发人", align="left", before=2 * LINE, first=1),
    Role.HEAD_LINE: Look("纪要机关和日期", align="left", first=1),
    # The outline starts with the headings; the title stays out so that levels agree with the text's.
    Role.TITLE: Look("Title", Face.TITLE, 44, "center", before=2 * LINE, closer=0, keep_next=True),
    Role.RECIPIENTS: Look("主送机关", before=LINE),
    Role.HEADING_1: Look("heading 1", Face.HEI, first=2, outline=0, keep_next=True),
    Role.HEADING_2: Look("heading 2", Face.KAI, first=2, outline=1, keep_next=True),
    Role.HEADING_3: Look("heading 3", first=2, outline=2),
    Role.HEADING_4: Look("heading 4", first=2, outline=3),
    Role.BODY: Look("Body Text", first=2),
    Role.ATTACHMENTS: Look("附件说明"),
    Role.ANNEX_LABEL: Look("附件序号", Face.HEI, align="left", keep_next=True),
    Role.ANNEX_TITLE: Look("附件标题", Face.TITLE, 44, "center", before=LINE, closer=0, keep_next=True),
    Role.LETTER_NUMBER: Look("信函发文字号", align="right"),
    Role.ATTENDANCE: Look("出席名单"),
    Role.SIGNATURE: Look("署名", align="left", keep_next=True),
    Role.ISSUED_ON: Look("成文日期", align="left"),
    Role.NOTE: Look("附注", first=2),
    Role.IMPRINT: Look("版记", size=28, side=SMALL_CHARACTER, closer=0),
    Role.TABLE_HEAD: Look("表头", Face.HEI, 24, "center", line=400, closer=0),
    Role.TABLE_CELL: Look("表中文字", Face.FANG, 24, "left", line=400, closer=0),
    Role.GAP: Look("间隔", size=2, line=20, closer=0),
    Role.STAGE: Look("稿次", Face.HEI, 28, "right", line=400, closer=0),
    Role.PAGE_NUMBER: Look("页码", Face.SONG, 28, "left", line=320, closer=0),
}
