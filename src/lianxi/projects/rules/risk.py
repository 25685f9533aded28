"""Risk class of a project by the industries it belongs to (catalogue of 2021)."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SEVERE, GENERAL, OPEN, UNLISTED = "严重", "一般", "待答", "未列入"
SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the catalogue; `condition` turns a severe group into a general one."""

    code: str
    name: str
    risk: str
    condition: str


@cache
def catalogue() -> dict[str, Group]:
    """Return the catalogue by code, parts of split groups as `D441-1`."""
    text = files("lianxi.projects.rules").joinpath("risk.csv").read_text(encoding="utf-8")
    return {row["code"]: Group(**row) for row in csv.DictReader(text.splitlines())}


def group_of(code: str) -> Group | None:
    """Find the group of an industry code: its own row, or that of the group a class of four digits is in."""
    found = catalogue()
    return found.get(code) or found.get(code[:4])


def is_listed(code: str) -> bool:
    """Tell whether an industry is in the catalogue: a project of it is presumed to produce hazards until judged."""
    return group_of(code) is not None


def risk_class(industries: Iterable[str], condition_clear: bool | None) -> str:
    """Return the class of a project: the higher where it is mixed, 待答 where an answer may still change it.

    `condition_clear` answers the catalogue's condition (True: no benzene and the like are used).
    """
    classes = {
        _class_of(group, condition_clear) for code in industries if (group := group_of(code)) is not None
    }
    return next((one for one in (SEVERE, OPEN, GENERAL) if one in classes), UNLISTED)


def _class_of(group: Group, condition_clear: bool | None) -> str:
    if group.risk == SPLIT:
        return OPEN
    if not group.condition:
        return group.risk
    if condition_clear is None:
        return OPEN
    return GENERAL if condition_clear else SEVERE
