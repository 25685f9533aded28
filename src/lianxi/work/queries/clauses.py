"""docs/clauses.md: every act of the two founding documents, what carries it out, its page, its test, how far it works."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from lianxi.bodies.models import Conference
from lianxi.law.shipped import SHIPPED, load_shipped
from lianxi.work.planning import derived, shipped
from lianxi.work.queries.arrangements import acts_of, list_arrangements
from lianxi.work.rules.plans import PATTERN_LABELS

WORKS, PLAIN, ASKED = "works", "plain", "asked"
PACK_TEST = "tests/work/test_pack.py::test_every_act_of_the_founded_document_has_its_arrangement"
FIGURE_TEST = "tests/work/test_figures_by_hand.py::test_figures_come_out_as_on_paper"
LONGEST_WORDS = 60
HEAD = """# Acts of the two founding documents

Written by `lianxi docs` from the records of both conferences, founded in a throw-away database with every act's
arrangement proposed; `lianxi check` fails where a page has no address or a test is not there, a test where a page does
not answer the unit. *works*: an arrangement ready to be switched on, or a mechanism that
runs by itself; *plain*: a plain form until its own room comes; *asked*: proposed from the words, to be reviewed.

| act | unit | words | arrangement or mechanism | page | test | state |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act: its code, unit and words, what carries it out, the page that shows it, the test that holds it."""

    act: str
    unit: str
    words: str
    by: str
    page: str
    test: str
    state: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """What an arrangement says of how an act is carried out."""

    title: str
    pattern: str
    plain: bool
    origin: str


@cache
def mechanisms() -> dict[str, dict[str, str]]:
    """Return the acts that other rooms carry out by themselves, with the page and the test of each."""
    text = files("lianxi.work").joinpath("packs/mechanisms.csv").read_text(encoding="utf-8")
    return {row["act"]: row for row in csv.DictReader(text.splitlines())}


def act_url(act: str) -> str:
    """Return the lasting address of an act: its clause and its place in it."""
    clause, _mark, place = act.partition("#")
    return f"/work/acts/{clause}/{place}"


def act_lines(tests: Path | None = None) -> Iterator[ActLine]:
    """Give every act of the shipped documents in their order, as their packs plan it.

    `tests` is the folder that names acts tried by hand.
    """
    tried = _tried(tests)
    for code in SHIPPED:
        pack = shipped(code)
        for clause in load_shipped(code).clauses:
            for one in clause.acts:
                words = one.text.replace("\n", "")
                plan = pack.get(one.id) or derived(one.id, clause.unit or "", words)
                arranged = Arranged(plan.title, plan.pattern, plan.plain, plan.origin)
                yield _line(one.id, clause.unit, words, arranged, tried)


def founded_lines(conferences: Iterable[Conference], tests: Path | None = None) -> Iterator[ActLine]:
    """Give every act of the documents that conferences were founded by, as it stands in their records.

    An act without an arrangement says so: nobody carries it out.
    """
    tried = _tried(tests)
    for conference in conferences:
        rows = {row.act: row for row in list_arrangements(conference.pk)}
        for one in acts_of(conference):
            row = rows.get(one.code)
            arranged = Arranged(row.title, row.pattern, row.plain, row.origin) if row else None
            yield _line(one.code, one.clause.unit, one.text.replace("\n", ""), arranged, tried)


def _line(
    act: str, unit: str | None, words: str, arranged: Arranged | None, tried: frozenset[str]
) -> ActLine:
    own = mechanisms().get(act)
    by = f"{arranged.title}（{PATTERN_LABELS[arranged.pattern]}）" if arranged else "没有安排"
    test = FIGURE_TEST if act in tried else PACK_TEST
    return ActLine(
        act,
        unit or "联席会议",
        words,
        own["mechanism"] if own else by,
        own["page"] if own else act_url(act),
        own["test"] if own else test,
        WORKS if own else _state(arranged),
    )


def _state(arranged: Arranged | None) -> str:
    if arranged is None or arranged.origin == "derived":
        return ASKED
    return PLAIN if arranged.plain else WORKS


def _tried(tests: Path | None) -> frozenset[str]:
    file = tests / "work" / "figures_by_hand.py" if tests else None
    if file is None or not file.exists():
        return frozenset()
    return frozenset(re.findall(r'"([A-Z]{2}-[0-9-]+#\d+)",', file.read_text(encoding="utf-8")))


def clauses_markdown(lines: Iterable[ActLine]) -> str:
    """Write the page."""
    rows = []
    for one in lines:
        words = one.words[:LONGEST_WORDS] + "…" * (len(one.words) > LONGEST_WORDS)
        cells = (one.act, one.unit, words, one.by, f"`{one.page}`", f"`{one.test}`", one.state)
        rows.append(f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |")
    return HEAD + "\n".join(rows) + "\n"


def inputs_digest(tests: Path) -> str:
    """Return what the page depends on as one hash: the documents, the packs, the mechanisms, the tests by hand."""
    found = sha256(Path(__file__).read_bytes())
    for code in SHIPPED:
        found.update(repr(load_shipped(code).clauses).encode())
        plans = shipped(code).values()
        told = [(one.act, one.title, one.pattern, one.plain, one.unit) for one in plans]
        found.update(repr(told).encode())
    found.update(repr(sorted((act, *row.values()) for act, row in mechanisms().items())).encode())
    found.update(" ".join(sorted(_tried(tests))).encode())
    return found.hexdigest()[:16]
