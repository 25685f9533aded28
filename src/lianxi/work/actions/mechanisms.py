"""Drafts of the mechanisms that a founding document asks for, drawn from the arrangements switched on."""

from typing import Annotated

from lianxi.bodies.facts import of_conference
from lianxi.bodies.models import Conference
from lianxi.bodies.queries import rule_values
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding
from lianxi.papers.actions import draft_paper
from lianxi.papers.models import PaperDraft
from lianxi.work.facts import has_on
from lianxi.work.queries.flows import flows_of
from lianxi.work.rules.mechanisms import MECHANISMS, belongs, can_draft, draft_text


@action(
    "work.mechanism.draft",
    "起草机制文件",
    who=OFFICE,
    rule="机制文件由办公室起草，报批后施行",
    deciding=Deciding(of_conference, has_on, can_draft),
)
def draft_mechanism(act: Act, *, mechanism: Annotated[str, Choice("机制", MECHANISMS)]) -> PaperDraft:
    """Draft the request (请示) for a mechanism, one article for each arrangement that is on and part of it.

    It goes the usual way of papers: checked, signed, numbered; the reply is registered as an incoming paper, and
    what is approved is adopted as a further document. Raises BadInput where nothing is on.
    """
    if mechanism not in MECHANISMS:
        raise BadInput("请选择一项机制。")
    flows = [one for one in flows_of(act.chain) if belongs(one, mechanism)]
    if not flows:
        raise BadInput(
            f"没有已启用的安排属于{MECHANISMS[mechanism]}。", next_step="请先启用有关安排，再起草。"
        )
    conference = Conference.objects.get(pk=act.chain)
    above = rule_values(act.chain, ("report_to",), day_of(act.at)).get("report_to", "")
    return draft_paper.within(
        act,
        kind="request",
        title=f"关于报批{MECHANISMS[mechanism]}（草案）的请示",
        text=draft_text(mechanism, conference.name, flows),
        outside=above or "市人民政府",
    )
