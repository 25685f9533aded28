"""A person's path as the lists have it: rows of one token, facts and opinion of a recognition → facts of a path.

No person is known here, so that little is: who stands on a list has a certificate; an employer of whom nobody said
otherwise is there (insurance first, employer second, aid last); days that do not count for a person's year are not on
record. What a list has no word for (ability, advance payment) is not guessed: a row that ended asks for nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lianxi.protection.rules.facts import RECOGNISED_WORDS, Aid, Employer, Injury, Path, Recognition, Ruling
from lianxi.protection.rules.judged import GONE
from lianxi.protection.rules.lists import CUSTODY, HANDED_ON, REFUSED, RETURNED
from lianxi.protection.rules.paths import Step
from lianxi.protection.rules.sight import ROW, STATUS, sees

APPLIED, DECIDING, GRANTED = "applied", "in_decision", "granted"
_COURSE = (APPLIED, DECIDING, GRANTED, REFUSED)
_RELATIONS = ("confirmed", "unconfirmable", "disputed")


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """A row of a list: its words in the order in which they were entered, and the day a refusal was served."""

    kind: str
    state: str
    word: str
    sent_on: date | None = None
    since_on: date | None = None
    reason: str = ""
    cause: str = ""
    received_on: date | None = None
    is_ended: bool = False
    waits: bool = False
    words: Sequence[tuple[str, date]] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that is on record of one token in a conference."""

    rows: Sequence[RecordedRow]
    facts: Mapping[str, str] = field(default_factory=dict)
    opinion: Recognition | None = None
    ruling: Ruling | None = None


def asks_for_a_step(row: RecordedRow) -> bool:
    """Tell whether a next step can be told of a row: it waits, is not on its way back, and a list has words for it.

    Of persons in custody it is not on record whether they fell ill by labour there; the rule knows no remedy against
    the refusal of living aid: the row shows its own.
    """
    if row.kind in CUSTODY or row.word in RETURNED or (row.is_ended and not row.waits):
        return False
    return not (row.kind == "L4" and row.word == REFUSED)


def path_of(told: Recorded, instrument: str, day: date) -> Path:
    """Put together the path of a token as of a day."""
    by_kind = {one.kind: one for one in told.rows}
    first, aid, living = by_kind.get("L1"), by_kind.get("L3"), by_kind.get("L4")
    sent = [one.sent_on for one in told.rows if one.sent_on is not None]
    return Path(
        instrument=instrument,
        as_of=day,
        result="yes",
        employer=_employer(told, by_kind),
        diagnosed_on=first.since_on if first else None,
        certificate_issued_on=day,
        certificate_received_on=day,
        listed_to_hr_on=min(sent, default=None),
        injury=_injury(first),
        recognition=told.opinion,
        household=_household(living),
        aid_medical=_aid(aid),
        aid_living=_aid(living),
        ruling=told.ruling,
    )


def is_shown(step: Step, instrument: str, line: str, unit: str) -> bool:
    """Tell whether a line's unit that sees a row may be told its next step: where the case stands, or its own to do."""
    if step.stage == "closed":
        return False
    return sees(step.stage, instrument).get(line) in (ROW, STATUS) or step.office[0] == unit


def _employer(told: Recorded, by_kind: Mapping[str, RecordedRow]) -> Employer:
    reasons = {one.reason for one in told.rows} | {one.cause for one in told.rows}
    registered, certificate = told.facts.get("registration"), told.facts.get("certificate")
    if registered is not None:
        state = registered if registered in GONE else "operating"
    elif reasons & {"employer_gone", "gone"}:
        state = "none"
    else:
        state = "unknown" if certificate == "unnamed" else "operating"
    relation = told.facts.get("relation")
    if relation not in _RELATIONS:
        # Whoever is on the list of those to be recognised without a reason is there for the relation.
        asked = "L2" in by_kind and state == "operating"
        relation = "unconfirmable" if "unconfirmable" in reasons or asked else "confirmed"
    insured = told.facts.get("insurance", "unknown")
    return Employer(state=state, relation=relation, insured=insured)  # type: ignore[arg-type]


def _course(row: RecordedRow | None) -> tuple[str, dict[str, date]]:
    """Return the last word of an application that still stands, and the day of each; handed on, it is as it was before."""
    if row is None:
        return "", {}
    days = {word: day for word, day in row.words if word in _COURSE}
    if row.word in _COURSE:
        return row.word, days
    last = next((word for word, _day in reversed(row.words) if word != HANDED_ON), "")
    return (last, days) if row.word == HANDED_ON and last in _COURSE else ("", {})


def _injury(row: RecordedRow | None) -> Injury | None:
    word, days = _course(row)
    if row is None or not word:
        return None
    on = days[word]
    is_decided = word in (GRANTED, REFUSED)
    return Injury(
        applied_on=min(days.get(APPLIED, on), on),
        accepted_on=days.get(DECIDING) if word != APPLIED else None,
        decided_on=on if is_decided else None,
        # Where the day of service is not known, the earliest day counts.
        received_on=(row.received_on or on) if is_decided else None,
        result={GRANTED: "recognised", REFUSED: "refused"}.get(word),  # type: ignore[arg-type]
    )


def _aid(row: RecordedRow | None) -> Aid | None:
    word, days = _course(row)
    if row is None or not word:
        return None
    on = days[word]
    is_decided = word in (GRANTED, REFUSED)
    return Aid(
        applied_on=min(days.get(APPLIED, on), on),
        decided_on=on if is_decided else None,
        received_on=(row.received_on or on) if is_decided else None,
        result={GRANTED: "granted", REFUSED: "refused"}.get(word),  # type: ignore[arg-type]
    )


def _household(row: RecordedRow | None) -> str:
    """Say what civil affairs found of the household: taken in, not within the limits, or nothing yet."""
    if row is None:
        return "unknown"
    if row.word == REFUSED and row.reason == "means":
        return "不符合"
    return "纳入" if row.word == GRANTED else "unknown"


def opinion_of(state: str, result: str, signer: str, signed_on: date | None) -> Recognition | None:
    """Return a recognition that is in force; one that is contested or revoked opens no way to aid."""
    is_in_force = state == "signed" and result in RECOGNISED_WORDS
    return Recognition(by=signer, result=result, on=signed_on) if is_in_force else None
