"""Changes of members as the tests enter and propose them."""

from datetime import date

from cast import AT, Cast
from lianxi.bodies.actions import enter_member_change, propose_member_change
from lianxi.bodies.models import MemberChange
from lianxi.core.actors import Actor

LETTER, LETTER_ON = "泉建函〔2026〕12号", date(2026, 2, 27)
TODAY = AT.date()


def entered(cast: Cast, unit: str = "市住建局", *, by: Actor | None = None, **other: object) -> MemberChange:
    fields = {"person_name": "新任", "title": "副局长", "reason": "工作变动", "letter": LETTER}
    seat = other.pop("seat_id", None) or cast.member(unit).seat_id
    given = {"seat_id": seat, "letter_on": LETTER_ON, **fields, **other}
    return enter_member_change(by or cast.staff, AT, **given)  # type: ignore[arg-type]


def proposed(cast: Cast, unit: str = "市住建局", **other: object) -> MemberChange:
    actor = cast.member(unit)
    given = {
        "seat_id": actor.seat_id,
        "person_name": "新任",
        "title": "副局长",
        "reason": "工作变动",
        **other,
    }
    return propose_member_change(actor, AT, **given)  # type: ignore[arg-type]
