"""Similar exposure groups of an employer: results of one post and hazard under one limit, with their statistics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lianxi.hazards.judging import bulk
from lianxi.hazards.limits import METRICS, hazards
from lianxi.surveillance.store import open_store

if TYPE_CHECKING:
    from lianxi.hazards.judging.similar import Figure

# Averages over a shift; short-term and peak results are no sample of a shift's exposure.
AVERAGES = ("twa", "dust_total", "dust_respirable")
MOST_RESULTS = 50_000


@dataclass(frozen=True, slots=True)
class PostGroup:
    """One group as a page shows it: where, of what, against which limit, and the row of `describe_similar`."""

    workplace: str
    post: str
    hazard: str
    metric: str
    limit: str
    unit: str
    figures: dict[str, Figure] = field(default_factory=dict)


def list_groups(conference_id: int, employer: str) -> tuple[list[PostGroup], list[str]]:
    """Describe the groups of an employer's results in force; gives also sentences on what is left out.

    A group is a workplace, post, hazard and metric with one limit after hours and free silica: configured, for the
    standard leaves to the hygienist what is similar.
    """
    # The statistics are loaded when somebody asks for them, not with the pages.
    from lianxi.hazards.judging.similar import Similar, describe_similar

    with open_store(conference_id, memory="512MiB") as con:
        con.execute("CREATE TEMP TABLE own AS SELECT * FROM measurements WHERE employer = ?", [employer])
        rows = f"(SELECT * FROM own WHERE metric IN {AVERAGES!r})"
        bulk.load_contexts(con, rows)
        columns = ("workplace", "point", "hazard", "metric", "unit", "value", "below_loq", "loq")
        found = con.execute(
            "SELECT workplace, split_part(coalesce(point, ''), '·', 1) AS post, hazard, metric, unit, limit_value,"
            " list(CASE WHEN below_loq THEN loq ELSE value END) AS x, list(coalesce(below_loq, false)) AS below"
            f" FROM ({bulk.judged(rows, columns)}) WHERE outcome <= 1 AND CASE WHEN below_loq THEN loq ELSE value END > 0"
            f" GROUP BY ALL ORDER BY 1, 2, 3, 4, 6 LIMIT {MOST_RESULTS}"
        ).fetchall()
        whole = con.execute("SELECT count(*) FROM own").fetchall()[0][0]
    counted = sum(len(row[6]) for row in found)
    described = describe_similar(
        [Similar(str(at), row[5], tuple(row[6]), tuple(row[7])) for at, row in enumerate(found)]
    )
    groups = [
        PostGroup(
            workplace=row[0],
            post=row[1],
            hazard=hazards()[row[2]].name if row[2] in hazards() else row[2].removeprefix("x:"),
            metric=METRICS[row[3]].name,
            limit=f"{row[5]:g}",
            unit=row[4],
            figures=figures,
        )
        for row, figures in zip(found, described, strict=True)
    ]
    left = whole - counted
    told = (
        [f"另有 {left} 条结果没有计入：短时间、峰值和物理因素的结果，没有限值或不能判定的，以及结果为 0 的。"]
        if left
        else []
    )
    return groups, told
