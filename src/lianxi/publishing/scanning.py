"""What must not be made public unseen: persons, telephone numbers, employers by name, counts below five. Pure.

Only what a pattern shows is found; whoever clears a text reads it. A finding says where it stands and repeats nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.personal import find_personal

EMPLOYER, FEW = "用人单位名称", "不足 5 人的人数"

_EMPLOYER = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()·]{2,30}?(?:有限责任公司|股份有限公司|有限公司|集团公司|合作社)(?!类|数量|总数|等类型)"
    r"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,16}(?:厂|采石场|矿业|煤矿)(?=[，,。；;、：:（(\s]|$)"
)
# A count of one to four persons beside an illness lets a reader guess who they are.
_FEW = re.compile(
    r"(?<![\d一二三四五六七八九十百千万亿第之.．])[1-4一二两三四](?![\d十百千万.．%％]|分之)\s*"
    r"(?:例(?!如|外|会|行)|名(?:患者|病人|职工|工人|劳动者|死者)|人(?=患|确诊|死亡|中毒|发病|伤残|被诊断))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text (the first character is 1), how long it is, and what kind of thing a pattern shows there."""

    kind: str
    place: int
    size: int

    @property
    def words(self) -> str:
        """The finding as a page prints it."""
        return f"第 {self.place} 字起：{self.kind}"

    def as_dict(self) -> dict[str, str | int]:
        """Return the finding as it is kept."""
        return {"kind": self.kind, "place": self.place, "size": self.size}


def scan(text: str, today: date) -> list[Found]:
    """List what patterns show in a text, in its order."""
    return sorted(_findings(text, today), key=lambda one: (one.place, one.kind))


def _findings(text: str, today: date) -> Iterator[Found]:
    for personal in find_personal(text, today):
        yield Found(personal.kind, personal.place, personal.size)
    for kind, pattern in ((EMPLOYER, _EMPLOYER), (FEW, _FEW)):
        for match in pattern.finditer(text):
            yield Found(kind, match.start() + 1, match.end() - match.start())


def marked(text: str, found: Sequence[Found], before: int = 0) -> list[tuple[str, str]]:
    """Cut a text into its pieces, each with the kind found in it or nothing; `before` characters stand before the text.

    Of findings that overlap the earlier one is marked.
    """
    pieces, reached = [], 0
    for one in found:
        start, end = one.place - 1 - before, one.place - 1 - before + one.size
        if reached <= start < end <= len(text):
            pieces += [(text[reached:start], ""), (text[start:end], one.kind)]
            reached = end
    return [piece for piece in [*pieces, (text[reached:], "")] if piece[0]]
