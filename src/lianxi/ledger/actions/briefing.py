"""Links to the figures of the leader's page: the convener gives one, anybody with it reads, each opening is journalled."""

import secrets
from datetime import date, timedelta
from typing import Annotated

from lianxi.core.actors import CONVENERS, OFFICE, SeatKind
from lianxi.core.canonical import digest
from lianxi.core.entries import filled
from lianxi.core.fields import Day, One, Secret, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotFound
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.ledger.models import BriefLink
from lianxi.ledger.rules.briefing import BRIEF_LINK, LINK_DAYS_MOST

RULE = "简况链接由召集人同意后开通"


@action("ledger.brief.open_link", "开通简况链接", who=CONVENERS, rule=RULE)
def open_brief_link(
    act: Act,
    *,
    reader: Annotated[str, Words("给谁看（职务）", 80)],
    until: Annotated[date, Day("有效至")],
) -> tuple[BriefLink, str]:
    """Make a link to the figures for a reader without a seat; its address is given this once.

    Raises BadInput for a last day that is past or more than 30 days ahead.
    """
    day = day_of(act.at)
    if not day <= until <= day + timedelta(days=LINK_DAYS_MOST):
        raise BadInput(f"有效期须从今天起不超过 {LINK_DAYS_MOST} 天。", next_step="到期后可以另行开通。")
    token = secrets.token_urlsafe(24)
    link = BriefLink(conference_id=act.chain, reader=filled(reader, "给谁看", 80), until=until)
    link.token_hash, link.state = digest(token), BRIEF_LINK.initial
    return act.create(link), token


@action(
    "ledger.brief.revoke_link",
    "停用简况链接",
    who=OFFICE | CONVENERS,
    deciding=on(BriefLink, "link_id", stands(BRIEF_LINK, "ledger.brief.revoke_link")),
)
def revoke_brief_link(act: Act, *, link_id: Annotated[int, One("简况链接")]) -> BriefLink:
    """End a link at once."""
    return act.move(act.lock(BriefLink, link_id), BRIEF_LINK)


@action("ledger.brief.look", "打开简况链接", who=frozenset({SeatKind.VISITOR}), rule="持链接的人只读")
def look_at_brief(act: Act, *, token: Annotated[str, Secret("简况链接")]) -> BriefLink:
    """Note that a link was opened. One that is unknown, revoked or over is refused alike, by NotFound."""
    row: BriefLink | None = (
        BriefLink.objects.select_for_update().filter(token_hash=digest(token), state="open").first()
    )
    if row is None or row.until < day_of(act.at):
        raise NotFound("没有这个链接，或它已经停用、到期。", rule=RULE, next_step="请联系办公室。")
    act.chain = row.conference_id
    act.change(row, looks=row.looks + 1, looked_at=act.at)
    return row
