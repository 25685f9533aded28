"""Opening the vault: an act with a purpose that ends by itself; every look under it is an act too, journalled."""

from datetime import timedelta
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.fields import One, Words
from lianxi.core.refusals import BadInput, NotFound
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.register.models import IdentityOpening
from lianxi.register.queries import read_identity
from lianxi.register.rules import MIN_PURPOSE, OPENING_MINUTES, own_opening
from lianxi.register.vault import find_sealed


@action(
    "register.identity.open",
    "开启身份查阅",
    who=OFFICE,
    rule="个人身份信息只由办公室因工作需要限时查阅，全程留痕",
)
def open_identity(
    act: Act, *, person: Annotated[str, Words("人员代号", 26)], purpose: Annotated[str, Words("用途", 300)]
) -> IdentityOpening:
    """Let the acting seat read one person's identity for OPENING_MINUTES minutes.

    Raises BadInput without a purpose, NotFound when the vault holds nothing under the pseudonym.
    """
    if len(purpose.strip()) < MIN_PURPOSE:
        raise BadInput(f"请写明查阅用途，不少于 {MIN_PURPOSE} 个字。", rule="个人信息查阅须有明确用途")
    conference_id, seat_id = act.actor.conference_id or 0, act.actor.seat_id or 0
    if find_sealed(conference_id, person) is None:
        raise NotFound(
            "身份保管库里没有这个代号。", rule="只能查阅本联席会议保管的身份", next_step="请核对人员代号。"
        )
    return act.create(
        IdentityOpening(
            conference_id=conference_id,
            person=person,
            purpose=purpose.strip(),
            seat_id=seat_id,
            opened_at=act.at,
            expires_at=act.at + timedelta(minutes=OPENING_MINUTES),
        )
    )


@action(
    "register.identity.read",
    "查看已开启的身份",
    who=OFFICE,
    rule="个人身份信息只由开启查阅的席位在期限内查看，每次查看留痕",
    deciding=on(IdentityOpening, "opening_id", own_opening),
)
def look_at_identity(act: Act, *, opening_id: Annotated[int, One("身份查阅")]) -> dict[str, str]:
    """Return the identity an opening stands for, and note the look; never its content.

    Raises NotPermitted for another seat or when the opening has run out, NotFound when the vault holds nothing.
    """
    opening = act.lock(IdentityOpening, opening_id)
    found = read_identity(opening, act.at)
    act.change(opening, reads=opening.reads + 1, read_at=act.at)
    return found
