"""Words for seats and posts in rosters: what a roster line looks like, where a label stands."""

from __future__ import annotations

import re

_LABELS = (
    r"第一召\s*集\s*人|总\s*召\s*集\s*人|副\s*总\s*召\s*集\s*人|常务副召集人|副\s*召\s*集\s*人|执行召集人|召\s*集\s*人"
    r"|总\s*指\s*挥|副\s*总\s*指\s*挥|指\s*挥\s*长|副\s*指\s*挥\s*长"
    r"|第一组长|常务副组长|副\s*组\s*长|组\s*长|主\s*持\s*人|主任委员|副主任委员"
    r"|副\s*主\s*任|主\s*任|秘\s*书\s*长|副\s*秘\s*书\s*长|联\s*络\s*员|联\s*系\s*人|顾\s*问|成\s*员|委\s*员"
)
LABEL = re.compile(rf"(?P<label>{_LABELS})\s*(?:[:：]|(?<=\S)\s+|$)")
LABEL_COLON = re.compile(rf"(?P<label>{_LABELS})\s*[:：]")
POST_END = (
    r"(?:主任|局长|厅长|部长|处长|科长|书记|市长|省长|县长|区长|州长|镇长|秘书长|主席|会长|院长|校长|检察长|行长|经理|总裁"
    r"|董事长|支队长|大队长|总队长|队长|组长|所长|站长|社长|台长|馆长|关长|署长|司长|理事长|参谋长|司令员|政委|政治委员|政治部主任"
    r"|工程师|总工|总监|总会计师|总经济师|总规划师|总农艺师|调研员|巡视员|督查员|督察员|督学|专员|委员|党组成员|成员|常委"
    r"|负责人|负责同志|干部|副职|助理|参事|顾问|警长|政务专员|主任科员|科员|总编辑|总编|编辑|法医|干事|秘书|主管|首席代表)"
)
_TITLE = rf"[\u4e00-\u9fff（）、·\s，]*{POST_END}(?:（[^（）]*）)?"
NAME = r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}"
_LINE = re.compile(rf"(?:(?:{_LABELS})\s*[:：]?\s*)?(?:{NAME})[\s，（]+{_TITLE}[）；。]?")


_SEAT_LINE = re.compile(rf"(?:{_LABELS})\s*[:：][^。；]{{2,60}}{POST_END}")


def is_roster_line(line: str) -> bool:
    """Tell whether a printed line (folded) is one person with a title, or a seat and who holds it."""
    return len(line) <= 80 and (_LINE.fullmatch(line) is not None or _SEAT_LINE.fullmatch(line) is not None)


def label_name(label: str) -> str:
    """Give a roster's label without the spaces that spread it (召 集 人 → 召集人)."""
    return re.sub(r"\s", "", label)
