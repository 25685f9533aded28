"""The facts of a case as the intake form carries them: read from its fields, and shown again with their words.

Nothing of this is stored: what the person said about a fact travels in the form's own fields (`f:dimension:code`),
beside what was suggested when the page was shown (`s:dimension:code`), so that only what they changed, added or
answered counts as confirmed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from lianxi.core.canonical import digest
from lianxi.law.routing import Fact, Instrument, Question, Ruling, label_of, load_vocabulary
from lianxi.law.routing.factbook import CONFIRMED
from lianxi.law.routing.gates import Scope
from lianxi.law.routing.inference import load_inferences
from lianxi.law.routing.model import State
from lianxi.law.routing.vocabulary import MATTER, SIGN
from lianxi.web.law.shapes import AskingFactsGroupFacts, AskingFactsLine

Term = tuple[str, str]
STATES: dict[State, str] = {"true": "是", "false": "否", "unknown": "不清楚"}
# What a person may say of the case as a whole, instead of a matter.
SCOPES: tuple[tuple[Scope, str], ...] = (
    ("none", "都不是"),
    ("conference", "会议自身事务"),
    ("other", "不属于这个题目"),
)
# Up to so many values are asked one by one; of more, one is picked from a list.
ASKED_ONE_BY_ONE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as the form states it: the text, what the person said, what was suggested, what they put off."""

    text: str
    said: Mapping[Term, State]
    shown: Mapping[Term, State]
    accepted: frozenset[str]
    put_off: frozenset[str]
    is_rewritten: bool = False
    scope: Scope | None = None

    @property
    def mark(self) -> str:
        """The mark of the text, by which the next form notices that it was rewritten."""
        return digest(self.text)[:16]

    @property
    def touched(self) -> frozenset[str]:
        """The dimensions on which the person's word stands instead of the text's."""
        changed = {term[0] for term, state in self.said.items() if self.shown.get(term) != state}
        return frozenset(changed | self.accepted)

    def confirmed(self) -> tuple[Fact, ...]:
        """Return what the person confirmed: every value they saw of a dimension they touched."""
        own = self.touched
        return tuple(
            Fact(dimension, code, state, CONFIRMED, CONFIRMED)
            for (dimension, code), state in self.said.items()
            if dimension in own
        )


def read_asked(given: Mapping[str, str]) -> Asked:
    """Read a case from the form's fields; unknown names and codes are passed over."""
    text = given.get("text", "").replace("\r\n", "\n").strip()
    if "reset" in given:
        return Asked(text, {}, {}, frozenset(), frozenset())
    said, shown = _terms(given, "f"), _terms(given, "s")
    picked, put_off = _picked(given)
    added = _term(given.get("add", ""))
    if added is not None:
        said[added] = _state(given.get("add_state", "")) or "true"
    said |= dict.fromkeys(picked, "true")
    answers = {name.partition(":")[2]: value for name, value in given.items() if name.startswith("a:")}
    accepted = _named(given, "ok:") | {name for name, value in answers.items() if value == "yes"}
    put_off |= _named(given, "off:") | {name for name, value in answers.items() if value == "unknown"}
    asked = Asked(text, said, shown, frozenset(accepted), frozenset(put_off))
    rewritten = bool(asked.confirmed()) and given.get("of", asked.mark) != asked.mark
    return Asked(text, said, shown, asked.accepted, asked.put_off, rewritten, _scope(given))


def _scope(given: Mapping[str, str]) -> Scope | None:
    return next((scope for scope, _ in SCOPES if given.get("scope") == scope), None)


def _terms(given: Mapping[str, str], prefix: str) -> dict[Term, State]:
    found: dict[Term, State] = {}
    for name, value in given.items():
        kind, _, rest = name.partition(":")
        term, state = _term(rest), _state(value)
        if kind == prefix and term is not None and state is not None:
            found[term] = state
    return found


def _term(name: str) -> Term | None:
    dimension, _, code = name.partition(":")
    known = load_vocabulary().get(dimension)
    return (dimension, code) if known and dimension != SIGN and code in known.values else None


def _state(value: str) -> State | None:
    return value if value in STATES else None


def _picked(given: Mapping[str, str]) -> tuple[set[Term], set[str]]:
    """Give the values picked from a question's list, and the questions answered with “不清楚”."""
    picks = {name.partition(":")[2]: value for name, value in given.items() if name.startswith("pick:")}
    terms = {_term(f"{dimension}:{value}") for dimension, value in picks.items()}
    return {term for term in terms if term}, {name for name, value in picks.items() if value == "unknown"}


def _named(given: Mapping[str, str], prefix: str) -> set[str]:
    names = {name.removeprefix(prefix) for name in given if name.startswith(prefix)}
    return names & set(load_vocabulary())


# ---- what the page shows ----


def list_questions(asked: Asked, ruling: Ruling, instrument: Instrument) -> Sequence[Mapping[str, object]]:
    """Return the ruling's questions that the person has not put off, with their answers.

    A document outside the vocabulary of facts has no values to choose from: its answers ask in their own place.
    """
    if not instrument.has_facets:
        return []
    return [
        _question(one, ruling, instrument) for one in ruling.questions if one.dimension not in asked.put_off
    ]


