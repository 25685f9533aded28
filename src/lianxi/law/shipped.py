"""The two founding documents that ship with the product, with their reviewed clauses and acts.

The texts and the hand-checked inventory lie in law/instruments; the reading is the reader's own, and
the reviewed acts (roles, co-units, triggers) stand in for the automatic ones.
"""

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files

from lianxi.law.reading import ActText, ClauseText, Reading, read_text

SHIPPED = ("QZ", "GD")


def shipped_text(code: str) -> str:
    """Return the text of a shipped instrument. Raises KeyError for another code."""
    if code not in SHIPPED:
        raise KeyError(code)
    return (files("lianxi.law") / "instruments" / f"{code}.txt").read_text(encoding="utf-8")


def identify(text: str) -> str | None:
    """Tell which shipped instrument a text is, letter by letter, or None."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return next((code for code in SHIPPED if shipped_text(code) == plain), None)


@cache
def load_shipped(code: str) -> Reading:
    """Return the reviewed reading of a shipped instrument.

    Raises ValueError where a reviewed record's words are not at their span: the data would be wrong.
    """
    reading = read_text(shipped_text(code), code=code)
    raw = (files("lianxi.law") / "instruments" / f"{code}.clauses.json").read_text(encoding="utf-8")
    records = json.loads(raw)
    wrong = [r["id"] for r in records if reading.text[r["start"] : r["end"]] != r["text"]]
    if wrong:
        raise ValueError(f"reviewed records do not match the text: {wrong[:3]}")
    return replace(reading, clauses=tuple(_clause(record) for record in records))


def _clause(record: dict[str, object]) -> ClauseText:
    acts = record.get("acts", [])
    assert isinstance(acts, list)  # noqa: S101 - our own data
    return ClauseText(
        id=str(record["id"]),
        path=tuple(record.get("path", ())),  # type: ignore[arg-type]
        unit=record.get("unit"),  # type: ignore[arg-type]
        number=record.get("number"),  # type: ignore[arg-type]
        text=str(record["text"]),
        start=int(record["start"]),  # type: ignore[call-overload]
        end=int(record["end"]),  # type: ignore[call-overload]
        kind=str(record["clause_type"]),
        acts=tuple(_act(act) for act in acts),
        citation=str(record.get("citation", "")),
        meta=record.get("meta"),  # type: ignore[arg-type]
    )


def _act(act: dict[str, object]) -> ActText:
    def words(name: str) -> tuple[str, ...]:
        value = act.get(name, ())
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    trigger = act.get("trigger")
    return ActText(
        id=str(act["id"]),
        start=int(act["start"]),  # type: ignore[call-overload]
        end=int(act["end"]),  # type: ignore[call-overload]
        text=str(act["text"]),
        roles=words("roles"),
        verbs=words("verbs"),
        co_units=words("co_units"),
        trigger=str(trigger) if trigger else None,
        scope=words("sectors") + words("populations"),
    )
