"""Reads of the register: employers by code, names to confirm, an identity that was opened."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.core.refusals import NotFound, NotPermitted
from lianxi.core.rooms import EMPLOYERS, followers
from lianxi.journal.sight import seen
from lianxi.register.models import Area, Employer, EmployerName, IdentityOpening
from lianxi.register.vault import find_sealed, unseal

CHUNK = 500


def told_of_employers(actor: Actor) -> Q:
    """Return the condition of an employer whose rows a higher room has opened to an actor's unit."""
    opened = Q(pk__in=())
    for told in followers(EMPLOYERS):
        opened |= told(actor)
    return opened


def list_areas(conference_id: int, *, on: bool = False) -> list[Area]:
    """List the areas of a conference in their order; `on` leaves out those that do not count."""
    rows = Area.objects.filter(conference_id=conference_id).order_by("ordinal", "pk")
    return list(rows.filter(state="on") if on else rows)


def area_codes(conference_id: int) -> dict[str, str]:
    """Return the areas that count and have a code: code → name, in their order; empty where there is no list."""
    return {one.code: one.name for one in list_areas(conference_id, on=True) if one.code}


def employers_by_code(conference_id: int, codes: Iterable[str]) -> dict[str, Employer]:
    """Return the conference's employers with the given codes."""
    wanted = sorted(set(codes))
    found: dict[str, Employer] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Employer.objects.filter(conference_id=conference_id, code__in=wanted[start : start + CHUNK])
        found |= {row.code: row for row in rows}
    return found


def list_employers(conference_id: int) -> list[tuple[str, str, str, str]]:
    """Return (code, name, division, industry) of every employer of the conference, by code."""
    rows = Employer.objects.filter(conference_id=conference_id).order_by("code")
    return list(rows.values_list("code", "name", "division", "industry"))


def list_names(conference_id: int) -> list[tuple[str, str, str]]:
    """Return (code, other name, state) of every second name of the conference's employers."""
    rows = EmployerName.objects.filter(conference_id=conference_id).order_by("pk")
    return list(rows.values_list("employer__code", "text", "state"))


def read_identity(opening: IdentityOpening, at: datetime) -> dict[str, str]:
    """Return the identity an opening stands for: name, number and so on as they were entered.

    Raises NotPermitted when the opening has run out, NotFound when the vault holds nothing.
    """
    if at >= opening.expires_at:
        raise NotPermitted(
            "这次查阅已到期。", rule="身份查阅限时", next_step="确需再看的，请写明用途重新开启。"
        )
    sealed = find_sealed(opening.conference_id, opening.person)
    if sealed is None:
        raise NotFound(
            "身份保管库里没有这个代号。",
            rule="身份信息随其来源批次保管，批次撤销后一并撤出",
            next_step="请核对人员代号。",
        )
    return unseal(opening.person, sealed)


def find_employer(to: Actor, code: str) -> Employer | None:
    """Find an employer that a seat sees by its credit code."""
    return seen(to, Employer.objects.filter(conference_id=to.conference_id or 0, code=code)).first()


def list_names_of(employer_id: int) -> list[EmployerName]:
    """List the other names of an employer as they came."""
    return list(EmployerName.objects.filter(employer_id=employer_id).order_by("pk"))


def find_opening(actor: Actor, pk: int) -> IdentityOpening | None:
    """Find an opening of an identity; whose it is, the page asks."""
    return own(IdentityOpening, actor, pk)


def list_openings(actor: Actor, most: int) -> list[IdentityOpening]:
    """List the openings of a seat, the latest first."""
    rows = IdentityOpening.objects.filter(conference_id=actor.conference_id or 0, seat_id=actor.seat_id or 0)
    return list(rows.order_by("-pk")[:most])
