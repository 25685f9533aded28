"""Checks that several actions of the room make in the same words."""

from collections.abc import Iterable
from datetime import date

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.acting import Act


def require_own_unit(act: Act, unit_id: int | None) -> None:
    """Refuse a seat that speaks for another unit than the one concerned."""
    if unit_id is None or act.actor.unit_id != unit_id:
        raise NotPermitted(
            "这不是你单位的事项。",
            rule="成员单位只代表本单位",
            next_step="请由该单位的成员或办公室成员办理。",
        )


def require_members(conference: Conference | int, unit_ids: Iterable[int], day: date) -> None:
    """Refuse units that are not members of the conference on that day."""
    if set(unit_ids) - member_unit_ids(conference, day):
        raise BadInput("所选单位中有的不是成员单位。", next_step="非成员单位可以列席。")
