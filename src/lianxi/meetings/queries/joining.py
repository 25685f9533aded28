"""Whether the changes of member units that decisions make could be carried out."""

from collections.abc import Iterable
from datetime import date

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import find_unit
from lianxi.core.refusals import BadInput, Refusal
from lianxi.meetings.models import Decision


def unit_change_refused(conference_id: int, kind: str, name: str, day: date) -> Refusal | None:
    """Refuse a change of member units that could not be carried out.

    A unit that is a member cannot join, one that is not cannot leave, nor can the office's own.
    """
    unit = find_unit(conference_id, name, day)
    if kind == "unit_join" and unit is not None:
        return BadInput(f"“{name}”已经是成员单位（{unit.name}）。", next_step="请核对单位名称。")
    if kind == "unit_leave" and unit is None:
        return BadInput(f"“{name}”不是成员单位。", next_step="请核对单位名称。")
    if kind == "unit_leave" and Conference.objects.filter(pk=conference_id, office_unit=unit).exists():
        return BadInput("办公室所在单位不能退出。", next_step="须先修订建立文件，另设办公室。")
    return None


def unit_changes_refused(decisions: Iterable[Decision], day: date) -> Refusal | None:
    """Refuse minutes with a change of member units that could not be carried out."""
    changes = [one for one in decisions if one.kind != "task" and not one.dropped]
    found = (unit_change_refused(one.conference_id, one.kind, one.unit_name, day) for one in changes)
    return next(filter(None, found), None)
