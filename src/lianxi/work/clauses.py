"""docs/clauses.md: every act of the two founding documents, what carries it out, its page, its test, how far it works."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from lianxi.law.shipped import SHIPPED, load_shipped
from lianxi.work.planning import derived, shipped
from lianxi.work.rules.plans import PATTERN_LABELS

WORKS, PLAIN, ASKED = "works", "plain", "asked"
PACK_TEST = "tests/work/test_pack.py::test_every_act_of_the_founded_document_has_its_arrangement"
FIGURE_TEST = "tests/work/test_figures_by_hand.py::test_figures_come_out_as_on_paper"
LONGEST_WORDS = 60
HEAD = """# Acts of the two founding documents

Written by `lianxi docs` from the reviewed reading of the documents and the shipped arrangements; `lianxi check` fails
where a page has no address or a test is not there. *works*: an arrangement ready to be switched on, or a mechanism that
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
    """Give every act of the shipped documents in their order; `tests` is the folder that names acts tried by hand."""
    tried = _tried(tests)
    for code in SHIPPED:
        pack = shipped(code)
        for clause in load_shipped(code).clauses:
            for one in clause.acts:
                words = one.text.replace("\n", "")
                plan = pack.get(one.id) or derived(one.id, clause.unit or "", words)
                own = mechanisms().get(one.id)
                yield ActLine(
                    one.id,
                    clause.unit or "联席会议",
                    words,
                    own["mechanism"] if own else f"{plan.title}（{PATTERN_LABELS[plan.pattern]}）",
                    own["page"] if own else act_url(one.id),
                    own["test"] if own else FIGURE_TEST if one.id in tried else PACK_TEST,
                    WORKS if own else PLAIN if plan.plain else ASKED if plan.origin == "derived" else WORKS,
                )


def _tried(tests: Path | None) -> frozenset[str]:
    file = tests / "work" / "figures_by_hand.py" if tests else None
    if file is None or not file.exists():
        return frozenset()
    return frozenset(re.findall(r'"([A-Z]{2}-[0-9-]+#\d+)",', file.read_text(encoding="utf-8")))


def clauses_markdown(tests: Path | None = None) -> str:
    """Write the page."""
    rows = []
    for one in act_lines(tests):
        words = one.words[:LONGEST_WORDS] + "…" * (len(one.words) > LONGEST_WORDS)
        cells = (one.act, one.unit, words, one.by, f"`{one.page}`", f"`{one.test}`", one.state)
        rows.append(f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |")
    return HEAD + "\n".join(rows) + "\n"
