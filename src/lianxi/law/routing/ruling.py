"""From facts to a ruling: gate by instrument and date, test every act, sort into tiers, abstain where none answers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lianxi.law.routing.acts import Act
from lianxi.law.routing.factbook import FactBook, merge_facts
from lianxi.law.routing.gates import Gates, Scope, region_gate, subject_sentence
from lianxi.law.routing.inference import infer
from lianxi.law.routing.letters import Letter, read_letter
from lianxi.law.routing.matching import Verdict, judge
from lianxi.law.routing.model import Answer, Fact, Instrument, Question, Ruling, Tier
from lianxi.law.routing.own_words import answer_in_own_words, hear, speaks_of_subject
from lianxi.law.routing.questions import pick_questions
from lianxi.law.routing.rejection import list_rejections
from lianxi.law.routing.suggestion import Suggested, is_of_subject, suggest
from lianxi.law.routing.vocabulary import MATTER, load_vocabulary

_SHOWN = 3
# What each scope clears of the guesses: "none" keeps only facts about the people and the place.
_KINDS = frozenset({"matter", *(name for name, known in load_vocabulary().items() if known.extended)})
_CLEARED: Mapping[Scope, frozenset[str]] = {
    "other": _KINDS,
    "none": _KINDS,
    "conference": _KINDS - {"conference"},
}
_TIERS: tuple[Tier, ...] = ("established", "conditional", "general")
_ROLES = ("lead", "supervise", "guide", "provide", "cooperate", "participate")


def route(
    instrument: Instrument,
    facts: Iterable[Fact],
    *,
    on: dt.date | None = None,
    closed: frozenset[str] = frozenset(),
) -> Ruling:
    """Return who answers under one instrument, by tier, then role, then conditions met, then printed order.

    `on` is the day of the case; before the instrument's date nothing answers. The order of the facts
    changes nothing; in dimensions of `closed` nothing is guessed.
    """
    book = infer(tuple(facts), closed)
    if on is not None and instrument.issued_on is not None and on < instrument.issued_on:
        return _abstain(
            instrument, book, f"《{instrument.title}》{instrument.issued_on} 才印发，案情日期 {on} 在此之前。"
        )
    verdicts = [judge(act, book) for act in instrument.acts if act.conditions]
    answers = tuple(sorted((_answer(instrument, v) for v in verdicts if v.tier), key=_place))
    return Ruling(
        instrument=instrument.code,
        answers=answers,
        abstained=not answers,
        questions=pick_questions(verdicts, book),
        rejected=list_rejections(instrument, verdicts, book),
        facts=book.all(),
        missing=None if answers else _missing(instrument, book),
    )


def route_text(
    instrument: Instrument,
    text: str,
    confirmed: Iterable[Fact] = (),
    *,
    on: dt.date | None = None,
    scope: Scope | None = None,
) -> Ruling:
    """Return the ruling on a case told in words, with a person's confirmed facts standing over the suggested ones.

    The region's gate comes first; then the facts; where no act answers by them, the document's own words; what
    is of another subject is turned away by the subject's gate. `scope` is what a person said of the whole case; it
    clears the guesses about the matter.
    """
    letter = read_letter(text)
    own_facts = tuple(confirmed)
    suggested = suggest(letter) if instrument.has_facets else Suggested((), ())
    guessed = [fact for fact in suggested.facts if scope is None or fact.dimension not in _CLEARED[scope]]
    facts = merge_facts(guessed, own_facts)
    away = region_gate(instrument.gates, letter) if instrument.gates else None
    if away:
        ruling = _abstain(instrument, infer(facts), away)
        return replace(ruling, gate="region", passed=suggested.passed)
    if scope == "other":
        ruling = _abstain(instrument, infer(facts), "已确认不属于本联席会议的事项。")
        return replace(ruling, gate="subject", passed=suggested.passed)
    closed = _CLEARED[scope] if scope else frozenset[str]()
    ruling = replace(route(instrument, facts, on=on, closed=closed), passed=suggested.passed)
    if ruling.answers or own_facts or scope == "none":
        return ruling
    return _in_own_words(instrument, letter, ruling) or _gated(instrument, letter, ruling)


def _in_own_words(instrument: Instrument, letter: Letter, ruling: Ruling) -> Ruling | None:
    """Give the conditional answers from the document's own words, each with the words in common; None without any."""
    if instrument.own is None:
        return None
    index = instrument.own.index()
    found = answer_in_own_words(index, hear(index, letter.asserted()))
    if not found:
        return None
    answers = tuple(_own_answer(instrument, instrument.own.acts[one.place], one.words) for one in found)
    why = f"条文与案情相合的只是“{'、'.join(found[0].words[:_SHOWN])}”等字样，是不是同一件事？"
    return replace(ruling, answers=answers, abstained=False, questions=(Question(MATTER, why),), missing=None)


def _own_answer(instrument: Instrument, act: Act, words: tuple[str, ...]) -> Answer:
    return Answer(
        unit=act.unit,
        clause=act.clause,
        act_id=act.id,
        start=act.start,
        end=act.end,
        text=instrument.words(act.start, act.end),
        role=act.role,
        tier="conditional",
        met=(),
        unknown=(),
        own_words=words,
    )


def _gated(instrument: Instrument, letter: Letter, ruling: Ruling) -> Ruling:
    """Turn a case away that says nothing of the subject; one that does only lacks what it needs."""
    if instrument.own is not None:
        index = instrument.own.index()
        if speaks_of_subject(index, hear(index, letter.asserted())):
            return ruling
        gates = replace(instrument.gates or Gates(), subject=index.subject_words)
    elif is_of_subject(ruling.facts):
        return ruling
    else:
        gates = instrument.gates or Gates()
    return replace(ruling, gate="subject", missing=subject_sentence(gates), rejected=())


def _abstain(instrument: Instrument, book: FactBook, why: str) -> Ruling:
    return Ruling(instrument.code, (), True, (), (), book.all(), why)


def _missing(instrument: Instrument, book: FactBook) -> str:
    if not book.true_facts(MATTER):
        return "案情没有说明要解决的是什么事项，或者说的不是本联席会议的事项。"
    return f"《{instrument.title}》里没有与案情事实相符的职责；可能缺少行业、所有制、事件等事实，也可能要查其他文件。"


def _answer(instrument: Instrument, verdict: Verdict) -> Answer:
    act: Act = verdict.act
    if verdict.tier is None:
        raise AssertionError(act.id)
    return Answer(
        unit=act.unit,
        clause=act.clause,
        act_id=act.id,
        start=act.start,
        end=act.end,
        text=instrument.words(act.start, act.end),
        role=act.role,
        tier=verdict.tier,
        met=verdict.met,
        unknown=verdict.unknown,
    )


def _place(answer: Answer) -> tuple[int, int, int, int, str]:
    role = _ROLES.index(answer.role) if answer.role in _ROLES else len(_ROLES)
    return (_TIERS.index(answer.tier), role, -len(answer.met), answer.start, answer.act_id)
