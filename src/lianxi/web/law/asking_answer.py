"""The answer of the intake page in words: the sentence first, then unit by unit with the act's own words."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from lianxi.core.basis import Basis
from lianxi.core.words import long_date, moment_text
from lianxi.law.cases import CaseLaw, Precedent, printed_role
from lianxi.law.queries import Words
from lianxi.law.routing import Answer, Condition, Rejection, Ruling, label_of, load_vocabulary
from lianxi.law.routing.model import Passed
from lianxi.law.rows import RulingRow
from lianxi.law.rules import ROLE_LABELS
from lianxi.web.law.shapes import (
    AskingAnswerCited,
    AskingAnswerCondition,
    AskingAnswerRulingView,
    Tier,
    TierUnit,
)
from lianxi.web.shared.lights import short_citation

# How the sentence says a role. Guiding, taking part and cooperating are never raised to answering for it.
VERBS = {
    "guide": "指导",
    "supervise": "监督",
    "cooperate": "配合",
    "participate": "参与",
}
ANSWERS_FOR = "负责"
ORDER = (ANSWERS_FOR, "监督", "指导", "配合", "参与")
GUIDES_PLACES = "指导各地"
TIERS = (
    ("established", "明确的职责", "条文写明的条件，案情都符合。"),
    ("conditional", "待确认的职责", "条文另有条件，案情还没有说清；确认之前不算明确。"),
    ("general", "一般职责", "条文没有写明行业、人群等范围，对各类情况都适用。"),
)
NAMED = 4
# Eligibility is for the unit whose clause sets it; other facts are for whoever handles the case.
JUDGED_BY_UNIT = "person_status"


def sentence(ruling: Ruling) -> str:
    """Say in one sentence who answers, and what has to be confirmed first."""
    if ruling.gate:
        return _flat(ruling.missing or "")
    if ruling.abstained:
        return f"不能判断由谁负责：{_flat(ruling.missing or '')}"
    definite = [a for a in ruling.answers if a.tier == "established"]
    units = {a.unit for a in definite}
    waiting = [a for a in ruling.answers if a.tier == "conditional" and a.unit not in units]
    if not definite and not waiting:
        return f"条文没有专门写到这种情况；按一般职责，{_who_does(ruling.answers)}。"
    parts = [_who_does(definite)] if definite else ["现有事实还不能确定由谁负责"]
    parts += _who_waits(waiting)
    return f"{'；'.join(parts)}。{_leadless([*definite, *waiting], ruling.answers)}"


def _leadless(special: Iterable[Answer], answers: Iterable[Answer]) -> str:
    """Say that no clause of the case's own kind names who answers for it, and who does in general, if anybody."""
    if any(_verb(a.role) == ANSWERS_FOR for a in special):
        return ""
    general = [a for a in answers if a.tier == "general" and _verb(a.role) == ANSWERS_FOR]
    rest = f"；按一般职责，{_who_does(general)}" if general else ""
    return f"条文没有专门写明这种情况由谁牵头负责{rest}。"


def _verb(role: str) -> str:
    return VERBS.get(role, ANSWERS_FOR)


def _who_does(answers: Sequence[Answer]) -> str:
    """Name the units by what they do, each once, with its weightiest role (answers come in that order)."""
    verbs: dict[str, str] = {}
    for answer in answers:
        verbs.setdefault(answer.unit, _verb(answer.role))
    groups = {verb: [unit for unit, own in verbs.items() if own == verb] for verb in ORDER}
    words = [
        f"{'应' if verb == ANSWERS_FOR else ''}由{'、'.join(units)}{verb}"
        for verb, units in groups.items()
        if units
    ]
    return "，".join(words)


def _who_waits(answers: Sequence[Answer]) -> list[str]:
    units = list(dict.fromkeys(a.unit for a in answers))
    if len(units) > NAMED:
        return [f"{'、'.join(units[:NAMED])}等 {len(units)} 个单位待确认"]
    return [f"{unit}待确认：{_what_is_open([a for a in answers if a.unit == unit])}" for unit in units]


