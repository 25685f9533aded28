"""At most three questions, the most deciding first: the dimension that keeps most units undecided is asked first."""

from lianxi.law.routing.acts import Condition
from lianxi.law.routing.factbook import FactBook
from lianxi.law.routing.matching import Verdict
from lianxi.law.routing.model import Question
from lianxi.law.routing.vocabulary import MATTER, SIGN, load_vocabulary

MOST = 3
_NAMED = 4


def pick_questions(verdicts: list[Verdict], book: FactBook) -> tuple[Question, ...]:
    """Return up to three dimensions that no person has confirmed and whose answer would change the ruling.

    The matter comes first because every act depends on it; then what conditional answers leave open;
    then what keeps acts of the stated matter out of reach; each by the number of units concerned.
    """
    open_units: dict[str, list[str]] = {}
    near_units: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.tier == "conditional":
            _note(open_units, verdict, verdict.unknown)
        elif not verdict.tier and _speaks_of_matter(verdict):
            _note(near_units, verdict, (*verdict.silent, *verdict.unknown))
            _note(
                near_units,
                verdict,
                tuple(c for c, outcome, _ in verdict.against if outcome == "contradicted"),
            )
    questions = [] if book.is_confirmed(MATTER) else [Question(MATTER, _matter_why(book))]
    for groups, sentence in ((open_units, "决定是否属于"), (near_units, "可能涉及")):
        for dimension in sorted(groups, key=lambda name: _rank(name, groups)):
            if _is_askable(dimension, book) and all(q.dimension != dimension for q in questions):
                questions.append(Question(dimension, _why(dimension, sentence, groups[dimension])))
    return tuple(questions[:MOST])


def _rank(dimension: str, groups: dict[str, list[str]]) -> tuple[bool, int, int]:
    """Facts about the case come before kinds of a matter: a clerk can usually tell the kind from the facts."""
    names = list(load_vocabulary())
    return (load_vocabulary()[dimension].extended, -len(groups[dimension]), names.index(dimension))


def _speaks_of_matter(verdict: Verdict) -> bool:
    return any(met.condition.dimension == MATTER for met in verdict.met)


def _note(groups: dict[str, list[str]], verdict: Verdict, conditions: tuple[Condition, ...]) -> None:
    for condition in conditions:
        units = groups.setdefault(condition.dimension, [])
        if verdict.act.unit not in units:
            units.append(verdict.act.unit)


def _is_askable(dimension: str, book: FactBook) -> bool:
    return dimension not in {MATTER, SIGN} and not book.is_confirmed(dimension)


def _matter_why(book: FactBook) -> str:
    known = load_vocabulary()[MATTER]
    stated = "、".join(known.values[fact.code] for fact in book.true_facts(MATTER))
    return f"{known.question}从文字看是：{stated}，请确认。" if stated else known.question


def _why(dimension: str, sentence: str, units: list[str]) -> str:
    named = "、".join(units[:_NAMED]) + ("等" if len(units) > _NAMED else "")
    return f"{load_vocabulary()[dimension].question}{sentence}{named}的职责。"
