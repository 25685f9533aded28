"""Papers to a lower party committee or government: a conference writes letters to them, no orders. Pure.

整治形式主义为基层减负若干规定: 议事协调机构、部门和单位不得向下级党委和政府发布指令性公文 (read in a reprint: it is shown as
设定，待确认). The county bureau of the same line is no government: the unit above it may direct its work.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lianxi.core.refusals import BadInput
from lianxi.register.rules.places import division_names, divisions

RULE = "不得向下级党委和政府发布指令性公文（整治形式主义为基层减负若干规定，设定，待确认）"
NEXT = "请改用函、通报或情况告知，时限写“商请于……前”；属本系统业务的，请由部门发给县级对口部门。"

# Words that order, with what may stand around them in a harmless sense cut out.
_ORDERS = re.compile(
    r"责令|限期(?!满)|必须|务必|考核|追责|问责|报送(?:贯彻)?落实情况|限[\d一二三四五六七八九十]+[日天]内"
)
_GOVERNMENT = re.compile(
    r"(?:人民政府|党委|党工委|委员会办公室|县委|区委|市委|镇委|乡党委|管委会|管理委员会|办事处)(?:办公室)?$"
)
# Who stands below a city, and below a province.
_BELOW_CITY = re.compile(r"县|区|镇|乡|街道|县级市|开发区|投资区|新区")
_BELOW_PROVINCE = re.compile(r"市|自治州|地区|盟|县|区|镇|乡|街道")


@dataclass(frozen=True, slots=True)
class Order:
    """A word that orders in a paper to a lower government: the addressee, the word, and where it stands (from 1)."""

    addressee: str
    word: str
    place: int

    def sentence(self) -> str:
        """Say what is wrong in one sentence."""
        return f"主送“{self.addressee}”的公文里有“{self.word}”（第 {self.place} 字）。"


@cache
def _lower_names(region: str) -> frozenset[str]:
    """Return the names of the divisions below a region; none for one that is no division."""
    own = division_names().get("".join(region.split()), "")
    below = {own} - {""}
    while more := {code for code, (_name, _level, parent) in divisions().items() if parent in below} - below:
        below |= more
    return frozenset(divisions()[code][0] for code in below - {own})


def is_government(addressee: str) -> bool:
    """Tell whether an addressee is any party committee or government."""
    return _GOVERNMENT.search(addressee.strip()) is not None


def is_lower(region: str, addressee: str) -> bool:
    """Tell whether an addressee is a party committee or government below a region (福建省泉州市, 广东省)."""
    name, own = addressee.strip().removeprefix("各"), region.rpartition("省")[2] or region
    name = name.removeprefix("中共").removeprefix(region.removesuffix(own)).removeprefix(own)
    if not _GOVERNMENT.search(name):
        return False
    head = _GOVERNMENT.sub("", name)
    # 县委 and 区委 carry their level in the word itself.
    found = f"{head}{name[len(head) : len(head) + 1]}"
    # A county that is called a city (晋江市) tells its level by the table of divisions alone.
    if {head, found} & _lower_names(region):
        return True
    below = _BELOW_PROVINCE if region.endswith(("省", "自治区")) else _BELOW_CITY
    return below.search(found) is not None


def refuse_orders(region: str, addressee: str, text: str, *, is_known: bool = False) -> None:
    """Raise BadInput for a text to a lower party committee or government that orders; `is_known` says that it is one."""
    if is_known or is_lower(region, addressee):
        for found in _ORDERS.finditer(text):
            told = f"发给“{addressee}”的文字里有“{found.group()}”（第 {found.start() + 1} 字）。"
            raise BadInput(told, rule=RULE, next_step=NEXT)


def find_orders(region: str, addressees: Sequence[str], text: str) -> list[Order]:
    """List the ordering words of a paper for its first lower addressee; none where there is no such addressee."""
    lower = next((one for one in addressees if is_lower(region, one)), "")
    if not lower:
        return []
    return [Order(lower, found.group(), found.start() + 1) for found in _ORDERS.finditer(text)]
