"""What several actions of the room check of a form in the same words."""

from collections.abc import Iterable
from datetime import date

from django.apps import apps

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import record_kinds
from lianxi.journal.acting import Act

# Longer numbers do not fit a 64-bit column.
MAX_DIGITS = 18


def require_members(conference: Conference | int, unit_ids: Iterable[int], day: date) -> None:
    """Refuse units that are not members of the conference on that day."""
    if set(unit_ids) - member_unit_ids(conference, day):
        raise BadInput("所选单位中有的不是成员单位。", next_step="非成员单位可以列席。")


def origin_label(act: Act, origin: str) -> str:
    """Return the words of the record that something was called from; nothing where it has none.

    Raises BadInput for what names no record, NotFound for one that the acting seat's conference does not have.
    """
    if not origin:
        return ""
    table, _, pk = origin.partition(":")
    if table not in record_kinds() or not pk.isdecimal() or len(pk) > MAX_DIGITS:
        raise BadInput("没有找到会议的来由记录。", next_step="请从那条记录的页面重新点“召开会议”。")
    return str(act.get(apps.get_model(table), int(pk)))[:200]
