"""Scores routing on labelled cases, with the bigram finder beside it, and times it with many conferences loaded.

Usage: python bench/routing.py [CASES.jsonl] [--load]. A case line holds id, instrument, style, text,
must, may, facts, abstain. Without a file it scores the cases that ship with the tests (own, given, and the fifth of
the given ones that no rule was written from: SHA-256 of the id is 0 mod 5), then the conferences of other subjects.
`--load` adds the run with 3,000 conferences.
"""

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from lianxi.law.reading import as_json, read_text
from lianxi.law.routing import (
    Finder,
    Instrument,
    answer_line,
    build_instrument,
    load_instrument,
    shipped_codes,
)

DATA = Path(__file__).parent.parent / "tests" / "law" / "routing" / "data"
OTHERS = DATA / "others"
GIVEN = ("cases_dev.jsonl", "cases_second.jsonl")
GENERAL_MAY_COUNT = {"health", "union"}
CONFERENCES = 3000
ACTS_EACH = 134

Case = dict[str, Any]
Route = Callable[[Case], dict[str, Any]]


@dataclass
class Score:
    """Counts over cases; units in `must` but not answered are missed, in neither `must` nor `may` wrong."""

    hit: int = 0
    missed: int = 0
    wrong: int = 0
    several: int = 0
    several_exact: int = 0
    traps: int = 0
    trapped: int = 0

    def add(self, case: Case, line: dict[str, Any], units: dict[str, str], spare: set[str]) -> None:
        """Count one case: tier general counts as an answer for the units in `spare` only, and never as wrong."""
        shown = {a["unit"] for a in line["answers"] if a["tier"] != "general"}
        general = {a["unit"] for a in line["answers"] if a["tier"] == "general"} & spare
        must = {units[clause] for clause in case["must"]}
        self.count(case, shown, general, must, {units[clause] for clause in case["may"]})

    def count(self, case: Case, shown: set[str], general: set[str], must: set[str], may: set[str]) -> None:
        """Count one case by the units shown; an abstention is kept where nothing at all is shown."""
        missed = must - shown - general
        wrong = shown - must - may
        self.hit += len(must) - len(missed)
        self.missed += len(missed)
        self.wrong += len(wrong)
        self.several += len(must) > 1
        self.several_exact += len(must) > 1 and not missed and not wrong
        self.traps += bool(case["abstain"])
        self.trapped += bool(case["abstain"] and (shown or general))

    def row(self) -> str:
        """Return precision, recall, F1, exact sets and trap answers as one line."""
        precision = self.hit / max(1, self.hit + self.wrong)
        recall = self.hit / max(1, self.hit + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        exact = f"exact {self.several_exact}/{self.several}"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {exact}  traps {self.trapped}/{self.traps}"


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a JSONL file, blank lines left out."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def clause_units(codes: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """Return {clause id: unit} of the shipped instruments and the units that may stand in tier general."""
    units: dict[str, str] = {}
    spare: set[str] = set()
    for code in codes:
        source = files("lianxi.law").joinpath(f"instruments/{code}.clauses.json")
        for row in json.loads(source.read_text(encoding="utf-8")):
            units[row["id"]] = row.get("unit") or ""
            if row.get("unit_key") in GENERAL_MAY_COUNT and row.get("unit"):
                spare.add(row["unit"])
    return units, spare


def asked(route: Route, case: Case) -> dict[str, Any]:
    """Return the answer after at most three questions, answered with the labelled facts."""
    questions = route({**case, "facts": {}})["questions"]
    known = {
        q["dimension"]: case["facts"][q["dimension"]] for q in questions if q["dimension"] in case["facts"]
    }
    return route({**case, "facts": known})


def by_search(finders: dict[str, Finder], case: Case, least: float = 8.0) -> dict[str, Any]:
    """Return what the finder alone would say: the units of acts near the best one, nothing below `least`."""
    hits = finders[case["instrument"]].find(case["text"], limit=3)
    best = [hit for hit in hits if hit.score >= max(least, 0.9 * hits[0].score)]
    return {"answers": [{"unit": hit.unit, "tier": "established"} for hit in best]}


def run(cases: list[Case], answer: Route) -> str:
    """Return the score line of one way of answering."""
    units, spare = clause_units(shipped_codes())
    score = Score()
    for case in cases:
        score.add(case, answer(case), units, spare)
    return f"n {len(cases):3}  {score.row()}"


def report(cases: list[Case]) -> None:
    """Print every mode side by side."""
    shelf = {code: load_instrument(code) for code in shipped_codes()}
    finders = {code: Finder(instrument) for code, instrument in shelf.items()}

    def route(case: Case) -> dict[str, Any]:
        return answer_line(case, shelf)

    def from_text(case: Case) -> dict[str, Any]:
        return route({**case, "facts": {}})

    officer = [case for case in cases if case["style"] == "officer"]
    other = [case for case in cases if case["style"] != "officer"]
    annotated = [{**case, "text": ""} for case in cases if case["facts"]]
    print("confirmed facts      ", run(annotated, route))
    print("text and facts       ", run([case for case in cases if case["facts"]], route))
    print("officer, text        ", run(officer, from_text))
    print("colloquial, text     ", run(other, from_text))
    print("officer, 3 answers   ", run(officer, lambda case: asked(route, case)))
    print("colloquial, 3 answers", run(other, lambda case: asked(route, case)))
    print("BM25, all texts      ", run(cases, lambda case: by_search(finders, case)))
    start, busy = time.perf_counter(), time.process_time()
    for case in cases:
        from_text(case)
    wall, cpu = time.perf_counter() - start, time.process_time() - busy
    each = 1000 / max(1, len(cases))
    print(
        f"{wall * each:.2f} ms a case ({cpu * each:.2f} ms of it on the processor), {len(shelf)} conferences"
    )


def conference(number: int, model: Instrument) -> Instrument:
    """Return one more conference, its acts copied from a shipped one up to ACTS_EACH."""
    clauses = []
    for index in range(ACTS_EACH):
        act = model.acts[index % len(model.acts)]
        copy = {"start": act.start, "end": act.end, "roles": act.roles}
        clauses.append({"id": f"{number}-{index}", "unit": act.unit, "acts": [copy]})
    return build_instrument(f"C{number}", "".join(model.text), clauses)


def load_run(cases: list[Case]) -> None:
    """Print time a case and peak memory with 3,000 conferences loaded."""
    models = [load_instrument(code) for code in shipped_codes()]
    start = time.perf_counter()
    shelf = {f"C{n}": conference(n, models[n % len(models)]) for n in range(CONFERENCES)}
    acts = sum(len(instrument.acts) for instrument in shelf.values())
    print(f"{len(shelf)} conferences, {acts} acts built in {time.perf_counter() - start:.1f} s")
    times, busy = [], []
    for index, case in enumerate(cases):
        start, used = time.perf_counter(), time.process_time()
        answer_line({**case, "facts": {}, "instrument": f"C{index * 17 % CONFERENCES}"}, shelf)
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - used) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"mean {sum(times) / len(times):.2f} ms, slowest {max(times):.2f} ms a case "
        f"(processor: mean {sum(busy) / len(busy):.2f}, slowest {max(busy):.2f}); peak memory {peak:.0f} MiB"
    )


def is_kept_unseen(case: Case) -> bool:
    """Tell whether a given case is of the fifth that no rule was written from."""
    return int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % 5 == 0


def read_other(code: str) -> Instrument:
    """Return a conference of another subject, read from its document by the reader alone."""
    text = (OTHERS / f"{code}.txt").read_text(encoding="utf-8")
    rows = as_json(read_text(text, code=code))
    return build_instrument(code, text, rows["clauses"], title=rows["title"], region=rows["region"])


def score_others() -> None:
    """Print the score of each conference of another subject: text alone, BM25 beside it, and the gates."""
    cases = read_cases(OTHERS / "cases.jsonl")
    for code in dict.fromkeys(case["document"] for case in cases):
        instrument = read_other(code)
        finder, shelf = Finder(instrument), {code: instrument}
        own = [case for case in cases if case["document"] == code]
        text, search = Score(), Score()
        gated = asked_gates = 0
        for case in own:
            line = answer_line({"id": case["id"], "instrument": code, "text": case["text"]}, shelf)
            text.count(case, _units(line["answers"]), set(), set(case["must"]), set(case["may"]))
            best = finder.find(case["text"])[:1]
            hits = {unit for hit in best for unit in hit.unit.split("、")}
            search.count(case, hits, set(), set(case["must"]), set(case["may"]))
            asked_gates += case["gate"] is not None
            gated += case["gate"] is not None and line["gate"] == case["gate"]
        print(f"{code:10} n {len(own):3}  {text.row()}  gates {gated}/{asked_gates}")
        print(f"{'  BM25':10} n {len(own):3}  {search.row()}")


def _units(answers: list[dict[str, Any]]) -> set[str]:
    return {unit for a in answers if a["tier"] != "general" for unit in a["unit"].split("、")}


def main() -> None:
    """Score the file named on the command line, or what ships with the tests."""
    paths = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    for path in paths or sorted(DATA.glob("*.jsonl")):
        print(f"-- {path.name}")
        report(
            [case for case in read_cases(path) if paths or not is_kept_unseen(case) or path.name not in GIVEN]
        )
    if not paths:
        print("-- the fifth of the given cases kept unseen")
        report([case for name in GIVEN for case in read_cases(DATA / name) if is_kept_unseen(case)])
        print("-- conferences of other subjects, read from their documents")
        score_others()
    if "--load" in sys.argv:
        load_run(read_cases((paths or sorted(DATA.glob("*.jsonl")))[0]))


if __name__ == "__main__":
    main()
