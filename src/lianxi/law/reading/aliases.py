"""Closed rules for the several names of one body (卫健委, 卫生健康委, 市卫生健康委员会): one key for all."""

from __future__ import annotations

import re
from functools import lru_cache

from lianxi.law.reading.fold import fold

# Each line lists the stems of one body, the fullest first; organ endings are put behind them.
_STEMS: tuple[tuple[str, ...], ...] = (
    ("卫生健康", "卫健"),
    ("卫生和计划生育", "卫生计生", "卫计"),
    ("发展和改革", "发展改革", "发改"),
    ("工业和信息化", "工信"),
    ("经济和信息化", "经信"),
    ("人力资源和社会保障", "人力资源社会保障", "人社"),
    ("劳动和社会保障", "劳动保障"),
    ("住房和城乡建设", "住房城乡建设", "住建"),
    ("科学技术", "科技"),
    ("生态环境",),
    ("环境保护", "环保"),
    ("应急管理", "应急"),
    ("安全生产监督管理", "安全监管", "安监"),
    ("市场监督管理", "市场监管"),
    ("工商行政管理", "工商"),
    ("质量技术监督", "质监"),
    ("食品药品监督管理", "食品药品监管", "食药监"),
    ("医疗保障", "医保"),
    ("国有资产监督管理", "国资"),
    ("自然资源和规划", "自然资源规划"),
    ("自然资源",),
    ("国土资源",),
    ("交通运输",),
    ("农业农村",),
    ("农业和农村",),
    ("广播电视", "广电"),
    ("文化广电旅游体育", "文广旅体"),
    ("文化和旅游", "文旅"),
    ("民族宗教事务", "民族宗教", "民宗"),
    ("退役军人事务", "退役军人"),
    ("地方金融监督管理", "地方金融监管", "金融监管"),
    ("城市管理", "城管"),
    ("城市管理和综合执法", "城市管理综合执法"),
    ("机关事务管理", "机关事务"),
    ("药品监督管理", "药监"),
    ("知识产权",),
    ("政务服务数据管理", "政务服务和数据管理", "政数"),
)
_ORGANS = ("委员会", "委", "局", "厅", "部")
_WHOLE: tuple[tuple[str, ...], ...] = (
    ("总工会", "工会"),
    ("妇女联合会", "妇联"),
    ("残疾人联合会", "残联"),
    ("工商业联合会", "工商联"),
    ("科学技术协会", "科协"),
    ("委宣传部", "宣传部"),
    ("委政法委", "委政法委员会", "政法委"),
    ("委网信办", "委网络安全和信息化委员会办公室", "网信办"),
    ("委编办", "委机构编制委员会办公室", "编办"),
    ("疾病预防控制中心", "疾控中心"),
)
_AREA = re.compile(
    r"^(?:(?![省市县区州])(?:(?![局委办厅部院会行司处])[\u4e00-\u9fff]){2,6}?(?:省|市(?!场)|自治区|自治州|州|县|区)(?=[\u4e00-\u9fff]{2})|[省市县区州盟])"
)
_DEPARTMENT = re.compile(r"^(.+?)(?:行政|主管)?(?:管理)?部门$")


def _forms() -> dict[str, tuple[str, tuple[str, ...]]]:
    forms: dict[str, tuple[str, tuple[str, ...]]] = {}
    for stems in _STEMS:
        committee = tuple(stem + organ for stem in stems for organ in ("委员会", "委"))
        for organ in _ORGANS:
            family = committee if organ.startswith("委") else tuple(stem + organ for stem in stems)
            for stem in stems:
                forms[stem + organ] = (stems[0], family)
    for names in _WHOLE:
        for name in names:
            forms[name] = (names[0], names)
    return forms


_FORMS = _forms()
_STEM_OF = {stem: stems[0] for stems in _STEMS for stem in stems}


def bare(name: str) -> str:
    """Give a body's name without the sign or name of its area (泉州市卫健委, 市卫健委 → 卫健委)."""
    text = fold(name).replace(" ", "")
    if text in _FORMS:
        return text
    rest = _AREA.sub("", text, count=1)
    if rest in _FORMS or len(rest) >= 2:
        return rest
    return text


@lru_cache(maxsize=4096)
def body_key(name: str) -> str:
    """Give one key for all closed forms of a body's name, whatever its area and ending."""
    rest = bare(name)
    if rest in _FORMS:
        return _FORMS[rest][0]
    department = _DEPARTMENT.match(rest)
    if department and department[1] in _STEM_OF:
        return _STEM_OF[department[1]]
    return rest


def known_forms(name: str) -> tuple[str, ...]:
    """Give the other closed forms of a body's name, with and without the area's sign, without itself."""
    text = fold(name)
    rest = bare(text)
    prefix = text[: len(text) - len(rest)]
    family = _FORMS[rest][1] if rest in _FORMS else (rest,)
    found = [prefix + form for form in family] + [form for form in family if prefix]
    return tuple(dict.fromkeys(form for form in found if form != text and len(form) > 1))


def department_forms(name: str) -> tuple[str, ...]:
    """Give the forms 卫健部门, 卫生健康行政部门 … by which other clauses may mean a body."""
    key = body_key(name)
    stems = [stem for stem, full in _STEM_OF.items() if full == key]
    return tuple(stem + tail for stem in stems for tail in ("部门", "行政部门", "主管部门"))


_SHORT = frozenset(
    [
        "公安",
        "教育",
        "民政",
        "司法",
        "财政",
        "水利",
        "水务",
        "农业",
        "林业",
        "商务",
        "文化",
        "卫生",
        "审计",
        "统计",
        "税务",
        "环保",
        "城管",
        "旅游",
        "体育",
        "海关",
        "消防",
        "交通",
        "信访",
        "宣传",
        "政法",
        "网信",
        "法院",
        "检察院",
        "检察",
        "工会",
        "妇联",
        "团委",
        "共青团",
        "残联",
        "市场监管",
        "发改",
        "财政",
        "科技",
        "民宗",
        "退役军人",
        "文旅",
        "医保",
        "金融",
        "电力",
        "供电",
        "通信",
        "邮政",
        "气象",
        "应急",
        "交警",
    ]
)


def is_stem(name: str) -> bool:
    """Tell whether a name is a body's stem without its ending (卫健, 市应急), as lists that state a number print them."""
    return bare(name) in _STEM_OF or bare(name) in _SHORT or name in _SHORT
