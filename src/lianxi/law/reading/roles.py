"""The roles of an act by its words: lead, guide, supervise, cooperate, participate, provide.

Guiding and taking part are never raised to leading: 负责指导各地… is guide, 配合…督促 is cooperate.
"""

from __future__ import annotations

import re

from lianxi.law.reading.acts import is_adjunct, pivot_of

_ADVERBS = re.compile(
    r"(?:依法|积极|及时|认真|切实|主动|合理|广泛|同时|共同|严格|进一步|密切|按照?职责分工|按照?[^，对将]{0,8}规定|并|要(?!求)|应当|应|须|具体|牵头|深入|代表[^，]{2,4}?(?=监督))+"
)
_SUBJECT = re.compile(r"[^，]{0,12}(?:办公室|成员单位|各单位|各部门)(?:要|应当|应|须)")
_HEADS: tuple[tuple[str, str], ...] = (
    ("参与", "participate"), ("参加", "participate"), ("反映", "participate"),
    ("配合", "cooperate"), ("协助", "cooperate"), ("协同", "cooperate"),
    ("指导", "guide"), ("引导", "guide"),
    ("监督检查", "supervise"), ("督促", "supervise"), ("监督", "supervise"), ("检查", "supervise"),
    ("督查", "supervise"), ("督办", "supervise"), ("考核", "supervise"), ("监管", "supervise"),
    ("要求", "supervise"), ("组织", "lead"), ("牵头", "lead"),
)  # fmt: skip
_JOIN = re.compile(r"[、和并或及与]|以及|或者")
_DONE_TO = re.compile(r"(?:对|加强对).+?(?:进行|实施|给予|开展|予以|的)(?P<what>[^，对]{2,14})$")
_OVERSIGHT = re.compile(r"(?:监管|监督管理|监督检查)(?:工作|职责)?$")
_MONEY = re.compile(r"(?:安排|统筹|争取|筹集|拨付|加大|落实|保障)[^，]*?(?:经费|资金|费用|投入|财力)")
_HANDS_OVER = re.compile(r"抄送|抄报|通报[^机和、]|通报$|共享|信息公开|提供|报送|移送|反馈|告知")
_AID = re.compile(
    r"(?:做好|落实|负责)[^，]{0,60}(?:社会保障|保障|救助|待遇)[^，]{0,60}工作|纳入[^，]{0,60}(?:救助|供养|保障)[^，]{0,60}范围"
)
_URGES = re.compile(r"^向[^，]*?(?<!意见)(?:建议|要求)[^，。]|纳入[^，]*考核|曝光|舆论监督|跟踪督促|跟踪督办")
_MUTUAL = re.compile(r"互通信息|密切配合|相互支持")


def roles_of(act: str, kind: str, unit: str | None, before: str | None) -> tuple[str, ...]:
    """Give the roles of an act (flat text); `before` is the act before it in the same sentence, if any."""
    core = _core(act)
    if _MUTUAL.search(core):
        return ("cooperate",)
    if kind in {"composition", "office_rule"} and re.search(r"成员单位.*为[^，]*成员", act):
        return ("participate",)
    heads = _heads(core)
    if heads and heads[0] in {"cooperate", "participate"}:
        return _only_weak(heads)
    if unit == "各成员单位":
        return ("participate",)
    found = heads or _by_object(core, kind)
    if found:
        return found
    if before is not None and pivot_of(_core(before)) and not _own_authority(core):
        return ("supervise",)
    return ("lead",)


def _core(act: str) -> str:
    """Return the predicate itself: without adjuncts, subject and adverbs before it."""
    pieces = act.rstrip("。；").split("，")
    while len(pieces) > 1 and is_adjunct(pieces[0]):
        pieces.pop(0)
    text = "，".join(pieces)
    subject = _SUBJECT.match(text)
    text = text[subject.end() :] if subject else text
    adverbs = _ADVERBS.match(text)
    return text[adverbs.end() :] if adverbs else text


def _only_weak(heads: tuple[str, ...]) -> tuple[str, ...]:
    """配合…指导 and 参与…监督 stay what they begin with; only 参与或组织 leaves both open."""
    if heads[0] == "participate" and "lead" in heads[1:]:
        return ("participate", "lead")
    return heads[:1]


def _heads(core: str) -> tuple[str, ...]:
    """Roles of the verbs with which the predicate begins (组织指导, 监督、指导, 督促并协助)."""
    text = re.sub(r"^负责(?:依法)?(?=指导|督促|监督|配合|协助|参与|对)", "", core)
    found: list[str] = []
    place = 0
    while True:
        verb, role = _head_at(text, place)
        if not verb:
            break
        found.append(role)
        place += len(verb)
        joint = _JOIN.match(text, place)
        place = joint.end() if joint else place
    if found and "组织" in core[:2] and kind_of_object(core):
        found.append("supervise")
    return tuple(dict.fromkeys(found))


def _head_at(text: str, place: int) -> tuple[str, str]:
    if text.startswith("协调指导", place):
        return "协调指导", "guide"
    return next(((verb, role) for verb, role in _HEADS if text.startswith(verb, place)), ("", ""))


def kind_of_object(core: str) -> bool:
    """Tell whether what is organised is itself an inspection (组织…监督检查, not 组织开展…)."""
    return core.startswith("组织") and not core.startswith("组织开展") and core.endswith("监督检查")


def _by_object(core: str, kind: str) -> tuple[str, ...]:
    if _URGES.search(core):
        return ("supervise",)
    if _MONEY.search(core) or _HANDS_OVER.search(core) or _AID.search(core):
        return ("provide",)
    done = _DONE_TO.search(core)
    if done and not core.startswith(("负责会同", "会同")):
        return _done_to(done["what"], core)
    if kind == "duty" and _OVERSIGHT.search(core):
        return ("lead", "supervise")
    return ()


def _done_to(what: str, core: str) -> tuple[str, ...]:
    """Roles of 对…进行指导、检查 and 加强对…的监督指导."""
    found = [
        role
        for verb, role in sorted(((v, r) for v, r in _HEADS if v in what), key=lambda one: what.find(one[0]))
    ]
    if "监督管理" in what and "实施" in core:
        return ("lead", "supervise")
    return tuple(dict.fromkeys(found))


def _own_authority(core: str) -> bool:
    return re.match(r"负责|组织|会同|查处|安排|按照|依法|开展|拟|制定|对|加大|落实", core) is not None
