"""Measures the reader on a folder of texts with gold (`NN_name.txt`, `NN.gold.json`): per document and in all.

Usage: python bench/reading.py DIRECTORY [--show]. The first three lines of each text are provenance.
A field counts as right where the normalised values are equal, and as near where one holds the other.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from lianxi.law.reading import as_json, read_text

FIELDS = (
    "issuer",
    "doc_number",
    "date",
    "region",
    "convener",
    "office_host_unit",
    "meeting_frequency",
    "minutes_rule",
)


def normal(value: object) -> str:
    """Give a value without spaces, with marks of one width."""
    text = re.sub(r"\s", "", str(value or ""))
    return text.translate(str.maketrans("(),:;[]", "（），：；〔〕"))


def prf(found: list[str], gold: list[str]) -> tuple[int, int, int]:
    """Give hits, found and gold counts of two lists taken as sets of normalised values."""
    left, right = {normal(one) for one in found}, {normal(one) for one in gold}
    return len(left & right), len(left), len(right)


def blocks(duties: dict[str, list[int]]) -> list[str]:
    """Give one string for each unit's duty block with its numbers."""
    return [f"{unit}:{','.join(map(str, numbers))}" for unit, numbers in duties.items()]


def score(out: dict[str, Any], gold: dict[str, Any], total: Counter[str], *, show: bool) -> str:
    """Compare one reading with its gold, add to the totals and give one line of text."""
    line = []
    lists = {
        "units": (out["units"] or [], gold["units"] or []),
        "duties": (blocks(out["duties"]), blocks(gold["duties"])),
        "mechanisms": (out["mechanisms"], gold["mechanisms"]),
    }
    for name, (found, wanted) in lists.items():
        hits, have, want = prf(found, wanted)
        total[f"{name}.hit"] += hits
        total[f"{name}.found"] += have
        total[f"{name}.gold"] += want
        line.append(f"{name} {hits}/{want}" + (f" (+{have - hits})" if have > hits else ""))
        if show and (hits != want or have != hits):
            print("   ", name, "| found", found, "| gold", wanted)
    line += [_field(name, normal(out[name]), normal(gold[name]), total, show=show) for name in FIELDS]
    return "  ".join(part for part in line if part)


def _field(name: str, found: str, wanted: str, total: Counter[str], *, show: bool) -> str:
    total[f"{name}.all"] += 1
    exact = found == wanted
    near = exact or bool(found and wanted and (found in wanted or wanted in found))
    total[f"{name}.exact"] += exact
    total[f"{name}.near"] += near
    total[f"{name}.invented"] += bool(found and not wanted)
    if show and not exact:
        print("   ", name, "| found", found, "| gold", wanted)
    return "" if exact else f"{name}{'~' if near else '✗'}"


def main(folder: Path, *, show: bool) -> None:
    """Print one line per document and the totals per field."""
    total: Counter[str] = Counter()
    slowest = 0.0
    for path in sorted(folder.glob("[0-9][0-9]_*.txt")):
        gold = json.loads((folder / f"{path.name[:2]}.gold.json").read_text("utf-8"))
        text = "\n".join(path.read_text("utf-8").split("\n")[3:])
        began = time.perf_counter()
        out = as_json(read_text(text, code=path.name[:2]))
        spent = time.perf_counter() - began
        slowest = max(slowest, spent)
        line = score(out, gold, total, show=show)
        print(f"{path.name[:2]} {spent * 1000:5.0f} ms founds={out['founds_conference']!s:5} {line}")
    _totals(total, slowest)


def _totals(total: Counter[str], slowest: float) -> None:
    for name in ("units", "duties", "mechanisms"):
        hit, found, gold = (total[f"{name}.{part}"] for part in ("hit", "found", "gold"))
        recall, precision = hit / max(1, gold), hit / max(1, found)
        print(f"{name:18} recall {hit}/{gold} = {recall:.3f}  precision {hit}/{found} = {precision:.3f}")
    for name in FIELDS:
        every, exact, near, invented = (
            total[f"{name}.{part}"] for part in ("all", "exact", "near", "invented")
        )
        print(f"{name:18} exact {exact}/{every}  near {near}/{every}  invented {invented}")
    print(f"slowest document {slowest * 1000:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), show="--show" in sys.argv)
