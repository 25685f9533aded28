"""One-time links: who makes one for a seat outside the office never sees its code; another seat releases it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from lianxi.bodies.facts import link_facts, seat_facts
from lianxi.bodies.models import Invitation, Seat, Tenure
from lianxi.bodies.queries import convener_seats, find_holder, in_force
from lianxi.bodies.queries.links import has_releaser, list_releasable
from lianxi.bodies.rules import INVITATION, OWN_TO_OFFICE, RELEASE_RULE, RELEASERS, guards
from lianxi.bodies.rules.secrets import code_hash, new_code
from lianxi.core.actors import INSTALLER_ONLY, OFFICE, OPERATOR_ONLY, SeatKind
from lianxi.core.fields import Lines, One, Several, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.sheets import read_sheet
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on

LINK_DAYS = 7
INVITED_COLUMNS = ("chosen", "name", "title", "email")


@action(
    "bodies.invitation.create",
    "邀请席位人员",
    who=OFFICE | OPERATOR_ONLY | INSTALLER_ONLY,
    deciding=on(Seat, "seat_id", guards.invite_holder, facts=seat_facts),
)
def invite_holder(
    act: Act,
    *,
    seat_id: Annotated[int, One("席位")],
    name: Annotated[str, Words("姓名", 80)] = "",
    title: Annotated[str, Words("职务", 120)] = "",
    email: Annotated[str, Words("邮箱", 254)] = "",
) -> tuple[Invitation, str]:
    """Make a one-time link to a seat; give its code only where nobody else has to release it, else "".

    An occupied seat's link goes to its holder; a vacant seat's needs the name and title of the person
    who takes it. Earlier unused links to the seat end.
    """
    seat, actor = act.lock(Seat, seat_id), act.actor
    holder = find_holder(seat, day_of(act.at))
    if holder is None and actor.kind is not SeatKind.INSTALLER and not (name.strip() and title.strip()):
        raise BadInput("这个席位空缺，请填写就任人的姓名和职务。")
    if holder is not None:
        _require_same(holder, name.strip(), title.strip())
    for earlier in Invitation.objects.filter(seat=seat, state__in=("waiting", "open")):
        act.move_as("bodies.invitation.revoke", earlier, INVITATION)
    invitation = Invitation(
        conference_id=seat.conference_id,
        seat=seat,
        name=holder.person.name if holder else name.strip(),
        title=holder.title if holder else title.strip(),
        email=email.strip(),
        expires_at=act.at + timedelta(days=LINK_DAYS),
        state=INVITATION.initial,
        resets=holder is not None and bool(holder.person.login),
        made_by_id=actor.seat_id,
        made_by_person_id=actor.person_id,
    )
    act.chain = seat.conference_id
    act.create(invitation)
    if actor.kind is SeatKind.INSTALLER:
        act.remark = "由服务器命令行办理"
    if _needs_release(act, invitation, holder):
        _tell(
            act, invitation, f"有邀请待放行：{seat.label}（{invitation.name or '就任人'}），请核对本人后放行"
        )
        return invitation, ""
    return invitation, _open(act, invitation)


@action("bodies.invitation.create_many", "邀请多个席位人员", who=OFFICE)
def invite_holders(
    act: Act, *, rows: Annotated[Sequence[str], Lines("席位（每格写作：席位编号/栏目=内容）", 400)]
) -> list[tuple[Invitation, str]]:
    """Make links to many seats at once; all are made or none. Give each with its code, as one link does.

    The columns of a seat's row are chosen (on), name, title and email; a row that is not chosen is left alone.
    Raises BadInput that names the seat.
    """
    chosen = {key: row for key, row in read_sheet(rows, INVITED_COLUMNS).items() if row.get("chosen")}
    if not chosen:
        raise BadInput("还没有选择席位。", next_step="请勾选要邀请的席位。")
    made = []
    for key, row in chosen.items():
        if not key.isdecimal():
            raise BadInput("表里有一行不是席位。", next_step="请刷新页面后重新选择。")
        seat = act.get(Seat, int(key))
        told = {name: row.get(name, "") for name in ("name", "title", "email")}
        try:
            for name, value in told.items():
                invite_holder.payload[name].check(value)
            made.append(invite_holder.within(act, seat_id=seat.pk, **told))
        except Refusal as refusal:
            raise BadInput(f"{seat.label}：{refusal.message}", next_step=refusal.next_step) from refusal
    return made


def _require_same(holder: Tenure, name: str, title: str) -> None:
    """Refuse another name or title than the holder's: an invitation would drop it."""
    if (name or holder.person.name) != holder.person.name:
        raise BadInput(
            f"这个席位现由{holder.person.name}担任，不能邀请{name}。",
            rule="有人在任的席位，邀请只发给在任人",
            next_step="换人的，请先办理成员调整；邀请在任人的，姓名可以不填。",
        )
    if (title or holder.title) != holder.title:
        raise BadInput(
            f"{holder.person.name}在册的职务是“{holder.title}”，邀请不改职务。",
            rule="有人在任的席位，邀请只发给在任人",
            next_step="职务有变的，请先办理成员调整；邀请在任人的，职务可以不填。",
        )


