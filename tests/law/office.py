"""Quanzhou's conference as shipped, with three colleagues of its office who can act."""

from datetime import date
from typing import Any

from cast import AT
from law.reissued import reissue
from lianxi.bodies.actions import accept_invitation, invite_holder
from lianxi.bodies.models import Conference, Seat, Tenure
from lianxi.bodies.queries import actor_for, in_force, list_memberships
from lianxi.core.actors import INSTALLER, Actor, SeatKind
from lianxi.law.actions import adopt_version, draft_version
from lianxi.law.models import Clause, InstrumentVersion
from lianxi.stories.founding import found_shipped

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


def drafted(office: Office, text: str, **own: Any) -> InstrumentVersion:
    return draft_version(office.director, AT, code="QZ", text=text, **own)


def reissued(office: Office, **own: Any) -> InstrumentVersion:
    version = drafted(office, reissue())
    adopt_version(office.deputy, AT, version_id=version.pk, **own)
    version.refresh_from_db()
    return version


def row_of(version: InstrumentVersion) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    own = InstrumentVersion.objects.filter(pk=version.pk).values().get()
    return own, list(Clause.objects.filter(instrument_version=version).order_by("pk").values())


def units_on(conference: Conference, day: date) -> list[str]:
    return [row.unit.name for row in list_memberships(conference, day)]


def holders_on(conference: Conference, day: date, kind: str = "member") -> dict[str, tuple[str, str]]:
    rows = Tenure.objects.filter(in_force(day), conference=conference, seat__kind=kind)
    return {t.seat.unit.name: (t.person.name, t.title) for t in rows.select_related("seat__unit", "person")}
