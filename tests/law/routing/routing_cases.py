"""The labelled cases of the routing tests and how a unit answer is counted."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lianxi.law.routing import Instrument, answer_line, load_instrument, shipped_codes

DATA = Path(__file__).parent / "data"
Case = dict[str, Any]


@cache
def shelf() -> dict[str, Instrument]:
    return {code: load_instrument(code) for code in shipped_codes()}


@cache
def clause_rows(code: str) -> list[dict[str, Any]]:
    source = files("lianxi.law").joinpath(f"instruments/{code}.clauses.json")
    return json.loads(source.read_text(encoding="utf-8"))


def read_cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def ask(case: Case, *, text: bool = True, facts: bool = False) -> dict[str, Any]:
    line = {"id": case["id"], "instrument": case["instrument"]}
    if text:
        line["text"] = case["text"]
    if facts:
        line["facts"] = case["facts"]
    return answer_line(line, shelf())


def ask_three(case: Case) -> dict[str, Any]:
    questions = ask(case)["questions"]
    assert len(questions) <= 3
    named = {q["dimension"] for q in questions}
    return ask({**case, "facts": {d: v for d, v in case["facts"].items() if d in named}}, facts=True)


def score(pairs: list[tuple[Case, dict[str, Any]]]) -> dict[str, float]:
    units = {row["id"]: row.get("unit") for code in shelf() for row in clause_rows(code)}
    spare = {
        row["unit"]
        for code in shelf()
        for row in clause_rows(code)
        if row.get("unit_key") in {"health", "union"}
    }
    hit = missed = wrong = several = exact = trapped = 0
    for case, line in pairs:
        shown = {a["unit"] for a in line["answers"] if a["tier"] != "general"}
        general = {a["unit"] for a in line["answers"]} & spare
        must = {units[clause] for clause in case["must"]}
        lost = must - shown - general
        false = shown - must - {units[clause] for clause in case["may"]}
        hit, missed, wrong = hit + len(must - lost), missed + len(lost), wrong + len(false)
        several += len(must) > 1
        exact += len(must) > 1 and not lost and not false
        trapped += bool(case["abstain"] and line["answers"])
    precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "exact": exact / max(1, several),
        "trapped": trapped,
    }
