"""Terms of the catalogues (terms.csv): hazards, diseases, radionuclides, products of GB/T 4754 with everyday ones.

The longest term wins over all dimensions. A product counts only as what an employer or site makes (`only_as` site):
furniture is no industry, a furniture factory is one.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_SITE = re.compile(
    r"[^，。；！？\x00]{0,3}?(?:厂|公司|企业|作坊|车间|加工|生产线?|制造|行业|工场|集团|小厂|店|铺|园区|窑|业|工人|个体户|老板|市场)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term met in a bare text, with what it means; `codes` are several where one product is of several sectors."""

    dimension: str
    codes: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, tuple[str, tuple[str, ...], str]], dict[str, tuple[int, ...]]]:
    path = files("lianxi.law.routing").joinpath("letters", "terms.csv")
    found: dict[str, tuple[str, tuple[str, ...], str]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        known = found.get(row["term"])
        codes = (*known[1], row["code"]) if known and known[0] == row["dimension"] else (row["code"],)
        found[row["term"]] = (row["dimension"], codes, row["only_as"])
    lengths: dict[str, set[int]] = {}
    for term in found:
        lengths.setdefault(term[0], set()).add(len(term))
    return found, {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in lengths.items()}


def find_terms(bare: str) -> list[Term]:
    """Return the catalogue terms of a text without blanks, in order, the longest winning."""
    table, lengths = _table()
    found: list[Term] = []
    place = 0
    while place < len(bare):
        size = next((n for n in lengths.get(bare[place], ()) if bare[place : place + n] in table), 0)
        if size:
            dimension, codes, only_as = table[bare[place : place + size]]
            if not only_as or _SITE.match(bare, place + size):
                found.append(Term(dimension, codes, place, place + size))
        place += size or 1
    return found


def all_terms() -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Return every term → dimension, codes and what it counts as."""
    return dict(_table()[0])
