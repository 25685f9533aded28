"""The peer of bench/matching.py: the package recordlinkage on the same rows, in a Python of its own.

    python bench/matching_peer.py ROWS.json     (a Python of its own: venv, pip install recordlinkage)

Blocks by code, and by area with the same first or last two characters of the bare name; compares name and place by
Jaro-Winkler; takes for each project the best pair above a bound, as its manual does. Prints {project: enterprise}.
"""

import json
import re
import sys
from pathlib import Path

import pandas
import recordlinkage

BARE = re.compile(r"福建省?|泉州市?|[晋石南惠安永德鲤丰洛泉][^有]{0,1}[市县区]|股份|有限|责任|公司|[()（）]")
BOUND = 1.75


def main() -> None:
    """Read the rows, match, print."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sides = {}
    for name in ("left", "right"):
        frame = pandas.DataFrame(told[name], columns=["key", "code", "name", "area", "place"]).set_index(
            "key"
        )
        frame["bare"] = frame["name"].map(lambda text: BARE.sub("", text))
        frame["head"], frame["tail"] = frame["bare"].str[:2], frame["bare"].str[-2:]
        frame["code"] = frame["code"].where(frame["code"] != "", None)
        sides[name] = frame
    indexer = recordlinkage.Index()
    indexer.block("code")
    indexer.block(["area", "head"])
    pairs = indexer.index(sides["left"], sides["right"])
    compare = recordlinkage.Compare()
    compare.exact("code", "code", label="code")
    compare.string("bare", "bare", method="jarowinkler", label="name")
    compare.string("place", "place", method="jarowinkler", label="place")
    scores = compare.compute(pairs, sides["left"], sides["right"])
    total = scores["code"] * 2 + scores["name"] + scores["place"]
    best = total[total >= BOUND].groupby(level=0).idxmax()
    print(json.dumps({str(left): int(right) for left, right in best}))


if __name__ == "__main__":
    main()