def _question(question: Question, ruling: Ruling, instrument: Instrument) -> Mapping[str, object]:
    name = question.dimension
    head, _, why = question.why.partition("？")
    shown = {"dimension": name, "ask": f"{head}？", "why": why, "rows": [], "options": [], "confirms": False}
    if name == MATTER and any(f.dimension == MATTER and f.state == "true" for f in ruling.facts):
        return shown | {"confirms": True, "states": list(STATES.items())}
    spoken = {f.code for f in ruling.facts if f.dimension == name and f.state != "unknown"}
    codes = [code for code in _candidates(name, ruling, instrument) if code not in spoken]
    if len(codes) <= ASKED_ONE_BY_ONE:
        return shown | {"rows": [_row(name, code, None) for code in codes]}
    return shown | {"options": [(code, label_of(name, code)) for code in codes]}


def _candidates(name: str, ruling: Ruling, instrument: Instrument) -> list[str]:
    """Give the values that decide: those the conditional answers wait for, else any the document speaks of."""
    waiting = {c for a in ruling.answers for u in a.unknown if u.dimension == name for c in u.codes}
    spoken = {c for act in instrument.acts for u in act.conditions if u.dimension == name for c in u.codes}
    wanted = waiting or spoken
    return [code for code in load_vocabulary()[name].values if code in wanted]


def group_facts(
    asked: Asked, ruling: Ruling, suggested: Iterable[Fact], questions: Iterable[Mapping[str, Any]]
) -> list[AskingFactsGroupFacts]:
    """Group the case's facts by dimension, in the vocabulary's order, with where each is from.

    Values that a question on the same page asks for stand there; values that a conditional answer waits
    for and nobody spoke of are offered here.
    """
    elsewhere = {row["term"] for question in questions for row in question["rows"]}
    rows = [_fact_row(asked, fact, suggested) for fact in ruling.facts if fact.dimension != SIGN]
    spoken = {row["term"] for row in rows}
    rows += [
        row for row in (_row(d, c, None) for d, c in sorted(_waiting(ruling))) if row["term"] not in spoken
    ]
    order = list(load_vocabulary())
    kept = sorted(
        (r for r in rows if r["term"] not in elsewhere), key=lambda r: order.index(str(r["dimension"]))
    )
    return [
        {
            "dimension": name,
            "label": load_vocabulary()[name].label,
            "rows": list(group),
            "accepted": name in asked.accepted,
        }
        for name, group in groupby(kept, key=lambda row: cast("str", row["dimension"]))
    ]


def _waiting(ruling: Ruling) -> set[Term]:
    return {(u.dimension, code) for a in ruling.answers for u in a.unknown for code in u.codes}


def _row(dimension: str, code: str, state: State | None) -> AskingFactsLine:
    return {
        "dimension": dimension,
        "term": f"{dimension}:{code}",
        "id": f"{dimension}-{code}",
        "label": label_of(dimension, code),
        "state": state,
        "shown": "",
        "source": "",
        "words": "",
        "span": "",
        "choices": [(value, label, value == state) for value, label in STATES.items()],
    }


def _fact_row(asked: Asked, fact: Fact, suggested: Iterable[Fact]) -> Mapping[str, object]:
    row = _row(fact.dimension, fact.code, fact.state)
    said_by_text = next(
        (f for f in suggested if (f.dimension, f.code) == (fact.dimension, fact.code) and f.basis == "text"),
        None,
    )
    if said_by_text is not None:
        row |= {"words": said_by_text.words, "span": f"{said_by_text.start}-{said_by_text.end}"}
    if fact.basis == CONFIRMED:
        row |= {"shown": _unconfirmed(asked, fact, suggested), "source": "你确认"}
        return row
    row["shown"] = fact.state
    if fact.basis != "text":
        row["source"] = _inferred(fact)
    return row


def _unconfirmed(asked: Asked, fact: Fact, suggested: Iterable[Fact]) -> str:
    """Give what the text alone says of a confirmed fact, so that the next form still knows it was changed."""
    found = next((f for f in suggested if (f.dimension, f.code) == (fact.dimension, fact.code)), None)
    return found.state if found else asked.shown.get((fact.dimension, fact.code), "")


def _inferred(fact: Fact) -> str:
    reason = next((rule.reason for rule in load_inferences() if rule.number == fact.basis), "")
    ground = "你确认的事实" if fact.words == CONFIRMED else f"“{fact.words}”"
    return f"由{ground}推断：{reason}（{fact.basis}）"


def list_addable() -> list[tuple[str, list[tuple[str, str]]]]:
    """List every fact a person may add, by dimension; marks of the text's manner are internal."""
    return [
        (known.label, [(f"{name}:{code}", label) for code, label in known.values.items()])
        for name, known in load_vocabulary().items()
        if name != SIGN
    ]
