"""The two gates of an instrument: is the case from its region, and of its subject? Both are data of the instrument."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lianxi.law.routing.letters import Letter
from lianxi.law.routing.letters.places import Place, codes_of, find_places, lies_in

GateName = Literal["region", "subject"]
# What a person may say of a case as a whole: of another subject, the conference's own affair, none of its matters.
Scope = Literal["other", "conference", "none"]
# A place says where the work or the event is only beside a workplace; a letter's sender or a model says nothing.
_AT = re.compile(r"(?:在|于|位于|是|到|去|去了|来自|驻|进了)$")
_WORKPLACE = re.compile(
    r"^[^，。；！？]{0,12}?(?:厂|公司|企业|工地|矿|店|项目|标段|车间|打工|上班|做工|务工|干活|园区|工业区|码头|医院|学校|小区|村|镇|街道|作坊|集团|地铁|酒店|饭店|工作|做事|干了|做了|学院|监狱|养殖|市场|隧道|高速)"
)
_SENDER = re.compile(
    r"^[^，。；]{0,12}?(?:来函|来文|转来|转办|移送|考察|学习|做法|经验|模式|出差|开会|培训机构|检测公司|专家|律师|会议|发来|协查)"
)


@dataclass(frozen=True, slots=True)
class Gates:
    """What an instrument is for: its region by name and code, and its subject in the document's own words."""

    region: str | None = None
    codes: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    own_places: str = ""

    @property
    def subject_label(self) -> str:
        """The subject as a sentence names it."""
        return "、".join(self.subject[:3]) or "文件写明的事项"


def gates_of(region: str | None, subject: Iterable[str], text: str = "") -> Gates:
    """Return the gates of a document from its region as printed and the words of its subject.

    Names that the document prints itself (a branch office of a neighbouring city) never count as another region.
    """
    name = (region or "").removesuffix("全国")
    codes: tuple[str, ...] = ()
    for start in range(len(name)):
        codes = codes or codes_of(name[start:])
    if name and not codes:
        codes = codes_of(name.rstrip("市县区")) if len(name.rstrip("市县区")) > 1 else ()
        codes = codes if len(codes) == 1 and name.endswith("市") else ()
    return Gates(name or None, codes, tuple(dict.fromkeys(subject)), text)


def region_gate(gates: Gates, letter: Letter) -> str | None:
    """Return the sentence that shuts a case out by its region; None where it may be from here.

    Where the work is counts before where somebody lives; a case that names both this region and another is kept.
    """
    if gates.region is None:
        return None
    places = [place for place in find_places(letter.bare) if _counts(letter, place)]
    here = [place for place in places if _is_here(gates, place)]
    away = [place for place in places if not _is_here(gates, place)]
    if not away or here:
        return None
    return f"案情发生在“{away[0].words}”，不属于本联席会议的地区（{gates.region}）。"


def _counts(letter: Letter, place: Place) -> bool:
    piece = letter.piece_at(place.start)
    if not place.is_site or (piece is not None and piece.standing not in {"asserted", "reported", "quoted"}):
        return False
    after = letter.bare[place.end : place.end + 20]
    if _SENDER.match(after):
        return False
    return bool(_AT.search(letter.bare[max(0, place.start - 3) : place.start]) or _WORKPLACE.match(after))


def _is_here(gates: Gates, place: Place) -> bool:
    if gates.region and (place.words in gates.region or gates.region in place.words):
        return True
    if place.words in gates.own_places:
        return True
    return any(lies_in(code, own) for code in place.codes for own in gates.codes)


def subject_sentence(gates: Gates) -> str:
    """Return the sentence that says a case is of another subject."""
    return f"不属于本联席会议的事项（{gates.subject_label}）：案情里没有说到这方面；确实有关的，请补充说明。"
