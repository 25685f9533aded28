"""The tree of conferences: the office of the lower one says which conference is above it."""

from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import SeatKind
from lianxi.core.entries import filled
from lianxi.core.fields import One, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action

# Province, city, county, township: deeper trees are a mistake.
DEEPEST = 6


@action(
    "bodies.conference.place",
    "设定上级联席会议",
    who=frozenset({SeatKind.OFFICE_DIRECTOR, SeatKind.INSTALLER}),
)
def place_conference(
    act: Act,
    *,
    conference_id: Annotated[int, One("联席会议")],
    reason: Annotated[str, Words("依据或理由", 300)],
    above_id: Annotated[int | None, One("上级联席会议")] = None,
) -> Conference:
    """Place a conference under another one of this installation, or under none.

    The one above may then offer it matters; it sees nothing of the lower one but what was taken on from it.
    Raises BadInput for an unknown conference or one that stands below already.
    """
    conference = act.lock(Conference, conference_id)
    above = Conference.objects.filter(pk=above_id).first() if above_id else None
    if above_id and above is None:
        raise BadInput("没有这个联席会议。", next_step="请从列出的联席会议中选择。")
    _require_above(conference, above)
    if conference.parent_id == (above.pk if above else None):
        where = f"已经设在“{above.name}”之下" if above else "本来就没有上级联席会议"
        raise BadInput(f"“{conference.name}”{where}。", next_step="没有变化的，不用办理。")
    act.remark = filled(reason, "依据或理由", 300)
    return act.change(conference, parent=above)


def _require_above(conference: Conference, above: Conference | None) -> None:
    seen, depth = above, 0
    while seen is not None:
        depth += 1
        if seen.pk == conference.pk or depth > DEEPEST:
            raise BadInput(
                f"“{conference.name}”不能设在自己或自己的下级之下。", next_step="请改选真正的上级联席会议。"
            )
        seen = seen.parent
