"""The office's word on 备案 projects: the clause names 立项 and 核准 alone."""

from datetime import date
from typing import Annotated

from lianxi.bodies.facts import of_conference
from lianxi.bodies.models import cited
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, itself
from lianxi.law.citing import cite_clause
from lianxi.projects.actions.entering import conference_of
from lianxi.projects.models import FilingRuling
from lianxi.projects.queries.facts import has_mechanism
from lianxi.projects.rules.data import MECHANISM, addresses

CHOICES = {"in": "备案项目列入“三同时”协调", "out": "备案项目不列入"}


@action(
    "projects.filing.rule",
    "裁定备案项目是否列入",
    who=OFFICE,
    rule="条款只写明立项、核准；备案是否在内由办公室裁定",
    deciding=Deciding(of_conference, itself, has_mechanism),
)
def rule_filings(
    act: Act,
    *,
    scope: Annotated[str, Choice("裁定", CHOICES)],
    reason: Annotated[str, Words("理由（会议议定、市政府批复的机制文件等）", 300)],
    from_on: Annotated[date | None, Day("自何日批准的项目起")] = None,
) -> FilingRuling:
    """Rule whether 备案 projects belong to the mechanism; a later ruling takes the place of this one, which stays."""
    if scope not in CHOICES:
        raise BadInput("请选择列入或不列入。")
    conference = conference_of(act)
    basis = cite_clause(act, addresses(conference.instrument)[MECHANISM].clause)
    row = FilingRuling(conference_id=act.chain, included=scope == "in", reason=filled(reason, "理由", 300))
    row.from_on, row.at, row.by = from_on or day_of(act.at), act.at, act.actor.label
    for name, value in cited(basis).items():
        setattr(row, name, value)
    return act.create(row)
