"""Who may put files to a record of bodies, by its id."""

from lianxi.bodies.models import MemberChange
from lianxi.bodies.rules import MEMBER_CHANGE
from lianxi.core.attaching import NOBODY, Writers


def to_change(pk: int) -> Writers | None:
    """Say who may add the letter to a change of members: its unit and the office, until it is decided."""
    row = MemberChange.objects.filter(pk=pk).first()
    if row is None:
        return None
    return Writers(frozenset({row.unit_id})) if row.state == MEMBER_CHANGE.initial else NOBODY
