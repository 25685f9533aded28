"""Finding a hazard by its code, its CAS number or a name as reports write it."""

from dataclasses import dataclass
from functools import cache

from lianxi.hazards.limits.hazards import Hazard, aliases, hazards, printed_names, same_as
from lianxi.hazards.limits.names import cas_numbers, has_check_digit, keys, plain
from lianxi.hazards.limits.tables import table


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: one hazard with a remark that verdicts repeat, or none with candidates and a sentence."""

    hazard: Hazard | None
    note: str = ""
    candidates: tuple[Hazard, ...] = ()
    sentence: str = ""


def find_hazard(text: str) -> Found:
    """Find the hazard a code, CAS number or name stands for.

    Full and half width, blanks, hyphens, brackets and closing remarks (按Cd计 …) do not matter. Where several
    hazards answer, none is chosen: they are the candidates.
    """
    asked = text.strip()
    if asked in hazards():
        return Found(hazards()[asked])
    if plain(asked) in aliases():
        code, note = aliases()[plain(asked)]
        return Found(hazards()[code], note)
    if _looks_like_cas(asked):
        return _answer(asked, _by_cas().get(_normal_cas(asked), frozenset()), _cas_sentence(asked))
    for key in keys(asked, synonyms=False):
        if codes := _by_name().get(key):
            return _answer(asked, codes, "")
    near = _near(asked)
    hint = "，是否为：" + "、".join(one.name for one in near) if near else ""
    return Found(None, candidates=near, sentence=f"没有找到“{asked}”{hint}。请用限值表中的名称、CAS 号或代码")


def _answer(asked: str, codes: frozenset[str], otherwise: str) -> Found:
    found = tuple(hazards()[code] for code in sorted(codes))
    if len(found) == 1:
        return Found(found[0])
    if not found:
        return Found(None, sentence=otherwise)
    listed = "、".join(f"{one.name}（{one.code}）" for one in found)
    return Found(None, candidates=found, sentence=f"“{asked}”可以是：{listed}。请写明是哪一种")


def _looks_like_cas(text: str) -> bool:
    parts = text.split("-")
    return (
        len(parts) == 3
        and all(part.isdecimal() for part in parts)
        and len(parts[1]) == 2
        and len(parts[2]) == 1
    )


def _normal_cas(text: str) -> str:
    return next(iter(cas_numbers(text)), "")


def _cas_sentence(text: str) -> str:
    if not has_check_digit(text):
        return f"CAS 号 {text} 的校验位不对，请核对"
    return f"限值表和目录中没有 CAS 号 {text}，没有收录限值"


@dataclass(frozen=True, slots=True)
class BiologicalIndex:
    """A recommended limit in blood, urine or breath (GBZ 2.1-2019 table 4): shown, never part of a verdict."""

    indicator: str
    limit: str
    sampling: str
    confirmed: bool


def biological_indices(code: str) -> tuple[BiologicalIndex, ...]:
    """Return the recommended biological limits of a hazard."""
    return tuple(
        BiologicalIndex(
            row["indicator_zh"], row["limit"], row["sampling_time"], confirmed="not seen" not in row["source"]
        )
        for row in table("oel_biomonitoring")
        if (found := find_hazard(row["agent_zh"]).hazard) is not None and found.code == code
    )


@cache
def _by_name() -> dict[str, frozenset[str]]:
    found = {key: set(codes) for key, codes in printed_names().items()}
    for row in table("hazard_catalogue"):
        code = same_as(row) or f"k{row['code']}"
        for key in keys(row["name"], synonyms=row["category"] == "化学因素"):
            # A name of the limit tables is never given away to a catalogue entry without a limit.
            if key not in printed_names():
                found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


@cache
def _by_cas() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    held = {code: hazard for code, hazard in hazards().items() if not code.startswith("k")}
    for code, hazard in held.items():
        for number in hazard.cas:
            found.setdefault(number, set()).add(code)
    limited = frozenset(found)
    for row in table("hazard_catalogue"):
        for number in cas_numbers(row["cas"]):
            if number not in limited:
                found.setdefault(number, set()).add(same_as(row) or f"k{row['code']}")
    return {number: frozenset(codes) for number, codes in found.items()}


@cache
def candidates_of(code: str) -> tuple[str, ...]:
    """Return the hazards with limits that one without its own may stand for (candidates.csv: configured)."""
    return tuple(one for row in table("candidates") if row["hazard"] == code for one in row["limits"].split())


def _near(asked: str) -> tuple[Hazard, ...]:
    key = plain(asked)
    if not key:
        return ()
    codes = sorted({code for name, listed in _by_name().items() if key in name for code in listed})
    return tuple(hazards()[code] for code in codes[:8])
