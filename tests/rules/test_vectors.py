"""Every labelled row of the procedures' facts is answered as labelled; debatable rows are counted apart."""

import json
from pathlib import Path
from typing import Any

import pytest

from lianxi.cli.rules import RULES, judge_of

VECTORS = Path(__file__).parent / "vectors"


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (VECTORS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _compared(name: str, answer: dict[str, Any], wanted: dict[str, Any]) -> Any:
    told = dict(answer)
    if name == "grading":
        told["due"] = sorted(json.dumps(one, sort_keys=True) for one in told["due"])
    if name == "merged_checks":
        told.pop("example")
        if wanted["unscheduled"] is None:
            told.pop("unscheduled")
    return told


@pytest.mark.parametrize("is_debatable", [False, True])
@pytest.mark.parametrize("name", sorted(RULES))
def test_the_rows_are_answered_as_labelled(name: str, is_debatable: bool) -> None:
    rows = [row for row in _rows(name) if row["debatable"] is is_debatable]
    assert rows
    judge = judge_of(name)
    wrong = {}
    for row in rows:
        got = judge(row["facts"], row.get("kind", ""))
        if _compared(name, got, row["answer"]) != _compared(name, row["answer"], row["answer"]):
            wrong[row["id"]] = got
    assert wrong == {}


def test_every_rule_has_its_rows() -> None:
    assert {path.stem for path in VECTORS.glob("*.jsonl")} == set(RULES)


def test_the_example_of_a_merged_plan_is_a_lawful_one_of_that_size() -> None:
    judge = judge_of("merged_checks")
    for row in _rows("merged_checks"):
        facts, answer = row["facts"], judge(row["facts"], "")
        requests = {one["id"]: one for one in facts["requests"]}
        assert len(answer["example"]) == answer["min_visits"]
        assert sum(len(visit["requests"]) for visit in answer["example"]) == answer["scheduled"]
        for visit in answer["example"]:
            for id_ in visit["requests"]:
                one = requests[id_]
                assert one["firm"] == visit["firm"]
                assert one["window"][0] <= visit["week"] <= one["window"][1]
