"""Reading an instrument's conditions file: every span is read again from the text and every code must exist."""

from collections.abc import Mapping
from typing import Any

from lianxi.law.routing.acts import Condition
from lianxi.law.routing.errors import BadRoutingData
from lianxi.law.routing.vocabulary import load_vocabulary, require_code


def read_conditions(
    text: str, entries: Mapping[str, Any]
) -> dict[str, tuple[tuple[Condition, ...], str | None]]:
    """Return {act id: (conditions, reason for being general or None)} checked against the text.

    Raises BadRoutingData when words do not stand at their span, a code is unknown, or a condition
    has neither a span nor a reason with a reviewer.
    """
    return {
        act_id: (tuple(_condition(text, act_id, raw) for raw in entry["conditions"]), entry.get("general"))
        for act_id, entry in entries.items()
    }


def _condition(text: str, act_id: str, raw: Mapping[str, Any]) -> Condition:
    dimension = raw["dimension"]
    excludes = "none" in raw
    codes = tuple(raw["none"] if excludes else raw["any"])
    for code in codes:
        require_code(dimension, code)
    _require_ground(text, act_id, raw)
    known = load_vocabulary()[dimension]
    return Condition(
        dimension=dimension,
        codes=codes,
        excludes=excludes,
        start=raw.get("start"),
        end=raw.get("end"),
        inferred=raw.get("inferred"),
        reviewer=raw.get("reviewer"),
        if_absent=raw.get("if_absent", known.if_absent),
        closed=raw.get("closed", known.closed and not raw.get("open", False)),
    )


def _require_ground(text: str, act_id: str, raw: Mapping[str, Any]) -> None:
    if "inferred" in raw:
        if not raw["inferred"] or not raw.get("reviewer"):
            raise BadRoutingData("no_reviewer", f"{act_id}：推定的条件要写明理由和复核人。")
        return
    start, end = raw.get("start"), raw.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or text[start:end] != raw.get("words"):
        raise BadRoutingData(
            "span_mismatch", f"{act_id}：“{raw.get('words')}”与原文 {start}–{end} 处的文字不一致。"
        )
