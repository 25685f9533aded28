"""Instruments for routing: the shipped ones with their checked conditions, and any other built from its clauses."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lianxi.law.routing.acts import Act, Condition
from lianxi.law.routing.conditions import read_conditions
from lianxi.law.routing.derivation import derive_conditions
from lianxi.law.routing.errors import BadRoutingData
from lianxi.law.routing.gates import gates_of
from lianxi.law.routing.model import Instrument
from lianxi.law.routing.own_words import OwnShelf
from lianxi.law.routing.vocabulary import MATTER

Clause = Mapping[str, Any]
Checked = Mapping[str, tuple[tuple[Condition, ...], str | None]]

_NO_ACTS = frozenset({"metadata", "roster", "preamble", "heading", "title"})
_HEADING = ("preamble", "function")
# Words of a title, preamble or function that make a document one of occupational disease prevention.
_FACETS = re.compile("职业病|职业健康|职业卫生|职业(?:病)?危害|职业中毒|尘肺|矽肺")
_GENERAL = "行为本身没有写明行业、人群、事件等限定"
_SCOPES = frozenset(
    {"sector", "ownership", "population", "hazard", "employer_status", "event", "person_status"}
)
_OPEN_MATTERS = frozenset(
    {"inspection", "prevention_guidance", "supervision_of_sector", "hazard_control", "coordination"}
)
# An act that opens with one of these words has that role, whatever stands before it ("负责指导" guides).
_OPENINGS = {"指导": "guide", "参与": "participate", "配合": "cooperate", "协助": "cooperate"}
_MANNERS = ("负责", "依法", "积极", "并", "要")


def shipped_codes() -> tuple[str, ...]:
    """Return the codes of the instruments that ship with conditions."""
    folder = files("lianxi.law").joinpath("instruments")
    names = (entry.name for entry in folder.iterdir())
    return tuple(
        sorted(name.removesuffix(".conditions.json") for name in names if name.endswith(".conditions.json"))
    )


@lru_cache(maxsize=8)
def load_instrument(code: str) -> Instrument:
    """Return a shipped instrument by its code; raises BadRoutingData for a code that does not ship."""
    if code not in shipped_codes():
        raise BadRoutingData("unknown_instrument", f"没有随附代码为“{code}”的文件。")
    folder = files("lianxi.law").joinpath("instruments")
    # Bytes first: universal newlines would move every span of a text with carriage returns.
    text = folder.joinpath(f"{code}.txt").read_bytes().decode("utf-8")
    clauses = json.loads(folder.joinpath(f"{code}.clauses.json").read_text(encoding="utf-8"))
    raw = json.loads(folder.joinpath(f"{code}.conditions.json").read_text(encoding="utf-8"))
    checked = read_conditions(text, raw["acts"])
    gates = raw["gates"]
    instrument = build_instrument(code, text, clauses, checked=checked, region=gates["region"])
    return replace(instrument, gates=gates_of(gates["region"], gates["subject"], text))


def build_instrument(
    code: str,
    text: str,
    clauses: Iterable[Clause],
    *,
    title: str | None = None,
    issued_on: dt.date | None = None,
    checked: Checked | None = None,
    region: str | None = None,
    has_facets: bool | None = None,
    sayings: Mapping[str, tuple[str, ...]] | None = None,
) -> Instrument:
    """Return an instrument from clause dicts {id, unit, acts: [{start, end, roles}]} with code-point spans.

    Without `checked` conditions they are derived from each act's words where the document is about occupational
    disease; any other answers from its own words alone. `region` is the region it is for; `has_facets`
    overrules what the title says of the subject (two texts to be compared share one vocabulary); `sayings` are
    words of daily speech by clause. Raises BadRoutingData
    when an act's span does not hold its text.
    """
    rows = list(clauses)
    printed_title, printed_date = _metadata(rows)
    heading = _heading(text, rows, title or printed_title)
    if has_facets is None:
        has_facets = checked is not None or bool(_FACETS.search("".join((heading or text).split())))
    acts = [
        act for row in rows if _may_answer(row) for act in _acts(text, row, checked, has_facets=has_facets)
    ]
    acts.sort(key=lambda act: (act.start, act.end, act.id))
    return Instrument(
        code=code,
        title=title or printed_title or code,
        text=text,
        acts=tuple(acts),
        issued_on=issued_on or printed_date,
        gates=gates_of(region, (), text),
        has_facets=has_facets,
        own=None if checked is not None else OwnShelf(text, tuple(acts), heading or text, sayings or {}),
    )


def _heading(text: str, rows: list[Clause], title: str | None) -> str:
    """Give the words that say what a document is about: its title and preamble, or its functions where it has none."""
    parts = {
        kind: [text[row["start"] : row["end"]] for row in rows if _kind(row) == kind and row.get("end")]
        for kind in _HEADING
    }
    return "\n".join([title or "", *parts["preamble"]]).strip() or "\n".join(parts["function"])


def _may_answer(row: Clause) -> bool:
    """Only acts of a named unit answer; titles, rosters and the preamble do not."""
    return bool(row.get("unit")) and _kind(row) not in _NO_ACTS


def _kind(row: Clause) -> str:
    return str(row.get("clause_type") or row.get("kind") or "duty")


def _acts(text: str, row: Clause, checked: Checked | None, *, has_facets: bool) -> list[Act]:
    acts = []
    for number, raw in enumerate(row.get("acts") or (), start=1):
        act_id = raw.get("id") or f"{row['id']}#{number}"
        start, end = raw["start"], raw["end"]
        if "text" in raw and text[start:end] != raw["text"]:
            raise BadRoutingData("act_span", f"{act_id} 的文字与原文 {start}–{end} 处不一致。")
        conditions, general = _conditions(text, act_id, (start, end), checked) if has_facets else ((), None)
        roles = _roles(text[start:end], tuple(raw.get("roles") or ()))
        acts.append(Act(act_id, row["id"], row["unit"], start, end, roles, conditions, general, _kind(row)))
    return acts


def _roles(words: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Put the role that the act opens with first, so that guiding or taking part is never raised to lead."""
    bare = "".join(words.split())
    for manner in _MANNERS:
        bare = bare.removeprefix(manner)
    opening = next((role for word, role in _OPENINGS.items() if bare.startswith(word)), None)
    if opening is None or not roles:
        return roles
    return (opening, *(role for role in roles if role != opening))


def _conditions(
    text: str, act_id: str, span: tuple[int, int], checked: Checked | None
) -> tuple[tuple[Condition, ...], str | None]:
    if checked is not None:
        return checked.get(act_id, ((), None))
    conditions = derive_conditions(text, *span)
    return conditions, (_GENERAL if _is_general(conditions) else None)


def _is_general(conditions: tuple[Condition, ...]) -> bool:
    if any(condition.dimension in _SCOPES for condition in conditions):
        return False
    matters = {code for condition in conditions if condition.dimension == MATTER for code in condition.codes}
    return bool(matters) and matters <= _OPEN_MATTERS


def _metadata(rows: list[Clause]) -> tuple[str | None, dt.date | None]:
    printed = {row.get("meta"): row["text"] for row in rows if row.get("clause_type") == "metadata"}
    return printed.get("title"), _printed_date(printed.get("date"))


def _printed_date(words: str | None) -> dt.date | None:
    if words is None:
        return None
    try:
        return dt.datetime.strptime(words.strip(), "%Y年%m月%d日").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
