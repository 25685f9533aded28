"""Cases before a conference: its adopted document made ready for routing, and the rulings that stand beside answers.

The bridge from stored clauses to routing. What is routed is only the acting conference's own adopted version,
kept ready per version, since an adopted version never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from lianxi.bodies.rows import ConferenceRow
from lianxi.law.models import Clause, InstrumentVersion, Ruling
from lianxi.law.queries import draft_of
from lianxi.law.routing import (
    Act,
    Fact,
    Finder,
    Instrument,
    build_instrument,
    label_of,
    load_instrument,
    load_vocabulary,
)
from lianxi.law.rules import VersionState
from lianxi.law.shipped import SHIPPED, shipped_text

# A ruling stands beside a case that shares the matter and one of these; they say what kind of case it is.
TELLING = ("sector", "ownership", "population", "employer_status", "person_status", "hazard", "event")
# Where both cases name one of these, they must name the same: a school is no neighbour of a mine.
DECISIVE = ("sector", "ownership")
MATTER = "matter"
MOST_RULINGS = 200
# The words by which the documents print a role, the longer before the shorter.
ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "lead": (
        "负责",
        "牵头",
        "统筹",
        "组织",
        "协调",
        "开展",
        "做好",
        "拟订",
        "制定",
        "查处",
        "纳入",
        "列入",
        "加强",
    ),
    "organize": ("组织",),
    "guide": ("指导", "引导"),
    "supervise": ("监督", "督促", "检查", "监管", "要求", "建议", "考核", "曝光"),
    "cooperate": ("配合", "协助"),
    "participate": ("参与", "参加", "反映"),
    "provide": ("做好", "负责", "提供", "安排", "抄送", "共享", "公开", "通报", "争取", "纳入", "加大"),
}


@dataclass(frozen=True, slots=True)
class CaseLaw:
    """A conference's adopted document ready for cases, with the citation of every clause.

    `reviewed` tells whether its conditions were checked by people or derived from the acts' own words.
    """

    version_id: int
    code: str
    number: int
    title: str
    doc_number: str
    issued_on: date | None
    adopted_at: datetime | None
    instrument: Instrument
    finder: Finder
    citations: Mapping[str, str]
    reviewed: bool

    def source_url(self, start: int, end: int) -> str:
        """Return the address of words in the document's own page."""
        return f"/documents/{self.version_id}?at={start}-{end}#s{start}"


def find_case_law(conference: ConferenceRow) -> CaseLaw | None:
    """Return the conference's own adopted document; None while none is adopted."""
    row = InstrumentVersion.objects.filter(
        instrument__code=conference.instrument,
        number=conference.instrument_version,
        state=VersionState.ADOPTED,
    ).values_list("pk", "sha256", "instrument__code")
    found = row.first()
    return _ready(*found) if found is not None else None


@lru_cache(maxsize=64)
def _ready(version_id: int, _sha256: str, _code: str) -> CaseLaw:
    version = InstrumentVersion.objects.select_related("instrument").get(pk=version_id)
    clauses = list(version.clauses.prefetch_related("acts"))
    own = version.instrument
    instrument = _shipped(version, clauses)
    reviewed = instrument is not None
    if instrument is None:
        rows = [_row(clause) for clause in clauses]
        instrument = build_instrument(
            own.code,
            version.text,
            rows,
            title=own.title,
            issued_on=own.issued_on,
            region=own.region or None,
            sayings=draft_of(version).sayings,
        )
    return CaseLaw(
        version_id=version.pk,
        code=own.code,
        number=version.number,
        title="".join(own.title.split()),
        doc_number=own.doc_number,
        issued_on=instrument.issued_on,
        adopted_at=version.adopted_at,
        instrument=instrument,
        finder=Finder(instrument),
        citations={clause.code: clause.citation or clause.code for clause in clauses},
        reviewed=reviewed,
    )


def _shipped(version: InstrumentVersion, clauses: Iterable[Clause]) -> Instrument | None:
    """Give the shipped instrument with its reviewed conditions where text and clauses are the shipped ones."""
    code = version.instrument.code
    if code not in SHIPPED or version.text != shipped_text(code):
        return None
    shipped = load_instrument(code)
    spans = {clause.code: (clause.start, clause.end) for clause in clauses}
    return shipped if all(_holds(spans.get(act.clause), act) for act in shipped.acts) else None


def _holds(span: tuple[int, int] | None, act: Act) -> bool:
    return span is not None and span[0] <= act.start and act.end <= span[1]


def _row(clause: Clause) -> dict[str, Any]:
    acts = [
        {"id": act.code, "start": act.start, "end": act.end, "text": act.text, "roles": act.roles}
        for act in clause.acts.all()
    ]
    span = {"start": clause.start, "end": clause.end}
    return {
        "id": clause.code,
        "unit": clause.unit,
        "kind": clause.kind,
        "text": clause.text,
        "acts": acts,
    } | span


def printed_role(words: str, role: str) -> str:
    """Return the first word by which an act prints its role; empty where it prints none."""
    bare = "".join(words.split())
    found = [(bare.find(word), -len(word), word) for word in ROLE_WORDS.get(role, ()) if word in bare]
    return min(found)[2] if found else ""


# ---- the office's rulings beside an answer ----


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier ruling whose facts overlap with a case's, and the sentence that says in what."""

    ruling: Ruling
    why: str


def list_rulings(conference_id: int) -> list[Ruling]:
    """List the conference's own rulings, the latest first."""
    return list(Ruling.objects.filter(conference_id=conference_id)[:MOST_RULINGS])


def find_precedents(facts: Iterable[Fact], rulings: Iterable[Ruling], *, most: int = 5) -> list[Precedent]:
    """Return the rulings whose facts overlap with a case's, those that share most first."""
    case = true_codes((fact.dimension, fact.code, fact.state) for fact in facts)
    near: list[tuple[int, Precedent]] = []
    for ruling in rulings:
        ruled = true_codes((row["dimension"], row["code"], row["state"]) for row in ruling.facts)
        shared = shared_codes(case, ruled)
        if shared:
            near.append((sum(map(len, shared.values())), Precedent(ruling, _why(shared))))
    near.sort(key=lambda entry: -entry[0])
    return [precedent for _, precedent in near[:most]]


def true_codes(facts: Iterable[tuple[str, str, str]]) -> dict[str, set[str]]:
    """Gather what is true, by dimension."""
    found: dict[str, set[str]] = {}
    for dimension, code, state in facts:
        if state == "true":
            found.setdefault(dimension, set()).add(code)
    return found


def shared_codes(case: Mapping[str, set[str]], ruled: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return what two cases share; nothing where they are not of one kind.

    Of one kind are cases with a matter in common and something that tells what the case is about, unless
    both name a sector or ownership and no one of them is the same.
    """
    shared = {
        name: case[name] & ruled[name] for name in (MATTER, *TELLING) if case.get(name) and ruled.get(name)
    }
    if any(name in shared and not shared[name] for name in DECISIVE):
        return {}
    shared = {name: codes for name, codes in shared.items() if codes}
    return shared if MATTER in shared and len(shared) > 1 else {}


def _why(shared: Mapping[str, set[str]]) -> str:
    known = load_vocabulary()
    parts = []
    for name, codes in shared.items():
        values = "、".join(label_of(name, code) for code in known[name].values if code in codes)
        parts.append(f"{known[name].label}同为{values}")
    return "；".join(parts)
