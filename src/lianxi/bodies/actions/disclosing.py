"""Opening a record to more than its kind's rule does: one seat asks, a second one releases, and it counts from then."""

from datetime import date
from typing import Annotated

from django.apps import apps

from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import CONVENERS, OFFICE, Actor
from lianxi.core.fields import One, OneUnit, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.rooms import record_kinds
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.disclosing import DISCLOSURE
from lianxi.journal.gates import missing
from lianxi.journal.guards import on
from lianxi.journal.models import Disclosure
from lianxi.journal.sight import sights_of

RELEASERS = OFFICE | CONVENERS
RULE = "扩大知悉范围由办公室或召集人提出，由另一席位、另一人同意，从同意时起算"


def _is_second(row: Disclosure, own: Actor, _day: date) -> NotPermitted | None:
    if own.seat_id == row.proposed_seat or (
        own.person_id is not None and own.person_id == row.proposed_person
    ):
        return NotPermitted(
            "扩大知悉范围不能由提出的席位或同一人同意。",
            rule=RULE,
            next_step="请由办公室的另一席位或召集人同意。",
        )
    return None


@action("bodies.disclosure.propose", "提出扩大知悉范围", who=RELEASERS, rule=RULE)
def propose_disclosure(
    act: Act,
    *,
    record: Annotated[str, Words("记录", 120)],
    reason: Annotated[str, Words("理由", 300)],
    unit_id: Annotated[int | None, OneUnit("知悉单位")] = None,
) -> Disclosure:
    """Ask that a record be opened to a unit, or without one to every seat of the conference.

    The record is named as the journal does (meetings.topic:3). Records about persons are never opened so.
    Raises NotFound for one that the asking seat does not see itself, BadInput.
    """
    table, _colon, number = record.strip().rpartition(":")
    kind = record_kinds().get(table)
    if kind is None or not number.isdecimal() or len(number) > 17:
        raise BadInput("没有这类记录。", next_step="请按日志里的写法填写，例如 meetings.topic:3。")
    if not kind.sight.grants or kind.sight.about == "person":
        raise BadInput("涉及个人的记录和内部索引不能扩大知悉范围。", next_step="请按用途单独申请查阅。")
    if not sights_of(act.actor, [record.strip()])[record.strip()].is_whole:
        raise missing(apps.get_model(table), number)
    if unit_id is not None and unit_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("所选的单位不是成员单位。", next_step="请从列出的单位中选择，或留空（全体席位）。")
    row = act.create(
        Disclosure(
            conference_id=act.chain,
            table=table,
            record_id=int(number),
            unit_id=unit_id,
            reason=reason,
            state=DISCLOSURE.initial,
            proposed_at=act.at,
            proposed_by=act.actor.label,
            proposed_seat=act.actor.seat_id or 0,
            proposed_person=act.actor.person_id,
        )
    )
    act.notify("有记录要扩大知悉范围，待另一席位同意", about=row, office=True)
    return row


@action(
    "bodies.disclosure.release",
    "同意扩大知悉范围",
    who=RELEASERS,
    rule=RULE,
    deciding=on(Disclosure, "disclosure_id", _is_second, stands(DISCLOSURE, "bodies.disclosure.release")),
)
def release_disclosure(act: Act, *, disclosure_id: Annotated[int, One("扩大知悉范围")]) -> Disclosure:
    """Open the record from now on. Raises NotPermitted for the seat or the person that asked."""
    row = act.lock(Disclosure, disclosure_id)
    return act.move(row, DISCLOSURE, released_at=act.at, answered_by=act.actor.label)


@action(
    "bodies.disclosure.refuse",
    "不同意扩大知悉范围",
    who=RELEASERS,
    rule=RULE,
    deciding=on(Disclosure, "disclosure_id", stands(DISCLOSURE, "bodies.disclosure.refuse")),
)
def refuse_disclosure(
    act: Act,
    *,
    disclosure_id: Annotated[int, One("扩大知悉范围")],
    reason: Annotated[str, Words("理由", 300)],
) -> Disclosure:
    """Leave the record as it is; the reason stands in the journal."""
    act.remark = reason
    return act.move(act.lock(Disclosure, disclosure_id), DISCLOSURE, answered_by=act.actor.label)


@action(
    "bodies.disclosure.end",
    "收回扩大的知悉范围",
    who=RELEASERS,
    rule=RULE,
    deciding=on(Disclosure, "disclosure_id", stands(DISCLOSURE, "bodies.disclosure.end")),
)
def end_disclosure(act: Act, *, disclosure_id: Annotated[int, One("扩大知悉范围")]) -> Disclosure:
    """Close the record again: narrowing needs no second seat."""
    return act.move(act.lock(Disclosure, disclosure_id), DISCLOSURE, ended_at=act.at)