def _what_is_open(answers: Sequence[Answer]) -> str:
    words = list(dict.fromkeys(word for answer in answers for word in answer.own_words))
    if words:
        return f"条文与案情只在“{'、'.join(words[:NAMED])}”上相合，是不是同一件事"
    return _open_labels(answers)


def _open_labels(answers: Iterable[Answer]) -> str:
    """Name what is open; kinds of a matter only where no fact about the case is."""
    waiting = [condition for answer in answers for condition in answer.unknown]
    facts = [c for c in waiting if not load_vocabulary()[c.dimension].extended] or waiting
    labels = list(dict.fromkeys(label_of(c.dimension, code) for c in facts for code in c.codes))
    return f"是否{'、'.join(labels[:NAMED])}{'等' if len(labels) > NAMED else ''}"


def _by_weight(conditions: Iterable[Condition]) -> list[Condition]:
    """Facts about the case before kinds of a matter."""
    return sorted(conditions, key=lambda c: load_vocabulary()[c.dimension].extended)


def _flat(words: str) -> str:
    return "".join(words.split())


# ---- unit by unit ----


def tier_views(ruling: Ruling, law: CaseLaw, members: Mapping[str, int]) -> list[Tier]:
    """Return the answers by tier and unit for the page."""
    shown: list[Tier] = []
    for tier, label, help_ in TIERS:
        answers = [a for a in ruling.answers if a.tier == tier]
        order = list(dict.fromkeys(a.unit for a in answers))
        answers.sort(key=lambda a: order.index(a.unit))
        units: list[TierUnit] = [
            {
                "name": name,
                "id": members.get(name),
                "tier": tier,
                "acts": [_act(answer, law) for answer in own],
            }
            for name, own in groupby(answers, key=lambda a: a.unit)
        ]
        if units:
            shown.append({"tier": tier, "label": label, "help": help_, "units": units})
    return shown


def _act(answer: Answer, law: CaseLaw) -> Mapping[str, object]:
    role = printed_role(answer.text, answer.role)
    general = next((a.general for a in law.instrument.acts if a.id == answer.act_id), None)
    return _cited(law, answer.clause, answer.start, answer.end) | {
        "role": role,
        "role_label": ROLE_LABELS.get(answer.role, ""),
        "pieces": _pieces(answer),
        "met": [_met(law, met.condition, [f.words for f in met.facts]) for met in answer.met],
        "open": [_open(law, answer.unit, condition) for condition in _by_weight(answer.unknown)],
        "general": general if answer.tier == "general" else "",
        "own_words": "、".join(answer.own_words),
        "guides_places": GUIDES_PLACES in _flat(answer.text),
    }


def _cited(law: CaseLaw, clause: str, start: int, end: int) -> AskingAnswerCited:
    citation = law.citations.get(clause, clause)
    return {
        "clause": clause,
        "cite": short_citation(citation),
        "citation": citation,
        "url": law.source_url(start, end),
    }


def _pieces(answer: Answer) -> list[dict[str, str]]:
    """Cut the act's exact words at the words of its conditions; a line wrap of the source is not a word."""
    met = [(m.condition.start, m.condition.end) for m in answer.met]
    waits = [(c.start, c.end) for c in answer.unknown]
    cuts = {answer.start, answer.end}
    cuts |= {cut for span in (*met, *waits) for cut in span if cut and answer.start < cut < answer.end}
    pieces: list[dict[str, str]] = []
    for left, right in pairwise(sorted(cuts)):
        kind = "open" if _within(left, right, waits) else "met" if _within(left, right, met) else ""
        words = answer.text[left - answer.start : right - answer.start].replace("\n", "")
        if pieces and pieces[-1]["kind"] == kind:
            pieces[-1]["text"] += words
        else:
            pieces.append({"text": words, "kind": kind})
    return pieces


def _within(left: int, right: int, spans: Iterable[tuple[int | None, int | None]]) -> bool:
    return any(a is not None and b is not None and a <= left and right <= b for a, b in spans)


