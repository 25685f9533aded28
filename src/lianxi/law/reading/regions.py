"""The region a document is for: from its issuer, its title, or the local branches among its units."""

from __future__ import annotations

import re

from lianxi.law.reading.found import Found
from lianxi.law.reading.page import Page

_AREA = re.compile(
    r"((?:(?![市省县区州])[\u4e00-\u9fff]{2,8}?"
    r"(?:特别行政区|自治区|自治州|自治县|开发区|工业园区|高新区|新区|地区|省|市(?!场)|州|盟|县|旗|区|镇(?=人民政府|党委)|乡(?=人民政府|党委)|街道(?=办事处|党工委))){1,3})"
)
_NOT_AREAS = re.compile(
    r"^[为在对将抓于向经按据落贯]|我[市省县区]|关于|部门|各|有关|全|本市|本省|联席|^社区|辖区|^城市|园区$|工作|建立|印发|职业"
)
_FOUNDED = re.compile(r"(?:建立|设立|成立|印发|调整)(?:《)?")
_NATIONAL = re.compile(r"国务院|中华人民共和国(?![^《》]*》)|部际|全国(?!人民代表大会|人大)")
_PROVINCES = (
    "北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省",
    "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省",
    "云南省", "陕西省", "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区", "西藏自治区",
    "宁夏回族自治区", "新疆维吾尔自治区",
)  # fmt: skip
_SHORT = {
    re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", name): name for name in _PROVINCES
}
_BRANCH = re.compile(
    r"(?:局|银行|公司|供电|邮政|监管)(?P<place>[\u4e00-\u9fff]{2,3}?)(?:市)?(?:办事处|中心支行|支行|分局|分公司|监管分局|供电公司)$"
)


def find_region(page: Page, heads: list[Found], units: list[Found]) -> Found | None:
    """Give the region named in issuer or titles (`heads`, best first), else by the branches among `units`."""
    for head in heads:
        found = _in_head(page, head)
        if found:
            return found
    return _by_branches(units)


def _in_head(page: Page, head: Found) -> Found | None:
    text = page.flat[head.start : head.end]
    national = _NATIONAL.search(text)
    if national:
        return Found("全国", head.start + national.start(), head.start + national.end(), "region_national")
    for place in [0, *(match.end() for match in _FOUNDED.finditer(text))]:
        match = _AREA.match(text, place)
        if match and not _NOT_AREAS.search(match[1]):
            start, end = head.start + match.start(1), head.start + match.end(1)
            return Found(page.cut(start, end), start, end, "region_in_head")
    return None


def _by_branches(units: list[Found]) -> Found | None:
    """Return the level sign of most units (省, 市) with the place name of a body that is run from above."""
    signs = [unit.value[0] for unit in units if unit.value[:1] in "省市"]
    if not signs:
        return None
    sign = max(set(signs), key=signs.count)
    for unit in units:
        name = _SHORT.get(unit.value[:2]) or _SHORT.get(unit.value[:3])
        if name and name.endswith(sign):
            return Found(name, unit.start, unit.end, "region_by_branch")
        match = _BRANCH.search(unit.value)
        if sign == "市" and match:
            return Found(match["place"] + sign, unit.start, unit.end, "region_by_branch")
    return None
