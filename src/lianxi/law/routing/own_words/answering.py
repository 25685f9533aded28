"""Which acts of a document a case's words speak of: concepts and words in common, weighed by how rare they are.

An act of an office formula (funds, publicity, meetings …) answers only a case that asks for that formula. Where
nothing of the document's own is spoken of but its subject, the acts that handle that subject itself answer.
"""

from dataclasses import dataclass

from lianxi.law.routing.own_words.formulas import kinds_asked, load_formulas
from lianxi.law.routing.own_words.index import OwnAct, OwnIndex, pairs_of
from lianxi.law.routing.own_words.sayings import find_sayings, wider_of

# Weights and thresholds, set on documents of four subjects; see bench/routing.py for what they give on others.
_PAIR = 0.35
_WEAK = 0.5
_PEOPLE = 0.4
_SUBJECT = 0.15
_ASKED = 1.6
_ENOUGH = 1.5
_NEAR_BEST = 0.62
_HANDLES = 0.5
# Formulas that shut an act off unless a case asks for them; the others only add weight.
_CLOSED = frozenset(
    {
        "meeting",
        "members",
        "office",
        "follow_up",
        "funds",
        "publicity",
        "training",
        "exposure",
        "general",
        "policy",
        "planning",
        "statistics",
    }
)
# Of these a case asks nothing else.
_ALONE = frozenset({"meeting", "members", "office"})


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An act that a case speaks of: its place among the acts, its weight, and the words in common."""

    place: int
    weight: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A case as the index hears it: concepts with the words that say them, pairs of letters, formulas asked for."""

    concepts: dict[str, str]
    weak: frozenset[str]
    pairs: frozenset[str]
    asked: dict[str, str]


def hear(index: OwnIndex, bare: str) -> Heard:
    """Return what a case without blanks says, unit names left out."""
    told = index.without_names(bare)
    sayings = sorted(find_sayings(told), key=lambda saying: saying.is_weak)
    concepts: dict[str, str] = {}
    for saying in sayings:
        concepts.setdefault(saying.concept, saying.words)
    for concept, words in list(concepts.items()):
        if wider := wider_of().get(concept):
            concepts.setdefault(wider, words)
    for clause, sayings_of in index.said.items():
        hit = next((word for word in sayings_of if word in told), None)
        if hit:
            concepts[clause] = hit
    firm = {saying.concept for saying in sayings if not saying.is_weak} | index.said.keys()
    weak = frozenset({saying.concept for saying in sayings} - firm)
    return Heard(concepts, weak, frozenset(pairs_of(told)), kinds_asked(told))


def speaks_of_subject(index: OwnIndex, heard: Heard) -> bool:
    """Tell whether a case shares a concept of the document's subject."""
    return not index.subject.isdisjoint(heard.concepts)


def answer_in_own_words(index: OwnIndex, heard: Heard) -> tuple[OwnAnswer, ...]:
    """Return the acts a case speaks of, the weightiest first; empty where it speaks of none clearly enough."""
    alone = _ALONE & heard.asked.keys()
    open_acts = [act for act in index.acts if not alone or act.kind in alone]
    weighed = [_weigh(index, act, heard) for act in open_acts]
    found = [answer for answer in weighed if answer is not None and answer.weight >= _ENOUGH]
    if not found and speaks_of_subject(index, heard):
        found = _handlers(index, heard)
    if not found:
        return ()
    top = max(found, key=lambda answer: answer.weight)
    asked = index.acts[top.place].kind in heard.asked
    kept = [
        answer
        for answer in found
        if answer.weight
        >= top.weight * (1 if asked and index.acts[answer.place].kind is None else _NEAR_BEST)
    ]
    return tuple(sorted(kept, key=lambda answer: (-answer.weight, answer.place)))


def _weigh(index: OwnIndex, act: OwnAct, heard: Heard) -> OwnAnswer | None:
    is_asked = act.kind in heard.asked
    if (_is_closed(act) and not is_asked) or _is_elsewhere(act, heard):
        return None
    shared = act.concepts & heard.concepts.keys()
    pairs = act.pairs & heard.pairs
    weight = sum(_worth(index, act, concept, heard) for concept in shared)
    weight += sum(index.rarity[pair] * _PAIR for pair in pairs)
    words = [heard.concepts[concept] for concept in sorted(shared)]
    if is_asked and act.kind is not None:
        weight += _ASKED
        words.insert(0, heard.asked[act.kind])
    if not words and not pairs:
        return None
    return OwnAnswer(act.place, weight, tuple(words) or tuple(sorted(pairs)))


def _is_closed(act: OwnAct) -> bool:
    return act.is_own_affair or act.kind in _CLOSED


def _worth(index: OwnIndex, act: OwnAct, concept: str, heard: Heard) -> float:
    is_weak = concept in heard.weak or concept in act.weak
    if concept in index.subject:
        return index.rarity[concept] * _SUBJECT
    # Whom it is about says little of what is to be done.
    share = _PEOPLE if concept in load_formulas().people else _WEAK if is_weak else 1.0
    return index.rarity[concept] * share


def _is_elsewhere(act: OwnAct, heard: Heard) -> bool:
    """Tell whether act and case each name one of a group that excludes the others, and not the same one."""
    for group in load_formulas().exclusive:
        own, told = act.concepts & group, (heard.concepts.keys() & group) - heard.weak
        if own and told and own.isdisjoint(told):
            return True
    return False


def _handlers(index: OwnIndex, heard: Heard) -> list[OwnAnswer]:
    """Give the acts that handle the subject itself: most of what they name is said in the case."""
    found: list[tuple[float, OwnAnswer]] = []
    for act in index.acts:
        shared = act.concepts & heard.concepts.keys()
        if not _is_closed(act) and act.handles and shared & index.subject:
            cover = len(shared) / len(act.concepts)
            if cover > _HANDLES and not _is_elsewhere(act, heard):
                words = tuple(heard.concepts[concept] for concept in sorted(shared))
                found.append((cover, OwnAnswer(act.place, cover + len(shared), words)))
    best = max((cover for cover, _ in found), default=0.0)
    return [answer for cover, answer in found if cover == best]
