"""What words of a row mean in a conference: its member units, its areas, and the lists of codes."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TypeAlias

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import list_memberships
from lianxi.hazards.limits.tables import table
from lianxi.register.queries import list_areas
from lianxi.register.rules.places import industries
from lianxi.work.rules.rows import Known

Pairs: TypeAlias = tuple[tuple[str, int], ...]
AreaPairs: TypeAlias = tuple[tuple[str, str], ...]
SCALES = {"1": "大型", "2": "中型", "3": "小型", "4": "微型", "5": "不详"}
RISKS = {"1": "严重", "2": "一般"}


def names_known(conference_id: int, day: date) -> tuple[Pairs, AreaPairs]:
    """Return the member units by every name they are known under, and the areas that count, both hashable."""
    conference = Conference.objects.get(pk=conference_id)
    units: dict[str, int] = {}
    for membership in list_memberships(conference, day):
        for name in (membership.unit.name, *(alias.text for alias in membership.unit.aliases.all())):
            units.setdefault(name, membership.unit_id)
    areas = tuple((area.name, area.name) for area in list_areas(conference_id, on=True))
    return tuple(units.items()), areas


def known_from(units: Pairs, areas: AreaPairs) -> Known:
    """Put together what rows are checked against."""
    return Known(dict(units), dict(areas), code_lists())


def known_for(conference_id: int, day: date) -> Known:
    """Return what words of rows mean in a conference on a day."""
    return known_from(*names_known(conference_id, day))


@cache
def code_lists() -> Mapping[str, Mapping[str, str]]:
    """Return the lists of codes: code → words."""
    return {
        "industries": {code: name for code, (name, _level, _parent) in industries().items()},
        "hazard_catalogue": {row["code"]: row["name"] for row in table("hazard_catalogue")},
        "enterprise_scale": SCALES,
        "project_risk_categories": RISKS,
    }
