"""The labelled rows told otherwise: fields in another order, other names of tokens, other serials of codes."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from lianxi.cli.rules import judge_of

VECTORS = Path(__file__).parent / "vectors"
OURS = ("project_gaps", "patient_paths")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (VECTORS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def shuffled(told: Any, dice: random.Random) -> Any:
    """Tell the same with the fields of every part in another order."""
    if isinstance(told, list):
        return [shuffled(one, dice) for one in told]
    if not isinstance(told, dict):
        return told
    names = list(told)
    dice.shuffle(names)
    return {name: shuffled(told[name], dice) for name in names}


def renamed(facts: dict[str, Any]) -> dict[str, Any]:
    """Call tokens otherwise, and give a project another serial number."""
    if "events" in facts:
        names = {one[side]: f"Z{one[side]}" for one in facts["events"] for side in ("a", "b") if one[side]}
        events = [{**one, "a": names[one["a"]], "b": names.get(one["b"])} for one in facts["events"]]
        return {**facts, "events": events}
    code = facts.get("code")
    return {**facts, "code": f"{code[:-1]}7"} if code and code[-1].isdigit() else facts


@pytest.mark.parametrize("name", OURS)
def test_order_of_fields_and_names_change_no_answer(name: str) -> None:
    judge, dice, wrong = judge_of(name), random.Random(17), []
    for row in _rows(name):
        answer, kind = judge(row["facts"], row.get("kind", "")), row.get("kind", "")
        told = [shuffled(row["facts"], dice), renamed(row["facts"]), shuffled(renamed(row["facts"]), dice)]
        wrong += [row["id"] for one in told if judge(one, kind) != answer]
    assert wrong == []


def test_a_day_earlier_than_everything_nothing_is_missing_and_links_count_nobody() -> None:
    gaps, paths = judge_of("project_gaps"), judge_of("patient_paths")
    for row in _rows("project_gaps"):
        assert gaps({**row["facts"], "as_of": "2000-01-03"}, "")["gaps"] == [], row["id"]
    for row in _rows("patient_paths"):
        if row["kind"] == "merge":
            assert paths({**row["facts"], "asks": ["2000-01-03"]}, "merge") == {"persons": [0]}, row["id"]
