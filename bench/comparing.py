"""Measures the comparison of the two shipped documents against the reference comparison, and times it.

Usage: python bench/comparing.py [--unreviewed]. With `--unreviewed` the conditions are derived from the
words alone, as for a document nobody has configured.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from lianxi.law.comparing import Comparison, Row, compare, read_side
from lianxi.law.comparing import sides as sides_module
from lianxi.law.shipped import load_shipped

REFERENCE = Path(__file__).parent.parent / "tests" / "law" / "comparing" / "data" / "alignment.json"
# The reference's names for two relations; its "none" is ours.
NAMES = {"role_changed": "other_role", "condition_changed": "other_condition"}


def group_of(relation: str) -> str:
    """Give the group of a relation: a counterpart, none, or no such unit."""
    return relation if relation in {"none", "none_unit"} else "counterpart"


def compare_shipped(*, unreviewed: bool) -> Comparison:
    """Compare GD with QZ, with checked conditions or with derived ones."""
    if unreviewed:
        sides_module.shipped_codes = lambda: ()
    return compare(read_side(load_shipped("GD")), read_side(load_shipped("QZ")))


def main() -> None:
    """Print the agreement by group and relation, each row that differs, and the time of a comparison."""
    comparison = compare_shipped(unreviewed="--unreviewed" in sys.argv)
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    wanted = {pair["gd"]: pair for pair in reference["pairs"]}
    rows = {row.duty.clause: row for row in comparison.rows}
    groups = exact = clauses = 0
    for clause, pair in wanted.items():
        row, relation = rows[clause], NAMES.get(pair["relation"], pair["relation"])
        groups += group_of(row.relation) == group_of(relation)
        exact += row.relation == relation
        clauses += _clauses(pair) == {one.clause for one in row.counterparts}
        if row.relation != relation:
            _print_row(row, relation, pair)
    print(
        f"同组 {groups}/{len(wanted)}，关系相同 {exact}/{len(wanted)}，对应条款相同 {clauses}/{len(wanted)}"
    )
    print("GD → QZ", dict(Counter(row.relation for row in comparison.rows)))
    ours = {row.duty.clause for row in comparison.back if group_of(row.relation) != "counterpart"}
    theirs = set(reference["qz_only_clauses"])
    print(
        f"仅 QZ 有的条款：共同 {len(ours & theirs)}，只在我方 {sorted(ours - theirs)}，只在参照 {sorted(theirs - ours)}"
    )
    _time()


def _clauses(pair: dict[str, list[str]]) -> set[str]:
    return {act.partition("#")[0] for act in pair["qz"]}


def _print_row(row: Row, relation: str, pair: dict[str, object]) -> None:
    found = [one.act_id for one in row.counterparts]
    print(
        f"{row.duty.clause}  参照 {relation} {pair['qz']}  我方 {row.relation} {found}（{row.rule}）  {pair['note']}"
    )
    for difference in row.differences:
        print("    ", difference.sentence)


def _time() -> None:
    left, right = (read_side(load_shipped(code)) for code in ("GD", "QZ"))
    start = time.perf_counter()
    for _ in range(5):
        compare(left, right)
    print(f"每次比较 {(time.perf_counter() - start) / 5 * 1000:.0f} 毫秒")


if __name__ == "__main__":
    main()