def _needs_release(act: Act, invitation: Invitation, holder: Tenure | None) -> bool:
    """Tell whether a second seat has to release a link: always, but for the office's own new colleagues.

    The server's command line opens the first links, and one for an account only where nobody could release it.
    """
    seat = invitation.seat
    if act.actor.kind is SeatKind.INSTALLER:
        return invitation.resets and has_releaser(seat, day_of(act.at))
    if seat.kind not in OWN_TO_OFFICE or invitation.resets or act.actor.kind is SeatKind.OPERATOR:
        return True
    if holder is None:
        return False
    held = Tenure.objects.filter(in_force(day_of(act.at)), person=holder.person_id)
    return held.exclude(seat__kind__in=OWN_TO_OFFICE).exists()


def _open(act: Act, invitation: Invitation) -> str:
    code = new_code()
    act.move_as(
        "bodies.invitation.release",
        invitation,
        INVITATION,
        token_hash=code_hash(code),
        released_by_id=act.actor.seat_id,
    )
    return code


def _tell(act: Act, invitation: Invitation, title: str) -> None:
    """Tell the seat's holder and unit, and the conveners."""
    for seat in dict.fromkeys((invitation.seat_id, *convener_seats(act.chain, day_of(act.at)))):
        act.notify(title, about=invitation, seat=seat)
    act.notify(title, about=invitation, unit=invitation.seat.unit_id)


@action("bodies.invitation.release", "放行邀请", who=RELEASERS, rule=RELEASE_RULE)
def release_invitations(
    act: Act, *, invitation_ids: Annotated[Sequence[int], Several("邀请")]
) -> list[tuple[Invitation, str]]:
    """Release links that others made, many in one act; give each with its code, shown this once.

    Raises NotPermitted for who made the link, only stands in, or is neither a convener nor of the seat's
    unit; BadInput where none is named or one no longer waits. All are released or none.
    """
    if not invitation_ids:
        raise BadInput("还没有选择要放行的邀请。", next_step="请至少勾选一项。")
    actor = act.actor
    own = Tenure.objects.filter(
        in_force(day_of(act.at)), seat_id=actor.seat_id or 0, person=actor.person_id or 0
    )
    if not own.exists():
        raise NotPermitted(
            "代办期间不能放行邀请。", rule=RELEASE_RULE, next_step="请席位的现任人员本人办理。"
        )
    rows = [act.lock(Invitation, pk) for pk in sorted(set(invitation_ids))]
    allowed = {one.pk for one in list_releasable(actor, act.at)}
    for row in rows:
        _require_second_seat(act, row, allowed)
    released = [(row, _open(act, row)) for row in rows]
    for row in rows:
        if row.resets:
            told = f"{row.seat.label}（{row.name}）的密码将凭邀请重设，由{actor.label}放行"
            _tell(act, row, f"{told}；不是本人要求的，请立即联系召集人")
    return released


def _require_second_seat(act: Act, row: Invitation, allowed: set[int]) -> None:
    if row.made_by_id == act.actor.seat_id or row.made_by_person_id == act.actor.person_id:
        raise NotPermitted(
            "自己发起的邀请不能由自己放行。", rule=RELEASE_RULE, next_step="请召集人或该单位的另一席位放行。"
        )
    if row.pk in allowed:
        return
    if row.state != "waiting" or row.expires_at <= act.at:
        raise BadInput(
            f"{row.seat.label}的邀请已不在待放行之列。", next_step="请刷新后重选；过期的请办公室重新发起。"
        )
    raise NotPermitted(
        f"{row.seat.label}的邀请不由{act.actor.label}放行。",
        rule=RELEASE_RULE,
        next_step="请召集人或该席位所在单位的其他席位放行。",
    )


@action(
    "bodies.invitation.revoke",
    "作废邀请链接",
    who=OFFICE | OPERATOR_ONLY | RELEASERS,
    deciding=on(
        Invitation,
        "invitation_id",
        guards.revoke_link,
        stands(INVITATION, "bodies.invitation.revoke"),
        facts=link_facts,
    ),
)
def revoke_invitation(act: Act, *, invitation_id: Annotated[int, One("邀请链接")]) -> Invitation:
    """End an unused link. Raises NotPermitted for a unit that the seat does not belong to."""
    row = act.lock(Invitation, invitation_id)
    return act.move(row, INVITATION)
