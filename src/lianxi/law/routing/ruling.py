"""From facts to a ruling: gate by instrument and date, test every act, sort into tiers, abstain where none answers."""

import datetime as dt
from collections.abc import Iterable

from lianxi.law.routing.factbook import FactBook, merge_facts
from lianxi.law.routing.inference import infer
from lianxi.law.routing.matching import Verdict, judge
from lianxi.law.routing.model import Act, Answer, Fact, Instrument, Ruling, Tier
from lianxi.law.routing.questions import pick_questions
from lianxi.law.routing.rejection import list_rejections
from lianxi.law.routing.suggestion import suggest_facts
from lianxi.law.routing.vocabulary import MATTER

_TIERS: tuple[Tier, ...] = ("established", "conditional", "general")
_ROLES = ("lead", "supervise", "guide", "provide", "cooperate", "participate")


def route(instrument: Instrument, facts: Iterable[Fact], *, on: dt.date | None = None) -> Ruling:
    """Return who answers under one instrument, by tier, then role, then conditions met, then printed order.

    `on` is the day of the case; before the instrument's date nothing answers. The order of the facts
    changes nothing. The caller gates by jurisdiction by choosing the instrument.
    """
    book = infer(tuple(facts))
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
    instrument: Instrument, text: str, confirmed: Iterable[Fact] = (), *, on: dt.date | None = None
) -> Ruling:
    """Return the ruling on a case told in words, with a person's confirmed facts standing over the suggested ones."""
    return route(instrument, merge_facts(suggest_facts(text), confirmed), on=on)


def _abstain(instrument: Instrument, book: FactBook, why: str) -> Ruling:
    return Ruling(instrument.code, (), True, (), (), book.all(), why)


def _missing(instrument: Instrument, book: FactBook) -> str:
    if not book.true_facts(MATTER):
        return "案情没有说明要解决的是什么事项，或者说的不是职业病防治的事项。"
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
