#!/usr/bin/env python3
"""Check an exported journal without a database and without the product: python3 chainfile.py FILE [HEADS]

FILE holds JSON lines: a manifest {"version", "chains": [{"chain", "name", "seq", "hash"}]}, then entries
{"chain", "seq", "prev", "hash", "body"} in the order of each chain. HEADS holds lines "day<tab>chain<tab>seq<tab>hash"
that were kept elsewhere. Prints what does not hold; exit code 0 where all of it does."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

GENESIS = "0" * 64


def _read_heads(path: str) -> dict[tuple[int, int], str]:
    with Path(path).open(encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines if line.strip()]
    return {(int(row[1]), int(row[2])): row[3].strip() for row in rows}


def _wrong_with(one: dict[str, Any], last: tuple[int, str]) -> str:
    if one["seq"] != last[0] + 1:
        return f"第 {last[0] + 1} 条处是第 {one['seq']} 条"
    if one["prev"] != last[1]:
        return f"第 {one['seq']} 条与前一条接不上"
    text = f"{one['prev']}\n{one['body']}".encode()
    is_ours = hashlib.sha256(text).hexdigest() == one["hash"] and json.loads(one["body"])["seq"] == one["seq"]
    return "" if is_ours else f"第 {one['seq']} 条的内容被改动过"


def check(path: str, heads: str = "") -> list[str]:
    """Return a sentence for everything that does not hold; the first says how much was read."""
    kept = _read_heads(heads) if heads else {}
    wrong: list[str] = []
    last: dict[int, tuple[int, str]] = {}
    with Path(path).open(encoding="utf-8") as lines:
        manifest = json.loads(next(lines))
        for one in map(json.loads, lines):
            chain, seq = one["chain"], one["seq"]
            said = _wrong_with(one, last.get(chain, (0, GENESIS)))
            wrong += [f"链 {chain}：{said}。"] if said else []
            if kept.pop((chain, seq), one["hash"]) != one["hash"]:
                wrong.append(f"链 {chain}：第 {seq} 条与另处抄存的链头不符。")
            last[chain] = (seq, one["hash"])
    ends = {told["chain"]: (told["seq"], told["hash"] or GENESIS) for told in manifest["chains"]}
    wrong += [
        f"链 {c}：末尾与清单不符（应到第 {e[0]} 条）。"
        for c, e in ends.items()
        if last.get(c, (0, GENESIS)) != e
    ]
    wrong += [f"链 {chain}：没有另处抄存的第 {seq} 条（末尾被截去）。" for chain, seq in kept]
    return [f"读了 {len(last)} 条链，{sum(seq for seq, _ in last.values())} 条记录。", *wrong]


if __name__ == "__main__":
    found = check(*sys.argv[1:3])
    sys.stdout.write("\n".join([*found, ""]))
    sys.exit(len(found) > 1)
