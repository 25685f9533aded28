"""What a comparison says in words: names of the relations, the rule behind each row, and each point that differs."""

from collections.abc import Sequence

from lianxi.law.comparing.law_words import LawChange
from lianxi.law.comparing.model import About, Change, Counterpart, DutyAct, Limit, Relation
from lianxi.law.comparing.sides import OWN_ENTERPRISES
from lianxi.law.routing import label_of
from lianxi.law.routing.vocabulary import MATTER, load_vocabulary
from lianxi.law.rules import ROLE_LABELS

NO_COUNTERPART = "本文件中没有对应内容"

RELATION_LABELS: dict[Relation, str] = {
    "same": "相同",
    "narrower": "对方较窄",
    "broader": "对方较宽",
    "other_role": "角色不同",
    "other_condition": "条件不同",
    "reworded": "表述不同",
    "other_unit": "由其他单位承担",
    "none": "没有对应内容",
    "none_unit": "没有这个单位",
}
ROLE_WORDS = {**ROLE_LABELS, "unstated": "未写明"}
RULES = {
    "no_unit": "另一份文件里没有与{unit}承担同一职能的单位，其他单位也没有事项和范围完全一致的职责。",
    "unread": "这一款的事项没有读出来，无法按事项比对，请对照原文。",
    "no_duty": "另一份文件的成员单位里有承担同一职能的单位，但没有为它单列职责。",
    "no_matter": "另一份文件里有承担同一职能的单位，但它没有事项相同、范围相容的职责。",
    "moved": "事项和范围完全一致，但由{others}承担。",
    "part_absent": "一部分有对应，另一部分在对方没有对应内容。",
    "condition": "事项相同，但职责成立的条件不同。",
    "role": "事项相同，但承担的角色不同。",
    "crossed": "单位和事项对应，但双方的范围互有增减。",
    "reaches_further": "对方的事项或范围更宽。",
    "reaches_less": "对方的事项或范围更窄。",
    "agree": "单位、事项、范围和角色一致，文字基本一致。",
    "negated": "单位、事项对应，但一方有否定的用词，职责可能正相反，请逐字对照。",
    "law_words": "单位、事项对应，但有改变职责内容的用词（见变化的种类）。",
    "put_otherwise": "单位、事项、范围和角色一致，文字表述不同。",
}
REWORDED = "表述：文字不同"
# The kind of a change, as the table of changes names it.
ABOUT_LABELS: dict[About, str] = {
    "absent": "缺项",
    "condition": "条件",
    "role": "角色",
    "matter": "事项",
    "scope": "范围",
    "negation": "否定",
    "connective": "并列或选择",
    "modality": "应当、可以",
    "time": "时限",
    "aid": "救助种类",
    "extent": "范围用词",
    "number": "数目",
    "co_unit": "会同单位",
    "words": "表述",
}
_KINDS = {"added": "对方多出", "dropped": "对方没有", "widened": "对方放宽", "tightened": "对方收窄"}
_SHOWN = 4


def found(counterparts: Sequence[Counterpart]) -> str:
    """Return the sentence of a row that has counterparts: the clauses that answer, by their numbers."""
    return f"对应 {'、'.join(dict.fromkeys(one.clause for one in counterparts))}"


def absent(act: DutyAct) -> str:
    """Return the sentence for an act without counterpart."""
    return f"对方没有对应“{_short(act.words)}”的内容"


def role(act: DutyAct, other: DutyAct) -> str:
    """Return the sentence for two roles that differ, each as its text opens."""
    mine, theirs = (ROLE_WORDS.get(one.role, one.role) for one in (act, other))
    return f"角色：本方{mine}，对方{theirs}"


def matter(code: str, *, more: bool) -> str:
    """Return the sentence for a matter that only one side names."""
    return f"事项：对方{'多出' if more else '没有'}“{label_of(MATTER, code)}”"


def change(one: Change) -> str:
    """Return the sentence for one limit that differs."""
    known = load_vocabulary().get(one.dimension)
    dimension = known.label if known else one.dimension
    return f"{dimension}：{_KINDS[one.kind]}{_changed(one)}"


def law_change(one: LawChange) -> str:
    """Return the sentence for words of law that only one side has."""
    mine, theirs = (f"“{'、'.join(words)}”" if words else "没有" for words in (one.left, one.right))
    return f"{one.label}：本方{mine}，对方{theirs}"


def _changed(one: Change) -> str:
    if one.left is None or one.right is None:
        limit = one.left or one.right
        if limit is None:
            return ""
        return f"{'排除' if limit.excludes else '限定'}“{_labels(limit, limit.codes)}”"
    grown = one.right.codes - one.left.codes
    lost = one.left.codes - one.right.codes
    more = (one.kind == "widened") != one.left.excludes
    codes = grown if more else lost
    word = "排除" if one.left.excludes else "包括"
    return f"，{'多' if more else '少'}{word}“{_labels(one.left, codes)}”"


def _labels(limit: Limit, codes: frozenset[str]) -> str:
    names = [_label(limit.dimension, code) for code in sorted(codes)]
    rest = f"等 {len(names)} 项" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + rest


def _label(dimension: str, code: str) -> str:
    return "本级所属企业" if code == OWN_ENTERPRISES else label_of(dimension, code)


def _short(words: str) -> str:
    bare = "".join(words.split()).rstrip("。；")
    return bare if len(bare) <= 30 else f"{bare[:29]}…"
