"""Projects with planted gaps of every kind, and a recount in SQL that shares no code with the rules.

The recount reads tables alone: the catalogue and the calendar go in as rows of their files, working days are counted by
windows over a table of days. It must agree with what was planted and with what the run found.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from django.db import connection

from lianxi.projects.models import Project

DAY = date(2026, 11, 20)
KINDS = (
    "not_shared", "not_judged", "hazard_contradicted", "no_pre_evaluation", "no_design_review",
    "production_without_acceptance", "not_declared", "radiation_no_review", "radiation_no_design_review",
    "radiation_no_acceptance",
)  # fmt: skip
LISTED, UNLISTED = "C263", "I654"
AREAS = ("晋江市", "石狮市", "南安市", "惠安县")


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


@dataclass
class Planted:
    """Projects as rows, and which gaps were planted: (key, gap)."""

    projects: list[Project] = field(default_factory=list)
    gaps: set[tuple[str, str]] = field(default_factory=set)


def whole(conference_id: int, at: int, rng: random.Random) -> Project:
    """Make a project that lacks nothing."""
    begun = date(2026, 1, 5) + timedelta(days=rng.randrange(60))
    level = rng.choice(("county", "city", "city", "province"))
    return Project(
        conference_id=conference_id, key=f"2601-350582-04-01-{at:06d}", code=f"2601-350582-04-01-{at:06d}", name=f"项目{at}",
        builder=f"建设单位{at}", area=rng.choice(AREAS), industries=[LISTED], kind=rng.choice(("核准", "审批")),
        approver=rng.choice(("工信", "发改")), level=level, listed_on=begun, via="public", approved_on=begun,
        shared_on=begun + timedelta(days=rng.randrange(5)), pre_evaluation_on=begun + timedelta(days=10),
        design_review_on=begun + timedelta(days=20), permit_on=begun + timedelta(days=30),
        acceptance_on=begun + timedelta(days=100), production_on=begun + timedelta(days=110),
        declared_on=begun + timedelta(days=120),
    )  # fmt: skip


def plant(row: Project, kind: str, rng: random.Random) -> None:
    """Take away of a whole project what makes one gap of a kind, and no other."""
    if kind == "not_shared":
        row.shared_on, row.level = None, rng.choice(("county", "city"))
    elif kind == "not_judged":
        row.industries = [UNLISTED]
        row.permit_on = row.production_on = row.acceptance_on = row.declared_on = None
    elif kind == "hazard_contradicted":
        row.hazard, row.contradicted_on = "no", DAY - timedelta(days=rng.randrange(1, 200))
    elif kind == "no_pre_evaluation":
        row.pre_evaluation_on = None
    elif kind == "no_design_review":
        row.design_review_on = rng.choice((None, DAY + timedelta(days=3)))
    elif kind == "production_without_acceptance":
        row.acceptance_on = row.declared_on = None
    elif kind == "not_declared":
        row.declared_on = None
    else:
        row.medical_radiation, row.pre_evaluation_on = "severe", None
        row.review_approved_on, row.health_accepted_on = row.design_review_on, row.acceptance_on
        lacking = {
            "radiation_no_review": "review_approved_on",
            "radiation_no_acceptance": "health_accepted_on",
        }
        setattr(row, lacking.get(kind, "design_review_on"), None)


def tempt(row: Project, rng: random.Random) -> None:
    """Make a project that looks as if it lacked something and does not."""
    choice = rng.randrange(7)
    if choice == 0:
        row.status, row.pre_evaluation_on = "cancelled", None
    elif choice == 1:
        row.kind, row.design_review_on = "备案", None
    elif choice == 2:
        row.hazard, row.acceptance_on, row.shared_on = "no", None, None
    elif choice == 3:
        row.level, row.shared_on = "province", None
    elif choice == 4:
        row.permit_on, row.pre_evaluation_on = DAY + timedelta(days=1), None
        row.production_on = row.acceptance_on = row.declared_on = None
    elif choice == 5:
        row.pre_evaluation_on = DAY - timedelta(days=1)
    else:
        row.acceptance_on, row.declared_on = DAY - timedelta(days=30), None


def planted(conference_id: int, size: int, gaps: int, seed: int = 1) -> Planted:
    """Make so many projects with so many gaps, as many of each kind, the rest whole or tempting."""
    rng, found = random.Random(seed), Planted()
    for at in range(size):
        row = whole(conference_id, at, rng)
        if at < gaps:
            kind = KINDS[at % len(KINDS)]
            plant(row, kind, rng)
            found.gaps.add((row.key, kind))
        elif at % 3 == 0:
            tempt(row, rng)
        found.projects.append(row)
    rng.shuffle(found.projects)
    return found


def _days() -> Iterator[tuple[str, str, int]]:
    """Give each day of the years at hand, the 31st after it, and whether it is worked, from the calendar's file."""
    text = files("lianxi.core").joinpath("calendars/cn.csv").read_text(encoding="utf-8")
    special = {row["date"]: row["kind"] == "work" for row in csv.DictReader(text.splitlines())}
    at = date(2025, 12, 1)
    while at < date(2027, 2, 1):
        worked = special.get(at.isoformat(), at.weekday() < 5)
        yield at.isoformat(), (at + timedelta(days=31)).isoformat(), int(worked)
        at += timedelta(days=1)


