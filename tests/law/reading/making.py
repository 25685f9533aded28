"""Makes founding documents that combine kinds: list × roster × duty shape × numbering × layout damage, with their gold.

`make(seed)` gives a text and the gold that `measure` reads. The parts are put together by chance, so that a pair of
kinds that no document by hand has meets the reader here. Forms follow public documents; words and places are made up.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .made_words import GIVEN, GROUPS, ITEMS, LEVELS, ODD, PARTY_HEADS, PLACES, PLAIN, SUBJECTS, SURNAMES

CN = "〇一二三四五六七八九十"


def cn(number: int) -> str:
    tens, ones = divmod(number, 10)
    return CN[number] if number <= 10 else f"{CN[tens] if tens > 1 else ''}十{CN[ones] if ones else ''}"


@dataclass
class Person:
    name: str
    title: str
    role: str
    unit: str | None = None


@dataclass
class Made:
    """A document under way: its dice, what it is about, its units and what the gold will say."""

    dice: random.Random
    place: str
    sign: str
    subject: str
    units: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    duties: dict[str, int] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)
    gold: dict[str, Any] = field(default_factory=dict)

    @property
    def area(self) -> str:
        return self.place + self.sign

    @property
    def body(self) -> str:
        return str(self.gold["body"])

    @property
    def heads(self) -> tuple[str, str, str]:
        return {
            "联席会议": ("召集人", "副召集人", "成员"), "领导小组": ("组长", "副组长", "成员"),
            "委员会": ("主任", "副主任", "委员"), "指挥部": ("指挥长", "副指挥长", "成员"),
            "工作专班": ("组长", "副组长", "成员"),
        }[self.body]  # fmt: skip

    def pick(self, what: str, *choices: Any) -> Any:
        chosen = self.dice.choice(choices)
        self.shapes[what] = chosen.__name__ if callable(chosen) else str(chosen)
        return chosen

    def name(self) -> str:
        given = "".join(self.dice.sample(GIVEN, self.dice.choice((1, 2, 2, 2))))
        name = self.dice.choice(SURNAMES) + given
        return self.name() if name in {one.name for one in self.people} else name


# The list of members ------------------------------------------------------------------------------


def in_sentence(m: Made) -> list[str]:
    kind = m.dice.choice(("等单位", "等部门和单位", "", "为成员单位"))
    names = "、".join([*m.units, *m.groups])
    if kind == "为成员单位":
        return [f"{m.dice.choice(('', m.body))}由{m.host}牵头，{names}为成员单位。".lstrip()]
    return [f"{m.body}由{names}{kind}组成。"]


def in_counted_sentence(m: Made) -> list[str]:
    names = "、".join([*m.units, *m.groups])
    count = len(m.units) + len(m.groups)
    return [
        f"{m.body}由{names}等{count}个{m.dice.choice(('部门', '单位', '部门和单位'))}组成，{m.host}为牵头单位。"
    ]


def behind_label(m: Made) -> list[str]:
    label = m.dice.choice(("成员单位：", "成员单位包括：", "成员单位为：", "成员单位有"))
    return [f"{label}{'、'.join([*m.units, *m.groups])}。"]


def one_a_line(m: Made) -> list[str]:
    return ["成员单位名单如下：", *m.units, *m.groups]


def numbered_lines(m: Made) -> list[str]:
    return ["成员单位：", *(f"{k}.{one}" for k, one in enumerate([*m.units, *m.groups], 1))]


def two_columns(m: Made) -> list[str]:
    every = [*m.units, *m.groups]
    rows = [every[k : k + 2] for k in range(0, len(every), 2)]
    return ["成员单位：", *("\t".join(row) for row in rows)]


def by_kind(m: Made) -> list[str]:
    half = max(2, len(m.units) // 2)
    groups = f"；基层单位：{'、'.join(m.groups)}" if m.groups else ""
    return [
        f"成员单位：政府部门：{'、'.join(m.units[:half])}；其他单位：{'、'.join(m.units[half:])}{groups}。"
    ]


# The people ---------------------------------------------------------------------------------------


def steering(m: Made) -> list[Person]:
    first, second, _ = m.heads
    people = [
        Person(m.name(), m.dice.choice((f"{m.sign}委常委、副{m.sign}长", f"{m.sign}政府副{m.sign}长")), first)
    ]
    m.people.extend(people)
    if m.dice.random() < 0.7:
        m.people.append(Person(m.name(), f"{m.sign}政府办公室副主任", second))
        people.append(m.people[-1])
    return people


def members(m: Made) -> list[Person]:
    role = m.heads[2]
    for unit in m.units:
        m.people.append(Person(m.name(), unit + post_of(m, unit), role, unit))
    return m.people[-len(m.units) :]


def post_of(m: Made, unit: str) -> str:
    plain = re.sub(r"（.*）", "", unit)
    head = PARTY_HEADS.get(plain[-1], "负责人" if plain[-1] in "司队心关社" else "主任")
    head = {"司": "总经理", "队": "支队长" if plain.endswith("支队") else "队长", "关": "关长"}.get(
        plain[-1], head
    )
    return m.dice.choice((head, "副" + head)) if head != "负责人" else head


def padded(name: str) -> str:
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


def colon_roster(m: Made, people: list[Person]) -> list[str]:
    lines, last = [], ""
    for one in people:
        label = {2: f"{one.role[0]}　{one.role[1]}："}.get(len(one.role), f"{one.role}：")
        lines.append(f"{label if one.role != last else '　　　　'}{padded(one.name)}　{one.title}")
        last = one.role
    return lines


def role_lines(m: Made, people: list[Person]) -> list[str]:
    lines, last = [], ""
    for one in people:
        if one.role != last:
            lines.append(f"{one.role}：")
        lines.append(f"{padded(one.name)} {one.title}")
        last = one.role
    return lines


def spaced_roster(m: Made, people: list[Person]) -> list[str]:
    lines, last = [], ""
    for one in people:
        lines.append(f"{one.role if one.role != last else '      '}  {padded(one.name)}   {one.title}")
        last = one.role
    return lines


def bracket_roster(m: Made, people: list[Person]) -> list[str]:
    lines = []
    for role in dict.fromkeys(one.role for one in people):
        seats = "、".join(f"{one.name}（{one.title}）" for one in people if one.role == role)
        lines.append(f"{role}：{seats}")
    return lines


def table_roster(m: Made, people: list[Person]) -> list[str]:
    return ["职务\t姓名\t单位及职务", *(f"{one.role}\t{one.name}\t{one.title}" for one in people)]


# The duties ---------------------------------------------------------------------------------------


def items_of(m: Made) -> list[str]:
    count = m.dice.choice((1, 2, 3))
    return [one.format(s=m.subject) for one in m.dice.sample(ITEMS, count)]


def nested_duties(m: Made) -> list[str]:
    lines = []
    for k, unit in enumerate(m.units, 1):
        items = items_of(m)
        lines.append(
            f"（{cn(k)}）{unit}" + m.shapes.setdefault("nested mark", m.dice.choice(("", "：", "。")))
        )
        lines.extend(f"{n}.{item}。" for n, item in enumerate(items, 1))
        m.duties[unit] = len(items)
    return lines


def colon_duties(m: Made) -> list[str]:
    lines = []
    for unit in m.units:
        lines.append(f"{unit}：{'；'.join(items_of(m))}。")
        m.duties[unit] = 1
    return lines


def numbered_inline_duties(m: Made) -> list[str]:
    lines = []
    mark = m.dice.choice(("{}.", "{}、", "（{}）"))
    for k, unit in enumerate(m.units, 1):
        number = cn(k) if mark == "（{}）" else k
        lines.append(f"{mark.format(number)}{unit}：{'；'.join(items_of(m))}。")
        m.duties[unit] = 1
    return lines


def sentence_duties(m: Made) -> list[str]:
    lines = []
    for k, unit in enumerate(m.units, 1):
        items = items_of(m)
        items[0] = items[0] if items[0].startswith("负责") else "负责" + items[0]
        lines.append(f"（{cn(k)}）{unit}{'；'.join(items)}。")
        m.duties[unit] = 1
    return lines


def bare_heading_duties(m: Made) -> list[str]:
    lines = []
    for unit in m.units:
        items = items_of(m)
        lines.append(unit)
        lines.extend(f"{item}。" for item in items)
        m.duties[unit] = len(items)
    return lines


def bullet_duties(m: Made) -> list[str]:
    lines = []
    for unit in m.units:
        lines.append(
            f"{m.shapes.setdefault('bullet', m.dice.choice('•◆●'))} {unit}：{'，'.join(items_of(m))}。"
        )
        m.duties[unit] = 1
    return lines


def table_duties(m: Made) -> list[str]:
    lines = ["成员单位\t职责"]
    for unit in m.units:
        lines.append(f"{unit}\t{'；'.join(items_of(m))}。")
        m.duties[unit] = 1
    return lines


def article_duties(m: Made) -> list[str]:
    return [f"{line}" for line in colon_duties(m)]


def no_duties(m: Made) -> list[str]:
    return ["各成员单位要按照职责分工，主动研究有关问题，认真落实议定事项。"]


# Decoys: bodies that are not members --------------------------------------------------------------


def expert_group(m: Made) -> list[str]:
    return [
        f"{m.body}设专家组，由{m.sign}人民医院、{m.sign}职业技术学院、{m.sign}律师协会等单位的专家组成，提供咨询意见。"
    ]


def dissolved(m: Made) -> list[str]:
    return [
        f"原{m.area}{m.subject}工作协调小组（由{m.sign}外事办、{m.sign}粮食局、{m.sign}地震局组成）同时撤销。"
    ]


def below(m: Made) -> list[str]:
    return ["各乡镇（街道）参照建立相应机制，由派出所、司法所、卫生院组成。"]


def none(m: Made) -> list[str]:
    return []


# The parts ----------------------------------------------------------------------------------------

FREQUENCY = (
    "每季度召开一次",
    "每半年至少召开一次",
    "每年召开两次",
    "每年召开1次",
    "每季度至少召开1次",
    "不定期召开",
)


def functions(m: Made) -> tuple[str, list[str]]:
    core = SUBJECTS[m.subject]
    rows = [
        f"在{m.sign}委、{m.sign}政府领导下，{core}",
        f"督促检查{m.subject}工作落实情况",
        f"完成{m.sign}政府交办的其他事项",
    ]
    heading = m.dice.choice(("主要职责", "工作职责", "主要职能", f"{m.body}主要职责"))
    if m.pick("functions", "items", "paragraph") == "paragraph":
        return heading, ["；".join(rows) + "。"]
    return heading, [f"（{cn(k)}）{row}。" for k, row in enumerate(rows, 1)]


def rules(m: Made) -> tuple[str, list[str]]:
    often = m.pick("frequency", *FREQUENCY)
    m.gold["meeting_frequency"] = often
    first = m.heads[0]
    lines = [
        f"{m.body}{m.dice.choice(('原则上', '', '全体会议'))}{often}，由{first}或其委托的{m.heads[1]}召集。"
    ]
    minutes = m.pick("minutes", "none", "printed", "report")
    m.gold["minutes_rule"] = minutes != "none"
    if minutes != "none":
        tail = {"printed": "印发各成员单位", "report": f"经与会单位同意后印发有关方面，并抄报{m.sign}政府"}[
            minutes
        ]
        lines.append(f"会议以{m.dice.choice(('会议', ''))}纪要形式明确议定事项，{tail}。")
    return m.dice.choice(("工作规则", "会议制度", "议事规则", "工作机制")), lines


def office(m: Made) -> list[str]:
    m.gold["office_host_unit"] = m.host
    form = m.pick("office", "下设", "设在", "日常", "承担")
    return {
        "下设": [f"{m.body}下设办公室，办公室设在{m.host}，负责日常工作。"],
        "设在": [f"{m.body}办公室设在{m.host}，办公室主任由{m.host}分管负责人兼任。"],
        "日常": [f"{m.body}日常工作由{m.host}承担。"],
        "承担": [f"{m.body}办公室设在{m.host}，承担{m.body}日常工作，各成员单位确定一名联络员。"],
    }[form]


Made.host = property(lambda m: m.units[0])  # type: ignore[attr-defined]


def composition(m: Made) -> tuple[str, list[str]]:
    shape = m.pick("list", in_sentence, in_counted_sentence, behind_label, one_a_line, numbered_lines, two_columns,
                   by_kind, none)  # fmt: skip
    lines = [] if shape is none else shape(m)
    m.gold["roster only"] = shape is none
    roster: Callable[[Made, list[Person]], list[str]] = m.pick(
        "roster", colon_roster, role_lines, spaced_roster, bracket_roster, table_roster
    )
    if shape is none or m.pick("people", "named", "by post") == "named":
        people = steering(m)
        people += members(m) if shape is none else []
        lines = [*roster(m, people), *lines]
        m.gold["convener"] = people[0].name
        m.gold["also_convener"] = [people[0].title]
    else:
        m.gold["convener"] = f"{m.sign}政府分管副{m.sign}长"
        lines.append(f"{m.body}由{m.gold['convener']}担任{m.heads[0]}，{m.host}主要负责人担任{m.heads[1]}。")
    return m.dice.choice(("组成人员", "组织机构", "成员单位", "组成人员及成员单位")), lines


def sections(m: Made) -> list[tuple[str, list[str]]]:
    parts = [functions(m), composition(m)]
    shape = m.pick("duties", nested_duties, colon_duties, numbered_inline_duties, sentence_duties, bare_heading_duties,
                   bullet_duties, table_duties, no_duties)  # fmt: skip
    duty = (m.dice.choice(("成员单位职责", "成员单位职责分工", "职责分工", "各成员单位主要职责")), shape(m))
    if shape is no_duties:
        duty = ("工作要求", duty[1])
    extra = m.pick("decoy", none, none, expert_group, dissolved, below)(m)
    ruled = rules(m)
    last = (ruled[0], [*office(m), *ruled[1], *extra])
    order = m.pick("order", "duties last", "duties middle")
    return [*parts, last, duty] if order == "duties last" else [*parts, duty, last]


def numbered(m: Made, parts: list[tuple[str, list[str]]]) -> list[str]:
    style = m.pick("numbering", "cn", "cn", "article", "bare")
    lines = []
    for k, (heading, body) in enumerate(parts, 1):
        if style == "article":
            lines.append(f"第{cn(k)}条 {heading}")
        else:
            lines.append(heading if style == "bare" else f"{cn(k)}、{heading}")
        lines.extend(body)
    return lines


def head(m: Made) -> tuple[list[str], list[str], list[str]]:
    """The lines above the sections, those after them, and the title."""
    body, area, year = m.body, m.area, m.dice.randint(2009, 2024)
    name = f"{area}{m.subject}{body}" if body in {"委员会", "工作专班"} else f"{area}{m.subject}工作{body}"
    issuer = f"{area}人民政府办公室"
    number = f"{m.place[0]}政办{m.dice.choice(('发', '函', '字'))}〔{year}〕{m.dice.randint(1, 180)}号"
    month, day = m.dice.randint(1, 12), m.dice.randint(1, 28)
    verb = "建立" if body == "联席会议" else "成立"
    what = f"{name}制度" if body == "联席会议" else name
    title = f"{issuer}关于{verb}{what}的通知"
    m.gold |= {"issuer": issuer, "doc_number": number, "date": f"{year}-{month:02}-{day:02}", "region": area}
    addressee = f"各乡镇人民政府、街道办事处，{m.sign}直有关单位："
    why = f"为加强对{m.subject}工作的组织领导，强化部门协作，经{m.sign}政府同意，{verb}{name}（以下简称{body}）{'制度' if body == '联席会议' else ''}。现将有关事项通知如下："
    dated = m.pick("date", f"{year}年{month}月{day}日", f"{year}年{month}月{day}日", f"{year}.{month}.{day}")
    foot = [issuer, dated]
    form = m.pick("head", "plain", "plain", "web", "annex")
    if form == "annex":
        m.gold["title"], m.gold["also_title"] = title, [what, f"{name}制度"]
        issued = f"{issuer}关于印发{what}{'' if body == '联席会议' else '组建方案'}的通知"
        m.gold["title"] = issued
        above = [
            issued,
            number,
            addressee,
            f"《{what}{'' if body == '联席会议' else '组建方案'}》已经{m.sign}政府同意，现印发给你们，请认真贯彻执行。",
            *foot,
            f"{what}{'' if body == '联席会议' else '组建方案'}",
            why.replace("现将有关事项通知如下：", ""),
        ]
        return above, [], [title]
    m.gold["title"] = title
    above = [title, number, addressee, why]
    if form == "web":
        above = [
            f"首页 > 政务公开 > 政府文件\t索引号：{m.dice.randint(10**8, 10**9)}",
            "字体：[大 中 小]",
            *above,
        ]
        foot.append("打印本页 关闭窗口")
    return above, foot, [title]


# Damage -------------------------------------------------------------------------------------------


def clean(m: Made, lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def indented(m: Made, lines: list[str]) -> str:
    return "\n\n".join("　　" + line for line in lines)


def half_width(m: Made, lines: list[str]) -> str:
    return clean(m, lines).translate(str.maketrans("，：；（）", ",:;()"))


def wrapped(m: Made, lines: list[str]) -> str:
    out = []
    for line in lines:
        width = len(line) if "\t" in line else 36
        out.extend(line[place : place + width] for place in range(0, len(line), width or 1))
    return "\n".join(out)


def paged(m: Made, lines: list[str]) -> str:
    out = []
    for k, line in enumerate(lines):
        out.append(line)
        if k % 14 == 13:
            out.append(f"— {k // 14 + 1} —")
    return "\n".join(out)


def make(seed: int) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Give text, gold and the kinds that met in it."""
    dice = random.Random(seed)
    sign = dice.choice(list(LEVELS))
    m = Made(dice, dice.choice(PLACES), sign, dice.choice(list(SUBJECTS)))
    m.gold["body"] = m.pick(
        "body", "联席会议", "联席会议", "联席会议", "领导小组", "委员会", "指挥部", "工作专班"
    )
    count = dice.randint(4, 12)
    names = [dice.choice(PLAIN), *dice.sample(ODD, 3), *dice.sample(PLAIN, count)]
    m.units = list(dict.fromkeys(one.format(sign, p=m.place) for one in names))
    dice.shuffle(m.units)
    plain = next(one for one in m.units if one.endswith(("局", "委")))
    m.units.remove(plain)
    m.units.insert(0, plain)
    if dice.random() < 0.3:
        m.groups = [dice.choice(GROUPS).format(p=m.place)]
    above, foot, _ = head(m)
    parts = sections(m)
    damage = m.pick("damage", clean, clean, clean, indented, half_width, wrapped, paged)
    text = damage(m, [*above, *numbered(m, parts), *foot])
    return text, gold_of(m), m.shapes


def gold_of(m: Made) -> dict[str, Any]:
    listed = not m.gold.pop("roster only")
    m.gold.pop("body")
    return m.gold | {
        "document_kind": "founding",
        "units": [*m.units, *(m.groups if listed else [])],
        "units_optional": ["各乡镇（街道）", f"{m.sign}政府办公室", *m.groups],
        "roster": [{"name": one.name, "title": one.title, "role": one.role} for one in m.people],
        "duties": m.duties,
    }
