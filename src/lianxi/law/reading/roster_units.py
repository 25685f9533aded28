"""The body at the beginning of a title: 市卫生健康委员会主任 → 市卫生健康委员会 and the post 主任."""

from __future__ import annotations

import re

from lianxi.law.reading.bodies import is_body
from lianxi.law.reading.people import POST_END

_POST = re.compile(
    rf"(?:原|现任)?(?:党组|党委|机关党委|工委|分党组|分管|主管|专职|常务)*(?:副|总|首席|第一|[一二三四]级)*(?:{POST_END}|纪检|书记).*$"
)


_GENERAL = re.compile(r"[省市县区州](?:人民政府|政府|委|人大|政协|纪委|监委)(?=[\u4e00-\u9fff])")


def unit_of_title(title: str) -> int:
    """Give the length of the body's name with which a title (folded, no spaces) begins; 0 where none."""
    best = 0
    for length in range(3, min(26, len(title))):
        if is_body(title[:length]) and _POST.match(title, length):
            best = length
    if best:
        return best
    for length in range(min(26, len(title) - 1), 2, -1):
        if is_body(title[:length]) and not re.search(rf"(?:{POST_END})$", title[:length]):
            return length
    general = _GENERAL.match(title)
    return general.end() if general else 0
