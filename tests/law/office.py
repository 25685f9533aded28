"""Quanzhou's conference as shipped, with three colleagues of its office who can act."""

from cast import AT
from lianxi.bodies.actions import accept_invitation, invite_holder
from lianxi.bodies.models import Conference, Seat, Tenure
from lianxi.bodies.queries import actor_for
from lianxi.cli.founding import found_shipped
from lianxi.core.actors import INSTALLER, Actor, SeatKind

VISITOR = Actor(kind=SeatKind.VISITOR, label="无席位")


def sit(conference: Conference, kind: SeatKind, unit: str, name: str) -> Actor:
    """Somebody new takes the first seat of that kind and unit."""
    seat = Seat.objects.filter(
        conference=conference, kind=kind, unit__name=unit, ends_before__isnull=True
    ).earliest("ordinal")
    _, token = invite_holder(INSTALLER, AT, seat_id=seat.pk)
    known = {"name": name, "login": f"login-{seat.pk}", "password": "a-long-pass-phrase"}
    tenure = accept_invitation(VISITOR, AT, token=token, **known)
    return actor_for(Tenure.objects.select_related("seat__unit").get(pk=tenure.pk))


class Office:
    """The founded conference, its director and two deputies."""

    def __init__(self) -> None:
        self.conference = found_shipped("QZ", AT)
        self.director = sit(self.conference, SeatKind.OFFICE_DIRECTOR, "市卫健委", "王主任")
        self.deputy = sit(self.conference, SeatKind.OFFICE_DEPUTY, "市人社局", "李副主任")
        self.third = sit(self.conference, SeatKind.OFFICE_DEPUTY, "市总工会", "陈副主任")
