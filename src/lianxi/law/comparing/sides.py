"""From a reading to one side of a comparison: duties with acts, their matters, roles, scope and conditions."""

from collections import Counter
from dataclasses import asdict

from lianxi.law.comparing.model import Duty, DutyAct, Limit, Side
from lianxi.law.comparing.naming import named_codes, named_span
from lianxi.law.comparing.units import unit_keys
from lianxi.law.reading import ClauseText, Reading
from lianxi.law.reading.bodies import area_prefix
from lianxi.law.routing import Act, Instrument, build_instrument, load_instrument, shipped_codes
from lianxi.law.routing.derivation import derive_conditions
from lianxi.law.routing.instruments import Checked
from lianxi.law.routing.vocabulary import MATTER

# Enterprises of the government's own level: a province's and a city's are each other's counterpart.
OWN_ENTERPRISES = "soe_own"
_LEVELS = {"省": "soe_provincial", "市": "soe_municipal", "州": "soe_municipal", "盟": "soe_municipal"}
# Scope that words may name without a condition having been set for it.
_NAMED_SCOPES = ("sector", "population", "hazard")


def read_side(reading: Reading) -> Side:
    """Return a reading as one side; a shipped text keeps its checked conditions, any other gets derived ones."""
    instrument = instrument_of(reading)
    level = _level(reading)
    acts: dict[str, list[Act]] = {}
    for act in instrument.acts:
        acts.setdefault(act.clause, []).append(act)
    clauses = [clause for clause in reading.clauses if clause.kind == "duty" and clause.unit]
    duties = tuple(
        _duty(clause, place, tuple(_act(reading.text, act, level) for act in acts.get(clause.id, ())))
        for place, clause in enumerate(clauses)
    )
    names = {*(unit.name for unit in reading.units), *(duty.unit for duty in duties)}
    keys = frozenset().union(*(unit_keys(name) for name in names))
    return Side(reading.code, reading.title or reading.code, reading.region or "", keys, duties)


def instrument_of(reading: Reading) -> Instrument:
    """Return the acts with their conditions: the checked ones of a shipped text by span, else derived ones.

    Units, roles and ids are the reading's own: a person may have put them right.
    """
    rows = [asdict(clause) for clause in reading.clauses]
    checked = _checked(reading)
    return build_instrument(
        reading.code, reading.text, rows, title=reading.title, checked=checked, has_facets=True
    )


def _checked(reading: Reading) -> Checked | None:
    """Conditions by act id, where the text is the very one that ships; an act cut anew gets derived ones."""
    if reading.code not in shipped_codes():
        return None
    shipped = load_instrument(reading.code)
    if shipped.text != reading.text:
        return None
    known = {(act.start, act.end): (act.conditions, act.general) for act in shipped.acts}
    acts = [act for clause in reading.clauses for act in clause.acts]
    return {
        act.id: known.get((act.start, act.end)) or (derive_conditions(reading.text, act.start, act.end), None)
        for act in acts
    }


def _level(reading: Reading) -> str:
    """Return the sign that most of the units' names begin with; empty where few of them do."""
    units = {clause.unit for clause in reading.clauses if clause.kind == "duty" and clause.unit}
    signs = Counter(area_prefix(unit) for unit in units)
    sign, count = max(signs.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    return sign if count * 2 > len(units) else ""


def _duty(clause: ClauseText, place: int, acts: tuple[DutyAct, ...]) -> Duty:
    unit = clause.unit or ""
    citation = clause.citation or clause.id
    return Duty(
        clause.id, unit, unit_keys(unit), place, citation, clause.start, clause.end, clause.text, acts
    )


def _act(text: str, act: Act, level: str) -> DutyAct:
    words = text[act.start : act.end]
    matters = tuple(frozenset(c.codes) for c in act.conditions if c.dimension == MATTER and not c.excludes)
    codes: frozenset[str] = frozenset().union(*matters)
    named = named_codes(MATTER, words) & codes
    limits = (*_set_limits(act, level), *_named_limits(text, act, level))
    return DutyAct(act.id, act.start, act.end, words, act.role, act.roles, matters, named, limits)


def _set_limits(act: Act, level: str) -> list[Limit]:
    """Only what stands printed bounds an act: a condition inferred for routing is not in the text."""
    return [
        Limit(c.dimension, _levelled(frozenset(c.codes), level), c.excludes, c.start, c.end)
        for c in act.conditions
        if c.start is not None and c.end is not None and (c.dimension != MATTER or c.excludes)
    ]


def _named_limits(text: str, act: Act, level: str) -> list[Limit]:
    """Scope that the words name where no condition of that dimension was set."""
    taken = {c.dimension for c in act.conditions}
    found = []
    for dimension in _NAMED_SCOPES:
        codes = named_codes(dimension, text[act.start : act.end]) if dimension not in taken else frozenset()
        spans = [
            span
            for code in sorted(codes)
            if (span := named_span(dimension, code, text, act.start, act.end)) is not None
        ]
        if spans:
            start, end = min(span[0] for span in spans), max(span[1] for span in spans)
            found.append(Limit(dimension, _levelled(codes, level), False, start, end))
    return found


def _levelled(codes: frozenset[str], level: str) -> frozenset[str]:
    own = _LEVELS.get(level)
    return frozenset(OWN_ENTERPRISES if code == own else code for code in codes)
