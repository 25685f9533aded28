"""The tables of an older version, put into the database with duties and figures as that version kept them."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cast import Cast
from lianxi.work.queries.former import KNEW_THEM


def old_models() -> tuple[Any, Any]:
    """Make the tables and return the models of duties and figures as they were."""
    apps = MigrationLoader(connection).project_state(KNEW_THEM).apps
    duty, value = apps.get_model("ledger", "StandingDuty"), apps.get_model("ledger", "IndicatorValue")
    with connection.schema_editor() as editor:
        editor.create_model(duty)
        editor.create_model(value)
    return duty, value


def old_duty(cast: Cast, model: Any, clause: str, **given: Any) -> Any:
    """Store a duty of 市住建局: proposed, half-yearly, with three figures, unless told otherwise."""
    told: Mapping[str, Any] = {
        "ordinal": 1,
        "title": "对本行业用人单位职业病防治工作进行指导、检查。",
        "nature": "standing",
        "cycle": "half_year",
        "evidence": ["table"],
        "indicators": ["employers_inspected", "problems_found", "plan_issued"],
        "origin": "shipped",
        "state": "proposed",
        "basis_instrument": "QZ",
        "basis_version": 1,
        "basis_clause": clause,
        "basis_start": 0,
        "basis_end": 10,
    }
    if "unit_id" not in given:
        given["unit_id"] = cast.unit("市住建局").pk
    return model.objects.create(conference_id=cast.conference.pk, **{**told, **given})