def _condition(law: CaseLaw, condition: Condition) -> AskingAnswerCondition:
    if condition.start is None or condition.end is None:
        return {"words": "", "inferred": condition.inferred or ""}
    return {"words": _flat(law.instrument.words(condition.start, condition.end)), "inferred": ""}


def _met(law: CaseLaw, condition: Condition, words: Iterable[str]) -> Mapping[str, object]:
    grounds = dict.fromkeys("你确认的事实" if one == "confirmed" else f"“{_flat(one)}”" for one in words)
    return _condition(law, condition) | {"facts": "、".join(grounds)}


def _open(law: CaseLaw, unit: str, condition: Condition) -> Mapping[str, object]:
    labels = "、".join(label_of(condition.dimension, code) for code in condition.codes)
    if condition.reviewer:
        who = "这一条件由推定得来，请办公室确认"
    elif condition.dimension == JUDGED_BY_UNIT:
        who = f"由{unit}认定，经办人先向当事人核实"
    else:
        who = "由经办人向来件人或有关单位核实"
    asks = f"案情没有说清是否{'不属于' if condition.excludes else ''}{labels}"
    return _condition(law, condition) | {"asks": asks, "who": who}


def rejected_views(rejected: Iterable[Rejection], law: CaseLaw) -> Sequence[Mapping[str, object]]:
    """Return the nearest units that do not answer, each with the words that shut it out."""
    rows = []
    for one in rejected:
        act = next(a for a in law.instrument.acts if a.id == one.act_id)
        start, end = (one.start, one.end) if one.start is not None else (act.start, act.end)
        rows.append(
            {"unit": one.unit, "why": _flat(one.why)} | _cited(law, one.clause, start, end or act.end)
        )
    return rows


def passed_views(passed: Iterable[Passed]) -> list[dict[str, str]]:
    """Return the phrases that were understood but do not count, each with what it would mean and why not."""
    return [
        {"words": _flat(one.words), "label": label_of(one.dimension, one.code), "why": one.why}
        for one in passed
    ]


def hit_views(law: CaseLaw, text: str, most: int = 5) -> Sequence[Mapping[str, object]]:
    """Return what the finder finds for the words of a case; none of it is a basis."""
    hits = law.finder.find(text, most)
    return [{"unit": h.unit, "text": _flat(h.text)} | _cited(law, h.clause, h.start, h.end) for h in hits]


def law_view(law: CaseLaw) -> dict[str, str]:
    """Say which document and version an answer rests on."""
    return {
        "title": f"《{law.title}》",
        "number": law.doc_number,
        "version": f"{law.code} 第 {law.number} 版",
        "issued": long_date(law.issued_on) if law.issued_on else "文件没有写成文日期",
        "adopted": moment_text(law.adopted_at) if law.adopted_at else "",
        "url": f"/documents/{law.version_id}",
    }


def ruling_view(row: RulingRow, words: Words | None, why: str = "") -> AskingAnswerRulingView:
    """Return an earlier ruling of the office for the page."""
    answering = [one["name"] for one in row.answering]
    cite = words.citation if words else row.basis.clause
    stated = [f for f in row.facts if f["state"] != "unknown"]
    facts = [("不是" if f["state"] == "false" else "") + label_of(f["dimension"], f["code"]) for f in stated]
    return {
        "pk": row.pk,
        "text": row.text,
        "units": "、".join(answering),
        "considered": "、".join(one["name"] for one in row.considered if one["name"] not in answering),
        "reason": row.reason,
        "facts": "、".join(facts),
        "cite": short_citation(cite),
        "url": f"/documents/{words.version_id}?at={words.start}-{words.end}#s{words.start}" if words else "",
        "by": row.decided_by,
        "at": moment_text(row.decided_at),
        "why": why,
    }


def precedent_views(
    precedents: Iterable[Precedent], words: Mapping[Basis, Words]
) -> list[AskingAnswerRulingView]:
    """Return the rulings that stand beside an answer, each with what it shares with the case."""
    return [ruling_view(one.ruling, words.get(one.ruling.basis), one.why) for one in precedents]
