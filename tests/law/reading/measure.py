"""Measures a reading against the gold of `data/whole`: units, people, duty blocks, fields, kinds, inventions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

from lianxi.law.reading import as_json, read_text

FIELDS = {
    "issuer": "also_issuer", "doc_number": "also_number", "date": "also_date", "region": "also_region",
    "title": "also_title", "office_host_unit": "also_host", "convener": "also_convener",
    "meeting_frequency": "also_frequency",
}  # fmt: skip
_PERIOD = re.compile(r"每半年|每季度?|每月|每学期|每年|不定期|每周|按季|根据|视")
_ROLE = re.compile(r"[（(，,]?(组长|主任|班长|指挥长|总?召集人)[）)]$")


def plain(value: object) -> str:
    """Give a value without marks, brackets and blanks."""
    return re.sub(
        r"[\s()\[\]〔〕【】「」《》<>“”\"':、,。;·•—\-]", "", unicodedata.normalize("NFKC", str(value or ""))
    )


def same(field: str, want: object, got: object) -> bool:
    """Tell whether a field's value is the wanted one: equal, or one inside the other where the field allows it."""
    left, right = plain(want), plain(_ROLE.sub("", str(got or "")) if field == "convener" else got)
    if not left or not right or left == right or field == "date":
        return bool(left) and left == right
    inside = left in right or right in left
    if field == "meeting_frequency":
        periods = set(_PERIOD.findall(str(want)))
        return inside or (bool(periods) and periods == set(_PERIOD.findall(str(got))))
    if field in {"convener", "region"}:
        return inside and min(len(left), len(right)) >= 2
    return inside and min(len(left), len(right)) >= 0.6 * max(len(left), len(right))


def measure(text: str, gold: dict[str, Any]) -> Counter[str]:
    """Count right and wanted of every figure for one document; keys end in `+` (right) and `=` (of)."""
    out, count = as_json(read_text(text)), Counter[str]()
    kind = {"negative": "other"}.get(gold["document_kind"], gold["document_kind"])
    _put(count, "kinds", out["document_kind"] in ({"other", "rules"} if kind == "other" else {kind}))
    if kind == "other":
        _put(count, "clean", not (out["units"] or out["roster"] or out["duties"]))
    if kind == "founding":
        _units(count, gold, out)
        _people(count, gold, out)
        _duties(count, gold, out)
    _fields(count, gold, out, founding=kind == "founding")
    flat = plain(text)
    said = [*(out["units"] or ()), *out["duties"], *(line["title"] for line in out["roster"])]
    said += [out[field] for field in FIELDS if field not in {"date", "region", "convener"} and out[field]]
    count["invented"] += sum(plain(one) not in flat for one in said)
    count["offsets"] += sum(text[one["start"] : one["end"]] != one["text"] for one in out["clauses"])
    return count


def share(count: Counter[str], figure: str) -> float:
    """Give the share of a figure."""
    return count[figure + "+"] / count[figure + "="] if count[figure + "="] else 1.0


def _put(count: Counter[str], figure: str, good: float, of: int = 1) -> None:
    count[figure + "+"] += int(good)
    count[figure + "="] += of


def _units(count: Counter[str], gold: dict[str, Any], out: dict[str, Any]) -> None:
    want = [plain(one) for one in gold["units"] or ()]
    clean = [plain(one) for one in gold.get("units_clean") or ()]
    clean = clean if len(clean) == len(want) else want
    optional = {plain(one) for one in gold.get("units_optional") or ()}
    got = {plain(one) for one in out["units"] or ()}
    right = {*want, *clean}
    _put(count, "units found", sum(a in got or b in got for a, b in zip(want, clean, strict=True)), len(want))
    _put(count, "units right", len(got & right), len(got - (optional - right)))


def _people(count: Counter[str], gold: dict[str, Any], out: dict[str, Any]) -> None:
    by = {plain(line["person"]): line for line in out["roster"]}
    for one in gold["roster"]:
        line = by.get(plain(one["name"]))
        title = re.sub("兼$", "", plain(line["title"])) if line else ""
        role = line is not None and plain(one["role"]).endswith(plain(line["role"]))
        _put(count, "people", title == re.sub("兼$", "", plain(one["title"])) and role)
    names = {plain(one["name"]) for one in gold["roster"]} | {
        plain(one) for one in gold.get("roster_optional") or ()
    }
    _put(count, "people right", len(by.keys() & names), len(by))


def _duties(count: Counter[str], gold: dict[str, Any], out: dict[str, Any]) -> None:
    got = {plain(unit): len(items) for unit, items in out["duties"].items()}
    units = dict(
        zip(
            map(plain, gold["units"] or ()),
            map(plain, gold.get("units_clean") or gold["units"] or ()),
            strict=False,
        )
    )
    seen = set()
    for unit, items in (gold["duties"] or {}).items():
        keys = {plain(unit), units.get(plain(unit), plain(unit))}
        here = next((key for key in keys if key in got), None)
        seen |= keys
        wanted = items if isinstance(items, list) else [items]
        _put(count, "duty blocks", here is not None and got[here] in wanted)
    if gold["duties"]:
        _put(count, "duty blocks right", len(got.keys() & seen), len(got))


def _fields(count: Counter[str], gold: dict[str, Any], out: dict[str, Any], *, founding: bool) -> None:
    for field, also in FIELDS.items():
        if not founding and field in {"region", "office_host_unit", "convener", "meeting_frequency"}:
            continue
        others = gold.get(also) or []
        others = others if isinstance(others, list) else [others]
        if gold.get(field):
            _put(count, "fields", any(same(field, one, out[field]) for one in (gold[field], *others)))
        elif not others:
            _put(count, "silent", not out[field])
    if founding:
        _put(count, "fields", bool(out["minutes_rule"]) == gold["minutes_rule"])