# Address by gap, written out a second time on purpose: (unit, clause) as the document has them.
FLAGS_TO, JUDGES = ("市卫健委", "QZ-3-01-4"), ("市卫健委", "QZ-3-01-3")
# Days as text: either database writes them so, and what is compared is compared alike.
DATED = (
    "approved_on", "shared_on", "contradicted_on", "pre_evaluation_on", "design_review_on", "acceptance_on", "declared_on",
    "review_approved_on", "health_accepted_on",
)  # fmt: skip
SQL = """
with p as (
  select key, level, approver, hazard, medical_radiation, DAYS,
    coalesce(cast(permit_on as text), '9999-12-31') as permitted,
    coalesce(cast(production_on as text), '9999-12-31') as produced,
    (select m.later from temp_marks m where m.day = cast(acceptance_on as text)) as undeclared_on,
    case when hazard <> 'unknown' then hazard when exists (
      select 1 from temp_catalogue c
      where c.code = substr(replace(replace(cast(industries as text), '["', ''), '"]', ''), 1, 4)
    ) then 'yes' else 'unknown' end as hz
  from projects_project
  where conference_id = %(own)s and status <> 'cancelled' and kind <> '备案'
)
select key, 'not_shared', (select min(d.day) from temp_days d where d.before >= 6 + (
    select e.upto from temp_days e where e.day = p.approved_on)), level, approver
  from p where hz <> 'no' and level <> 'province' and approved_on <= %(day)s and (shared_on is null or shared_on > %(day)s)
union all
select key, 'not_judged', (select min(d.day) from temp_days d where d.before >= 11 + (
    select e.upto from temp_days e where e.day = p.shared_on)), level, approver
  from p where hz = 'unknown' and shared_on <= %(day)s
union all
select key, 'hazard_contradicted', contradicted_on, level, approver from p where hazard = 'no' and contradicted_on <= %(day)s
union all
select key, 'no_pre_evaluation', permitted, level, approver from p
  where hz = 'yes' and medical_radiation = 'none' and permitted <= %(day)s and coalesce(pre_evaluation_on, '9999') > %(day)s
union all
select key, 'no_design_review', permitted, level, approver from p
  where hz = 'yes' and medical_radiation = 'none' and permitted <= %(day)s and coalesce(design_review_on, '9999') > %(day)s
union all
select key, 'production_without_acceptance', produced, level, approver from p
  where hz = 'yes' and medical_radiation = 'none' and produced <= %(day)s and coalesce(acceptance_on, '9999') > %(day)s
union all
select key, 'not_declared', undeclared_on, level, approver from p
  where hz = 'yes' and undeclared_on <= %(day)s and coalesce(declared_on, '9999') > %(day)s
union all
select key, 'radiation_no_review', permitted, level, approver from p
  where hz <> 'no' and medical_radiation <> 'none' and permitted <= %(day)s and coalesce(review_approved_on, '9999') > %(day)s
union all
select key, 'radiation_no_design_review', permitted, level, approver from p
  where hz <> 'no' and medical_radiation = 'severe' and permitted <= %(day)s and coalesce(design_review_on, '9999') > %(day)s
union all
select key, 'radiation_no_acceptance', produced, level, approver from p
  where hz <> 'no' and medical_radiation <> 'none' and produced <= %(day)s and coalesce(health_accepted_on, '9999') > %(day)s
""".replace("DAYS", ", ".join(f"cast({name} as text) as {name}" for name in DATED))


def recount(conference_id: int, on: date = DAY) -> set[tuple[str, str, str, str, str, str]]:
    """Count gaps anew in SQL: key, gap, since, unit, clause, level of execution."""
    with connection.cursor() as cursor:
        cursor.execute("create temp table temp_catalogue (code text)")
        text = files("lianxi.projects.rules").joinpath("risk.csv").read_text(encoding="utf-8")
        codes = [(row["code"][:4],) for row in csv.DictReader(text.splitlines())]
        cursor.executemany("insert into temp_catalogue values (%s)", codes)
        cursor.execute("create temp table temp_marks (day text, later text, worked integer)")
        cursor.executemany("insert into temp_marks values (%s, %s, %s)", list(_days()))
        # `before`: how many days were worked up to the day before, counting it; a gap begins the day after its last one.
        cursor.execute(
            "create temp table temp_days as select day, "
            "sum(worked) over (order by day) - worked + 1 as before, sum(worked) over (order by day) as upto from temp_marks"
        )
        cursor.execute(SQL, {"own": conference_id, "day": on.isoformat()})
        rows = cursor.fetchall()
        for name in ("temp_catalogue", "temp_marks", "temp_days"):
            cursor.execute(f"drop table {name}")
    return {(*row[:3], *_address(row)) for row in rows if row[2] <= on.isoformat()}


def _address(row: Any) -> tuple[str, str, str]:
    _key, gap, _since, level, approver = row
    executes = "county" if level == "county" else "city"
    if gap == "not_shared":
        own = ("市工信局", "QZ-3-06-1") if approver == "工信" else ("市发改委", "QZ-3-03-1")
        return (own[0], "QZ-1-04" if level == "county" else own[1], executes)
    return (*(JUDGES if gap in ("not_judged", "hazard_contradicted", "not_declared") else FLAGS_TO), executes)
