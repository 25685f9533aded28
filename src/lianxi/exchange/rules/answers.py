"""Fields of their own that a sending asks a receiver to give back: read from what was typed, refused in a sentence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lianxi.core.refusals import BadInput

MOST, LONGEST = 12, 500
# The outcome that ends a matter: what is needed has to be there by then, and not before.
ENDS = "done"
NUMBERS = ("whole", "decimal", "money")


def checked_asks(asks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the fields to ask for: name, label, kind, options, whether it is needed. Raises BadInput for too many."""
    if len(asks) > MOST:
        raise BadInput(f"反馈栏目最多 {MOST} 个。", next_step="请减少反馈栏目。")
    return [
        {
            "name": str(one["name"]),
            "label": str(one["label"])[:60],
            "kind": str(one.get("kind", "text")),
            "options": [str(option) for option in one.get("options", ())],
            "required": bool(one.get("required", False)),
        }
        for one in asks
    ]


def read_answers(asks: Sequence[Mapping[str, Any]], given: Sequence[str], outcome: str) -> dict[str, str]:
    """Read answers written `name=value`. Raises BadInput naming the field: not asked for, no such choice, no day."""
    told = {}
    by_name = {one["name"]: one for one in asks}
    for line in given:
        name, equals, value = line.partition("=")
        if not equals or name not in by_name:
            raise BadInput("有不属于这件来件的反馈栏目。", next_step="请刷新页面后重新填写。")
        if value.strip():
            told[name] = _read(by_name[name], value.strip())
    lacking = [one["label"] for one in asks if one["required"] and one["name"] not in told]
    if outcome == ENDS and lacking:
        raise BadInput(
            f"办结还缺：{'、'.join(lacking)}。", rule="办结时填齐反馈栏目", next_step="请补填后再选“办结”。"
        )
    return told


def _read(one: Mapping[str, Any], value: str) -> str:
    label = one["label"]
    if len(value) > LONGEST:
        raise BadInput(f"“{label}”不超过 {LONGEST} 字。")
    if one["options"] and value not in one["options"]:
        raise BadInput(
            f"“{label}”没有“{value[:20]}”这一项。", next_step=f"请选：{'、'.join(one['options'])}。"
        )
    if one["kind"] == "date":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as wrong:
            raise BadInput(f"“{label}”不是一个日期。", next_step="请写成 2026-03-02 这样。") from wrong
    if one["kind"] in NUMBERS and not value.replace(".", "", 1).isdecimal():
        raise BadInput(f"“{label}”须是数字，现在是“{value[:20]}”。")
    return value
