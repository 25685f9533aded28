"""What an act says besides its role: verbs, partners, trigger and scope, always in the printed words."""

from __future__ import annotations

import re

_VERB_LIST = (
    "组织开展|组织实施|组织|贯彻落实|统筹推进|统筹考虑|统筹|协调|指导|引导|监督管理|监督检查|监督|督促|检查|督查|监管|负责|会同|配合|协助|参与|参加|开展|拟订|拟定"
    "|制定|制订|建立|健全|完善|做好|加强|推动|推进|纳入|列入|查处|关闭|取缔|安排|管理|使用|规范|保障|提供|共享|公开|抄送|抄报|通报|报告|印发|召开|主持"
    "|研究|分析|解决|议定|明确|落实|履行|反映|维护|建议|要求|动员|宣传|培训|培养|调查研究|考核|曝光|争取|加大|提高|完成|确定|提出|调整|承担|担任|兼任"
)
_VERBS = re.compile(_VERB_LIST)
_PARTNERS = re.compile(
    r"(?:会同|配合|协助|联合|商)(?P<who>[^，。；]{2,50}?(?:等(?:有关|相关)?(?:部门|单位)|部门|单位|机构|[局委厅部会](?=对|开展|做好|加强|组织|，|$|共同|建立|制定|拟)))"
)
_RECIPIENTS = re.compile(
    r"(?:抄送|抄报|通报给|报送)(?P<a>[^，。；]{2,20})|向(?P<b>[^，。；]{2,20}?)(?:通报|报告|提出|建议|报送|汇报|提供)"
)
_OPEN_END = re.compile(r"等(?:有关|相关)?(?:部门|单位|成员单位)?$")
_CONDITION = re.compile(r"^(?P<t>[^，]{4,60}?(?:时|的|的情形时))，")
_TRIGGERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?P<t>(?:依据|根据)[^，]{2,16}?结果)",
        r"(?:参与|指导|组织|协助|配合)(?P<t>[^，、和]{2,24}?事故)",
        r"对(?P<t>违反[^，]{2,30}?行为)",
        r"查处(?P<t>[^，。]{2,60})",
        r"对?(?P<t>用人单位[^，]{0,6}不存在或者?无法[^，的]{2,10})",
        r"(?P<t>经[^，]{2,14}同意后)",
        r"(?P<t>(?:发生|发现)[^，]{2,30}(?:时|后))",
    )
)
_SCOPES = (
    re.compile(r"（[^（）]*(?:含|包括|除外|以外|不含)[^（）]*）"),
    re.compile(r"全[省市州县区]|[省市县区]属(?:企业|单位)|本(?:行业|系统|部门|领域)"),
    re.compile(
        r"[^，、。；对将的责导]{0,10}(?:系统|行业|领域|场所|工程)(?:范围内)?(?=的|职业|、|用人|，|。|$)"
    ),
    re.compile(r"[^，、。；]{2,20}除外"),
)


def verbs_of(act: str) -> tuple[str, ...]:
    """Give the verbs of an act that stand in the closed list, in order, each once."""
    return tuple(dict.fromkeys(match[0] for match in _VERBS.finditer(act)))


def partners_of(act: str) -> tuple[str, ...]:
    """Give whom an act joins, helps or informs, as printed; 等部门 stays open and is listed as such."""
    found: list[str] = []
    for match in _PARTNERS.finditer(act):
        found.extend(_names(match["who"]))
    for match in _RECIPIENTS.finditer(act):
        found.extend(_names((match["a"] or match["b"]).rstrip("。")))
    return tuple(dict.fromkeys(found))


def _names(text: str) -> list[str]:
    tail = _OPEN_END.search(text)
    stem = text[: tail.start()] if tail else text
    names = [name for name in re.split(r"[、和]", stem) if name]
    return names + ([tail[0]] if tail and tail[0] != "等" else [])


def trigger_of(act: str) -> str | None:
    """Give the condition or event on which an act depends, as printed, or None."""
    condition = _CONDITION.match(act)
    if condition and not re.match(r"(?:将|把|负责|按照|根据)", act):
        return condition["t"]
    for pattern in _TRIGGERS:
        match = pattern.search(act)
        if match:
            return match["t"]
    return None


def scope_of(act: str) -> tuple[str, ...]:
    """Give the words that bound an act: areas, trades, inclusions and exclusions in brackets."""
    found = [match[0] for pattern in _SCOPES for match in pattern.finditer(act)]
    return tuple(dict.fromkeys(one for one in found if len(one) > 1))
